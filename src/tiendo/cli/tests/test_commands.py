"""The command as people and scripts use it: help everywhere, exit codes as documented, JSON with the promised keys."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings

import tiendo.cli as cli
from tiendo.cli import groups
from tiendo.core.plans import actions as plans
from tiendo.foundation.packs import actions as packs
from tiendo.foundation.packs import queries as pack_queries
from tiendo.kernel.verdicts import BadInput

DOCS = Path(settings.BASE_DIR) / "docs" / "commands.md"
PLAN = Path(settings.TIENDO_PACK_DIR) / "plan.txt"


@pytest.fixture(scope="module")
def root() -> click.Group:
    group = click.Group("tiendo")
    groups.add_to(group)
    return group


def _commands(group: click.Group, before: str = "tiendo") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        path = f"{before} {name}"
        found += _commands(command, path) if isinstance(command, click.Group) else [(path, command)]
    return found


def run(root: click.Group, *words: str) -> str:
    answer = CliRunner().invoke(root, list(words), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_every_command_has_help_and_is_documented(root):
    documented = DOCS.read_text(encoding="utf-8")
    for path, command in _commands(root):
        assert command.help, f"{path} has no help"
        assert f"`{path}" in documented, f"{path} is not in docs/commands.md"
        assert run(root, *path.split()[1:], "--help")


def test_reading_a_plan_prints_its_whole_shape(root):
    read = json.loads(run(root, "plan", "read", str(PLAN), "--json"))
    wanted = {
        "number",
        "date",
        "issuer",
        "title",
        "legal_bases",
        "unnumbered_bases",
        "nodes",
        "targets",
        "assignments",
        "deadlines",
    }
    assert wanted | {"programmes", "warnings"} <= set(read)
    assert sum(node["is_clause"] for node in read["nodes"]) == 64
    assert len(read["targets"]) == 7


@pytest.mark.django_db
def test_importing_twice_changes_nothing_and_coverage_names_every_clause(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    run(root, "plan", "import", str(PLAN))
    run(root, "plan", "import", str(PLAN))
    clauses = json.loads(run(root, "plan", "coverage", "--json"))["clauses"]
    assert len(clauses) == 64
    assert {line["id"] for line in clauses} == set(pack_queries.current().clauses)
    assert all(set(line) == {"id", "answers", "evidence", "covered", "why"} for line in clauses)
    assert not any(line["covered"] for line in clauses), "nothing is reported yet"


@pytest.mark.django_db
def test_figures_carry_the_promised_keys_and_never_invent_a_zero(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    rows = json.loads(run(root, "figures", "show", "TGT-1A", "REF-01", "--period", "2017-09", "--json"))
    keys = {
        "indicator",
        "unit",
        "period",
        "value",
        "numerator",
        "denominator",
        "status",
        "reported",
        "expected",
        "judged",
    }
    assert all(set(row) == keys for row in rows)
    target, communes = rows
    assert (target["value"], target["status"], target["reported"], target["expected"]) == (None, "no_data", 0, 159)
    assert (communes["value"], communes["unit"]) == (159, "44")


@pytest.mark.django_db
def test_leaves_print_a_head_even_when_nothing_counts(root):
    assert run(root, "figures", "leaves", "--csv").strip() == "form,unit,period,revision,cell,value"


@pytest.mark.django_db
def test_checks_of_an_empty_installation_are_clean(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    assert "khớp" in run(root, "rollup", "check")
    assert "nguyên vẹn" in run(root, "audit", "verify")
    run(root, "rollup", "rebuild")
    run(root, "rollup", "rebuild", "--from-reports")


@pytest.mark.django_db
def test_the_first_administrator_is_made_once(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    assert "Mật khẩu dùng một lần" in run(root, "people", "first-administrator", "quan.tri")
    again = CliRunner().invoke(root, ["people", "first-administrator", "quan.tri2"])
    assert again.exit_code == 1
    assert "Đã có quản trị viên" in again.output


def test_a_broken_pack_is_refused_with_every_fault(root, tmp_path):
    broken = tmp_path / "pack"
    shutil.copytree(settings.TIENDO_PACK_DIR, broken)
    form = broken / "forms" / "F1.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("nature: flow", "nature: river", 2), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        CliRunner().invoke(root, ["pack", "check", str(broken)], catch_exceptions=False)
    assert len(caught.value.problems) >= 2
    assert all("F1.yaml" in problem.where for problem in caught.value.problems[:2])


def test_refusals_end_with_code_three(monkeypatch, capsys):
    def refuse(*_args, **_kwargs):
        raise BadInput([])

    monkeypatch.setattr(cli, "root", refuse)
    monkeypatch.setattr(groups, "add_to", lambda _root: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 3


@pytest.mark.django_db
def test_an_unknown_plan_names_those_there_are(root, tmp_path):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    plans.import_plan(pack_queries.current().plan_text, pack=pack_queries.current(), by=None)
    answer = CliRunner().invoke(
        root, ["report", "render", "--plan", "khong-co", "--period", "2017-09", "--out", str(tmp_path / "x.docx")]
    )
    assert answer.exit_code == 1
    assert "phong-chong-mai-dam-2017" in answer.output


@pytest.mark.django_db
def test_a_report_is_rendered_to_a_file(root, tmp_path):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    plan = plans.import_plan(pack_queries.current().plan_text, pack=pack_queries.current(), by=None)
    out = tmp_path / "bao-cao.docx"
    run(root, "report", "render", "--plan", plan.code, "--period", "2017-09", "--to", "docx", "--out", str(out))
    assert out.read_bytes()[:2] == b"PK"


@pytest.mark.django_db
def test_the_daily_jobs_run_for_today_or_an_earlier_day_and_never_for_one_to_come(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    assert "obstacles: 0" in run(root, "tick")
    assert "obstacles: 0" in run(root, "tick", "--day", "2017-10-04")
    answer = CliRunner().invoke(root, ["tick", "--day", "2017-10-06"])
    assert (answer.exit_code, "06/10/2017 chưa đến" in answer.output) == (2, True)


def test_a_new_pack_lies_beside_its_base_and_passes_the_check(root, tmp_path):
    base = tmp_path / "nen"
    shutil.copytree(settings.TIENDO_PACK_DIR, base)
    (base / "pack.yaml").write_text(
        (base / "pack.yaml").read_text(encoding="utf-8").replace("code: phong-chong-mai-dam-2017", "code: nen"),
        encoding="utf-8",
    )
    said = run(root, "pack", "new", "nam-sau", "--title", "Năm sau", "--base", str(base), "--from", str(PLAN))
    assert "64 điều khoản, 7 chỉ tiêu" in said
    assert "Không có lỗi" in run(root, "pack", "check", str(tmp_path / "nam-sau"))
    again = CliRunner().invoke(root, ["pack", "new", "nam-sau", "--title", "Năm sau", "--base", str(base)])
    assert (again.exit_code, "đã có thư mục" in again.output) == (2, True)


def test_a_new_pack_that_would_not_stand_leaves_nothing(root, tmp_path):
    base = tmp_path / "nen"
    shutil.copytree(settings.TIENDO_PACK_DIR, base)
    (base / "pack.yaml").write_text(
        (base / "pack.yaml").read_text(encoding="utf-8").replace("code: phong-chong-mai-dam-2017", "code: nen"),
        encoding="utf-8",
    )
    with pytest.raises(BadInput):  # the base's standing agency is gone by then
        CliRunner().invoke(
            root,
            ["pack", "new", "muon", "--title", "Muộn", "--year", "2030", "--base", str(base)],
            catch_exceptions=False,
        )
    assert not (tmp_path / "muon").exists()


@pytest.mark.django_db
def test_a_further_pack_is_kept_for_the_next_start(root, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, folder=tmp_path))
    second = settings.BASE_DIR / "packs" / "phong-chong-mai-dam-2026"
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    assert "từ lần khởi động sau" in run(root, "pack", "install", str(second))
    said = json.loads((tmp_path / "installation.json").read_text(encoding="utf-8"))
    assert said == {"more_packs": [str(second)]}


@pytest.mark.django_db
def test_coverage_is_that_of_the_present_plan_or_of_the_one_named(root):
    packs.install(settings.TIENDO_PACK_DIR, by=None)
    plans.import_plan(pack_queries.current().plan_text, pack=pack_queries.current(), by=None)
    assert len(json.loads(run(root, "plan", "coverage", "--json"))["clauses"]) == 64
    assert (
        len(json.loads(run(root, "plan", "coverage", "--plan", "phong-chong-mai-dam-2017", "--json"))["clauses"]) == 64
    )
    answer = CliRunner().invoke(root, ["plan", "coverage", "--plan", "khong-co"])
    assert (answer.exit_code, "phong-chong-mai-dam-2017" in answer.output) == (2, True)
