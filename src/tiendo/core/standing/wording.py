"""The sentence that says which row of the table decided a clause's state, and from what. No restricted figure is ever in it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.core.plans.terms import ClauseTerms
from tiendo.core.standing import sources
from tiendo.core.standing.decision import Decision, TaskCounts
from tiendo.core.standing.gathering import IndicatorStanding, YearSoFar
from tiendo.core.standing.judging import Figure, TargetStanding
from tiendo.kernel import numbers


def why(decision: Decision, clause: ClauseTerms, year: YearSoFar) -> str:
    """One or two sentences in Vietnamese for the clause's page and the coverage list."""
    match decision.row:
        case 1:
            return _("Chưa báo cáo nào đến hạn: %s.") % _due_days(clause, year)
        case 2:
            return _missing(clause, year)
        case 3:
            silent = [target for target in year.targets_of(clause) if target.applies and not target.has_data]
            return _("Đã hết kỳ kế hoạch mà chỉ tiêu %s chưa có số liệu.") % _labels(silent)
        case 4:
            return _("Đã hết kỳ kế hoạch: %s.") % _shortfall(clause, year)
        case 5:
            return _sentence(_shortfall(clause, year))
        case 6:
            return _achieved(clause, year)
        case 7:
            return _under_way(clause, year)
        case _:
            return _("Đã có báo cáo, các số liệu đều bằng 0.")


def in_short(clause: ClauseTerms, year: YearSoFar) -> str:
    """One line of evidence for the margin: the targets with their values, else the first work done, else what is missing."""
    targets = year.targets_of(clause)
    if targets and any(target.figure is not None and target.figure.status != "no_data" for target in targets):
        return ", ".join(f"{target.target.label} {value_shown(target.figure)}" for target in targets)
    standings = [year.indicators[code] for code in clause.indicators]
    broken = next((standing for standing in standings if standing.is_broken), None)
    if broken is not None:
        return _first_big(_guard(broken))
    shown = _first_evidence(standings)
    if shown is not None:
        return _with_value(shown)
    tasks = year.tasks_of(clause)
    if tasks.all:
        return _("Nhiệm vụ: %(done)d/%(all)d xong") % {"done": tasks.done, "all": tasks.all}
    if any(standing.has_data for standing in standings):
        return _("Số liệu đã báo cáo") if any(s.is_evidence for s in standings) else _("Đã báo cáo, bằng 0")
    if year.forms_of(clause):
        return _("Chờ báo cáo")
    return _("Sổ chưa có ghi chép") if any(s.is_live for s in standings) else _("Nguồn số liệu chưa mở")


def value_shown(figure: Figure | None) -> str:
    """A figure as a sentence prints it: 70,4 %, 1.042, a dash, "không áp dụng"."""
    if figure is not None and figure.status == "not_applicable":
        return _("không áp dụng")
    if figure is None or figure.status != "value" or figure.value is None:
        return "—"
    if figure.denominator is not None and figure.numerator is not None:
        return numbers.show_percent(figure.numerator, figure.denominator).replace(",0\u00a0%", "\u00a0%")
    return number_shown(figure.value)


def number_shown(value: Decimal | int | None) -> str:
    """A whole number with dots."""
    return "—" if value is None else numbers.show(int(value))


def reports_shown(clause: ClauseTerms, year: YearSoFar) -> str:
    """The reports that feed a clause, each with who owes it: "biểu F3 (Công an tỉnh)"."""
    owners: dict[str, list[str]] = {form.code: [] for form in year.forms_of(clause)}
    for code in clause.indicators:
        for form in year.indicators[code].forms:
            names = [year.pack.who_name(owner) for owner in sources.owners_of(year.pack, code) if owner in form.owners]
            owners[form.code] += [name for name in names if name not in owners[form.code]]
    return ", ".join(_("biểu %(form)s (%(who)s)") % {"form": f, "who": ", ".join(who)} for f, who in owners.items())


def _due_days(clause: ClauseTerms, year: YearSoFar) -> str:
    days = ((form.code, sources.first_due(year.pack, form, year.period.year)) for form in year.forms_of(clause))
    return ", ".join(_("biểu %(form)s hạn %(day)s") % {"form": form, "day": f"{day:%d/%m/%Y}"} for form, day in days)


