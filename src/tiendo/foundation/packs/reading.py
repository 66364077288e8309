"""The files of a pack as plain values that remember their lines. Nothing here knows what a pack must hold.

YAML is 1.2: `no` is a word, duplicate keys are refused. Lists become tuples, so that what is loaded cannot change.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from tiendo.kernel.verdicts import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its plain `value`, and the node it was read from, for lines."""

    file: str
    value: object
    node: object

    def where(self, path: Sequence[int | str] = ()) -> str:
        """File and line of the part at `path`; of its nearest parent when the part is absent."""
        return place(self.file, self.line(path))

    def line(self, path: Sequence[int | str] = ()) -> int:
        """Line (from 1) of the part at `path`, or of its nearest parent."""
        node, line = self.node, 1
        for step in path:
            found = _line_of(node, step)
            if found is None:
                break
            line, node = found + 1, node[step]  # type: ignore[index]
        return line


class _NoSuchValue(ConstructorError):
    """A scalar that has the form of a date or a number and is none: 2017-02-30."""


class _Constructor(RoundTripConstructor):
    """Values with their lines; one that cannot be made is told with its line like every other fault."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError, IndexError) as error:
            written = node.value if isinstance(node, ScalarNode) else ""
            raise _NoSuchValue(problem=str(written), problem_mark=node.start_mark) from error


def place(file: str, line: int) -> str:
    """`forms/F1.yaml, dòng 12`."""
    return _("%(file)s, dòng %(line)s") % {"file": file, "line": line}


def read_yaml(directory: Path, file: str, problems: list[Problem]) -> Document | None:
    """One YAML file of the pack, or None with the problem noted."""
    try:
        text = (directory / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(Problem(file, _("không có tệp này."), _("Mời thêm tệp vào gói.")))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(file, _("không đọc được chữ."), _("Mời lưu tệp bằng bảng mã UTF-8.")))
        return None
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    try:
        node = yaml.load(text)
    except YAMLError as error:
        problems.append(_fault(file, text, error))
        return None
    return Document(file, _plain(node), node)


def read_rows(
    directory: Path, file: str, columns: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with the line each begins on. A missing or strange column is noted and nothing is read."""
    path = directory / file
    if not path.is_file():
        problems.append(Problem(file, _("không có tệp này."), _("Mời thêm tệp vào gói.")))
        return
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    header = next(rows, [])
    if strange := sorted(set(header) ^ set(columns)):
        what = _("cột thiếu hoặc lạ: %(columns)s.") % {"columns": ", ".join(strange)}
        problems.append(Problem(place(file, 1), what, _("Dòng đầu phải có đúng các cột: %s.") % ", ".join(columns)))
        return
    began = rows.line_num + 1
    for row in rows:
        if row and len(row) != len(header):
            what = _("có %(has)s cột, dòng đầu có %(needs)s.") % {"has": len(row), "needs": len(header)}
            problems.append(Problem(place(file, began), what, _("Ô có dấu phẩy phải đặt trong ngoặc kép.")))
        elif row:
            yield began, {name: value.strip() for name, value in zip(header, row, strict=True)}
        began = rows.line_num + 1


def digest(directory: Path) -> str:
    """SHA-256 over the names and bytes of every file of the pack."""
    total = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        total.update(
            path.relative_to(directory).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()


def joined(own: str, others: Sequence[str]) -> str:
    """One digest over several."""
    return hashlib.sha256("\n".join([own, *others]).encode()).hexdigest()


def _fault(file: str, text: str, error: YAMLError) -> Problem:
    """What ruamel found, in our words."""
    if isinstance(error, DuplicateKeyError):
        key = re.search(r'key "([^"]*)"', error.problem or "")
        what = _("mục “%s” được viết hai lần.") % (key[1] if key else "")
        return Problem(_mark(file, error), what, _("Mời giữ lại một mục."))
    if isinstance(error, _NoSuchValue):
        what = _("“%s” không phải một ngày hay một số có thật.") % error.problem
        return Problem(_mark(file, error), what, _("Mời sửa lại; nếu là chữ, mời đặt trong ngoặc kép."))
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return Problem(place(file, line), _("có ký tự điều khiển không đọc được."), _("Mời xóa ký tự lạ ở dòng này."))
    said = _first_line(error.problem) if isinstance(error, MarkedYAMLError) else _first_line(str(error))
    what = _("viết sai cú pháp YAML: %(said)s.") % {"said": said}
    return Problem(_mark(file, error), what, _("Mời xem lại dấu hai chấm, thụt dòng và ngoặc kép."))


def _plain(node: object) -> object:
    if isinstance(node, Mapping):
        return {str(key) if isinstance(key, str) else key: _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return tuple(_plain(value) for value in node)
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool):
        return bool(node)
    return int(node) if isinstance(node, int) else node


def _line_of(node: object, step: int | str) -> int | None:
    if isinstance(node, CommentedMap) and step in node:
        return int(node.lc.key(step)[0])
    if isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
        return int(node.lc.item(step)[0])
    return None


def _mark(file: str, error: YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return place(file, mark.line + 1 if mark else 1)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0].rstrip(".")
