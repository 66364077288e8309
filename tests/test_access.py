"""Who can open what: every address × every role × own, below and other units, against the reviewed table `access.yaml`.

A view without a rule fails, an address without a row fails, and a row that no longer fits fails. Pages are really asked; for
addresses that write, those who pass are asked by rule only, and those who do not are really refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from ruamel.yaml import YAML

from tiendo.core.assignments import actions as assignments
from tiendo.core.assignments.actions import Conclusions, Order
from tiendo.core.drafting import actions as drafting
from tiendo.core.exchanging import actions as exchanging
from tiendo.core.plans import actions as plans
from tiendo.core.plans.models import Clause, Plan
from tiendo.core.reorganising import actions as reorganising
from tiendo.core.reorganising.actions import Heading
from tiendo.core.reporting import actions as reporting
from tiendo.core.reporting.models import Report
from tiendo.demo import people
from tiendo.foundation import clock
from tiendo.foundation.accounts import delegating
from tiendo.foundation.accounts.delegating import Terms
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.pages import SAFE, anyone, anyone_signed_in, may_enter
from tiendo.foundation.accounts.roles import Manner, Power, Role
from tiendo.foundation.files import actions as files
from tiendo.foundation.files.tests.samples import pdf, sent
from tiendo.foundation.packs import actions as pack_actions
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places
from tiendo.kernel import periods
from tiendo.outputs.documents import actions as documents
from tiendo.registers.obstacles import actions as obstacles
from tiendo.registers.obstacles.actions import Raised

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access.yaml")
ON = date(2017, 1, 1)
NEAR, NEAR_DISTRICT, FAR = "18889", "450", "18904"
SEPTEMBER, QUARTER = periods.month(2017, 9), periods.quarter(2017, 3)
OPENS = {200, 302}
REFUSES = {403, 404}


@dataclass
class World:
    """The real tree with one post a role, and a report at each distance from it."""

    posts: dict[Role, Post]
    reports: dict[str, Report]
    tasks: dict[str, int]
    files: dict[str, int]
    obstacles: dict[str, int]
    directive_id: int
    document_id: int
    draft_id: int
    delegation_id: int
    reorganisation_id: int
    delivery_id: int
    plan_code: str
    clients: dict[Role, Client] = field(default_factory=dict)

    def client(self, role: Role) -> Client:
        """A browser signed in as the role."""
        if role not in self.clients:
            client = Client()
            client.force_login(self.posts[role].user, backend="django.contrib.auth.backends.ModelBackend")
            self.clients[role] = client
        return self.clients[role]

    def own_report(self, role: Role) -> Report:
        """The report of the post's own unit, the near commune's where the unit files none."""
        unit = self.posts[role].unit.code
        return self.reports.get(unit, self.reports[NEAR])


@pytest.fixture
def world(db: None) -> World:
    """Pack, plan, posts, four reports and one document, all made by the real actions."""
    pack_actions.install(settings.TIENDO_PACK_DIR, by=None)
    pack = packs.current()
    province, standing = places.by_code(pack.plan.unit_code, ON), places.by_code(pack.standing_agency, ON)
    people.appoint_everyone(province=province, standing=standing, shown=NEAR, on=ON)
    plan = plans.import_plan(pack.plan_text, pack=pack, by=None)
    near = set(places.paths([places.by_code(NEAR, ON).pk], ON)[places.by_code(NEAR, ON).pk]) | {standing.pk}
    posts: dict[Role, Post] = {}
    for post in Post.objects.select_related("user", "unit").order_by("pk"):
        if post.unit_id in near or post.role in (Role.AGENCY_OFFICER, Role.AGENCY_HEAD):
            posts.setdefault(Role(post.role), post)
    reports = {unit: _opened(unit, form, pack) for unit, form in _filed(posts).items()}
    tasks = {unit: _given(unit, plan, posts[Role.DEPARTMENT_OFFICER]) for unit in reports}
    document = documents.prepare(_monthly(pack), plan, SEPTEMBER, by=posts[Role.DEPARTMENT_OFFICER])
    with connection.cursor() as cursor:  # as the database does by itself once the rows are there
        cursor.execute("ANALYZE")
    return World(
        posts,
        reports,
        tasks,
        {unit: _evidence(unit, task) for unit, task in tasks.items()},
        {unit: _raised(unit, plan) for unit in reports},
        _ordered(plan, posts[Role.VICE_CHAIR]),
        document.pk,
        _under_review(pack, posts),
        _delegated(posts),
        _prepared(posts[Role.ADMINISTRATOR]),
        exchanging.receive(uuid4(), [], by=posts[Role.COMMUNE_OFFICER]).pk,
        plan.code,
    )


def _filed(posts: dict[Role, Post]) -> dict[str, str]:
    """Unit code → the form it files, for those the walk asks about: taken from the pack, not named here."""
    pack = packs.current()
    wanted = [NEAR, FAR, NEAR_DISTRICT, posts[Role.DEPARTMENT_OFFICER].unit.code, posts[Role.AGENCY_OFFICER].unit.code]
    filed = {}
    for code in wanted:
        unit = places.by_code(code, ON)
        fits = (
            form
            for form in pack.forms.values()
            for owner in form.owners
            if owner == code or _class_kind(owner) == unit.kind
        )
        form = next(fits, None)
        if form is not None:
            filed[code] = form.code
    return filed


def _class_kind(owner: str) -> str:
    group = packs.current().classes.get(owner)
    return group.kind if group else ""


def _under_review(pack: Any, posts: dict[Role, Post]) -> int:
    return drafting.begin(pack.plan_text, by=posts[Role.DEPARTMENT_OFFICER]).pk


def _delegated(posts: dict[Role, Post]) -> int:
    """The commune's head lets the officer sign for a while."""
    terms = Terms(
        manner=Manner.TUQ, powers=[Power.REPORTS], starts=clock.today(), ends=clock.today() + timedelta(days=9), number="1/GUQ",
        dated=ON, request=uuid4(),
    )  # fmt: skip
    return delegating.delegate(posts[Role.COMMUNE_CHAIR], posts[Role.COMMUNE_OFFICER], terms, by=None).pk


