"""Lines, entries, marks and files of a budget are only added to: the database refuses it itself, on PostgreSQL and on SQLite."""

from django.db import migrations

from tiendo.registers.budgets import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial")]
    operations = [migrations.RunPython(install, drop)]
