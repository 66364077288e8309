"""What may be stored: the declaration every model carries, and the two field types that free text and documents of values need.

The tests of this room walk every model against the denylist of names and types (`denylist.py`); exemptions live in `allow.toml`.
"""

from tiendo.foundation.privacy.declaration import Privacy
from tiendo.foundation.privacy.fields import NarrativeField, SchemaJSONField
from tiendo.foundation.privacy.narrative import check_narrative, written

__all__ = ["NarrativeField", "Privacy", "SchemaJSONField", "check_narrative", "written"]
