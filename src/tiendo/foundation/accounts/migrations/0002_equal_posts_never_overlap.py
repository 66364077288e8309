"""One person never holds the same role at the same unit twice at one time: the database refuses it itself."""

from django.db import migrations

from tiendo.foundation.accounts import constraints


def install(apps, schema_editor):
    constraints.install(schema_editor)


def drop(apps, schema_editor):
    constraints.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(install, drop)]
