"""Registration of the documents app: it knows what a pack's documents must look like; its words in the log; the work it gives."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "tiendo.outputs.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation import work
        from tiendo.foundation.packs import sections
        from tiendo.outputs.documents import definitions, logged, tasks

        sections.register("documents", definitions.problems)
        logged.register()
        work.register("documents", tasks.tasks)
