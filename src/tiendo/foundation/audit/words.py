"""What the log's verbs and objects are called on a page. The log knows none by heart: each app registers its own in its `apps.py`.

`words.register({"report.submitted": gettext_lazy("Ký và gửi báo cáo")})`, and for a kind of object
`words.register_objects("reporting.Report", describe)`; a test fails on a verb that is recorded somewhere and has no words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.foundation.audit.rules import Holder

Words = str | Promise
FIELDS = _("trường")
"""What changed fields are counted in, unless the object's app knows a better word: "2 trường"."""


@dataclass(frozen=True, slots=True)
class Described:
    """An object in words, and the address of its page when this reader may open one."""

    words: str
    url: str = ""


Describer = Callable[[Collection[str], Holder], Mapping[str, Described]]
"""Ids (as the log keeps them) and who reads → the objects found. One query whatever their number; an id may be missing."""
FieldWord = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Objects:
    """How the objects of one model are told: who describes them, what their fields are called and counted in ("26 ô")."""

    describe: Describer
    field_word: FieldWord
    fields_counted_in: Words


_verbs: dict[str, Words] = {}
_objects: dict[str, Objects] = {}


def register(verbs: Mapping[str, Words]) -> None:
    """Add an app's verbs. Registering a verb again replaces its words."""
    _verbs.update(verbs)


def register_objects(
    label: str, describe: Describer, *, field_word: FieldWord = str, fields_counted_in: Words = FIELDS
) -> None:
    """Add a kind of object (`app.Model`). Names of fields stand as they are unless `field_word` knows better."""
    _objects[label] = Objects(describe, field_word, fields_counted_in)


def known_verbs() -> frozenset[str]:
    """Every verb that has words."""
    return frozenset(_verbs)


def said(verb: str) -> str:
    """The verb in words; as recorded when no installed app knows it any more."""
    return str(_verbs.get(verb, verb))


def objects(label: str) -> Objects | None:
    """How the objects of a model are told; None when no app does."""
    return _objects.get(label)
