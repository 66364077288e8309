"""The log of faults: the code of the page stands in it, the place of the fault too, and nothing that anybody typed."""

from __future__ import annotations

import logging
import logging.config
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tiendo.foundation.accounts.pages import open_page
from tiendo.web import logs

SECRET = "Bí Mật 0912345678"


@open_page(methods=("GET", "POST"))
def breaks(request: HttpRequest, key: str) -> HttpResponse:
    """A page with a fault of ours while it holds what was typed."""
    typed = request.POST.get("cell", SECRET)
    try:
        return HttpResponse(str(int(typed)))
    except ValueError as error:
        raise KeyError(f"no such cell {typed}") from error


urlpatterns = [path("breaks/<str:key>", breaks, name="breaks")]
handler500 = "tiendo.web.errors.broken"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log of an installation in a folder of its own, while a test runs."""
    root, django = logging.getLogger(), logging.getLogger("django")
    before, before_django = (root.handlers[:], root.level), (django.handlers[:], django.level)
    logging.config.dictConfig(logs.settings(tmp_path))
    yield tmp_path / "log" / "tiendo.log"
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = before[0], before[1]
    django.handlers[:], django.level = before_django


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_fault_of_a_page_is_found_by_its_code_and_tells_nothing_typed(log: Path) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "cookie-of-somebody"
    page = client.post("/breaks/abcdefghijklmnopqrstuvwxyz012345", {"cell": SECRET})
    assert page.status_code == 500
    code = page.content.decode().split('class="figures">')[1].split("<")[0]
    written = log.read_text(encoding="utf-8")
    assert f"fault {code} on POST breaks" in written
    assert "test_logs.py" in written
    assert "in breaks" in written
    assert written.index("ValueError") < written.index("KeyError")
    for kept_out in (SECRET, "0912345678", "cookie-of-somebody", "abcdefghijklmnopqrstuvwxyz", "no such cell"):
        assert kept_out not in written
    assert written.count("in breaks") == 2


@pytest.mark.usefixtures("log")
def test_a_fault_goes_to_standard_error_too(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logs.settings(Path("/nowhere")) | {"root": {"handlers": ["stderr"], "level": "WARNING"}})
    logging.getLogger("tiendo.faults").error("fault %s", "TD-1234-0510")
    assert "TD-1234-0510" in capsys.readouterr().err


def test_only_kinds_that_cannot_quote_a_value_keep_their_text() -> None:
    def told(error: Exception) -> str:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "x", (), (type(error), error, None))
        record.exc_text = f"printed by another handler: {SECRET}"
        return logs.WithoutValues("%(message)s").format(record)

    assert told(OperationalError("database is locked")).endswith("OperationalError: database is locked")
    assert told(AttributeError("no attribute 'leaf'")).endswith("no attribute 'leaf'")
    for error in (ValueError(SECRET), RuntimeError(SECRET), OSError(SECRET)):
        assert SECRET not in told(error)


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert len(list(logs._told(first))) == 2


def test_the_file_is_its_owners_only_and_is_turned_over(tmp_path: Path) -> None:
    handler = logs.FaultFile(tmp_path / "log" / "tiendo.log", maxBytes=200, backupCount=2, delay=True)
    for number in range(30):
        handler.emit(logging.LogRecord("a", logging.ERROR, "", 0, f"line {number:03d} {'x' * 40}", (), None))
    handler.close()
    kept = sorted(file.name for file in (tmp_path / "log").iterdir())
    assert kept == ["tiendo.log", "tiendo.log.1", "tiendo.log.2", "tiendo.log.lock"]
    assert stat.S_IMODE((tmp_path / "log" / "tiendo.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700


def test_a_process_follows_when_another_turned_the_file_over(tmp_path: Path) -> None:
    name = tmp_path / "log" / "tiendo.log"
    handler = logs.FaultFile(name, maxBytes=10_000, backupCount=2, delay=True)
    handler.emit(logging.LogRecord("a", logging.ERROR, "", 0, "before", (), None))
    name.rename(tmp_path / "log" / "tiendo.log.1")
    handler.emit(logging.LogRecord("a", logging.ERROR, "", 0, "after", (), None))
    handler.close()
    assert name.read_text(encoding="utf-8") == "after\n"


def test_the_installation_logs_into_its_own_folder(settings: object) -> None:
    filename = settings.LOGGING["handlers"]["file"]["filename"]  # type: ignore[attr-defined]
    assert filename.endswith("/log/tiendo.log")
    assert not settings.LOGGING["loggers"]["django"]["handlers"]  # type: ignore[attr-defined]
