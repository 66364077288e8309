"""Prepare a simulated installation: places, posts, two plans of two times, and the work of both stories done by the real actions."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tiendo.core.plans import actions as plans
from tiendo.core.plans.models import Plan
from tiendo.core.reporting.models import Report
from tiendo.demo import papers, people
from tiendo.demo.acting import holders
from tiendo.demo.arrangements import Arrangements
from tiendo.demo.budgets import Budgets
from tiendo.demo.cascading import Cascading
from tiendo.demo.obstacles import Obstacles
from tiendo.demo.people import SignIn
from tiendo.demo.simulate import Year
from tiendo.demo.story import FILE, SECOND, Story
from tiendo.demo.tasks import Tasks
from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import actions as packs
from tiendo.foundation.packs import queries as pack_queries
from tiendo.foundation.places import queries as places
from tiendo.kernel.verdicts import Refused

Progress = Callable[[int, int], None]
LAST_LOOK_DAYS = 14
"""Days before the story ends on which notices were last looked through."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `load` did: `fresh` is False when the installation had been prepared before."""

    fresh: bool
    sign_ins: tuple[SignIn, ...]


def marker() -> Path:
    """The file that makes an installation a simulated one."""
    return Path(settings.INSTALLATION.folder) / "installation.json"


def edition() -> str:
    """Changes whenever a scenario, a pack or the simulation changes: then the demonstration is made anew."""
    _take_second_pack()
    digest = hashlib.sha256(FILE.read_bytes() + SECOND.read_bytes())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    digest.update(pack_queries.digest().encode())
    return digest.hexdigest()[:16]


def _take_second_pack() -> Path:
    """The pack of the second story, known to this process from here on."""
    folder = Path(settings.BASE_DIR) / "packs" / str(Story.read(SECOND).said["pack"])
    pack_queries.include(folder)
    return folder


def prepared() -> dict[str, Any]:
    """What the marker says; empty for an installation that was never simulated."""
    return json.loads(marker().read_text(encoding="utf-8")) if marker().exists() else {}


def is_ready() -> bool:
    """Whether this edition of the demonstration is already there, whole."""
    said = prepared()
    return bool(said.get("prepared")) and said.get("edition") == edition()


def load(progress: Progress) -> Prepared:
    """Make the simulated year; harmless when it is there already. Raises `Refused` in an installation with data of its own."""
    if is_ready():
        return Prepared(False, tuple(SignIn(**line) for line in prepared()["sign_ins"]))
    if Report.objects.exists() or Post.objects.exists():
        raise Refused("Thư mục này đã có dữ liệu. Mời chọn thư mục khác bằng --data, hoặc xóa thư mục cũ rồi chạy lại.")
    story, second = Story.read(), Story.read(SECOND)
    _mark(story, second, prepared=False)
    _write_without_waiting_for_the_disk()
    sign_ins = []
    with _collecting_seldom():
        for told, folder, share in ((story, Path(settings.TIENDO_PACK_DIR), 0), (second, _take_second_pack(), 1)):
            sign_ins += _live(told, folder, partial(_of_both, progress, share))
    printed = [{"username": one.username, "role": one.role, "unit": one.unit} for one in sign_ins]
    _mark(story, second, prepared=True, sign_ins=printed)
    return Prepared(True, tuple(sign_ins))


def _of_both(progress: Progress, part: int, done: int, planned: int) -> None:
    """Tell, from one story's progress, that of both together; the second takes about a sixth of the time."""
    progress(planned * 5 + done if part else done * 5, planned * 6)


def _live(story: Story, folder: Path, progress: Progress) -> list[SignIn]:
    """One story from its first working day to its end."""
    on = story.months[0].start
    with clock.set_to(story.ends.replace(month=1, day=story.said.get("first_day", 2), hour=8, minute=0)):
        sign_ins, plan = _found(story, folder)
        pack = pack_queries.current()
    province = plan.unit
    year = Year(pack=pack, province=province, story=story)
    papers.plan(year.calendar, story)
    Tasks(year.calendar, story, plan).arrange()
    Budgets(year.calendar, story, plan).arrange()
    Obstacles(year.calendar, story, plan).arrange()
    Arrangements(year.calendar, story, province, on).arrange()
    if "cascade" in story.said:
        Cascading(year.calendar, story, plan).arrange()
    year.calendar.plan(story.ends - timedelta(days=LAST_LOOK_DAYS), lambda _now: people.read_notices(sign_ins))
    year.live(progress)
    with clock.set_to(story.ends):
        people.give_addresses(sign_ins)
    return sign_ins


def _found(story: Story, folder: Path) -> tuple[list[SignIn], Plan]:
    """The pack, the posts and the plan, on the first working day of the year."""
    packs.install(folder, by=None)
    pack, on = pack_queries.current(), story.months[0].start
    province, standing = places.by_code(pack.plan.unit_code, on), places.by_code(story.said["standing_agency"], on)
    sign_ins = people.appoint_everyone(
        province=province, standing=standing, shown=story.said["shown_commune"], on=on,
        prefix=story.said.get("sign_in_prefix", ""),
    )  # fmt: skip
    director = holders(on).get(role=Role.DEPARTMENT_DIRECTOR)
    return sign_ins, plans.import_plan(pack.plan_text, pack=pack, by=director)


def _mark(story: Story, second: Story, **said: Any) -> None:
    """The clock of the first story is that of the installation; whoever began in the second has its own."""
    day = {"since": second.months[0].start.isoformat(), "starts_at": second.ends.isoformat()}
    told = {
        "simulated": True, "starts_at": story.ends.isoformat(), "days": [day],
        "more_packs": [f"packs/{second.said['pack']}"], "edition": edition(), **said,
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False)
    marker().parent.mkdir(parents=True, exist_ok=True)
    beside = marker().with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(marker())


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Thousands of short acts leave little in circles: what is loaded by now is not looked through again, new rubbish rarely."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _write_without_waiting_for_the_disk() -> None:
    """A load that is cut short is made again from nothing, so it need not reach the disk step by step."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
