"""Registration of the notices app: its tasks on the home page, its words in the log."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tiendo.foundation.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation import work
        from tiendo.foundation.notices import logged, tasks

        work.register("notices", tasks.tasks)
        logged.register()
