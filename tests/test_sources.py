"""What no file of the project may hold: machine paths, registry addresses, unfinished work, readings from outside the checkout."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BINARY = {".png", ".jpg", ".docx", ".xlsx", ".woff2", ".mo", ".ttf"}
HOSTS = re.compile(r"py[p]i\.org|python[h]osted|registry\.npm[j]s|deb\.deb[i]an|(?<![\w.])/(?:work|farm|root)/")
UNFINISHED = re.compile(r"raise NotImplemented[E]rror|\bTOD[O]\b|\bFIXM[E]\b|coming soo[n]|sắp ra mắ[t]")
ELSEWHERE = re.compile(r"\.\./share[d]|shared/(?:domain|design|style)")


def _texts() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [name for name in listed.split("\0") if name and Path(name).suffix not in BINARY]
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in files if (ROOT / name).is_file()]


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in _texts()
        for number, line in enumerate(text.split("\n"), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert _found(HOSTS) == []


def test_nothing_is_left_unfinished() -> None:
    assert _found(UNFINISHED) == []


def test_nothing_reads_outside_the_checkout() -> None:
    assert _found(ELSEWHERE) == []
