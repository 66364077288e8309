"""Placements of one unit never overlap: the database refuses it itself, on PostgreSQL and on SQLite."""

from django.db import migrations

from tiendo.foundation.places import constraints


def install(apps, schema_editor):
    constraints.install(schema_editor)


def drop(apps, schema_editor):
    constraints.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(install, drop)]
