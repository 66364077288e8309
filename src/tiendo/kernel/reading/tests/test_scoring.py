"""Scoring a reading: what is counted, what is folded, which shapes of answers are accepted and how others are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tiendo.kernel.reading import read_plan
from tiendo.kernel.reading.answers import answers
from tiendo.kernel.reading.folding import folded_agency, folded_name, folded_number, folded_ref
from tiendo.kernel.reading.scoring import Score, Tally, TextScore, score_text
from tiendo.kernel.verdicts import BadInput

ROOT = Path(__file__).parents[5]
CORPUS = ROOT / "tests" / "corpus" / "plans"
SEED = ROOT / "packs" / "phong-chong-mai-dam-2017" / "plan.txt"
RIGHT: dict[str, Any] = {
    "number": "12/KH-UBND",
    "date": "2018-02-05",
    "issuer": "Ủy ban nhân dân tỉnh Lào Cai",
    "nodes": [
        {"ref": "I", "kind": "heading", "is_clause": False},
        {"ref": "I.1", "kind": "heading", "is_clause": True},
        {"ref": "I.-1", "kind": "clause", "is_clause": True},
        {"ref": "end", "kind": "closing", "is_clause": True},
    ],
    "legal_bases": ["361/QĐ-TTg", "178/2004/NĐ-CP"],
    "targets": [{"ref": "I.-1", "value": 75, "value_max": None, "unit": "percent", "comparator": "at_least"}],
    "assignments": [{"ref": "I.1", "lead": ["Sở Y tế"], "coordinating": ["Công an tỉnh"]}],
}


def compare(read: Mapping[str, Any], wanted: Mapping[str, Any] = RIGHT) -> TextScore:
    return score_text("t", wanted=answers(wanted, where="t.json"), read=answers(read, where="t.txt"))


def with_(**changes: object) -> dict[str, Any]:
    return {**RIGHT, **changes}


def refused(given: object) -> str:
    with pytest.raises(BadInput) as error:
        answers(given, where="t.json")
    return str(error.value)


def test_a_perfect_reading_meets_every_threshold_and_differs_in_nothing() -> None:
    score = Score((compare(RIGHT),))
    assert score.met
    assert {threshold.reached for threshold in score.thresholds} == {1.0}
    assert score.texts[0].differences == ()


def test_the_seed_compared_with_itself_is_perfect() -> None:
    read = read_plan(SEED.read_text(encoding="utf-8")).as_json()
    assert Score((compare(read, read),)).met


def test_a_missing_heading_lowers_recall_and_an_extra_one_precision() -> None:
    fewer = compare(with_(nodes=RIGHT["nodes"][1:])).headings
    assert (fewer.precision, fewer.recall, fewer.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    more = compare(with_(nodes=[{"ref": "II", "kind": "heading"}, *RIGHT["nodes"]])).headings
    assert (more.precision, more.recall) == (pytest.approx(2 / 3), 1.0)


def test_the_same_ref_read_twice_counts_once() -> None:
    assert compare(with_(nodes=[RIGHT["nodes"][0], *RIGHT["nodes"]])).headings == Tally(2, 3, 2)


def test_clauses_off_says_how_many_and_which_way() -> None:
    assert compare(with_(nodes=RIGHT["nodes"][:-2])).clauses_off == -2
    more = [*RIGHT["nodes"], {"ref": "I.-2", "kind": "clause"}]
    assert compare(with_(nodes=more)).clauses_off == 1


def test_exact_and_within_one_are_shares_of_texts() -> None:
    one_less, two_less = compare(with_(nodes=RIGHT["nodes"][:-1])), compare(with_(nodes=RIGHT["nodes"][:-2]))
    reached = {one.measure: one.reached for one in Score((compare(RIGHT), one_less, two_less)).thresholds}
    assert reached["clauses_exact"] == pytest.approx(1 / 3)
    assert reached["clauses_within_one"] == pytest.approx(2 / 3)


def test_a_target_with_another_upper_value_or_unit_is_wrong_everywhere() -> None:
    for change in ({"value_max": 80}, {"unit": "count"}, {"value": 70}):
        text = compare(with_(targets=[{**RIGHT["targets"][0], **change}]))
        assert (text.targets.right, text.targets_anywhere.right) == (0, 0)


def test_a_target_at_another_clause_counts_only_in_the_looser_figure() -> None:
    text = compare(with_(targets=[{**RIGHT["targets"][0], "ref": "I.-2"}]))
    assert (text.targets.right, text.targets_anywhere.right) == (0, 1)


def test_an_agency_at_another_clause_counts_only_in_the_looser_figure() -> None:
    moved = with_(assignments=[{"ref": "I.2", "lead": ["Sở Y tế"], "coordinating": ["Công an tỉnh"]}])
    text = compare(moved)
    assert (text.agencies.right, text.agencies_anywhere.right) == (0, 2)


def test_a_number_that_is_not_printed_must_not_be_invented() -> None:
    unsigned = with_(number=None, date=None)
    assert compare(unsigned, unsigned).number
    text = compare(RIGHT, unsigned)
    assert (text.number, text.date, text.issuer) == (False, False, True)


def test_differences_name_what_is_missing_and_what_is_too_much() -> None:
    text = compare(with_(legal_bases=["361/QĐ-TTg", "9/QĐ-TTg"]))
    said = {(one.measure, one.missing, one.words) for one in text.differences}
    assert said == {("bases", True, "178/2004/nđ-cp"), ("bases", False, "9/qđ-ttg")}


def test_counts_are_added_over_texts_before_they_are_divided() -> None:
    many = Score((compare(RIGHT), compare(with_(legal_bases=[]))))
    assert many.total("bases") == Tally(2, 2, 4)
    assert not many.met


def test_nothing_asked_and_nothing_read_is_perfect_and_something_read_is_not() -> None:
    assert Tally().f1 == 1.0
    assert Tally(found=1).f1 == 0.0
    assert Tally(found=1).precision == 0.0


def test_the_score_as_json_holds_every_text_and_threshold() -> None:
    said = json.loads(json.dumps(Score((compare(RIGHT),)).as_json()))
    assert [text["name"] for text in said["texts"]] == ["t"]
    assert said["met"] is True
    assert len(said["thresholds"]) == 10
    assert said["overall"]["targets"]["f1"] == 1.0


@pytest.mark.parametrize(
    "other",
    [
        with_(nodes=[{"ref": n["ref"], "kind": n["kind"]} for n in RIGHT["nodes"]]),
        with_(legal_bases=[{"number": "361 / QĐ – TTg", "date": None}, {"number": "178/2004/NĐ-CP"}]),
        with_(assignments=[{"ref": "I.1", "lead": "Sở Y tế", "coordinating": "Công an tỉnh"}]),
        with_(assignments=["Sở Y tế", "Công an tỉnh"]),
        with_(targets=[{"value": 75.0, "unit": "%"}]),
        with_(issuer="UỶ BAN NHÂN DÂN TỈNH LÀO CAI"),
    ],
)
def test_answers_of_slightly_other_shapes_are_understood(other: dict[str, Any]) -> None:
    text = compare(RIGHT, other)
    for tally in (text.headings, text.bases, text.targets, text.agencies):
        assert tally.f1 == 1.0
    assert text.issuer


def test_without_is_clause_clauses_and_the_closing_count() -> None:
    bare = with_(nodes=[{"ref": node["ref"], "kind": node["kind"]} for node in RIGHT["nodes"]])
    assert compare(RIGHT, bare).clauses_wanted == 2


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([], "t.json"),
        ({}, "nodes"),
        (with_(nodes="I, II"), "nodes"),
        (with_(nodes=[{"kind": "heading"}]), "nodes[0]"),
        (with_(nodes=["I"]), "nodes[0]"),
        (with_(number=37), "number"),
        (with_(legal_bases=[{"kind": "Luật"}]), "legal_bases[0]"),
        (with_(targets=[{"ref": "I", "value": "75%"}]), "targets[0]"),
        (with_(targets=[{"ref": "I", "value": True}]), "targets[0]"),
        (with_(assignments=[{"ref": "I.1"}]), "assignments[0]"),
        (with_(assignments=[7]), "assignments[0]"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_with_their_place(given: object, place: str) -> None:
    said = refused(given)
    assert place in said
    assert "Mời" in said


def test_every_fault_of_an_answer_is_named_at_once() -> None:
    said = refused(with_(number=37, legal_bases=[{}], assignments=[7]))
    assert all(place in said for place in ("number", "legal_bases[0]", "assignments[0]"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở LĐ-TB&XH", "Sở Lao động – Thương binh và Xã hội"),
        ("Sở Lao đông - TBXH", "Sở Lao động - Thương binh và Xã hội"),
        ("UBND các huyện", "Uỷ ban Nhân dân các huyện"),
        ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Sở Kế hoạch và Ðầu tư", "Sở KH&ĐT"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Phòng NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
    ],
)
def test_an_agency_is_one_however_it_is_written(one: str, other: str) -> None:
    assert folded_agency(one) == folded_agency(other)


def test_different_agencies_stay_apart() -> None:
    names = ["Sở Y tế", "Sở Du lịch", "Sở Văn hóa và Thể thao", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"]
    assert len({folded_agency(name) for name in names}) == len(names)


def test_numbers_names_and_refs_are_folded_and_no_more() -> None:
    assert folded_number("64 /KH – UBND") == "64/kh-ubnd"
    assert folded_number("64/KH-UBND") != folded_number("64/KH-HĐND")
    assert folded_name("Toà án  nhân dân") == folded_name("TÒA ÁN NHÂN DÂN")
    assert folded_ref("PHẦN I.(2).–1.+2") == "phần i.2.-1.+2"
    assert folded_ref("II.1.*1.•2") == "ii.1.-1.-2"
    assert folded_ref("II.1.+1") != folded_ref("II.1.-1")


def test_every_text_of_the_corpus_has_answers_that_can_be_used() -> None:
    texts = sorted(path for path in CORPUS.iterdir() if path.suffix in (".txt", ".docx"))
    assert len(texts) >= 25
    assert {path.stem for path in texts} == {path.stem for path in CORPUS.glob("*.json")}
    for text in texts:
        wanted = answers(json.loads(text.with_suffix(".json").read_text(encoding="utf-8")), where=text.name)
        assert wanted.headings, text.name
        assert wanted.bases, text.name


def test_the_answers_of_the_corpus_hold_together() -> None:
    """Parents are nodes, targets and agencies stand at nodes, headings that group nothing ask something."""
    for path in sorted(CORPUS.glob("*.json")):
        given = json.loads(path.read_text(encoding="utf-8"))
        refs = [node["ref"] for node in given["nodes"]]
        assert len(set(refs)) == len(refs), path.name
        assert {row["ref"] for row in (*given["targets"], *given["assignments"])} <= set(refs), path.name
        for node in given["nodes"]:
            grouping = any(other.startswith(node["ref"] + ".") for other in refs)
            assert node["is_clause"] or grouping, (path.name, node["ref"])
            assert node["kind"] != "clause" or node["is_clause"], (path.name, node["ref"])


def test_the_reader_meets_every_threshold_on_the_corpus() -> None:
    """The plain texts only: Word files are read, and scored, in `core.plans` and `tiendo plan score`."""
    texts = []
    for path in sorted(CORPUS.glob("*.txt")):
        wanted = answers(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), where=path.name)
        read = answers(read_plan(path.read_text(encoding="utf-8-sig")).as_json(), where=path.name)
        texts.append(score_text(path.stem, wanted=wanted, read=read))
    short = [one for one in Score(tuple(texts)).thresholds if not one.met]
    assert not short, "\n".join(f"{one.measure}: {one.reached:.3f} < {one.at_least}" for one in short)
