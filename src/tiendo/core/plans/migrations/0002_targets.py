"""What a target's words promise gets its own row, no more only its place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RenameModel("TargetPlacement", "Target")]
