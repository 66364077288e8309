"""`tiendo files verify` names what is gone or damaged, lists what nobody names, and clears that away when asked."""

from __future__ import annotations

from click.testing import CliRunner

from tiendo.cli.checking import files as command
from tiendo.foundation.files import actions, store
from tiendo.foundation.files.tests.conftest import OWNER, Place, place, store_folder  # noqa: F401
from tiendo.foundation.files.tests.samples import pdf, png, sent


def test_what_is_gone_or_damaged_is_named(place: Place) -> None:  # noqa: F811
    sending = [sent(png(1), "a.png"), sent(png(2), "b.png")]
    gone, damaged = actions.add(OWNER, place.unit.pk, sending, by=place.officer)
    store.path_of(gone.digest).unlink()
    store.path_of(damaged.digest).write_bytes(b"x")
    answer = CliRunner().invoke(command, ["verify"])
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [f"Mất: {gone.digest}", f"Hỏng: {damaged.digest}"]


def test_a_whole_store_says_so_and_what_is_unnamed_is_swept(place: Place) -> None:  # noqa: F811
    actions.add(OWNER, place.unit.pk, [sent(pdf())], by=place.officer)
    nobodys = store.keep(b"nobody's")
    (store.folder() / "ab").mkdir()
    (store.folder() / "ab" / "abc.part").write_bytes(b"half")
    assert f"Không hồ sơ nào dùng: {nobodys}" in CliRunner().invoke(command, ["verify"]).output
    answer = CliRunner().invoke(command, ["verify", "--sweep"])
    assert answer.exit_code == 0
    assert "Đã xóa 2 tệp" in answer.output
    assert answer.output.endswith("Tệp kèm hồ sơ còn nguyên: 1.\n")