def _prepared(by: Post) -> int:
    heading = Heading(date(2017, 10, 1), "1/NQ-HĐND", ON, "Sắp xếp đơn vị")
    return reorganising.prepare(heading, request=uuid4(), by=by).pk


def _opened(unit_code: str, form: str, pack: Any) -> Report:
    unit = places.by_code(unit_code, ON)
    period = SEPTEMBER if pack.forms[form].base_period == "month" else QUARTER
    officer = Post.objects.filter(unit=unit, role__endswith="officer").order_by("pk").first()
    return reporting.open_report(unit, form, period, by=officer)


def _given(unit_code: str, plan: Plan, giver: Post) -> int:
    """A task of the unit; of the standing agency's own too."""
    order = Order(
        plan=plan, clause=None, title="Rà soát", expected="Báo cáo", units=[places.by_code(unit_code, ON)],
        due_on=date(2017, 10, 31), request=uuid4(),
    )  # fmt: skip
    return assignments.give(order, by=giver)[0].pk


def _evidence(unit_code: str, task_id: int) -> int:
    """A file that the unit's officer sent with its task."""
    officer = Post.objects.filter(unit__code=unit_code, role__endswith="officer").order_by("pk").first()
    return files.add("assignments.task", task_id, [sent(pdf(unit_code.encode()))], by=officer)[0].pk


def _raised(unit_code: str, plan: Plan) -> int:
    """An obstacle of the unit, which waits for the level above."""
    unit = places.by_code(unit_code, ON)
    officer = Post.objects.filter(unit=unit, role__endswith="officer").select_related("unit").order_by("pk").first()
    clause = Clause.objects.filter(plan=plan, is_clause=True).order_by("position").first()
    return obstacles.raise_obstacle(Raised(kind="khac", text="Chưa rõ", clause=clause, request=uuid4()), by=officer).pk


def _ordered(plan: Plan, by: Post) -> int:
    """A written order of the province."""
    said = Conclusions(
        plan=plan, kind="letter", number="1/UBND-KGVX", dated=ON, issuer="UBND tỉnh", subject="Đôn đốc", text="Rà soát",
        request=uuid4(),
    )  # fmt: skip
    return assignments.enter_directive(said, by=by).pk


def _monthly(pack: Any) -> str:
    return str(pack.documents[0]["key"])


@dataclass(frozen=True)
class Address:
    """One named address with its view's rule."""

    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def rule(self) -> Any:
        return getattr(self.view, "page_rule", None)

    @property
    def methods(self) -> tuple[str, ...]:
        return getattr(self.view, "page_methods", ())


def _addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _addresses(pattern, before + namespace)
        else:
            yield Address(
                before + (pattern.name or str(pattern.pattern)), pattern.callback, tuple(pattern.pattern.converters)
            )


def _table() -> dict[str, Any]:
    return YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))


def _scopes(address: Address) -> tuple[str, ...]:
    near = {"report_id", "form", "task_id", "obstacle_id", "attachment_id", "record_id"} & set(address.arguments)
    money = address.name.startswith("budgets:") and "unit" in address.arguments
    return ("own", "below", "other") if near or money else ("any",)


