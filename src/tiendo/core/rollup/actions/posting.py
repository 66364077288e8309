"""`post`: the one function that changes totals. Order of locks: the leaves' rows, the roll-up rows from the root, the counter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from tiendo.core.rollup import contents, paths, slots, statements
from tiendo.core.rollup.actions.counting import assert_in_transaction, number
from tiendo.core.rollup.actions.locking import lock_leaves, lock_rollups, write_back
from tiendo.core.rollup.leaves import Change, Leaf
from tiendo.core.rollup.models import Posted, Posting, Rollup, UnitYear
from tiendo.core.rollup.paths import YearPaths
from tiendo.core.rollup.slots import FormSlots
from tiendo.core.rollup.totals import NOTHING, Content, RowKey, Totals
from tiendo.core.rollup.years import Years
from tiendo.kernel import periods, trees
from tiendo.kernel.verdicts import Refused


def post(changes: Iterable[Change], *, at: datetime) -> int:
    """Make each leaf's figures in every total above it what the change says; all changes of a decision in one call.

    Works inside the caller's transaction, which already holds the leaves' reports. Returns the number of the last posting. A change
    that changes nothing is not posted. Raises Refused for a unit not in force at the period's end; ValueError for two changes of one
    leaf, a cell without a slot, a number out of range, a period that is not the form's base period.
    """
    assert_in_transaction()
    edits: dict[Leaf, Change | None] = {}
    for change in changes:
        if change.leaf in edits:
            raise ValueError(f"two changes of one leaf in one call: {change.leaf}")
        edits[change.leaf] = change
    return _Batch(edits, ()).write(at=at)


def repost_paths(unit_ids: Collection[int], since: date, *, at: datetime) -> int:
    """After a change of the tree from `since`: put the same figures of these leaves along today's paths.

    Base periods that ended before `since` keep the way they went. What a unit reported for a time when it turns out not to have been
    in force leaves the totals. Returns the number of the last posting.
    """
    assert_in_transaction()
    first_year = f"{since.year:04d}"
    recent = Posted.objects.filter(unit_id__in=unit_ids, vector__isnull=False, period__gte=first_year)
    edits: dict[Leaf, Change | None] = {
        Leaf(unit_id, form, key): None
        for unit_id, form, key in recent.values_list("unit_id", "form", "period")
        if periods.parse(key).end >= since
    }
    years = UnitYear.objects.filter(unit_id__in=unit_ids, period__gte=first_year)
    return _Batch(edits, set(years.values_list("unit_id", "form", "period"))).write(at=at)


@dataclass(frozen=True, slots=True)
class _Group:
    """The leaves of one form and year in a batch as arrays; `places` says which row is whose."""

    slots: FormSlots
    year: str
    places: Mapping[int, int]
    paths: Mapping[int, YearPaths]
    years: Years


@dataclass(slots=True)
class _Batch:
    """One call. An edit of None means the same values along today's path; `more_years` are recomputed without an edit."""

    edits: Mapping[Leaf, Change | None]
    more_years: Collection[RowKey]
    totals: Totals = field(default_factory=Totals)
    postings: list[Posting] = field(default_factory=list)
    posted: dict[RowKey, Posted] = field(default_factory=dict)
    unit_years: dict[RowKey, UnitYear] = field(default_factory=dict)
    numbered: list[tuple[Posted | UnitYear, int]] = field(default_factory=list)

    def write(self, *, at: datetime) -> int:
        """Lock, compute, lock, write; returns the number of the last posting."""
        self.posted = lock_leaves(Posted, set(map(_key, self.edits)))
        years = {(leaf.unit_id, leaf.form, leaf.period_key[:4]) for leaf in self.edits} | set(self.more_years)
        self.unit_years = lock_leaves(UnitYear, years)
        for group in self._groups():
            for leaf, change in self.edits.items():
                if (leaf.form, leaf.period_key[:4]) == (group.slots.form, group.year):
                    self._edit(leaf, change, group)
            self._recompute(group)
        rollups = lock_rollups(self.totals)
        with statements.sent_together():
            before = number(self.postings, at=at)
            self._store(rollups, before)
        return before + len(self.postings)

    def _groups(self) -> list[_Group]:
        units: dict[tuple[str, str], list[int]] = defaultdict(list)
        for unit_id, form, year in self.unit_years:
            units[form, year].append(unit_id)
        return [self._group(form, year, unit_ids) for (form, year), unit_ids in units.items()]

    def _group(self, form: str, year: str, unit_ids: Sequence[int]) -> _Group:
        """Slots are asked for now, when the leaves are locked: those laid meanwhile are among them."""
        found = paths.read(unit_ids, int(year))
        form_slots = slots.of_form(form) if found.chain is None else slots.named(found.chain)[form]
        years = Years.empty(form_slots, len(unit_ids))
        for place, unit_id in enumerate(unit_ids):
            row = self.unit_years[unit_id, form_slots.form, year]
            years.load(place, months=row.months, mask=row.months_mask, reported=row.reported)
        places = {unit_id: place for place, unit_id in enumerate(unit_ids)}
        return _Group(form_slots, year, places, found.by(form_slots.base), years)

    def _edit(self, leaf: Leaf, change: Change | None, group: _Group) -> None:
        """One base period of one leaf: the difference goes into the totals, the new content into the leaf's row."""
        row = self.posted[_key(leaf)]
        old, was_in = contents.of_posted(row), row.vector is not None
        new, revision = self._wanted(leaf, change, group, old), change.revision if change else row.revision
        if (new is not None) == was_in and revision == row.revision and (new is None or old.same_as(new)):
            return
        self._put(leaf.form, leaf.period_key, old, new)
        draft = contents.draft(leaf.unit_id, leaf.form, leaf.period_key, new, prev=row.posting, revision=revision)
        self._number(row, draft)
        contents.into_posted(row, new, revision=revision)

    def _wanted(self, leaf: Leaf, change: Change | None, group: _Group, old: Content) -> Content | None:
        period = periods.parse(leaf.period_key)
        if period.kind != group.slots.base:
            raise ValueError(f"{leaf.form} reports by {group.slots.base}, not for {leaf.period_key}")
        stretch = contents.along(group.paths[leaf.unit_id], period.ordinal)
        if change is None:
            return Content(old.values, old.mask, stretch) if self.posted[_key(leaf)].vector is not None else None
        if change.values is not None and not stretch:
            raise Refused(
                _("Đơn vị không có hiệu lực vào cuối %(period)s nên không nhận số liệu.") % {"period": period.label}
            )
        place = group.places[leaf.unit_id]
        group.years.put(place, period.ordinal, change.values)
        values, given = group.years.values[place, period.ordinal - 1], group.years.given[place, period.ordinal - 1]
        return None if change.values is None else Content(values.copy(), given.copy(), stretch)

    def _recompute(self, group: _Group) -> None:
        """The year of every leaf of the group: the difference of its result slots goes into the year rows."""
        ordered = [group.paths[unit_id] for unit_id in group.places]
        results, known = group.years.results(ordered)
        for unit_id, place in group.places.items():
            row = self.unit_years[unit_id, group.slots.form, group.year]
            old, new = contents.of_unit_year(row), None
            if group.years.posted[place].any():
                new = Content(results[place], known[place], trees.stretches(ordered[place]))
            if not old.same_as(new or NOTHING):
                self._put(row.form, row.period, old, new, base_of=group.slots)
                self._number(row, contents.draft(unit_id, row.form, row.period, new, prev=row.posting, revision=0))
            contents.into_unit_year(row, new, group.years.stored(place))

    def _put(
        self, form: str, period: str, old: Content, new: Content | None, *, base_of: FormSlots | None = None
    ) -> None:
        places, touched_by = base_of.base_of if base_of else None, len(self.postings) + 1
        self.totals.add(form, period, old, sign=-1, touched_by=touched_by, base_of=places)
        self.totals.add(form, period, new or NOTHING, sign=1, touched_by=touched_by, base_of=places)

    def _number(self, row: Posted | UnitYear, draft: Posting) -> None:
        self.postings.append(draft)
        self.numbered.append((row, len(self.postings)))

    def _store(self, rollups: Mapping[RowKey, Rollup], before: int) -> None:
        """The leaves' rows and the totals, a few statements in all."""
        for row, offset in self.numbered:
            row.posting = before + offset
        changed = [row for row, _offset in self.numbered if isinstance(row, Posted)]
        write_back(Posted, changed, fields=["vector", "mask", "path", "posting", "revision"])
        kept = ["months", "months_mask", "reported", "results", "results_mask", "stretches", "posting"]
        write_back(UnitYear, list(self.unit_years.values()), fields=kept)
        for key, total in self.totals.rows.items():
            contents.add_to_rollup(rollups[key], total, version=before + total.touched_by)
        write_back(Rollup, list(rollups.values()), fields=["sums", "filled", "positive", "reports", "version"])


def _key(leaf: Leaf) -> RowKey:
    return leaf.unit_id, leaf.form, leaf.period_key
