"""Tables of the usual design (one row per cell, totals one row per cell and unit), and the reports our side takes its values from."""

from __future__ import annotations

from django.db import models

from tiendo.foundation.privacy import SchemaJSONField

SUBMITTED, APPROVED = 0, 1


class Structure(models.Model):
    """Where a commune lies, one column a level: how the usual design spares itself the walk up the tree."""

    unit = models.OneToOneField("places.Unit", on_delete=models.PROTECT, primary_key=True, related_name="+")
    district = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")


class Report(models.Model):
    """Usual design: a commune's report for a month (1 to 12)."""

    commune = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField(default=SUBMITTED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "month"], name="bench_report_once")]
        indexes = [models.Index(fields=["commune", "month", "state", "id"], name="bench_report_covering")]


class Cell(models.Model):
    """Usual design: one value of a report. A blank has no row."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["report", "number", "value"], name="bench_cell_covering"),
            models.Index(fields=["number", "report", "value"], name="bench_cell_by_number"),
        ]


class Total(models.Model):
    """Usual design: the total of one cell over the communes below a unit; `filled` of them gave a value, `positive` one above 0."""

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    total = models.BigIntegerField()
    filled = models.PositiveIntegerField()
    positive = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month", "number"], name="bench_total_once")]


class Coverage(models.Model):
    """Usual design: how many reports below a unit are approved."""

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="bench_coverage_once")]


class History(models.Model):
    """Usual design, a variant: one row a cell and approval, from which figures as of any moment could be read. Append-only."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "number", "at"], name="bench_history_of_cell")]


class Sheet(models.Model):
    """Our side: the same report with its values as the product keeps them, by cell name; a blank is left out."""

    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=8)
    state = models.PositiveSmallIntegerField(default=SUBMITTED)
    values = SchemaJSONField(schema="cell name → whole number")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="bench_sheet_once")]
