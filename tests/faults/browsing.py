"""A served instance that can be killed, and people who send it what a browser would: a form's fields, twice at once if need be."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from tests.faults.installation import ROOT, Installation

STARTS_WITHIN_S = 60
ENDS_AFTER_S = 600
"""A server whose run was itself killed does not live on."""


@dataclass
class Server:
    """`tiendo serve` with two workers, in a process group of its own."""

    place: Installation
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the sign-in page answers."""
        self.port = self.port or _free_port()
        tiendo = [sys.executable, "-c", "from tiendo.cli import main; main()"]
        log = (self.place.folder / "served.log").open("ab")
        self.process = subprocess.Popen(
            ["timeout", "--signal=KILL", str(ENDS_AFTER_S), *tiendo, "serve", "--port", str(self.port), "--workers", "2"],
            cwd=ROOT, env=self.place.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        _note(self.place.folder).write_text(str(self.process.pid), encoding="ascii")
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            try:
                if Person(self.port).get("/sign-in").status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.1)
        raise TimeoutError((self.place.folder / "served.log").read_text(encoding="utf-8")[-4000:])

    def kill(self) -> None:
        """All its processes, on the spot."""
        if self.process is not None:
            end_server(self.place.folder)
            self.process.wait()
            self.process = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `leads_to` is the address of a redirection."""

    status: int
    text: str
    leads_to: str = ""


@dataclass
class Person:
    """Somebody at a browser: cookies, and the token every form carries."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, username: str, password: str) -> None:
        self.get("/sign-in")
        answer = self.post("/sign-in", username=username, password=password)
        if answer.status != 302:
            raise AssertionError(f"{username} could not sign in: {answer.status}")

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, **fields: object) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def twice_at_once(self, path: str, **fields: object) -> list[Answer]:
        """A double click: the same request from two hands in the same moment."""
        start = Barrier(2)

        def click(_hand: int) -> Answer:
            start.wait()
            return self.post(path, **fields)

        with ThreadPoolExecutor(2) as hands:
            return list(hands.map(click, range(2)))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"X-CSRFToken": self.cookies.get("csrftoken", "")}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";", 1)[0].split("=", 1)
                self.cookies[name] = value
            return Answer(response.status, text, response.headers.get("Location") or "")
        finally:
            connection.close()


def end_server(folder: Path) -> None:
    """End the server of that folder with all its processes, on the spot, whoever started it; harmless when there is none."""
    note = _note(folder)
    if note.exists():
        with suppress(ProcessLookupError):
            os.killpg(int(note.read_text(encoding="ascii")), signal.SIGKILL)
        note.unlink()


def _note(folder: Path) -> Path:
    """Where the number of the server's process group is written."""
    return folder / "served.pid"


def cells_of(page: str) -> dict[str, str]:
    """Code → what the field of that cell shows, of every cell that can be typed into."""
    fields = (found.group() for found in re.finditer(r'<input class="cell[^>]*>', page))
    shown = (dict(re.findall(r'([\w-]+)="([^"]*)"', text)) for text in fields)
    return {one["name"]: one["value"] for one in shown if "name" in one}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
