"""Every page there is, opened in a browser as somebody who may see it, at both widths, light and dark; all faults are listed at once.

What a page must be: 200, a silent console, no sideways scroll, one h1, Vietnamese, no violation known to axe, nothing of the templates or of
Python leaking into the text, and on a telephone controls a finger can hit. A new address is opened without being named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from tests.journeys.slice import SEPTEMBER, Slice
from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.actions import Conclusions, Order
from tiendo.core.drafting import actions as drafting
from tiendo.core.drafting.models import Draft
from tiendo.core.exchanging import actions as exchanging
from tiendo.core.plans.models import Clause, Plan, Target
from tiendo.core.plans.tests.factories import plan_of_year
from tiendo.core.reorganising import actions as reorganising
from tiendo.core.reorganising.actions import Heading
from tiendo.core.reorganising.lines import Line, To
from tiendo.core.reporting.tests import factories
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import anyone, anyone_signed_in, may_enter
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.files import actions as files
from tiendo.foundation.files.tests.samples import pdf, sent
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.foundation.places.models import Unit
from tiendo.kernel import periods
from tiendo.outputs.documents import actions as documents
from tiendo.outputs.feeds import actions as feeds
from tiendo.registers.budgets import actions as budgets
from tiendo.registers.budgets.actions import Entry, NewLine
from tiendo.registers.budgets.models import Kind, Movement
from tiendo.registers.obstacles.actions import Raised, raise_obstacle
from tiendo.registers.obstacles.models import Obstacle

pytestmark = pytest.mark.journey

FAULTS = (Path(__file__).with_name("page_faults.js")).read_text(encoding="utf-8")
PHONE, WIDE = (375, 780), (1280, 900)
_BRIEF: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
STRUCTURE: dict[str, Any] = {**_BRIEF, "rules": {"color-contrast": {"enabled": False}}}
COLOURS: dict[str, Any] = {**_BRIEF, "runOnly": ["color-contrast"]}
"""Structure does not depend on the colour scheme; colours are asked about in each, and cost most of the time."""
REPEATED = ":is(tr, li, article):nth-child(n+4)"
"""Rows like the ones before them: their colours are not asked about again. Every colour of every part is in the gallery."""
ALIKE = frozenset({Role.DISTRICT_CHAIR, Role.DEPARTMENT_DIRECTOR, Role.AGENCY_HEAD})
"""Roles whose home is drawn by the same templates as their officer's."""
JULY, AUGUST = periods.month(2017, 7), periods.month(2017, 8)


@dataclass(frozen=True)
class Visit:
    """An address, who opens it (nobody signed in when None) and the answer it should give."""

    url: str
    post: Post | None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.url} ({self.post.role if self.post else 'not signed in'})"


@dataclass
class Land:
    """The real province with reports in every state, two documents, and one post of each role."""

    posts: dict[Role, Post]
    reports: dict[str, Any]
    documents: dict[str, Any]
    plan: Plan
    draft: Draft
    obstacle: Obstacle
    task_id: int
    directive_id: int
    by_hand: Target
    secret: str
    movement: Movement
    unfiled: Unit
    target: str
    file_id: int
    reorganisation_id: int
    last_year: str


@pytest.fixture
def land(province: Slice) -> Land:
    """Reports and documents brought to their states by the real verbs."""
    world, pack = province.world, packs.current()
    siblings = places.under(world.district, "commune", SEPTEMBER.start)
    world.communes = siblings[:5]
    posts = {role: world.post(role, _seat(role, world)) for role in Role}
    reports = {
        "draft": factories.draft(world, siblings[0], period=SEPTEMBER),
        "presented": factories.presented(world, siblings[1], period=SEPTEMBER),
        "submitted": factories.submitted(world, siblings[2], period=SEPTEMBER),
        "returned": factories.returned(world, siblings[3], period=SEPTEMBER),
        "approved": factories.approved(world, siblings[4], period=SEPTEMBER),
    }
    plan, kind = Plan.objects.get(code=province.plan_code), str(pack.documents[0]["key"])
    papers = {
        name: documents.prepare(kind, plan, period, by=posts[Role.DEPARTMENT_OFFICER])
        for name, period in (("issued", JULY), ("draft", AUGUST))
    }
    documents.issue(papers["issued"], 118, by=posts[Role.DEPARTMENT_DIRECTOR])
    draft = drafting.begin(pack.plan_text, by=posts[Role.DEPARTMENT_OFFICER])
    obstacle = _raised(plan, posts[Role.COMMUNE_OFFICER])
    task_id, directive_id = _given(plan, siblings[4], posts)
    movement = _spent(world.district, posts[Role.DISTRICT_OFFICER])
    by_hand, secret = _counted_by_hand(plan), feeds.make(by=posts[Role.DEPARTMENT_OFFICER])
    last_year = plan_of_year(plan.year - 1, pack=pack)
    return Land(
        posts, reports, papers, plan, draft, obstacle, task_id, directive_id, by_hand, secret, movement,
        siblings[5],
        next(iter(pack.targets)),
        files.add("plans.plan", plan.pk, [sent(pdf())], by=posts[Role.DEPARTMENT_OFFICER])[0].pk, _reorganised(posts[Role.ADMINISTRATOR], siblings),
        last_year.code,
    )  # fmt: skip


