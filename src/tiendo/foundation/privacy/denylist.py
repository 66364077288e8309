"""Names and types no model, form or import template may carry (privacy.md section 2), and the reviewed exemptions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import models

from tiendo.foundation.privacy.fields import NarrativeField, SchemaJSONField
from tiendo.kernel.text import fold

ALLOW_FILE = Path(__file__).with_name("allow.toml")
LONGEST_PLAIN_TEXT = 80
_TOKENS = (
    r"(full|first|last|nick|maiden)_?name|ho_?(va_?)?ten|ten_(doi_tuong|nguoi\w*|khach|goi)|bi_danh|dob|birth\w*|ngay_?sinh|nam_?sinh|do_?tuoi"
    r"|cccd|cmnd|can_?cuoc|dinh_?danh|(id|identity)_(card|number|no)|national_id|passport\w*|ho_?chieu|phone\w*|mobile_(no|number|phone)|sdt"
    r"|dien_?thoai|zalo|facebook|e_?mail|address|dia_?chi|house_?no|so_?(nha|phong)|room_?no|que_?quan|hometown|(home|place)_(of_)?origin"
    r"|tam_?tru|thuong_?tru|ethnic\w*|dan_?toc|religion|ton_?giao|nationality|quoc_?tich|gender|sex|gioi_?tinh|photo\w*|avatar|portrait"
    r"|chan_?dung|face|fingerprint\w*|biometric\w*|bien_?so|licen[cs]e_plate|lat|latitude|lng|lon|longitude|geom\w*|hiv_?(status|result)"
    r"|ket_?qua_?xet_?nghiem|diagnosis|viral_load|victim\w*|nan_?nhan|suspect\w*|doi_tuong|khach_?mua|buyer\w*|seller\w*|spouse|marital\w*"
)
_NAME = re.compile(rf"(^|_)({_TOKENS})(_|$)")
_TYPES = (models.ImageField, models.EmailField, models.GenericIPAddressField)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One reviewed line of `allow.toml`; past `expires` it no longer holds."""

    model: str
    field: str
    reason: str
    reviewer: str
    expires: date


def snake(name: str) -> str:
    """A name as the denylist reads it: lower case, no marks, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", fold(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name))).strip("_")


def is_denied(name: str) -> bool:
    """True when `name` (of a field, column, cell or heading) is one under which personal data creep in."""
    return _NAME.search(snake(name)) is not None


def faults_of(field: models.Field) -> Iterator[str]:  # type: ignore[type-arg]
    """What is wrong with one model field, by name and by type."""
    if is_denied(field.name):
        yield "a denied name"
    if isinstance(field, _TYPES):
        yield f"a denied type {type(field).__name__}"
    if isinstance(field, models.JSONField) and not (isinstance(field, SchemaJSONField) and field.schema):
        yield "JSON without a stated shape"
    if isinstance(field, models.TextField) and not isinstance(field, NarrativeField):
        yield "free text that is not a narrative"
    if isinstance(field, NarrativeField) and not field.purpose:
        yield "a narrative without a purpose"
    plain = isinstance(field, models.CharField) and not field.choices
    if plain and (field.max_length or LONGEST_PLAIN_TEXT + 1) > LONGEST_PLAIN_TEXT:
        yield f"text longer than {LONGEST_PLAIN_TEXT} that is not a narrative"


def exemptions() -> dict[tuple[str, str], Exemption]:
    """The reviewed exemptions by (app.Model, field)."""
    rows = tomllib.loads(ALLOW_FILE.read_text(encoding="utf-8")).get("allow", [])
    return {(row["model"], row["field"]): Exemption(**row) for row in rows}


def declared_elsewhere() -> dict[str, str]:
    """Framework and third-party models by label, with their privacy class: they cannot carry a declaration of ours."""
    said = tomllib.loads(ALLOW_FILE.read_text(encoding="utf-8")).get("framework", {})
    return {str(label): str(cls) for label, cls in said.items()}
