"""Taking in a pack: checked whole, recorded, and handed to every app that keeps something of it."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.audit import actions as audit
from tiendo.foundation.packs import loading, queries, sections
from tiendo.foundation.packs.models import InstalledPack
from tiendo.foundation.places import actions as places


@transaction.atomic
def install(directory: Path, *, by: Post | None) -> InstalledPack:
    """Take in the pack of a folder: its places, and what higher apps keep of it. Raises BadInput with every problem.

    Installing the same contents again writes no second record; higher apps are asked again, since after an upgrade of the software
    they may keep more of the same pack.
    """
    pack = loading.load(Path(directory))
    known = InstalledPack.objects.filter(code=pack.code, digest=pack.digest).first()
    for installer in sections.installers():
        installer(pack)
    if known:
        return known
    places.load_places(pack)
    record = InstalledPack.objects.create(
        code=pack.code, version=pack.head.version, digest=pack.digest, installed_at=clock.now()
    )
    audit.record("pack.installed", record, by=by, fields=["code", "version", "digest"])
    queries.forget()
    return record