def _reorganised(by: Post, communes: list[Unit]) -> int:
    """A merger being prepared, with its preview."""
    heading = Heading(SEPTEMBER.start, "1/NQ-HĐND", SEPTEMBER.start, "Sắp xếp đơn vị hành chính cấp xã")
    merger = Line("merge", (communes[6].code,), (To(communes[7].code),))
    return reorganising.prepare(heading, request=uuid4(), by=by, lines=[merger]).pk


def _given(plan: Plan, unit: Unit, posts: dict[Role, Post]) -> tuple[int, int]:
    """A written order, and a task made of it that the commune has asked about."""
    said = Conclusions(
        plan=plan, kind="letter", number="1/UBND-KGVX", dated=SEPTEMBER.start, issuer="UBND tỉnh", subject="Đôn đốc",
        text="Rà soát cơ sở lưu trú", request=uuid4(),
    )  # fmt: skip
    directive = assignments.enter_directive(said, by=posts[Role.DEPARTMENT_OFFICER])
    order = Order(
        plan=plan, clause=Clause.objects.filter(plan=plan, is_clause=True).order_by("position").first(),
        directive=directive, title="Rà soát cơ sở lưu trú", expected="Số, ngày báo cáo", units=[unit],
        due_on=SEPTEMBER.end, request=uuid4(),
    )  # fmt: skip
    task = assignments.give(order, by=posts[Role.DEPARTMENT_OFFICER])[0]
    return task.pk, directive.pk


def _spent(unit: Unit, by: Post) -> Movement:
    """Money allotted to the district."""
    new = NewLine(source="district", title="Tuyên truyền")
    entry = Entry(
        kind=Kind.ALLOCATION, amount=1_000_000, on=SEPTEMBER.start, document="1/QĐ-UBND", document_on=SEPTEMBER.start,
        request=uuid4(),
    )  # fmt: skip
    budgets.open_line(unit, new, entry, by=by)
    return Movement.objects.select_related("line").get()


def _counted_by_hand(plan: Plan) -> Target:
    """One of the plan's targets is counted by hand instead of by its indicator."""
    target = Target.objects.filter(clause__plan=plan).order_by("-position")[0]
    Target.objects.filter(pk=target.pk).update(by_hand=True, indicator="")
    Plan.objects.filter(pk=plan.pk).update(terms="one counted by hand")
    return target


def _raised(plan: Plan, by: Post) -> Obstacle:
    """An obstacle of the commune, which waits for its district."""
    clause = Clause.objects.filter(plan=plan, is_clause=True).order_by("position").first()
    said = Raised(kind="khac", text="Chưa có tài liệu tuyên truyền", clause=clause, request=uuid4())
    return raise_obstacle(said, by=by)


def _delivered(by: Post) -> int:
    """Files sent in for a report, one of them no workbook at all."""
    return exchanging.receive(UUID(int=by.pk), [("ghi-chep.xlsx", b"khong phai")], by=by).pk


def _seat(role: Role, world: factories.World) -> Unit:
    """Where the role is held: in the line of the slice's commune, or at the province."""
    level = role.value.partition("_")[0]
    own = {"commune": world.commune, "district": world.district, "department": world.agencies["DOLISA"]}
    return own.get(level) or (places.by_code("POLICE", SEPTEMBER.start) if level == "agency" else world.province)


