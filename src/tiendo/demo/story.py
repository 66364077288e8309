"""The story of the simulated year, read from `scenario.yaml`: who reports what, when, and what goes wrong. No database here."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tiendo.demo.figures import Cells, UnitFigures, silence
from tiendo.kernel import periods
from tiendo.kernel.periods import Period

FILE = Path(__file__).with_name("scenario.yaml")
SECOND = Path(__file__).with_name("scenario-2026.yaml")
QUARTERS = 3


@dataclass(frozen=True, slots=True)
class Month:
    """One commune's month as the story wants it: its figures and what becomes of them."""

    period: Period
    values: Cells
    late: bool
    sent_back: bool
    corrected: bool
    missing: bool


class Story:
    """The scenario with its dice. The same file gives the same year, unit by unit, whatever the order of asking."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.said = scenario
        self.seed = scenario["seed"]
        self.ends = datetime.fromisoformat(scenario["starts_at"])
        self.form: str = scenario["commune_form"]
        first, last = periods.parse(scenario["first_month"]), periods.parse(scenario["last_month"])
        self.months = [periods.month(first.year, number) for number in range(first.ordinal, last.ordinal + 1)]
        self._missing = {(line["unit"], line["month"]) for line in scenario["missing"]}
        self._copied = {(line["unit"], line["month"]) for line in scenario["copied"]}

    @classmethod
    def read(cls, file: Path = FILE) -> Story:
        """The story told by a scenario file; one that is `like` another says only what differs."""
        said = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        return cls({**cls.read(file.with_name(said["like"])).said, **said} if "like" in said else said)

    @property
    def has_nights(self) -> bool:
        """Whether the daily work is done in it: once only, since what it does reaches every unit of the installation."""
        return "like" not in self.said

    @cached_property
    def open_month(self) -> str:
        """The month still under way when the clock stops."""
        return str(self.said["open_month"])

    def standing(self, unit: str) -> str:
        """How a commune stands in the open month: waiting, returned, draft, untouched, or '' when it was accepted."""
        return next((word for word in ("waiting", "returned", "draft", "untouched") if unit in self.said[word]), "")

    def commune_months(self, unit: str) -> list[Month]:
        """The commune's months in order, figures following from month to month."""
        dice = random.Random(f"{self.seed}/{unit}")
        made = UnitFigures(f"{self.seed}/{unit}/figures", self.said["cells"])
        quiet_quarter = dice.randint(1, QUARTERS) if dice.random() < self.said["quiet_share"] else 0
        before: Cells = {}
        told: list[Month] = []
        for index, period in enumerate(self.months, start=1):
            values = made.next_values(index)
            if (index + 2) // 3 == quiet_quarter:
                values = silence(values, self.said["activity"], self.said["cells"])
            values = self._meddled(unit, period, values, before)
            told.append(self._month(dice, unit, period, values))
            before = values
        return told

    def _meddled(self, unit: str, period: Period, values: Cells, before: Cells) -> Cells:
        """Copied figures and slips, where the story wants them."""
        if (unit, period.key) in self._copied:
            flows = {
                cell
                for cell, rule in self.said["cells"].items()
                if "stock" not in rule["how"] and rule["how"] != "flag"
            }
            values = {cell: before[cell] if cell in flows else value for cell, value in values.items()}
        for slip in self.said["slips"]:
            if (slip["unit"], slip["month"]) == (unit, period.key):
                values = {
                    **values,
                    **slip["with"],
                    slip["cell"]: max(values[slip["cell"]], slip["floor"]) * slip["times"],
                }
        return values

    def _month(self, dice: random.Random, unit: str, period: Period, values: Cells) -> Month:
        late, back, corrected = dice.random(), dice.random(), dice.random()
        open_now = period.key == self.open_month
        return Month(
            period=period,
            values=values,
            late=not open_now and late < self.said["late_share"],
            sent_back=not open_now and back < self.said["returned_share"],
            corrected=not open_now and corrected < self.said["corrected_share"],
            missing=(unit, period.key) in self._missing or (open_now and self.standing(unit) == "untouched"),
        )

    def dice(self, *words: object) -> random.Random:
        """Dice of their own for one question, so that answers do not depend on the order of asking."""
        return random.Random("/".join(map(str, (self.seed, *words))))

    def higher_values(self, unit: str, group: dict[str, Any], periods_asked: list[Period]) -> dict[str, Cells]:
        """Figures by period key of one district or agency for a form filled above the communes."""
        never = [line["cell"] for line in group.get("never", ()) if line["unit"] == unit]
        made = UnitFigures(f"{self.seed}/{unit}/{group['form']}", group["cells"], never=never)
        return {period.key: made.next_values(index) for index, period in enumerate(periods_asked, start=1)}
