"""Letters over a real connection to a small mail server of the test's own."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy

import pytest

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.accounts.tests.factories import make_post, make_unit
from tiendo.foundation.letters import actions, delivery
from tiendo.foundation.letters.actions import Line
from tiendo.foundation.letters.models import Letter, LetterState, Trouble

SMTP = "django.core.mail.backends.smtp.EmailBackend"
UNKNOWN = "khong-co@donvi.gov.vn"


class Talk(socketserver.StreamRequestHandler):
    """Just enough of SMTP to take a message; one recipient is refused."""

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            if verb == "RCPT" and UNKNOWN in line:
                self.say("550 nobody of that name")
                continue
            self.say("221 bye" if verb == "QUIT" else "250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(settings) -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listening:
        listening.daemon_threads, listening.taken = True, []
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = listening.server_address[1], 5
        yield listening
        listening.shutdown()


def written(username: str, email: str) -> Post:
    post = make_post(Role.AGENCY_OFFICER, make_unit(username, "agency"), username)
    actions.set_mailbox(post.user, email, by=None)
    actions.write(post, date(2017, 10, 5), [Line("today", "Ký báo cáo tháng 9/2017", "/reports/1", None)])
    return post


def test_letters_leave_over_one_connection_and_a_refused_address_does_not_hold_up_the_others(db, server):
    written("sothu1", "mot@donvi.gov.vn")
    refused = written("sothu2", UNKNOWN)
    written("sothu3", "ba@donvi.gov.vn")
    assert delivery.deliver_due() == delivery.Delivered(sent=2, failed=1)
    first, last = (message_from_bytes(taken, policy=policy.default) for taken in server.taken)
    assert (first["To"], last["To"]) == ("mot@donvi.gov.vn", "ba@donvi.gov.vn")
    assert "Ký báo cáo tháng 9/2017" in first.get_body(("plain",)).get_content()
    assert str(Letter.objects.get(post__user__username="sothu1").mark) in first["Message-ID"]
    kept = Letter.objects.get(post=refused)
    assert (kept.state, kept.trouble) == (LetterState.FAILED, Trouble.REFUSED)
