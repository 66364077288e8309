"""A plan written down before its terms had tables gets them from the pack it was imported with."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("plans", "Plan").objects.filter(terms="")
    if not rows.exists():
        return
    from tiendo.core.plans import terms  # the pack is read only where there is something to fill
    from tiendo.foundation.packs import queries as packs

    pack = packs.current()
    asked = terms.of_pack(pack)
    for plan in rows.filter(pack_code=pack.code):
        _fill_clauses(apps, plan, asked)
        _fill_targets(apps, plan, asked)
        plan.terms = asked.digest
        plan.save(update_fields=["terms"])


def _fill_clauses(apps: Apps, plan: object, asked: object) -> None:
    ClauseIndicator = apps.get_model("plans", "ClauseIndicator")
    for clause in apps.get_model("plans", "Clause").objects.filter(plan=plan, ref__in=list(asked.clauses)):
        said = asked.clauses[clause.ref]
        clause.asked, clause.evidence, clause.rooms = said.asked, said.evidence, list(said.rooms)
        clause.save(update_fields=["asked", "evidence", "rooms"])
        ClauseIndicator.objects.bulk_create(
            ClauseIndicator(clause=clause, position=position, code=code)
            for position, code in enumerate(said.indicators)
        )


def _fill_targets(apps: Apps, plan: object, asked: object) -> None:
    rows = {row.code: row for row in apps.get_model("plans", "Target").objects.filter(clause__plan=plan)}
    for position, (code, target) in enumerate(asked.targets.items()):
        row, due = rows[code], target.due_setting
        row.position, row.label, row.title, row.goal = position, target.label, target.title, target.goal
        row.who, row.unit_word, row.note, row.above_note = (
            list(target.who),
            target.unit_word,
            target.note,
            target.above_note,
        )
        row.rule, row.judged = str(target.rule), target.judged
        row.due = f"{due.month:02d}-{due.day:02d}" if due else ""
        row.save()


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_terms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
