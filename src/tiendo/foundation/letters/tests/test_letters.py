"""A letter is written once a day, sent once whatever happens, tried again when the server is away, and says little."""

from __future__ import annotations

import smtplib
import stat
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tiendo.foundation import clock
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit, make_user
from tiendo.foundation.audit.models import Entry
from tiendo.foundation.letters import actions, composing, delivery, queries
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, LetterState, Mailbox, Rhythm, Trouble
from tiendo.kernel.verdicts import BadInput, Refused

ON = date(2017, 10, 5)
NINE = datetime(2017, 10, 5, 9, 0)
LINES = [
    Line("overdue", "Lập báo cáo tháng 9/2017", "/reports/1", date(2017, 10, 3), True),
    Line("soon", "Nhận nhiệm vụ NV-1", "/tasks/1", date(2017, 10, 8)),
]


@pytest.fixture
def officer(db: None) -> Post:
    """Somebody with an address."""
    post = make_post(Role.DISTRICT_OFFICER, make_unit("450", "district", name="Đồng Hới"), "canbo")
    actions.set_mailbox(post.user, "phong@donvi.gov.vn", by=None)
    return post


def letter_of(post: Post, day: date = ON) -> Letter:
    actions.write(post, day, LINES)
    return Letter.objects.get(post=post, day=day)


def deliver(at: datetime = NINE) -> delivery.Delivered:
    with clock.set_to(at):
        return delivery.deliver_due()


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_a_letter_reaches_the_address_once_however_often_the_outbox_is_emptied(officer):
    letter_of(officer)
    assert actions.write(officer, ON, LINES) is False
    assert deliver().sent == 1
    assert deliver().sent == 0
    (sent,) = mail.outbox
    assert sent.to == ["phong@donvi.gov.vn"]
    assert Entry.objects.filter(verb="letter.written").count() == 1
    assert states() == [LetterState.SENT]


def test_it_says_what_is_to_be_done_and_nothing_of_the_matter(officer, settings):
    settings.SITE_URL = "https://tiendo.donvi.gov.vn"
    letter_of(officer)
    deliver()
    (sent,) = mail.outbox
    assert sent.subject == "Tiến Độ: 2 việc cần làm, 1 quá hạn"
    html = sent.alternatives[0].content
    for said in (sent.body, html):
        assert "Lập báo cáo tháng 9/2017" in said
        assert "quá hạn 2 ngày, hạn 03/10/2017" in said
        assert "https://tiendo.donvi.gov.vn/reports/1" in said
        assert "https://tiendo.donvi.gov.vn/settings" in said
        assert "mại dâm" not in said
    assert sent.extra_headers["List-Unsubscribe"] == "<https://tiendo.donvi.gov.vn/settings>"


def test_many_things_are_counted_not_all_written_out(officer):
    many = [Line("overdue", f"Việc {n}", "/tasks/1", ON - timedelta(days=1)) for n in range(40)]
    actions.write(officer, ON, many)
    text = composing.text(Letter.objects.select_related("post__unit").get())
    assert "Quá hạn (40)" in text
    assert "Việc 24" in text
    assert "Việc 25" not in text
    assert "Và 15 việc khác." in text


