"""Registration of the assignments app: its figures, its work on the home page and at a hand-over, its files, what it tells whom, its words
in the log."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "tiendo.core.assignments"
    label = "assignments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.assignments import handing_over, kept_files, logged, matters, register, reorganised, telling
        from tiendo.core.assignments import work as own_work
        from tiendo.core.reporting import sources
        from tiendo.foundation import matters as all_matters
        from tiendo.foundation import work as all_work

        sources.register("assignments", register.Tasks())
        all_work.register_rows(own_work.SOURCE, own_work.rows, own_work.tasks)
        all_matters.register("assignments", matters.tasks)
        telling.register_kinds()
        logged.register()
        handing_over.register()
        kept_files.register()
        reorganised.register()
