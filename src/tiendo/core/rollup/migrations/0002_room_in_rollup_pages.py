"""PostgreSQL: leave room in the pages of the hot rows, so that updates stay heap-only, and vacuum them eagerly. SQLite: nothing."""

from django.db import migrations

HOT = ("rollup_rollup", "rollup_unityear", "rollup_posted", "rollup_counter")
ROOMY = "ALTER TABLE {table} SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 50)"
PLAIN = "ALTER TABLE {table} RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)"


class RunOnPostgreSQL(migrations.RunSQL):
    """RunSQL that does nothing on another database."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("rollup", "0001_initial")]

    operations = [RunOnPostgreSQL(ROOMY.format(table=table), PLAIN.format(table=table)) for table in HOT]
