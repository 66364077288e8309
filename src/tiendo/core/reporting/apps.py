"""Registration of the reporting app: its work on the home page and at a hand-over, its words in the log."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "tiendo.core.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.reporting import handing_over, logged, matters, reorganised, sources, tasks
        from tiendo.foundation import matters as all_matters
        from tiendo.foundation import work
        from tiendo.foundation.packs import sections

        work.register("reporting", tasks.tasks)
        sections.register("reporting", sources.problems)
        all_matters.register("reporting", matters.reports)
        logged.register()
        handing_over.register()
        reorganised.register()
