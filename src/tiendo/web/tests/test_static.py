"""Habits of the static files that the security policy and the manifest storage rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[1]
SOURCE = WEB.parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_has_inline_style_script_or_handler(template: Path):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert "hx-on" not in text
    assert "js:" not in text


def test_every_stylesheet_writes_into_a_known_layer():
    for sheet in (WEB / "static" / "css").rglob("*.css"):
        layers = re.findall(r"^@layer (\w+) \{", sheet.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(layers) <= {"tokens", "base", "layout", "components", "pages", "print"}
        assert layers, sheet.name


def test_every_address_in_a_stylesheet_exists_after_the_build():
    for sheet in (WEB / "static" / "css").rglob("*.css"):
        for address in re.findall(r"url\(\"([^\"]+)\"\)", sheet.read_text(encoding="utf-8")):
            assert address.startswith("#") or re.fullmatch(
                r"\.\./fonts/(BeVietnamPro|TienDoSo)-[4567]00\.woff2", address
            )


def test_colours_stand_only_in_the_tokens():
    for sheet in (WEB / "static" / "css").rglob("*.css"):
        if sheet.name not in {"tokens.css", "print.css"}:
            found = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text(encoding="utf-8"))) - {
                "#FFFFFF",
                "#000000",
                "#000",
            }
            assert not found, f"{sheet.name}: {found}"
