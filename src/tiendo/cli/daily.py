"""`tiendo tick`: what is done once a day without anybody pressing a button. `serve` keeps one running beside the pages."""

from __future__ import annotations

import logging
import os
import signal
import threading
from datetime import date, datetime, time, timedelta

import click
from django.db import connections

from tiendo.foundation import clock, daily

HOUR = "06:30"
EVERY_S = 300
"""Seconds between two rounds of what is done every few minutes."""
_GLANCE_S = 2.0
_log = logging.getLogger("tiendo.daily")


class Hour(click.ParamType):
    """A time of day such as 06:30."""

    name = "HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """The time; refuses what is none."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value), "%H:%M").time()
        except ValueError:
            self.fail(f"{value!r} không phải giờ, ví dụ đúng: 06:30.", param, ctx)


@click.command()
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Do what was due by that day; today by default."
)
@click.option("--stay", is_flag=True, help="Stay and do the jobs each day at the hour, until stopped.")
@click.option(
    "--at", type=Hour(), default=HOUR, envvar="TIENDO_TICK_AT", show_default=True, help="With --stay: the hour."
)
def tick(day: datetime | None, stay: bool, at: time) -> None:
    """Do the daily jobs: what nobody answered in time goes to the level above, letters are written and sent.

    The same day twice changes nothing.
    """
    if stay:
        stay_and_tick(at)
        return
    asked = day.date() if day else clock.today()
    if asked > clock.today():
        raise click.BadParameter(f"{asked:%d/%m/%Y} chưa đến.", param_hint="--day")
    done = daily.run_alone(asked)
    if done is None:
        click.echo("Một tiến trình khác đang làm việc hằng ngày.")
        return
    for name, changed in {**done, **daily.run_frequent()}.items():
        click.echo(f"{name}: {changed}")


def stay_and_tick(at: time) -> None:
    """Jobs of the day once after start and then at each day's hour, frequent ones in between; ends with its parent or by a signal."""
    stop = threading.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_said: stop.set())
    parent, done, since = os.getppid(), None, EVERY_S
    while not stop.is_set() and os.getppid() == parent:
        if since >= EVERY_S:
            done, since = _round(last_due(clock.now(), at), done), 0
        stop.wait(_GLANCE_S)
        since += int(_GLANCE_S)


def last_due(now: datetime, at: time) -> date:
    """The day whose jobs are to be done by now: today's from the hour on, yesterday's before it."""
    return now.date() if now.time() >= at else now.date() - timedelta(days=1)


def _round(day: date, done: date | None) -> date | None:
    """The jobs of the day unless done; frequent ones always. Returns the day whose jobs are done.

    A fault of one round is written to the log and does not end the next ones: nobody would notice that they are missing.
    """
    try:
        if day != done and (changed := daily.run_alone(day)) is not None:
            _log.info("jobs of %s done: %s", day, changed)
            done = day
        frequent = daily.run_frequent()
        if any(frequent.values()):
            _log.info("done in between: %s", frequent)
    except Exception:
        _log.exception("the jobs of %s broke off; they are begun again in %d seconds", day, EVERY_S)
    finally:
        connections.close_all()
    return done
