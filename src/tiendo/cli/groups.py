"""Every group of sub-commands, gathered for the entry point."""

from __future__ import annotations

import click

from tiendo.cli import checking, daily, demo, figures, mail, people, places, plans, reports, serving


def add_to(root: click.Group) -> None:
    """Hang all commands on the root command."""
    for command in (
        plans.plan,
        checking.pack,
        checking.rollup,
        checking.audit,
        checking.files,
        people.people,
        places.places,
        figures.figures,
        reports.report,
        demo.demo,
        daily.tick,
        mail.mail,
        serving.migrate,
        serving.serve,
    ):
        root.add_command(command)
