"""The steps by which an issued plan is carried out, each by who has to take it: drawn up below, a task done, an obstacle answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.journeys.conftest import SignIn, assert_accessible, seen
from tests.journeys.slice import PASSWORD, Slice
from tiendo.core.plans.models import Clause, Plan
from tiendo.foundation import clock, daily
from tiendo.foundation.accounts.models import Post
from tiendo.registers.obstacles.models import Obstacle

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
"""A picture of one point."""


@dataclass
class Carrying:
    """One plan in its year, seen by whoever is signed in."""

    page: Page
    address: str
    plan: Plan
    as_post: SignIn
    settings: Settings

    def at(self, moment: datetime) -> None:
        """The installation's clock stands at the moment."""
        self.settings.INSTALLATION = replace(self.settings.INSTALLATION, starts_at=moment.replace(tzinfo=clock.VIETNAM))

    def clause(self, words: str) -> Clause:
        """The clause that says so."""
        found = [one for one in self.plan.clauses.filter(is_clause=True) if words in self._words(one)]
        assert len(found) == 1, words
        return found[0]

    def _words(self, clause: Clause) -> str:
        return self.plan.text[clause.start : clause.end]

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def open_clause(self, clause: Clause) -> None:
        self.open(f"/plans/{self.plan.code}/clauses/{clause.ref}")


def with_password(post: Post) -> Post:
    """The post, its holder able to sign in."""
    post.user.set_password(PASSWORD)
    post.user.save()
    return post


def draw_up_below(carrying: Carrying, province: Slice) -> Plan:
    """The district's officer drafts its plan from what the province asks of it; the chair gives number and day, and issues it."""
    page, chair = carrying.page, with_password(province.world.district_chair())
    carrying.as_post(province.district())
    carrying.open(f"/derived-plans/units/{chair.unit.code}")
    section = page.locator("section.section", has=page.get_by_role("link", name=str(carrying.plan.title)))
    section.get_by_role("button", name="Bắt đầu soạn").click()
    expect(page.locator("#tree")).to_be_visible()
    expect(page.locator("#questions")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Số kế hoạch").fill("31/KH-UBND")
    page.get_by_label("Ngày ban hành").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_role("button", name="Ghi phần đầu").click()
    expect(page.locator("#questions header .end")).to_contain_text("0 câu")
    draft = page.url.split("?")[0]
    carrying.as_post(chair)
    page.goto(draft)
    page.get_by_role("link", name="Ban hành", exact=True).click()
    page.get_by_role("button", name="Ban hành", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Ban hành").click()
    expect(seen(page, "Kế hoạch đã ban hành và bắt đầu được theo dõi.")).to_be_visible()
    carrying.open("/derived-plans/?plan=" + carrying.plan.code)
    return Plan.objects.get(unit=chair.unit, year=carrying.plan.year)


def do_a_task(carrying: Carrying, province: Slice, words: str) -> None:
    """The department gives a task from the clause, the district does it with a picture as evidence; the clause is achieved."""
    page, clause, district = carrying.page, carrying.clause(words), province.district()
    carrying.as_post(province.department())
    carrying.open_clause(clause)
    expect(page.locator(".page-title")).to_contain_text("Chưa có số liệu")
    page.get_by_role("link", name="Giao nhiệm vụ").click()
    page.get_by_label("Việc phải làm").fill("Kiểm tra các cơ sở trên địa bàn huyện")
    page.get_by_label("Đơn vị chủ trì").fill(district.unit.code)
    page.get_by_label("Hạn hoàn thành").fill(f"{date(clock.today().year, 12, 15):%d/%m/%Y}")
    page.get_by_label("Bằng chứng cần có khi xong").fill("Biên bản kiểm tra")
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(seen(page, "Kiểm tra các cơ sở trên địa bàn huyện")).to_be_visible()
    carrying.as_post(district)
    carrying.open("/tasks/")
    page.get_by_role("link", name="Kiểm tra các cơ sở trên địa bàn huyện").first.click()
    page.get_by_role("button", name="Nhận nhiệm vụ").click()
    page.locator("summary", has_text="Báo xong, kèm bằng chứng").click()
    form = page.locator("details.task-act", has_text="Báo xong, kèm bằng chứng")
    form.get_by_role("textbox").first.fill("Biên bản số 12/BB-KT ngày 05/3/2018")
    form.locator("input[type=file]").first.set_input_files(
        {"name": "bien-ban.png", "mimeType": "image/png", "buffer": PNG}
    )
    form.get_by_role("button", name="Báo xong").click()
    expect(page.locator(".page-title")).to_contain_text("Đã xong")
    expect(page.get_by_role("link", name="bien-ban.png")).to_be_visible()
    assert_accessible(page)
    carrying.open_clause(clause)
    expect(page.locator(".page-title")).to_contain_text("Đạt")


def unblock(carrying: Carrying, province: Slice, words: str) -> None:
    """The commune raises what is stuck, nobody in the district answers in time, the department gets it and answers, the commune agrees."""
    page, clause = carrying.page, carrying.clause(words)
    carrying.as_post(province.officer())
    carrying.open(f"/obstacles/raise?plan={carrying.plan.code}&clause={clause.ref}")
    page.get_by_label("Loại vướng mắc").select_option(label="Thiếu kinh phí")
    page.get_by_label("Vướng mắc và điều cần giải quyết").fill("Chưa được cấp kinh phí cho đợt tuyên truyền quý II.")
    page.get_by_role("button", name="Gửi vướng mắc").click()
    obstacle = Obstacle.objects.get(clause=clause)
    expect(page.locator("dl.task-facts")).to_contain_text(str(province.world.district))
    let_days_pass(carrying, obstacle)
    carrying.as_post(province.department())
    carrying.open("/")
    row = page.locator("main li", has_text=f"Trả lời vướng mắc {obstacle}")
    row.get_by_role("link", name="Trả lời").click()
    page.locator("summary", has_text="Giải quyết").click()
    page.locator("details.task-act[open]").get_by_role("textbox").first.fill(
        "Sở đã chuyển kinh phí theo Công văn số 77/SLĐTBXH."
    )
    page.locator("details.task-act[open]").get_by_role("button", name="Giải quyết").click()
    expect(page.locator("#turns + ol")).to_contain_text("quá hạn")
    assert_accessible(page)
    carrying.as_post(province.officer())
    carrying.open(f"/obstacles/{obstacle.pk}")
    page.get_by_role("button", name="Xác nhận đã giải quyết").click()
    expect(page.locator(".page-title")).to_contain_text("Đã giải quyết")


def let_days_pass(carrying: Carrying, obstacle: Obstacle) -> None:
    """It is the day after the district's last one: what happens by itself happens in the early morning."""
    due = obstacle.turns.get(ended_at=None).due_on
    assert due is not None
    day = due + timedelta(days=1)
    with clock.set_to(datetime.combine(day, time(6))):
        daily.run(day)
    carrying.at(datetime.combine(day, time(9)))
