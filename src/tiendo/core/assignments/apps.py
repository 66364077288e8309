"""Registration of the assignments app: its figures, its work on the home page and at a hand-over, its words in the log."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "tiendo.core.assignments"
    label = "assignments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.assignments import handing_over, logged, register, reorganised, work
        from tiendo.core.reporting import sources
        from tiendo.foundation import work as all_work

        sources.register("assignments", register.Tasks())
        all_work.register("assignments", work.tasks)
        logged.register()
        handing_over.register()
        reorganised.register()
