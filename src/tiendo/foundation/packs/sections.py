"""Where higher apps add their own checks of a pack: the pack knows the files, they know what some of them mean.

An app registers in its `apps.py`: `sections.register("indicators", checks.problems)`; the loader calls every checker with the
pack it has built and adds what they find to its own problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tiendo.foundation.packs.schema import Pack
from tiendo.kernel.verdicts import Problem

Checker = Callable[[Pack], Iterable[Problem]]
Installer = Callable[[Pack], None]

_checkers: dict[str, Checker] = {}
_installers: dict[str, Installer] = {}


def register(name: str, checker: Checker) -> None:
    """Add a section's checker. Registering a name again replaces it."""
    _checkers[name] = checker


def register_installer(name: str, installer: Installer) -> None:
    """Add what must happen in the installing transaction when a pack is taken in. Installers run in the order of registering."""
    _installers[name] = installer


def problems(pack: Pack) -> list[Problem]:
    """What every registered section finds wrong."""
    return [problem for checker in _checkers.values() for problem in checker(pack)]


def installers() -> tuple[Installer, ...]:
    """Every registered installer."""
    return tuple(_installers.values())
