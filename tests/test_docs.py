"""The documents keep their word: pictures and links lead somewhere, and the guides name only what stands on the screens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")

# Buttons are set in bold, other words of the screen in italics; days and lead-ins ("Phải làm:") are bold, too.
BOLD = re.compile(r"\*\*([^*]+)\*\*")
ITALIC = re.compile(r"(?<!\*)\*([^*\s][^*]*)\*(?!\*)")
NOT_A_LABEL = re.compile(r"ngày \d+|.*[.:]")

TRANSLATED = re.compile(
    r"""{%\s*translate\s+(["'])(.+?)\1|{%\s*blocktranslate[^%]*%}(.+?){%\s*(?:plural|endblocktranslate)""", re.S
)
QUOTED = re.compile(r""""((?:[^"\\\n]|\\.)+)\"""")
PLACEHOLDER = re.compile(r"%\(\w+\)s|{{.+?}}|{\w*}")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _outside_code(path: Path) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", _read(path), flags=re.S)


def _targets(pattern: re.Pattern[str], path: Path) -> list[Path]:
    found = (match.partition("#")[0] for match in pattern.findall(_outside_code(path)))
    return [
        (path.parent / one).resolve() for one in found if one and "://" not in one and not one.startswith("mailto:")
    ]


@cache
def _messages() -> list[str]:
    """Every sentence the screens can say: translated strings of templates, and quoted strings of the Python and the packs."""
    said: list[str] = []
    for template in (ROOT / "src").rglob("templates/**/*.html"):
        said += [plain or block for _quote, plain, block in TRANSLATED.findall(_read(template))]
        said += re.findall(r'(?:_\(|{% button )"([^"]+)"', _read(template))
    for source in (ROOT / "src").rglob("*.py"):
        if "tests" not in source.parts:
            said += QUOTED.findall(_read(source))
    return [" ".join(one.split()) for one in said]


@cache
def _patterns() -> list[re.Pattern[str]]:
    """The messages as patterns in which a placeholder stands for anything; those that are nearly all placeholder left out."""
    found = []
    for message in _messages():
        parts = [re.escape(part) for part in PLACEHOLDER.split(message.rstrip(":"))]
        if sum(letter.isalpha() for part in parts for letter in part) >= (2 if len(parts) == 1 else 5):
            found.append(re.compile(".+".join(parts), re.IGNORECASE))
    return found


@cache
def _screen_words() -> str:
    """All templates, sources and packs as one text, for words that are not a whole message."""
    files = [*(ROOT / "src").rglob("*.html"), *(ROOT / "src").rglob("*.py"), *(ROOT / "packs").rglob("*.yaml")]
    return " ".join(" ".join(_read(file).split()) for file in files).lower()


def _on_screen(words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in _patterns())


def _phrases(pattern: re.Pattern[str], path: Path) -> list[str]:
    return [" ".join(words.split()) for words in pattern.findall(_outside_code(path))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_and_picture_leads_somewhere(document: Path) -> None:
    missing = [target for target in _targets(LINK, document) + _targets(PICTURE, document) if not target.exists()]
    assert missing == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {target for document in DOCUMENTS for target in _targets(PICTURE, document)}
    assert {path.resolve() for path in (ROOT / "docs" / "images").glob("*")} - shown == set()


def test_every_guide_stands_in_the_index() -> None:
    index = ROOT / "docs" / "guide" / "README.md"
    assert {guide.resolve() for guide in GUIDES} - set(_targets(LINK, index)) == {index.resolve()}


@pytest.mark.parametrize("guide", GUIDES, ids=_name)
def test_a_guide_names_only_buttons_that_exist(guide: Path) -> None:
    labels = [label for label in _phrases(BOLD, guide) if not NOT_A_LABEL.fullmatch(label)]
    assert [label for label in labels if not _on_screen(label)] == []


@pytest.mark.parametrize("guide", GUIDES, ids=_name)
def test_a_guide_quotes_the_screen_as_it_is(guide: Path) -> None:
    unknown = []
    for words in _phrases(ITALIC, guide):
        known = _on_screen(words) or all(part.strip().lower() in _screen_words() for part in words.split("…"))
        if not known:
            unknown.append(words)
    assert unknown == []


@pytest.mark.parametrize("guide", GUIDES, ids=_name)
def test_a_guide_keeps_the_wording_rules(guide: Path) -> None:
    """No pronoun for the reader and no exclamation mark."""
    text = re.sub(r"!\[", "[", _outside_code(guide))
    assert re.findall(r"\b[Bb]ạn\b|!", text) == []
