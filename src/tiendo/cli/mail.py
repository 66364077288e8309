"""`tiendo mail`: what became of the letters, and sending again what did not arrive."""

from __future__ import annotations

from datetime import datetime

import click

from tiendo.cli.printing import print_json
from tiendo.foundation.letters import actions, composing, delivery, queries
from tiendo.foundation.letters.models import Letter, LetterState


@click.group()
def mail() -> None:
    """Letters of what is to be done."""


@mail.command("list")
@click.option("--state", type=click.Choice(LetterState.values), default=None, help="Only letters of this state.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Only letters of this day.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_letters(state: str | None, day: datetime | None, limit: int, as_json: bool) -> None:
    """The newest letters: number, day, state, tries, to which post, what went wrong."""
    found = queries.listed(state=state or "", day=day.date() if day else None, limit=limit)
    if as_json:
        print_json(found)
        return
    for line in found:
        wrong = f" ({line.trouble})" if line.trouble else ""
        click.echo(f"{line.letter_id}\t{line.day:%Y-%m-%d}\t{line.state}\t{line.tries}\t{line.post}{wrong}")


@mail.command("show")
@click.argument("letter_id", type=int)
def show(letter_id: int) -> None:
    """One letter as it is sent, without the address."""
    letter = Letter.objects.select_related("post__unit").filter(pk=letter_id).first()
    if letter is None:
        raise click.ClickException(f"Không có thư số {letter_id}. Xem số thư bằng: tiendo mail list")
    click.echo(f"{composing.subject(letter)}\n\n{composing.text(letter)}")


@mail.command("retry")
@click.argument("letter_ids", type=int, nargs=-1)
@click.pass_context
def retry(context: click.Context, letter_ids: tuple[int, ...]) -> None:
    """Send again the letters that failed or were left half sent: those named, or all. Exit code 1 when one fails again."""
    moved = actions.retry(letter_ids or None, by=None)
    done = delivery.deliver_due()
    click.echo(f"Gửi lại: {moved}. Đã gửi: {done.sent}. Không gửi được: {done.failed}. Chờ thử lại: {done.put_off}.")
    if done.failed or done.put_off:
        context.exit(1)
