"""A small dated land for the engine's tests: a province, districts, communes and an agency, and the verbs that change it."""

from datetime import UTC, date, datetime

from tiendo.foundation.places.models import OPEN_END, OPEN_START, Placement, Unit

LONG_AGO = datetime(2016, 1, 1, tzinfo=UTC)


class Land:
    """Units by short name; each verb writes rows of places as its actions do."""

    def __init__(self):
        self.units = {}

    def plant(self, name, under=None, *, kind="commune", since=OPEN_START):
        unit = Unit.objects.create(
            code=name, name=name, kind=kind, kind_vi=kind, valid_from=since, recorded_at=LONG_AGO
        )
        self.units[name] = unit
        above = self.path_of(under, since) if under else "/"
        Placement.objects.create(
            unit=unit, parent=self.units.get(under), path=f"{above}{unit.pk}/", valid_from=since, valid_to=OPEN_END,
            recorded_at=LONG_AGO,
        )  # fmt: skip
        return unit

    def __getitem__(self, name):
        return self.units[name].pk

    def path_of(self, name, on):
        return self.spot(name, on).path

    def spot(self, name, on):
        return Placement.objects.get(unit=self.units[name], valid_from__lte=on, valid_to__gt=on)

    def move(self, name, under, on):
        """From `on` the unit, which has nothing below it, hangs under another."""
        old = self.spot(name, on)
        self.cut(old, on)
        path = f"{self.path_of(under, on)}{self[name]}/"
        Placement.objects.create(
            unit=self.units[name],
            parent=self.units[under],
            path=path,
            valid_from=on,
            valid_to=old.valid_to,
            recorded_at=LONG_AGO,
        )

    def end(self, name, on):
        """From `on` the unit, which has nothing below it, is no more."""
        Placement.objects.filter(unit=self.units[name], valid_from__gt=on).delete()
        self.cut(self.spot(name, on), on)
        Unit.objects.filter(pk=self[name]).update(valid_to=on)

    def cut(self, placement, on):
        if placement.valid_from == on:
            placement.delete()
        else:
            Placement.objects.filter(pk=placement.pk).update(valid_to=on)


def quang_binh():
    """One province, two districts of two communes and three, one agency."""
    land = Land()
    land.plant("T", kind="province")
    for district, communes in (("H", "AB"), ("K", "CDE")):
        land.plant(district, "T", kind="district")
        for commune in communes:
            land.plant(commune, district)
    land.plant("SO", "T", kind="agency")
    return land


def day(text):
    return date.fromisoformat(text)
