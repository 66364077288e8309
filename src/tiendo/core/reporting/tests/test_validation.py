"""The checks of a form over one report's values. Pure: no database."""

import pytest

from tiendo.core.reporting.duties import Above, Duty, closes, owes
from tiendo.core.reporting.validation import Context, blocking, findings, tied_cells, unanswered
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods

SEPTEMBER = periods.month(2017, 9)


def duty(form="F1", kind="commune", code="18829", period=SEPTEMBER):
    pack = packs.current()
    unit = Unit(pk=7, code=code, kind=kind, kind_vi="xã", name="Xã")
    definition = pack.forms[form]
    cells = tuple(cell for cell in definition.cells.values() if owes(pack, cell, unit))
    return Duty(pack, definition, unit, period, (1, 2, 7), cells, Above(frozenset({2})))


def sheet(one=None, /, **given):
    asked = (one or duty()).asked
    values = {cell.code: 0 for cell in asked} | {name.replace("_", "-"): value for name, value in given.items()}
    return {code: value for code, value in values.items() if value is not None}


def found(values, context=Context(), one=None, evidence=None):  # noqa: B008
    return [(each.kind, each.cell) for each in findings(one or duty(), values, context, evidence=evidence)]


def test_a_sheet_of_zeros_is_clean():
    assert found(sheet()) == []


def test_a_blank_is_not_a_zero():
    assert found(sheet(OUT_01=None, OUT_02=None)) == [("blank", "OUT-01"), ("blank", "OUT-02")]


def test_a_yearly_flag_is_open_every_month_and_required_in_december():
    september, december = duty(), duty(period=periods.month(2017, 12))
    assert "PLN-01" in september.by_code
    assert "PLN-01" not in september.required
    assert "PLN-01" in december.required
    assert found(sheet(PLN_01=None)) == []
    assert found(sheet(december, PLN_01=None), one=december) == [("blank", "PLN-01")]


def test_a_quarterly_stock_closes_with_the_quarter():
    cell = packs.current().forms["F1"].cells["INS-02"]
    assert closes(cell, periods.month(2017, 9))
    assert not closes(cell, periods.month(2017, 8))


def test_a_part_is_not_above_its_whole():
    assert found(sheet(OUT_01=2, OUT_02=40, OUT_12=3)) == [("V2", "OUT-12")]
    assert found(sheet(OUT_01=2, OUT_02=40, OUT_12=2)) == []
    assert "42" in findings(duty(), sheet(INS_01=42, INS_02=45), Context())[0].text


def test_a_part_of_an_unknown_whole_is_not_judged():
    assert found(sheet(OUT_01=None, OUT_02=0, OUT_12=3)) == [("blank", "OUT-01")]


def test_a_cumulative_part_is_judged_since_january():
    police = duty("F3", "agency", "POLICE", periods.quarter(2017, 3))
    part = next(rule for rule in police.form.rules if rule.kind == "V2")
    assert part.cumulative
    before = Context(year_before={"CAS-01": 6, "CAS-02": 3})
    assert found({"CAS-01": 0, "CAS-02": 3}, before, police, _all_evidence(police)) == []
    assert ("V2", "CAS-02") in found({"CAS-01": 0, "CAS-02": 4}, before, police, _all_evidence(police))


def test_a_flag_is_at_most_one():
    assert ("V1", "PLN-01") in found(sheet(PLN_01=2))


def test_healthy_communes_are_at_most_the_communes_in_force():
    district = duty("F6", "district", "450", periods.quarter(2017, 3))
    values = {"SCO-07": 17, "SCO-08": 17, "SCO-09": 0, "SCO-10": 0}
    kinds = found(values, Context(frame={"commune": 16}), district, _all_evidence(district))
    assert ("V1", "SCO-07") in kinds
    assert found(values, Context(frame={"commune": 18}), district, _all_evidence(district)) == []


def test_a_stock_follows_from_its_last_known_value_and_the_movements():
    known = Context(last_known={"SIT-07": 3})
    assert found(sheet(SIT_07=3), known) == []
    assert found(sheet(SIT_07=4, SIT_08=2, SIT_09=1), known) == []
    assert found(sheet(SIT_07=3, SIT_08=1), known) == [("V4", "SIT-07")]