def _missing(clause: ClauseTerms, year: YearSoFar) -> str:
    if not year.forms_of(clause) and any(year.indicators[code].is_live for code in clause.indicators):
        return _("Chưa có số liệu: sổ chưa có ghi chép nào.")
    if not year.forms_of(clause):
        return _("Chưa có số liệu: nguồn số liệu của điều này chưa mở.")
    return _("Chưa có số liệu: chưa có %s nào được duyệt.") % reports_shown(clause, year)


def _shortfall(clause: ClauseTerms, year: YearSoFar) -> str:
    said = [_missed(target) for target in year.targets_of(clause) if _misses(target, ended=year.ended)]
    broken = [year.indicators[code] for code in clause.indicators if year.indicators[code].is_broken]
    said += [_guard(standing) for standing in broken]
    said += _behind(year.tasks_of(clause), ended=year.ended)
    return "; ".join(said) or _("không có bằng chứng nào được ghi nhận")


def _behind(tasks: TaskCounts, *, ended: bool) -> list[str]:
    """What the clause's tasks add to a shortfall."""
    if ended and tasks.done < tasks.all:
        return [_("%(open)d/%(all)d nhiệm vụ chưa xong") % {"open": tasks.all - tasks.done, "all": tasks.all}]
    return [_("%d nhiệm vụ quá hạn") % tasks.overdue] if tasks.overdue else []


def _misses(standing: TargetStanding, *, ended: bool) -> bool:
    return standing.applies and not (standing.has_data and standing.met) and (ended or standing.judged_in is not None)


def _missed(standing: TargetStanding) -> str:
    named = {
        "label": standing.target.label,
        "value": value_shown(standing.ground),
        "goal": standing.judged_by.goal,
        "period": standing.judged_in.label if standing.judged_in is not None else "",
    }
    if not standing.has_data:
        return _("%(label)s đến hạn %(period)s mà chưa có số liệu") % named
    return _("%(label)s %(period)s là %(value)s, phải đạt %(goal)s") % named


def _achieved(clause: ClauseTerms, year: YearSoFar) -> str:
    applying = [target for target in year.targets_of(clause) if target.applies]
    if applying:
        values = ", ".join(f"{t.target.label} {value_shown(t.ground)} ({t.judged_by.goal})" for t in applying)
        return _("Các chỉ tiêu đều đạt: %s.") % values
    tasks = year.tasks_of(clause)
    if tasks.all and tasks.done == tasks.all and not year.ended:
        return _("Mọi nhiệm vụ đã xong: %(done)d/%(all)d.") % {"done": tasks.done, "all": tasks.all}
    if year.targets_of(clause):
        return _("Đã hết kỳ kế hoạch; chỉ tiêu không áp dụng vì không phát sinh.")
    return _("Đã hết kỳ kế hoạch và có bằng chứng thực hiện.")


def _under_way(clause: ClauseTerms, year: YearSoFar) -> str:
    standings, tasks = [year.indicators[code] for code in clause.indicators], year.tasks_of(clause)
    shown = _first_evidence(standings)
    if shown:
        said = _("Có bằng chứng: %s.") % _with_value(shown)
    elif any(standing.is_evidence for standing in standings):
        said = _("Có bằng chứng trong số liệu hạn chế người xem.")
    else:
        said = _("Nhiệm vụ đã bắt đầu: %(started)d/%(all)d.") % {"started": tasks.started, "all": tasks.all}
    waiting = [target for target in year.targets_of(clause) if target.judged_in is None and target.applies]
    if waiting:
        said += " " + _("Chỉ tiêu %s chưa đến kỳ kết luận.") % _labels(waiting)
    return said


def _first_evidence(standings: list[IndicatorStanding]) -> IndicatorStanding | None:
    open_to_all = (standing for standing in standings if standing.indicator.privacy == "open")
    return next((standing for standing in open_to_all if standing.is_evidence), None)


def _guard(standing: IndicatorStanding) -> str:
    """A restricted figure is not named: who may see it reads it in the table."""
    if standing.indicator.privacy != "open":
        return _("một số liệu phải bằng 0 đang lớn hơn 0 (hạn chế người xem)")
    return _("%(name)s phải bằng 0, hiện là %(value)s") % {
        "name": _first_small(standing.indicator.name_vi),
        "value": number_shown(standing.total),
    }


def _with_value(standing: IndicatorStanding) -> str:
    return f"{standing.indicator.name_vi}: {number_shown(standing.total)}"


def _labels(targets: list[TargetStanding]) -> str:
    return ", ".join(target.target.label for target in targets)


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return _first_big(text) + "."
