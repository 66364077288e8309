"""The pack's legal catalogue (`legal.yaml`): what each cited document really carries, and since when it holds.

A plan keeps what it prints; where the catalogue differs, a note says so beside it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from tiendo.foundation.packs.reading import read_yaml
from tiendo.foundation.packs.schema import Model, Text
from tiendo.foundation.packs.wording import sentence
from tiendo.kernel.verdicts import BadInput, Problem

FILE = "legal.yaml"
_CARRIES_ITS_YEAR = re.compile(r"/(?:19|20)\d{2}/")


class LegalDocument(Model):
    """One document: `number` in full as issued. Days of force are half-open and open-ended when absent."""

    number: Text
    kind: Text
    date: datetime.date | None = None
    by: Text
    subject: str = ""
    in_force_from: datetime.date | None = None
    in_force_to: datetime.date | None = None
    note: str = ""

    def in_force(self, on: datetime.date) -> bool:
        """Whether it holds on that day, as far as the catalogue knows."""
        return (self.in_force_from or datetime.date.min) <= on < (self.in_force_to or datetime.date.max)


Catalogue = Mapping[str, LegalDocument]
_ROWS = TypeAdapter(tuple[LegalDocument, ...])


def load(directory: Path) -> Catalogue:
    """The catalogue of the pack in `directory`, by number; empty when the pack has none. Raises BadInput with every fault."""
    path = directory / FILE
    if not path.is_file():
        return {}
    return _load(directory, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(directory: Path, _changed: int) -> Catalogue:
    problems: list[Problem] = []
    read = read_yaml(directory, FILE, problems)
    if read is None:
        raise BadInput(problems)
    try:
        documents = _ROWS.validate_python(read.value or (), strict=True)
    except ValidationError as error:
        raise BadInput([Problem(read.where(fault["loc"]), *sentence(fault)) for fault in error.errors()]) from None
    numbers = [document.number for document in documents]
    twice = [place for place, number in enumerate(numbers) if number in numbers[:place]]
    if twice:
        what, remedy = _("%(number)s có hai dòng."), _("Mời giữ lại một dòng.")
        raise BadInput([Problem(read.where((place,)), what % {"number": numbers[place]}, remedy) for place in twice])
    return {document.number: document for document in documents}


def faults(directory: Path) -> tuple[Problem, ...]:
    """What is wrong with the pack's catalogue; nothing when it reads."""
    try:
        load(directory)
    except BadInput as error:
        return error.problems
    return ()


def note_on(number: str, printed: datetime.date | None, *, catalogue: Catalogue, plan_day: datetime.date) -> str:
    """What a reader should know of a citation: a printed day that differs, a document no longer in force then, or ""."""
    known = catalogue.get(number)
    if known is None or _is_another(known, printed):
        return ""
    notes = []
    if printed is not None and known.date is not None and printed != known.date:
        notes.append(
            _("Kế hoạch in ngày %(printed)s; văn bản này ban hành ngày %(actual)s.")
            % {"printed": f"{printed:%d/%m/%Y}", "actual": f"{known.date:%d/%m/%Y}"}
        )
    if known.in_force_to is not None and known.in_force_to <= plan_day:
        notes.append(_("Không còn hiệu lực từ ngày %(day)s.") % {"day": f"{known.in_force_to:%d/%m/%Y}"})
    return " ".join(notes)


def _is_another(known: LegalDocument, printed: datetime.date | None) -> bool:
    """A number without its year starts again every year: a day of another year is another document's, unless only the year differs."""
    if printed is None or known.date is None or _CARRIES_ITS_YEAR.search(known.number):
        return False
    same_day = (printed.day, printed.month) == (known.date.day, known.date.month)
    return printed.year != known.date.year and not same_day
