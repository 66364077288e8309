"""The roles people hold and where each may be held. Data, no database: models, rules and higher apps read it.

Who enters is never who signs: `SIGNER_OF` pairs each entering role with the role that signs what it entered.
"""

from __future__ import annotations

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tiendo.kernel.text import fold


class Role(models.TextChoices):
    """What a post allows; the unit of the post says where."""

    COMMUNE_OFFICER = "commune_officer", _("cán bộ LĐ-XH xã")
    COMMUNE_CHAIR = "commune_chair", _("lãnh đạo UBND xã")
    DISTRICT_OFFICER = "district_officer", _("cán bộ phòng LĐTBXH huyện")
    DISTRICT_CHAIR = "district_chair", _("lãnh đạo UBND huyện")
    DEPARTMENT_OFFICER = "department_officer", _("chuyên viên Sở")
    DEPARTMENT_DIRECTOR = "department_director", _("lãnh đạo Sở")
    AGENCY_OFFICER = "agency_officer", _("cán bộ cơ quan")
    AGENCY_HEAD = "agency_head", _("lãnh đạo cơ quan")
    VICE_CHAIR = "vice_chair", _("Phó Chủ tịch UBND tỉnh")
    ADMINISTRATOR = "administrator", _("quản trị")
    AUDITOR = "auditor", _("kiểm tra viên")


SIGNER_OF: dict[Role, Role] = {
    Role.COMMUNE_OFFICER: Role.COMMUNE_CHAIR,
    Role.DISTRICT_OFFICER: Role.DISTRICT_CHAIR,
    Role.DEPARTMENT_OFFICER: Role.DEPARTMENT_DIRECTOR,
    Role.AGENCY_OFFICER: Role.AGENCY_HEAD,
}
OFFICERS = frozenset(SIGNER_OF)
SIGNERS = frozenset(SIGNER_OF.values())
APPROVERS = frozenset({Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER})
"""Who accepts what the level below has signed."""

APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who opens accounts and who inspects does none of the work: their holders hold no other post at the same time."""

_AGENCY_LIKE = frozenset({"agency", "committee", "team", "office"})
FITS: dict[Role, frozenset[str]] = {
    Role.COMMUNE_OFFICER: frozenset({"commune"}),
    Role.COMMUNE_CHAIR: frozenset({"commune"}),
    Role.DISTRICT_OFFICER: frozenset({"district"}),
    Role.DISTRICT_CHAIR: frozenset({"district"}),
    Role.DEPARTMENT_OFFICER: frozenset({"agency"}),
    Role.DEPARTMENT_DIRECTOR: frozenset({"agency"}),
    Role.AGENCY_OFFICER: _AGENCY_LIKE,
    Role.AGENCY_HEAD: _AGENCY_LIKE,
    Role.VICE_CHAIR: frozenset({"province"}),
    Role.ADMINISTRATOR: _AGENCY_LIKE | {"province"},
    Role.AUDITOR: _AGENCY_LIKE | {"province"},
}
"""Role → kinds of unit (`places.Unit.kind`) at which it can be held."""


class Power(models.TextChoices):
    """What the head of a unit may let somebody else of the unit sign."""

    REPORTS = "reports", _("ký và gửi báo cáo")
    DOCUMENTS = "documents", _("ký ban hành văn bản")
    PLANS = "plans", _("ban hành kế hoạch")


class Manner(models.TextChoices):
    """How the signature stands on the paper (Decree 30/2020, annex I; before it TT 01/2011)."""

    KT = "KT.", _("KT. (ký thay)")
    TL = "TL.", _("TL. (thừa lệnh)")
    TUQ = "TUQ.", _("TUQ. (thừa ủy quyền)")


def opposites(role: Role) -> frozenset[Role]:
    """The roles nobody may hold at the same unit together with `role`."""
    signer = SIGNER_OF.get(role)
    entering = {officer for officer, by in SIGNER_OF.items() if by == role}
    return frozenset(entering | ({signer} if signer else set()))


def role_named(text: str) -> Role | None:
    """The role whose code or Vietnamese name is `text`, whatever its case, marks, hyphens and spaces; None if there is none."""
    wanted = _bare(text)
    with translation.override(None):  # the name as written here, whatever language the reader chose
        return next((role for role in Role if wanted in (_bare(role.value), _bare(str(role.label)))), None)


def _bare(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
