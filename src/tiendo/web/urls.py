"""Every address of the main process; each app owns its own list."""

from django.urls import include, path

from tiendo.web.gallery import gallery

urlpatterns = [
    path("", include("tiendo.outputs.boards.urls")),
    path("", include("tiendo.foundation.accounts.urls")),
    path("", include("tiendo.foundation.letters.urls")),
    path("notices/", include("tiendo.foundation.notices.urls")),
    path("audit/", include("tiendo.foundation.audit.urls")),
    path("files/", include("tiendo.foundation.files.urls")),
    path("units/", include("tiendo.foundation.places.urls")),
    path("reorganisations/", include("tiendo.core.reorganising.urls")),
    path("plans/drafts/", include("tiendo.core.drafting.urls")),
    path("plans/", include("tiendo.core.standing.urls")),
    path("tasks/", include("tiendo.core.assignments.urls")),
    path("derived-plans/", include("tiendo.core.cascading.urls")),
    path("arrangements/", include("tiendo.core.arrangements.urls")),
    path("budgets/", include("tiendo.registers.budgets.urls")),
    path("obstacles/", include("tiendo.registers.obstacles.urls")),
    path("reports/workbooks/", include("tiendo.core.exchanging.urls")),
    path("reports/", include("tiendo.core.reporting.urls")),
    path("documents/", include("tiendo.outputs.documents.urls")),
    path("feeds/", include("tiendo.outputs.feeds.urls")),
    path("components", gallery, name="components"),
]
handler403 = "tiendo.web.errors.refused"
handler404 = "tiendo.web.errors.not_found"
handler500 = "tiendo.web.errors.broken"
