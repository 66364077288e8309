"""Misfortunes of a served instance: buttons pressed twice at once, and a server killed in the middle of a form."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from threading import Thread

from tests.faults import land
from tests.faults.browsing import Person, Server, cells_of
from tests.faults.installation import Installation
from tiendo.core.reporting.models import Report
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.audit import queries as audit
from tiendo.foundation.places.models import Unit

FORM, PERIOD = "F1", "2017-09"
WAY = ("present", "submit", "withdraw", "present", "submit", "approve", "withdraw-approval", "approve", "correct")
LEFT = {
    "report.presented": 2,
    "report.submitted": 2,
    "report.withdrawn": 1,
    "report.approved": 2,
    "report.approval_withdrawn": 1,
}
"""What the log must hold in the end; the correction stands under its own draft."""
TAKING_BACK = ("withdraw", "withdraw-approval")
"""Of two hands that take the same thing back, the second may be told that it is already done."""


@dataclass
class Misfortunes:
    """One commune's month from its opening to its correction: every button pressed twice at once, the server killed while it is typed."""

    place: Installation
    seed: int
    typed: int = 0
    sent_again: int = 0
    pressed_twice: int = 0
    wrong: list[str] = field(default_factory=list)

    def befall(self) -> None:
        """Go through it all; what should not be is in `wrong`."""
        server, ground = Server(self.place), land.played()
        commune = ground.quiet_commune
        server.start()
        try:
            officer = _signed_in(server, Role.COMMUNE_OFFICER, commune)
            chair = _signed_in(server, Role.COMMUNE_CHAIR, commune)
            judge = _signed_in(server, Role.DISTRICT_OFFICER, ground.quiet)
            self._twice(officer, f"/reports/{commune.code}/{FORM}/{PERIOD}/open")
            report = Report.objects.get(unit=commune, form=FORM, period=PERIOD)
            self._killed_while_typing(server, officer, report)
            hands = {"present": officer, "submit": chair, "withdraw": chair}
            for verb in WAY:
                report.refresh_from_db()
                fields = {"version": report.version, "reason": "Số liệu gửi nhầm.", "note": "Đã đối chiếu."}
                self._twice(hands.get(verb, judge), f"/reports/{report.pk}/{verb}", **fields)
            self._had_one_effect_each(report)
        finally:
            server.kill()

    def _twice(self, person: Person, path: str, **fields: object) -> None:
        self.pressed_twice += 1
        answers = person.twice_at_once(path, **fields)
        refused = [answer for answer in answers if answer.status == 409 and path.endswith(TAKING_BACK)]
        served = [answer for answer in answers if answer.status == 302]
        if not served or len(served) + len(refused) != 2 or len({answer.leads_to for answer in served}) != 1:
            told = [(answer.status, answer.leads_to) for answer in answers]
            self.wrong.append(f"{path} twice at once was answered {told}")

    def _killed_while_typing(self, server: Server, officer: Person, report: Report) -> None:
        """Every cell is typed once; what was acknowledged is there when the server is back, and the rest can be sent again."""
        address = f"/reports/{report.pk}"
        page = officer.get(address)
        codes = list(cells_of(page.text))
        if not codes:
            raise AssertionError(f"{address} was answered with {page.status} and shows no cell to type into")
        draw = Random(self.seed)
        fatal = draw.randrange(len(codes) // 4, len(codes) * 3 // 4)
        end = Thread(target=_later, args=(draw.uniform(0.0, 0.06), server))
        held = []
        for place, code in enumerate(codes):
            if place == fatal:
                end.start()
            if not _save(officer, address, code):
                held.append(code)
        end.join()
        server.start()
        shown = cells_of(officer.get(address).text)
        gone = [code for code in codes if code not in held and shown[code] != "0"]
        again = [code for code in held if not _save(officer, address, code)]
        kept = Report.objects.get(pk=report.pk).values
        lost = [code for code in codes if kept.get(code) != 0]
        self.wrong += [f"{code} was acknowledged and was gone after the server was killed" for code in gone]
        self.wrong += [f"{code} could not be sent again" for code in again]
        self.wrong += [f"{code} is lost" for code in lost]
        self.typed, self.sent_again = len(codes), len(held)

    def _had_one_effect_each(self, report: Report) -> None:
        verbs = Counter(line.verb for line in audit.of(report))
        if verbs != LEFT:
            self.wrong.append(f"every button was pressed twice, and the log has {dict(verbs)}")
        revisions, drafts = report.revisions.count(), Report.objects.filter(supersedes=report).count()
        if (revisions, drafts) != (2, 1):
            self.wrong.append(f"{revisions} revisions and {drafts} corrections of what was pressed twice")


def _signed_in(server: Server, role: Role, unit: Unit) -> Person:
    person = Person(server.port)
    person.sign_in(Post.objects.get(role=role, unit=unit).user.username, land.PASSWORD)
    return person


def _later(seconds: float, server: Server) -> None:
    time.sleep(seconds)
    server.kill()


def _save(officer: Person, address: str, code: str) -> bool:
    """Leave a cell with a zero; whether the server said that it is stored."""
    try:
        return officer.post(f"{address}/cells/{code}/save", **{code: "0", "version": 1}).status == 200
    except (OSError, HTTPException):
        return False
