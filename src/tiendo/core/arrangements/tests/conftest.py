"""The plan's province and whoever holds posts in it."""

from tiendo.core.assignments.tests.conftest import Office, at, office

__all__ = ["Office", "at", "office"]
