"""`tiendo tick`: what is done once a day without anybody pressing a button."""

from __future__ import annotations

from datetime import datetime

import click

from tiendo.foundation import clock, daily


@click.command()
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Do what was due by that day; today by default."
)
def tick(day: datetime | None) -> None:
    """Do the daily jobs: what nobody answered in time goes to the level above. The same day twice changes nothing."""
    asked = day.date() if day else clock.today()
    if asked > clock.today():
        raise click.BadParameter(f"{asked:%d/%m/%Y} chưa đến.", param_hint="--day")
    for name, changed in daily.run(asked).items():
        click.echo(f"{name}: {changed}")
