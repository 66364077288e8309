"""Registration of the letters app: the outbox emptied every few minutes, its words in the log."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tiendo.foundation.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.foundation import daily
        from tiendo.foundation.letters import delivery, logged

        daily.register_frequent("mail", lambda: delivery.deliver_due().sent)
        logged.register()