def test_a_stock_that_nobody_ever_reported_is_not_checked():
    assert found(sheet(SIT_07=5)) == []


def test_where_nothing_was_held_nobody_attended():
    assert found(sheet(OUT_01=0, OUT_02=40)) == [("V5", "OUT-02")]


def test_an_outlier_is_more_than_three_times_and_ten_away():
    usual = Context(recent=tuple({"OUT-02": number} for number in (90, 100, 110, 95, 105, 100)))
    assert found(sheet(OUT_01=2, OUT_02=300), usual) == []
    assert found(sheet(OUT_01=2, OUT_02=301), usual) == [("V7", "OUT-02")]
    assert found(sheet(OUT_01=2, OUT_02=33), usual) == [("V7", "OUT-02")]
    few = Context(recent=tuple({"OUT-01": 1} for _ in range(6)))
    assert found(sheet(OUT_01=10, OUT_02=200), few) == []
    assert found(sheet(OUT_01=11, OUT_02=200), few) == [("V7", "OUT-01")]


def test_two_earlier_values_make_no_usual():
    assert found(sheet(OUT_01=1, OUT_02=900), Context(recent=({"OUT-02": 9}, {"OUT-02": 9}))) == []


def test_a_pair_copied_from_the_month_before_or_the_year_before_is_noticed():
    before = Context(before={"OUT-01": 2, "OUT-02": 48}, before_label="tháng 8/2017")
    assert found(sheet(OUT_01=2, OUT_02=48), before) == [("V8", "OUT-01")]
    assert found(sheet(OUT_01=2, OUT_02=49), before) == []
    assert found(sheet(OUT_01=0, OUT_02=0), Context(before={"OUT-01": 0, "OUT-02": 0})) == []
    year_ago = Context(last_year={"OUT-01": 2, "OUT-02": 48}, last_year_label="tháng 9/2016")
    assert "tháng 9/2016" in findings(duty(), sheet(OUT_01=2, OUT_02=48), year_ago)[0].text


def test_five_flows_repeated_at_once_are_noticed():
    before = {"OUT-04": 5, "OUT-05": 6, "OUT-06": 7, "OUT-14": 8, "SIT-13": 9}
    given = {code.replace("-", "_"): value for code, value in before.items()}
    assert found(sheet(**given), Context(before=before)) == [("V8", "OUT-04")]
    assert found(sheet(**{**given, "SIT_13": 10}), Context(before=before)) == []


def test_what_stands_on_a_document_names_it():
    assert ("evidence", "PLN-01") in found(sheet(PLN_01=1))
    given = {"PLN-01": {"so_van_ban": "12/KH-UBND", "ngay_ban_hanh": "20/01/2017"}}
    assert found(sheet(PLN_01=1), evidence=given) == []


def test_a_warning_is_answered_by_a_sentence_and_an_error_is_not():
    context = Context(before={"OUT-01": 2, "OUT-02": 48}, before_label="tháng 8/2017")
    each = findings(duty(), sheet(OUT_01=2, OUT_02=48, OUT_12=9), context)
    note = {"OUT-01": {"text": "Đúng hai buổi"}, "OUT-12": {"text": "Đúng"}}
    assert [one.kind for one in unanswered(each, {})] == ["V8"]
    assert [one.kind for one in blocking(each, note)] == ["V2"]


def test_mending_one_cell_may_need_those_tied_to_it():
    assert tied_cells(duty(), "OUT-01") == {"OUT-01", "OUT-02", "OUT-12", "OUT-13"}
    assert tied_cells(duty(), "OUT-04") == {"OUT-04"}


@pytest.mark.parametrize("form", ["F1", "F2", "F3", "F5", "F6"])
def test_no_form_errs_on_an_empty_sheet(form):
    for cell in packs.current().forms[form].cells.values():
        kind = {"CPC": "commune", "DPC": "district"}.get(cell.owner, "agency")
        period = periods.quarter(2017, 4) if form in {"F3", "F6"} else periods.month(2017, 12)
        one = duty(form, kind, cell.owner, period)
        assert {each.kind for each in findings(one, {}, Context())} == {"blank"}


def _all_evidence(one):
    return {cell.code: {part.key: "QĐ 12" for part in cell.evidence} for cell in one.asked}
