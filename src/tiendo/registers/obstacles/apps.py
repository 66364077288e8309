"""Registration of the obstacles app: its figures, its daily job, its work on the home page, its words, its file in the pack."""

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    name = "tiendo.registers.obstacles"
    label = "obstacles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.reporting import sources
        from tiendo.core.standing import beside
        from tiendo.foundation import daily
        from tiendo.foundation import work as all_work
        from tiendo.foundation.packs import sections
        from tiendo.registers.obstacles import catalogue, logged, queries, register, reorganised, ticking, work

        sources.register("obstacles", register.Obstacles())
        sections.register("obstacles", catalogue.problems)
        daily.register("obstacles", ticking.tick)
        all_work.register("obstacles", work.tasks)
        beside.register("obstacles", queries.beside_clauses)
        logged.register()
        reorganised.register()
