"""Registration of the boards app: what its reminders say on a home page, what it foresees on the desk of a judge,
the way from a unit to what its head answers for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "tiendo.outputs.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.reporting import effects
        from tiendo.foundation.notices.wording import Kind, register
        from tiendo.foundation.places import links
        from tiendo.outputs.boards import accountability, actions, decisions
        from tiendo.outputs.boards.effects import of_report

        said = {
            actions.REMINDER: _("Phó Chủ tịch nhắc: %(what)s"),
            actions.DEADLINE: _("Phó Chủ tịch giao hạn: %(what)s"),
        }
        for code, title in said.items():
            register(code, Kind(title, "%(consequence)s", _("Xem số liệu"), over=decisions.over))
        effects.register("targets", of_report)
        links.register("accountability", accountability.link)
