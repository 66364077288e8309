"""Registration of the cascading app: its figures, its work, its words in the log; and it asks to be told of issued plans."""

from django.apps import AppConfig


class CascadingConfig(AppConfig):
    name = "tiendo.core.cascading"
    label = "cascading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.cascading import actions, logged, register, work
        from tiendo.core.drafting import following
        from tiendo.core.reporting import sources
        from tiendo.foundation import work as home

        sources.register("cascading", register.DerivedPlans())
        following.register("cascading", actions.issued)
        home.register("cascading", work.tasks)
        logged.register()
