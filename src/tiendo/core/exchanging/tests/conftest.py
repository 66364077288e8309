"""The small province of the reports, with what its people fill away from the system."""

from tiendo.core.reporting.tests.conftest import at_desk_time, busy_world, world

__all__ = ["at_desk_time", "busy_world", "world"]
