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
        from tiendo.foundation import matters as all_matters
        from tiendo.foundation import work as all_work
        from tiendo.foundation.packs import sections
        from tiendo.registers.obstacles import (
            catalogue,
            kept_files,
            logged,
            matters,
            queries,
            register,
            reorganised,
            telling,
            ticking,
            work,
        )

        sources.register("obstacles", register.Obstacles())
        sections.register("obstacles", catalogue.problems)
        daily.register("obstacles", ticking.tick)
        all_work.register_rows(work.SOURCE, work.rows, work.tasks)
        beside.register("obstacles", queries.beside_clauses)
        all_matters.register("obstacles", matters.obstacles)
        kept_files.register()
        telling.register_kinds()
        logged.register()
        reorganised.register()
