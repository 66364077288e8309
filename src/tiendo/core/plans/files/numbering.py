"""The numbers Word prints by itself: `numbering.xml` counted along the paragraphs as Word counts them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

LEVELS = 9
_LARGEST_NUMBER = 32_767
_LONGEST_TEXT = 40
_LONGEST_CHAIN = 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_BULLETS = {"\uf0b7": "•", "\uf02d": "-", "\uf02b": "+", "\uf02a": "*", "·": "•", "●": "•", "‒": "–", "―": "–"}
_PLAIN_BULLETS = frozenset("-–—+*•")
_BULLET_OF_LEVEL = ("•", "+", "*")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what is printed (`%1.%2`), what makes it start again."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the list it belongs to, its levels as overridden, and the levels it starts anew when first met."""

    family: str
    levels: tuple[Level, ...]
    starts: dict[int, int]


def value(element: etree._Element | None, name: str = "val") -> str:
    """A `w:` attribute of the element in whichever of the two namespaces of the format the file uses; `` when absent."""
    if element is None:
        return ""
    namespace = str(element.tag)[1:].partition("}")[0]
    return str(element.get(f"{{{namespace}}}{name}", ""))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element under the named steps, whatever their namespace; None when a step is absent."""
    for step in path:
        if element is None:
            return None
        element = element.find(f"{{*}}{step}")
    return element


class Styles:
    """The list a paragraph style brings, its own or that of a style it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self.default = ""
        for style in root.iterfind("{*}style") if root is not None else ():
            self._styles.setdefault(value(style, "styleId"), style)
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                self.default = self.default or value(style, "styleId")
        self._found: dict[str, tuple[str, str, str]] = {}

    def name(self, style: str) -> str:
        """The style's name in small letters; Word keeps English names inside a Vietnamese file."""
        return value(child(self._styles.get(style), "name")).lower()

    def list_of(self, style: str) -> tuple[str, str, str]:
        """(number of the list, level, the style that names them); empty strings where none does."""
        if style not in self._found:
            self._found[style] = self._walk(style)
        return self._found[style]

    def _walk(self, style: str) -> tuple[str, str, str]:
        level = ""
        for _step in range(_LONGEST_CHAIN):
            element = self._styles.get(style)
            if element is None:
                break
            properties = child(element, "pPr", "numPr")
            level = level or value(child(properties, "ilvl"))
            if number := value(child(properties, "numId")):
                return number, level, style
            style = value(child(element, "basedOn"))
        return "", "", ""


class Numbering:
    """The counters of one document. Ask for its paragraphs in order: each answer moves them on."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = dict(_lists(root, styles)) if root is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[tuple[str, int]] = set()

    def mark(self, properties: etree._Element | None) -> str:
        """The mark printed before the paragraph with these `w:pPr`, or `` when it stands in no list."""
        style = value(child(properties, "pStyle")) or self._styles.default
        styled_number, styled_level, from_style = self._styles.list_of(style)
        number = value(child(properties, "numPr", "numId")) or styled_number
        found = self._lists.get(number)
        if found is None:
            return ""
        level = value(child(properties, "numPr", "ilvl")) or styled_level
        at = min(_integer(level, 0), LEVELS - 1) if level else _level_of_style(found, style, from_style)
        self._count(number, found, at)
        return _printed(found.levels, self._counts[found.family], at)

    def _count(self, number: str, found: _List, at: int) -> None:
        counts = self._counts.setdefault(found.family, [None] * LEVELS)
        first_met, before = (number, at) not in self._met, counts[at]
        self._met.add((number, at))
        if first_met and at in found.starts:
            counts[at] = found.starts[at]
        else:
            counts[at] = found.levels[at].start if before is None else min(before + 1, _LARGEST_NUMBER)
        for above in range(at):
            if counts[above] is None:
                counts[above] = found.starts.get(above, found.levels[above].start)
        for below in range(at + 1, LEVELS):
            restart = found.levels[below].restart
            if restart is None or at < restart:
                counts[below] = None


def _lists(root: etree._Element, styles: Styles) -> Iterator[tuple[str, _List]]:
    families = {value(family, "abstractNumId"): family for family in root.iterfind("{*}abstractNum")}
    numbers = {value(number, "numId"): number for number in root.iterfind("{*}num")}
    for key, number in numbers.items():
        if key == "0":
            continue
        family = value(child(number, "abstractNumId"))
        linked = value(child(families.get(family), "numStyleLink"))
        if linked:
            owner = numbers.get(styles.list_of(linked)[0])
            family = value(child(owner, "abstractNumId")) or family
        if family in families:
            yield key, _List(family, *_overridden(_levels(families[family]), number))


def _levels(family: etree._Element) -> tuple[Level, ...]:
    levels = [Level() for _level in range(LEVELS)]
    for element in family.iterfind("{*}lvl"):
        levels[min(_integer(value(element, "ilvl"), 0), LEVELS - 1)] = _level(element)
    return tuple(levels)


def _overridden(levels: tuple[Level, ...], number: etree._Element) -> tuple[tuple[Level, ...], dict[int, int]]:
    changed, starts = list(levels), {}
    for override in number.iterfind("{*}lvlOverride"):
        at = min(_integer(value(override, "ilvl"), 0), LEVELS - 1)
        if (element := child(override, "lvl")) is not None:
            changed[at] = _level(element)
        if start := value(child(override, "startOverride")):
            starts[at] = _integer(start, changed[at].start)
            changed[at] = replace(changed[at], start=starts[at])
    return tuple(changed), starts


def _level(element: etree._Element) -> Level:
    legal = child(element, "isLgl")
    restart = value(child(element, "lvlRestart"))
    return Level(
        start=_integer(value(child(element, "start")), 0 if child(element, "start") is None else 1),
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText"))[:_LONGEST_TEXT],
        is_legal=legal is not None and value(legal) not in ("0", "false", "off"),
        restart=_integer(restart, LEVELS) if restart else None,
        style=value(child(element, "pStyle")),
    )


def _level_of_style(found: _List, style: str, from_style: str) -> int:
    """A style that names only a list stands at the level that names the style back."""
    return next((at for at, level in enumerate(found.levels) if level.style and level.style in (style, from_style)), 0)


def _printed(levels: tuple[Level, ...], counts: list[int | None], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return bullet(level.text, at)
    if level.form == "none":
        return re.sub(r"%[1-9]", "", level.text).strip()

    def number(place: re.Match[str]) -> str:
        of = int(place[1]) - 1
        form = "decimal" if level.is_legal else levels[of].form
        return in_form(counts[of] or 0, form) if of <= at else ""

    return re.sub("%([1-9])", number, level.text).strip()


def bullet(text: str, level: int) -> str:
    """The sign of an unnumbered item; a picture of a symbol font becomes •, + or * by its level."""
    sign = text.strip()
    sign = _BULLETS.get(sign, sign)
    if sign in _PLAIN_BULLETS or (len(sign) > 1 and sign.isprintable() and sign.isascii()):
        return sign
    return _BULLET_OF_LEVEL[min(level, len(_BULLET_OF_LEVEL) - 1)] if sign else ""


def in_form(number: int, form: str) -> str:
    """`number` as Word prints it: `IV`, `c`, `bb`, `04`; a form that is not ours, or a number it cannot write, in digits."""
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (number // worth)
        number %= worth
    return written


def _integer(text: str, otherwise: int) -> int:
    """The number an attribute holds, never negative nor larger than Word's own."""
    return min(int(text), _LARGEST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 12 else otherwise
