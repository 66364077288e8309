"""Registration of the notices app: its tasks on the home page, the number of unread ones, its words in the log."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tiendo.foundation.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation import work
        from tiendo.foundation.accounts import queries as accounts
        from tiendo.foundation.notices import logged, queries, tasks

        accounts.read_beside_posts("unread_notices", queries.unread_beside)
        work.register_rows(tasks.SOURCE, tasks.rows, tasks.tasks)
        logged.register()
