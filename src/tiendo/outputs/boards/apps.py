"""Registration of the boards app: what its reminders say on a home page, what it foresees on the desk of a judge, the day's letters,
the way from a unit to what its head answers for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "tiendo.outputs.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tiendo.core.reporting import effects
        from tiendo.foundation import daily
        from tiendo.foundation.notices.wording import Kind, register
        from tiendo.foundation.places import links
        from tiendo.outputs.boards import accountability, actions, decisions, digests
        from tiendo.outputs.boards.effects import of_report

        said = {
            actions.REMINDER: (_("Phó Chủ tịch nhắc: %(what)s"), _("Phó Chủ tịch nhắc một việc")),
            actions.DEADLINE: (_("Phó Chủ tịch giao hạn: %(what)s"), _("Phó Chủ tịch giao hạn một việc")),
        }
        for code, (title, outside) in said.items():
            register(code, Kind(title, "%(consequence)s", _("Xem số liệu"), decisions.over, outside))
        daily.register("letters", digests.write)
        effects.register("targets", of_report)
        links.register("accountability", accountability.link)
