"""The shape of a pack: what each of its files must hold, as frozen models that refuse anything they do not know.

Only shapes live here; reading files and cross-checks are in `loading.py`, questions about days in `calendar.py`.
Lists arrive as tuples: a loaded pack cannot be changed.
"""

from tiendo.foundation.packs.schema.base import (
    OPEN_END,
    OPEN_START,
    Code,
    Dated,
    FormCode,
    Frequency,
    Level,
    Model,
    PeriodKind,
    Slug,
    Text,
    cell_name,
)
from tiendo.foundation.packs.schema.days import CalendarDef, DueDay, Holiday, Regime
from tiendo.foundation.packs.schema.forms import PLACEHOLDERS, Actor, Block, Cell, Evidence, FormDef, Rule
from tiendo.foundation.packs.schema.measures import (
    DayOfYear,
    IndicatorDef,
    Judging,
    Milestone,
    TargetDef,
    TargetEntry,
    TargetRule,
    TargetSaid,
    Words,
)
from tiendo.foundation.packs.schema.pack import Pack
from tiendo.foundation.packs.schema.plan import (
    AgencyDef,
    BoardSection,
    ClassDef,
    ClauseMap,
    PackHead,
    PlanMeta,
    ProgrammeDef,
    Provenance,
)
from tiendo.foundation.packs.schema.registers import RegisterCell, RegisterDef

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "PLACEHOLDERS",
    "Actor",
    "AgencyDef",
    "Block",
    "BoardSection",
    "CalendarDef",
    "Cell",
    "ClassDef",
    "ClauseMap",
    "Code",
    "Dated",
    "DayOfYear",
    "DueDay",
    "Evidence",
    "FormCode",
    "FormDef",
    "Frequency",
    "Holiday",
    "IndicatorDef",
    "Judging",
    "Level",
    "Milestone",
    "Model",
    "Pack",
    "PackHead",
    "PeriodKind",
    "PlanMeta",
    "ProgrammeDef",
    "Provenance",
    "Regime",
    "RegisterCell",
    "RegisterDef",
    "Rule",
    "Slug",
    "TargetDef",
    "TargetEntry",
    "TargetRule",
    "TargetSaid",
    "Text",
    "Words",
    "cell_name",
]