def _arguments(address: Address, role: Role, scope: str, world: World) -> dict[str, Any]:
    """What stands in the address for a role and a distance."""
    report = {"own": world.own_report(role), "below": world.reports[NEAR], "other": world.reports[FAR]}.get(
        scope, world.reports[NEAR]
    )
    cell = next(iter(packs.current().forms[report.form].cells.values()))
    block = packs.current().forms[report.form].blocks[0].key
    target = next(iter(packs.current().targets))
    values = {
        "reorganisation_id": world.reorganisation_id,
        "line": 1, "movement": 1, "quarter": 1, "task_id": world.tasks[report.unit.code],
        "attachment_id": world.files[report.unit.code], "owner": "assignments.task", "record_id": world.tasks[report.unit.code],
        "obstacle_id": world.obstacles[report.unit.code], "kind": "progress", "verb": "head", "row_id": 1, "notice_id": 0,
        "target": target, "secret": "nothing", "directive_id": world.directive_id,
        "report_id": report.pk, "unit": report.unit.code, "form": report.form, "period": report.period, "block": block, "part": "so_van_ban",
        "delegation_id": world.delegation_id,
        "document_id": world.document_id, "draft_id": world.draft_id, "delivery_id": world.delivery_id,
        "key": "nothing", "other": world.plan_code, "ref": packs.current().targets[target].clause,
        "user_id": world.posts[Role.COMMUNE_OFFICER].user_id, "post_id": world.posts[Role.COMMUNE_OFFICER].pk,
    }  # fmt: skip
    codes = {
        "boards:lineage": target,
        "boards:accountability": NEAR,
        "places:unit": NEAR,
        **dict.fromkeys(
            ("arrangements:unit", "arrangements:enter", "arrangements:end", "cascading:unit", "cascading:begin"), NEAR
        ),
        "reporting:save-cell": cell.code,
        "reporting:save-note": cell.code,
    }
    values["code"] = codes.get(address.name, cell.code if address.name.startswith("reporting:") else world.plan_code)
    return {name: values[name] for name in address.arguments}


def _passes(address: Address, role: Role, scope: str, world: World) -> bool:
    """Whether the role passes, by rule; and the page really answers so."""
    arguments = _arguments(address, role, scope, world)
    post = world.posts[role]
    if address.rule in (anyone, anyone_signed_in):
        return True
    allowed = bool(may_enter(post, address.rule, methods=address.methods, **arguments))
    url, client = reverse(address.name, kwargs=arguments), world.client(role)
    if "GET" in address.methods:
        status = client.get(url).status_code
        expected = (OPENS | {404}) if allowed else REFUSES
        assert status in expected, f"{role} GET {url}: {status}, though the rule says {allowed}"
    if not allowed and set(address.methods) - SAFE:
        status = client.post(url).status_code
        assert status in REFUSES, f"{role} POST {url}: {status}, though the rule refuses"
    return allowed


def found(world: World) -> dict[str, Any]:
    """The table as the product answers today: address → scope → roles that pass ("all" when every one does)."""
    answer: dict[str, Any] = {}
    for address in _addresses():
        row = {}
        for scope in _scopes(address):
            roles = [str(role) for role in Role if _passes(address, role, scope, world)]
            row[scope] = "all" if len(roles) == len(Role) else roles
        answer[address.name] = row
    return answer


def test_every_view_carries_a_rule() -> None:
    bare = [address.name for address in _addresses() if address.rule is None]
    assert bare == []


def test_every_address_has_a_reviewed_row() -> None:
    assert {address.name for address in _addresses()} == set(_table())


def test_every_role_passes_where_the_table_says_and_nowhere_else(world: World) -> None:
    table, today = _table(), found(world)
    differences = [
        f"{name} {scope}: table {table.get(name, {}).get(scope)}, product {roles}"
        for name, row in today.items()
        for scope, roles in row.items()
        if table.get(name, {}).get(scope) != roles
    ]
    assert differences == []


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    client = Client()
    for address in _addresses():
        if address.rule is anyone:
            continue
        url = reverse(address.name, kwargs=_arguments(address, Role.COMMUNE_OFFICER, "own", world))
        answer = client.post(url) if "GET" not in address.methods else client.get(url)
        assert answer.status_code == 302, address.name
        assert answer["Location"].startswith(reverse("accounts:sign-in")), address.name


def test_an_auditor_passes_no_address_that_writes(world: World) -> None:
    for address in _addresses():
        if address.rule in (anyone, anyone_signed_in) or not set(address.methods) - SAFE:
            continue
        for scope in _scopes(address):
            assert not _passes(address, Role.AUDITOR, scope, world), address.name
