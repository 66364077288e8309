"""Registration of the budgets app: its figures, its work on the home page, its words in the log and beside clauses."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "tiendo.registers.budgets"
    label = "budgets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.assignments.register import FORM as TASKS
        from tiendo.core.reporting import sources
        from tiendo.core.standing import beside
        from tiendo.foundation import work as all_work
        from tiendo.foundation.packs import sections
        from tiendo.registers.budgets import beside_clauses, catalogue, logged, register, reorganised, work

        sources.register("budgets", register.Money())
        sources.follow(TASKS, register.follow_tasks)
        sections.register("budgets", catalogue.problems)
        beside.register("budgets", beside_clauses.lines)
        all_work.register_rows(work.SOURCE, work.rows, work.to_close)
        logged.register()
        reorganised.register()
