"""Two posts in one report know of each other, for a minute, and the auditor is nobody's company."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from tiendo.core.reporting import presence
from tiendo.core.reporting.tests.factories import World, draft
from tiendo.core.reporting.tests.pages import Desk, text_of


@pytest.fixture(autouse=True)
def empty_room():
    caches["presence"].clear()


def test_each_learns_of_the_other_by_title_and_unit(world: World):
    report = draft(world)
    assert presence.look_in(report.pk, world.officer()) == []
    assert presence.look_in(report.pk, world.chair()) == [str(world.officer())]
    assert presence.look_in(report.pk, world.officer()) == [str(world.chair())]


def test_another_report_is_another_room(world: World):
    presence.look_in(1, world.officer())
    assert presence.look_in(2, world.chair()) == []


def test_who_left_is_forgotten_after_a_minute(world: World, monkeypatch):
    began = presence.time.time()
    presence.look_in(1, world.officer())
    monkeypatch.setattr(presence.time, "time", lambda: began + presence.FORGOTTEN_AFTER_SECONDS + 1)
    assert presence.look_in(1, world.chair()) == []


def test_the_page_says_who_is_inside(world: World):
    report = draft(world)
    Desk(world.chair()).send("presence", report.pk)
    said = text_of(Desk(world.officer()).send("presence", report.pk))
    assert "đang mở báo cáo này" in said
    assert str(world.chair()).lower() in said.lower()


def test_a_stranger_and_the_auditor_do_not_look_in(world: World):
    report = draft(world)
    assert Desk(world.officer(world.communes[1])).send("presence", report.pk).status_code == 403
    auditor = Desk(world.auditor())
    assert auditor.send("presence", report.pk).status_code == 403
    assert "/presence" not in auditor.open("report", report.pk).content.decode()
