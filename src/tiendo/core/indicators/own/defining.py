"""Keeping a measure: it gets a code, its leaf functions get slots, and the slots are filled for every year reported so far."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.core.indicators import measures, rules
from tiendo.core.indicators.catalogue import Compiled
from tiendo.core.indicators.models import OwnMeasure
from tiendo.core.rollup import actions as rollup
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import BadInput, Problem

MOST = 99


@transaction.atomic
def define(title: str, unit_word: str, numerator: str, denominator: str = "", *, by: Post) -> str:
    """Keep a measure and give its code (OWN-1 …): from now on it is read like an indicator of the pack, with values for the time
    already reported. The same expressions in the same unit of count give the code they have; nothing is written then.

    Raises Refused for a post that builds none; BadInput with every fault of title, unit and expressions, or when all codes are taken.
    """
    rules.may_define(by).or_refuse()
    measure = OwnMeasure(
        title=" ".join(title.split()), unit_word=" ".join(unit_word.split()), numerator=measures.tidied(numerator),
        denominator=measures.tidied(denominator), made_by=by, made_at=clock.now(),
    )  # fmt: skip
    pack = packs.current()
    _refuse_unsound(measure, pack)
    rollup.hold()
    if (known := _same(measure)) is not None:
        return known.code
    measure.number = _next_number()
    measure.save()
    texts = (measure.title, measure.unit_word, measure.numerator, measure.denominator)
    _fill(measures.compiled(measure.code, *texts, pack), pack)
    audit.record("measure.defined", measure, by=by, fields=("title", "unit_word", "numerator", "denominator"))
    return measure.code


def _refuse_unsound(measure: OwnMeasure, pack: Pack) -> None:
    wrong = list(measures.faults(measure.numerator, measure.denominator, pack))
    for field, said in _FIELDS.items():
        if not getattr(measure, field):
            wrong.append(Problem(_(said), _("còn trống."), _("Mời điền.")))
    try:
        measure.clean_fields(exclude=["number", "numerator", "denominator", "made_by", "made_at"])
    except ValidationError as error:
        named = error.message_dict.items()
        wrong += [
            Problem(_(_FIELDS[field]), " ".join(told), _("Mời viết lại."))
            for field, told in named
            if getattr(measure, field)
        ]
    if wrong:
        raise BadInput(wrong)


_FIELDS = {"title": measures.TITLE, "unit_word": measures.UNIT_WORD}


def _same(measure: OwnMeasure) -> OwnMeasure | None:
    return OwnMeasure.objects.filter(
        numerator=measure.numerator, denominator=measure.denominator, unit_word=measure.unit_word
    ).first()


def _next_number() -> int:
    """Nobody else takes one meanwhile: the tables of the totals are held."""
    last = OwnMeasure.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if last >= MOST:
        what = _("đã có %d chỉ tiêu tự dựng, không còn mã.") % MOST
        raise BadInput(
            [Problem(_(measures.SECTION), what, _("Mời dùng chỉ tiêu đã có, hoặc đưa chỉ tiêu vào gói dữ liệu."))]
        )
    return last + 1


def _fill(compiled: Compiled, pack: Pack) -> None:
    """Slots for the functions that have none, and their results for every leaf and year."""
    laid = [
        form
        for form, functions in measures.functions(compiled).items()
        if rollup.ensure_slots(form, pack.base_of(form), functions=functions)
    ]
    if laid:
        rollup.retotal(laid, at=clock.now())
