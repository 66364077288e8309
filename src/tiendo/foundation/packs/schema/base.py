"""What every part of a pack is made of: codes, texts, strict frozen models, dates of validity."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-\d{1,2}[AB]?$")]
FormCode = Annotated[str, StringConstraints(pattern=r"^F\d$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Frequency = Literal["month", "quarter", "half", "year"]
PeriodKind = Literal["month", "quarter", "half", "nine_months", "year"]
Level = Literal["commune", "district", "department", "ministry"]
OPEN_START, OPEN_END = date(1900, 1, 1), date(9999, 12, 31)


class Model(BaseModel):
    """Base of all: strict types, no unknown key, no change after loading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Dated(Model):
    """Something in force from a day (inclusive) to a day (exclusive); absent ends are open."""

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Dated:
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_to phải sau valid_from")
        return self

    def in_force(self, on: date) -> bool:
        """Whether it holds on that day."""
        return (self.valid_from or OPEN_START) <= on < (self.valid_to or OPEN_END)


def cell_name(code: str) -> str:
    """`OUT-01` as expressions write it: `OUT_01`."""
    return code.replace("-", "_")