@dataclass(frozen=True)
class Address:
    """One named address that answers GET, with its view's rule."""

    name: str
    rule: Any
    methods: tuple[str, ...]
    arguments: tuple[str, ...]


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """The table of addresses, those that only write left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{before}{pattern.namespace}:" if pattern.namespace else before)
        elif "GET" in (methods := getattr(pattern.callback, "page_methods", ("GET",))):
            name = before + (pattern.name or str(pattern.pattern))
            yield Address(
                name, getattr(pattern.callback, "page_rule", anyone), methods, tuple(pattern.pattern.converters)
            )


def arguments(address: Address, land: Land) -> dict[str, Any]:
    """What stands in an address: the newest draft, the plan, the first target, the commune's officer."""
    app = address.name.partition(":")[0]
    officer = land.posts[Role.COMMUNE_OFFICER]
    codes = {
        "boards": land.target, "standing": land.plan.code, "places": "450", "arrangements": "450", "cascading": "450",
        "cascading:shares": land.plan.code,
    }  # fmt: skip
    values = {
        "report_id": land.reports["approved"].pk, "document_id": land.documents["issued"].pk, "draft_id": land.draft.pk,
        "reorganisation_id": land.reorganisation_id, "attachment_id": land.file_id,
        "obstacle_id": land.obstacle.pk, "task_id": land.task_id, "directive_id": land.directive_id,
        "target": land.by_hand.code, "secret": land.secret, "line": land.movement.line_id, "movement": land.movement.pk,
        "quarter": 1, "user_id": officer.user_id, "post_id": officer.pk,
        "unit": land.posts[Role.DISTRICT_OFFICER].unit.code if app == "budgets" else land.unfiled.code,
        "form": "F1", "period": SEPTEMBER.key, "other": land.last_year,
        "ref": packs.current().targets[land.target].clause,
        "code": codes.get(address.name, codes.get(app, "")),
    }  # fmt: skip
    if address.name == "boards:accountability":
        values["code"] = "450"
    if "delivery_id" in address.arguments:
        values["delivery_id"] = _delivered(land.posts[Role.DEPARTMENT_OFFICER])
    return {name: values[name] for name in address.arguments}


def who(address: Address, land: Land) -> Post | None:
    """The first who may: the administrator for the pages about people, otherwise whoever looks furthest."""
    if address.rule is anyone:
        return None
    order = [Role.DEPARTMENT_OFFICER, Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR, *Role]
    where = arguments(address, land)
    for role in order:
        if address.rule is anyone_signed_in or may_enter(
            land.posts[role], address.rule, methods=address.methods, **where
        ):
            return land.posts[role]
    raise AssertionError(f"nobody may open {address.name}")


def visits(land: Land) -> list[Visit]:
    """Every address once; then pages that look different by who reads them or by the state of what they show."""
    by = land.posts
    walked = [Visit(reverse(each.name, kwargs=arguments(each, land)), who(each, land)) for each in addresses()]
    homes = [Visit(reverse("boards:home"), post) for role, post in by.items() if role not in ALIKE]
    states = [
        Visit(reverse("reporting:report", args=[land.reports[state].pk]), by[role])
        for state, role in (
            ("draft", Role.COMMUNE_OFFICER), ("presented", Role.DISTRICT_OFFICER), ("submitted", Role.DISTRICT_OFFICER),
            ("returned", Role.DEPARTMENT_OFFICER), ("approved", Role.AUDITOR),
        )
    ]  # fmt: skip
    papers = [
        Visit(reverse("documents:page", args=[land.documents["draft"].pk]), by[role])
        for role in (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_DIRECTOR)
    ]
    return [*walked, *homes, *states, *papers, *others(land)]


