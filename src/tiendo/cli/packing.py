"""Folders of packs: making a new one, and keeping in `installation.json` which ones the installation works with."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import click
from django.conf import settings

from tiendo.core.drafting import scaffolding
from tiendo.core.plans import files
from tiendo.foundation.packs import loading
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import BadInput


def scaffold(
    code: str, title: str, year: int | None, plan_file: Path | None, base_folder: Path | None
) -> tuple[Path, Pack]:
    """Write the folder of a new pack beside its base and check it; nothing is left behind when it is refused.

    Raises BadInput for a text that cannot be read or a pack that would not be sound.
    """
    base = loading.load(base_folder) if base_folder else packs.on(date(year, 1, 1)) if year else packs.every()[-1]
    folder = base.directory.resolve().parent / code
    if folder.exists():
        raise click.BadParameter(f"đã có thư mục {folder}. Mời chọn mã khác.", param_hint="CODE")
    text = files.text_of(plan_file) if plan_file else ""
    asked = scaffolding.Asked(code, title, year or base.plan.year + 1, text)
    written = scaffolding.files(asked, base)
    folder.mkdir(parents=True)
    try:
        for name, content in written.items():
            (folder / name).write_text(content, encoding="utf-8")
        return folder, loading.load(folder)
    except BadInput:
        shutil.rmtree(folder)
        raise


def keep_pack(folder: Path) -> None:
    """Note in `installation.json` that the installation works with this pack too."""
    file = Path(settings.INSTALLATION.folder) / "installation.json"
    said = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    said["more_packs"] = list(dict.fromkeys([*said.get("more_packs", ()), str(folder)]))
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)
