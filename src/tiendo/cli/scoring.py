"""`tiendo plan score`: finds texts and their answers in a folder, reads, compares, prints. What is counted is `kernel.reading.scoring`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tiendo.core.plans import files
from tiendo.kernel.reading import read_plan
from tiendo.kernel.reading.answers import Answers, answers
from tiendo.kernel.reading.scoring import Score, Tally, TextScore, score_text
from tiendo.kernel.verdicts import BadInput, Problem

KINDS = (".txt", ".docx")
_MANY = 10
_SHOWN = {
    "headings_f1": "Đề mục (headings) F1",
    "clauses_exact": "Điều khoản (clauses) đúng số",
    "clauses_within_one": "Điều khoản lệch nhiều nhất 1",
    "bases_precision": "Căn cứ (legal bases) precision",
    "bases_recall": "Căn cứ (legal bases) recall",
    "targets_f1": "Chỉ tiêu (targets) F1",
    "agencies_f1": "Cơ quan (agencies) F1",
    "number": "Số văn bản (number)",
    "date": "Ngày (date)",
    "issuer": "Cơ quan ban hành (issuer)",
}


def score_folder(folder: Path) -> Score:
    """Reads and scores every text of a folder. Raises BadInput with every text or answer that cannot be used."""
    pairs = _pairs(folder)
    with click.progressbar(
        pairs, label="Đang đọc", file=sys.stderr, hidden=len(pairs) < _MANY or not sys.stderr.isatty()
    ) as shown:
        return Score(tuple(_score(text, wanted) for text, wanted in shown))


def _score(text: Path, wanted: Answers) -> TextScore:
    read = answers(read_plan(files.read_file(text).text).as_json(), where=text.name)
    return score_text(text.stem, wanted=wanted, read=read)


def _pairs(folder: Path) -> list[tuple[Path, Answers]]:
    texts = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS and not path.name.startswith("~$"))
    if not texts:
        raise BadInput(
            [Problem(str(folder), "không có tệp .txt hay .docx nào.", "Mời chỉ thư mục chứa văn bản và đáp án .json.")]
        )
    problems: list[Problem] = [*_twice(texts)]
    pairs: list[tuple[Path, Answers]] = []
    for text in texts:
        try:
            pairs.append((text, _answers_of(text)))
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(problems)
    return pairs


def _twice(texts: Sequence[Path]) -> Iterator[Problem]:
    stems = [text.stem for text in texts]
    for at, text in enumerate(texts):
        if text.stem in stems[:at]:
            yield Problem(text.name, "trùng tên với một văn bản khác.", "Mời đổi tên, mỗi văn bản một đáp án.")


def _answers_of(text: Path) -> Answers:
    path = text.with_suffix(".json")
    if not path.is_file():
        raise BadInput([Problem(text.name, "thiếu đáp án.", f"Mời đặt {path.name} cạnh văn bản, hoặc bỏ văn bản ra.")])
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"{path.name}, dòng {error.lineno}, cột {error.colno}"
        raise BadInput([Problem(where, "JSON không đọc được.", "Mời sửa dấu phẩy, ngoặc ở chỗ đó.")]) from None
    except UnicodeDecodeError:
        raise BadInput([Problem(path.name, "không phải chữ UTF-8.", "Mời lưu lại với mã UTF-8.")]) from None
    except OSError as error:
        raise BadInput([Problem(path.name, f"không mở được ({error.strerror}).", "Mời kiểm tra quyền đọc.")]) from None
    return answers(given, where=path.name)


def print_score(score: Score, *, with_differences: bool) -> None:
    """One line for each text, the totals, then each threshold with whether it is met."""
    width = max(len("Tổng"), *(len(text.name) for text in score.texts))
    click.echo(
        f"{'':<{width}}  {'Đề mục':>8}  {'Điều khoản':>10}  {'Căn cứ':>13}  {'Chỉ tiêu':>8}  {'Cơ quan':>8}  Số Ngày Nơi ban hành"
    )
    click.echo(f"{'':<{width}}  {'F-1':>8}  {'đọc/có':>10}  {'prec.  recall':>13}  {'F-1':>8}  {'F-1':>8}")
    for text in score.texts:
        click.echo(_line(text, width))
        if with_differences:
            for one in text.differences:
                click.echo(f"{'':<{width}}    {'thiếu' if one.missing else 'thừa '} {one.measure}: {one.words}")
    click.echo(_totals(score, width))
    click.echo(f"\n{len(score.texts)} văn bản. Không kể vị trí: chỉ tiêu F1 {_anywhere(score)}.\n")
    for threshold in score.thresholds:
        verdict = "đạt" if threshold.met else "CHƯA ĐẠT"
        name = _SHOWN[threshold.measure]
        click.echo(f"{name:<32}  {threshold.reached:>6.3f}  cần ≥ {threshold.at_least:.2f}  {verdict}")


def _line(text: TextScore, width: int) -> str:
    clauses = f"{text.clauses_wanted + text.clauses_off}/{text.clauses_wanted}"
    ticks = "   ".join("✓" if right else "✗" for right in (text.number, text.date, text.issuer))
    return (
        f"{text.name:<{width}}  {_figures(text.headings, clauses, text.bases, text.targets, text.agencies)}   {ticks}"
    )


def _totals(score: Score, width: int) -> str:
    wanted = sum(text.clauses_wanted for text in score.texts)
    clauses = f"{wanted + sum(text.clauses_off for text in score.texts)}/{wanted}"
    bases, targets, agencies = score.total("bases"), score.total("targets"), score.total("agencies")
    return f"{'Tổng':<{width}}  {_figures(score.total('headings'), clauses, bases, targets, agencies)}"


def _figures(headings: Tally, clauses: str, bases: Tally, targets: Tally, agencies: Tally) -> str:
    return f"{headings.f1:>8.3f}  {clauses:>10}  {bases.precision:>6.3f} {bases.recall:>6.3f}  {targets.f1:>8.3f}  {agencies.f1:>8.3f}"


def _anywhere(score: Score) -> str:
    targets = score.total("targets_anywhere")
    agencies = score.total("agencies_anywhere")
    return f"{targets.f1:.3f}, cơ quan F1 {agencies.f1:.3f}"