def others(land: Land) -> Iterator[Visit]:
    """Searches with and without an answer, filters, and what is said to those who may not or who took a wrong turn."""
    by = land.posts
    people, log, units = reverse("accounts:people"), reverse("audit:log"), reverse("places:units")
    yield Visit(reverse("reporting:review", args=[land.reports["draft"].pk]), by[Role.COMMUNE_OFFICER])
    yield Visit(reverse("reporting:inbox"), by[Role.DISTRICT_OFFICER])
    yield Visit(reverse("reporting:reports"), by[Role.COMMUNE_OFFICER])
    yield Visit(f"{reverse('boards:search')}?q=dong+h", by[Role.DEPARTMENT_OFFICER])
    yield Visit(f"{people}?q=khong+co+ai", by[Role.ADMINISTRATOR])
    yield Visit(people, by[Role.AUDITOR])
    yield Visit(f"{log}?check=1&verb=document.issued", by[Role.AUDITOR])
    yield Visit(f"{log}?verb=khong+co", by[Role.AUDITOR], 422)
    yield Visit(f"{units}?q=dong+h", by[Role.COMMUNE_OFFICER])
    yield Visit(f"{units}?q=khong+co", by[Role.COMMUNE_OFFICER])
    yield Visit(reverse("places:unit", args=["44"]), by[Role.ADMINISTRATOR])
    yield Visit(reverse("places:unit", args=["18862"]), by[Role.ADMINISTRATOR])
    yield Visit(people, by[Role.COMMUNE_OFFICER], 403)
    yield Visit("/khong-co-trang-nay", by[Role.COMMUNE_OFFICER], 404)


class Inspector:
    """A browser that signs in without the form, opens an address and writes down what is wrong."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address, self.heard = context, address, list[str]()
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.heard.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.heard.append(f"exception: {error}"))
        self._as: Post | None = None
        self._keys: dict[int, str] = {}

    def faults(self, visit: Visit) -> list[str]:
        """All that is wrong with a page at both widths, light and dark. A file to download only has to come."""
        self._sign_in(visit.post)
        self._window(PHONE, "light")
        self.heard.clear()
        try:
            answer = self.page.goto(f"{self.address}{visit.url}", wait_until="load")
        except BrowserError as error:
            return [] if "Download is starting" in error.message else [error.message]
        assert answer is not None
        if answer.status != visit.status:
            return [f"{answer.status} instead of {visit.status}"]
        if "text/html" not in answer.headers.get("content-type", ""):
            return []
        found = []
        for size in (PHONE, WIDE):
            self._window(size, "light")
            found += self._named(size, "", self.page.evaluate(FAULTS, {"touch": size == PHONE}) + self._axe(STRUCTURE))
            for scheme in ("light", "dark"):
                self._window(size, scheme)
                found += self._named(size, scheme, self._axe(COLOURS, {"exclude": [[REPEATED]]}))
        expected = "console: Failed to load resource"
        return found + [said for said in self.heard if visit.status == 200 or not said.startswith(expected)]

    def _window(self, size: tuple[int, int], scheme: Any) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme)

    def _axe(self, rules: dict[str, Any], where: dict[str, Any] | None = None) -> list[str]:
        """What axe has to say of the page as it stands, three places of a kind at most."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        asked = "async ([where, rules]) => (await axe.run(where ?? document, rules)).violations"
        violations = self.page.evaluate(asked, [where, rules])
        return [f"axe {one['id']}: {node['html'][:110]}" for one in violations for node in one["nodes"][:3]]

    @staticmethod
    def _named(size: tuple[int, int], scheme: str, faults: list[str]) -> list[str]:
        return [f"{size[0]} px{f', {scheme}' if scheme else ''}: {fault}" for fault in faults]

    def _sign_in(self, post: Post | None) -> None:
        if post == self._as and post is not None:
            return
        self._as = post
        self.context.clear_cookies()
        if post is not None:
            name = settings.SESSION_COOKIE_NAME
            if post.pk not in self._keys:
                client = Client()
                client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
                self._keys[post.pk] = client.cookies[name].value
            self.context.add_cookies([{"name": name, "value": self._keys[post.pk], "url": self.address}])


def test_every_page_is_sound_at_both_widths_in_light_and_dark(
    land: Land, context: BrowserContext, live_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIENDO_GALLERY", "1")
    inspector = Inspector(context, live_server.url)
    wrong: dict[str, list[str]] = {}
    for visit in dict.fromkeys(visits(land)):
        for fault in inspector.faults(visit):
            wrong.setdefault(re.sub(r"\s+", " ", fault), []).append(str(visit))
    told = "\n".join(f"- {fault}\n    {'; '.join(pages[:4])} ({len(pages)})" for fault, pages in wrong.items())
    assert not wrong, f"{len(wrong)} faults:\n{told}"