def test_two_letters_to_a_post_for_a_day_are_refused_by_the_database(officer):
    letter_of(officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(post=officer, day=ON, lines=[], written_at=clock.now(), try_after=clock.now())


def test_a_letter_that_another_process_has_claimed_is_left_to_it(officer):
    letter = letter_of(officer)
    waiting = Letter.objects.filter(pk=letter.pk)
    waiting.update(state=LetterState.SENDING, claimed_at=datetime(2017, 10, 5, 8, 59, tzinfo=clock.VIETNAM))
    assert deliver().sent == 0
    assert mail.outbox == []


class Away:
    """A mail server that cannot be reached, or refuses."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def open(self) -> bool:
        return True

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[object]) -> int:
        raise self.error


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    def say(error: Exception) -> None:
        monkeypatch.setattr(delivery, "get_connection", lambda: Away(error))

    return say


def test_a_server_that_is_away_is_tried_again_later_and_the_round_ends(officer, server, monkeypatch):
    other = make_post(Role.DISTRICT_CHAIR, officer.unit, "lanhdao")
    actions.set_mailbox(other.user, "lanhdao@donvi.gov.vn", by=None)
    letter_of(officer)
    letter_of(other)
    server(ConnectionRefusedError())
    assert deliver() == delivery.Delivered(put_off=1)
    first = Letter.objects.get(post=officer)
    assert (first.state, first.trouble, first.tries) == (LetterState.WAITING, Trouble.UNREACHABLE, 1)
    monkeypatch.undo()
    assert deliver(NINE + timedelta(minutes=1)).sent == 1
    assert deliver(NINE + timedelta(minutes=6)).sent == 1
    assert states() == [LetterState.SENT, LetterState.SENT]


def test_after_the_last_try_it_is_given_up_and_an_administrator_sends_it_again(officer, server, monkeypatch):
    letter_of(officer)
    server(smtplib.SMTPServerDisconnected())
    at = NINE
    for wait in (*delivery.WAITS, timedelta()):
        deliver(at)
        at += wait + timedelta(seconds=1)
    assert states() == [LetterState.FAILED]
    assert Entry.objects.filter(verb="letter.failed").count() == 1
    assert queries.outbox("troubled").lines[0].trouble == "không kết nối được máy chủ thư"
    with pytest.raises(Refused):
        actions.retry(by=officer)
    administrator = make_post(Role.ADMINISTRATOR, make_unit("44", "province"), "quantri")
    monkeypatch.undo()
    with clock.set_to(at):
        assert actions.retry(by=administrator) == 1
        assert actions.retry(by=administrator) == 0
    assert deliver(at).sent == 1


def test_an_address_the_server_will_not_have_is_given_up_at_once(officer, server):
    letter_of(officer)
    server(smtplib.SMTPRecipientsRefused({"phong@donvi.gov.vn": (550, b"no such user")}))
    assert deliver().failed == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.trouble) == (LetterState.FAILED, Trouble.REFUSED)


def test_of_a_letter_left_half_sent_to_a_server_nobody_knows_and_it_is_not_sent_twice(officer, server):
    letter = letter_of(officer)
    server(ConnectionRefusedError())
    claimed = datetime(2017, 10, 5, 8, 0, tzinfo=clock.VIETNAM)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=claimed, tries=1)
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == (LetterState.UNSURE, Trouble.STOPPED)
    assert Entry.objects.filter(verb="letter.failed").count() == 1


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "tiendo.foundation.letters.mailbox_folder.MailboxFolder"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.MAIL_FOLDER


def test_without_a_server_letters_are_files_and_one_left_half_sent_is_one_file(officer, folder):
    letter = letter_of(officer)
    assert deliver().sent == 1
    claimed = datetime(2017, 10, 5, 8, 0, tzinfo=clock.VIETNAM)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=claimed, sent_at=None)
    assert deliver().sent == 1
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"].strip() == "Tiến Độ: 2 việc cần làm, 1 quá hạn"
    assert {part.get_content_type() for part in read.walk()} >= {"text/plain", "text/html"}


def test_a_newer_letter_takes_the_place_of_one_that_has_not_left(officer):
    letter_of(officer, ON)
    letter_of(officer, ON + timedelta(days=1))
    assert deliver(NINE + timedelta(days=1)).sent == 1
    assert states() == [LetterState.DROPPED, LetterState.SENT]


@pytest.mark.parametrize("what", ["no address", "never", "post over", "account closed"])
def test_who_is_not_to_be_written_to_any_more_gets_nothing(officer, what):
    letter_of(officer)
    match what:
        case "no address":
            actions.remove_mailbox(officer.user, by=officer)
        case "never":
            actions.choose(Rhythm.NEVER, by=officer)
        case "post over":
            Post.objects.filter(pk=officer.pk).update(ends=ON)
        case "account closed":
            type(officer.user).objects.filter(pk=officer.user_id).update(is_active=False)
    assert deliver().dropped == 1
    assert mail.outbox == []
    assert queries.readers(ON) == []


def test_an_address_is_set_by_its_owner_or_an_administrator(officer):
    stranger = make_post(Role.DISTRICT_CHAIR, officer.unit, "lanhdao")
    administrator = make_post(Role.ADMINISTRATOR, make_unit("44", "province"), "quantri")
    with pytest.raises(Refused):
        actions.set_mailbox(officer.user, "khac@donvi.gov.vn", by=stranger)
    actions.set_mailbox(officer.user, "khac@donvi.gov.vn", by=administrator)
    actions.set_mailbox(officer.user, "khac@donvi.gov.vn", by=officer)
    assert Mailbox.objects.get().email == "khac@donvi.gov.vn"
    assert Entry.objects.filter(verb="mailbox.set", post_id=officer.pk).count() == 0
    assert "donvi" not in str(list(Entry.objects.values()))


def test_a_rhythm_is_chosen_once_and_an_unknown_one_refused(officer):
    assert queries.rhythm_of(officer) == Rhythm.DAILY
    actions.choose(Rhythm.WEEKLY, by=officer)
    actions.choose(Rhythm.WEEKLY, by=officer)
    assert queries.rhythm_of(officer) == Rhythm.WEEKLY
    assert Entry.objects.filter(verb="letter.rhythm").count() == 1
    with pytest.raises(BadInput):
        actions.choose("hourly", by=officer)
    administrator = make_post(Role.ADMINISTRATOR, make_unit("44", "province"), "quantri")
    with pytest.raises(Refused):
        actions.choose(Rhythm.DAILY, by=administrator)


def test_the_log_names_letters_mailboxes_and_rhythms_without_an_address(officer):
    from tiendo.foundation.letters import logged

    letter = letter_of(officer)
    wish = actions.choose(Rhythm.LATE, by=officer)
    mailbox = Mailbox.objects.get()
    assert "05/10/2017" in logged.letters([str(letter.pk)], None)[str(letter.pk)].words
    assert "canbo" in logged.mailboxes([str(mailbox.pk)], None)[str(mailbox.pk)].words
    assert str(officer) in logged.wishes([str(wish.pk)], None)[str(wish.pk)].words
    assert logged.mailboxes(["0"], None)["0"].words == "E-mail đã xóa"


def test_one_page_of_the_outbox_costs_the_same_however_many_letters(officer, django_assert_max_num_queries):
    for number in range(60):
        letter_of(officer, ON - timedelta(days=number))
    with django_assert_max_num_queries(3):
        page = queries.outbox("waiting")
        assert [line.things for line in page.lines] == [2] * len(page.lines)
    assert queries.outbox("waiting", "dong hoi").lines
    assert not queries.outbox("waiting", "khong co").lines


def test_someone_without_an_address_is_not_written_to(db):
    make_user("nguoi")
    assert queries.readers(ON) == []
