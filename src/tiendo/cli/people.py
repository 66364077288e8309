"""`tiendo people`: the one account that cannot be made on a page, because nobody could sign in to make it."""

from __future__ import annotations

import click

from tiendo.foundation import clock
from tiendo.foundation.accounts import actions
from tiendo.foundation.accounts.models import Post
from tiendo.foundation.accounts.roles import Role
from tiendo.foundation.packs import queries as packs
from tiendo.foundation.places import queries as places


@click.group()
def people() -> None:
    """Accounts."""


@people.command("first-administrator")
@click.argument("username")
def first_administrator(username: str) -> None:
    """Make the installation's first administrator and print a one-time password. Refused once there is one."""
    if Post.on(clock.today()).filter(role=Role.ADMINISTRATOR).exists():
        raise click.ClickException("Đã có quản trị viên. Mời người đó cấp lại mật khẩu trên trang Người dùng.")
    unit = places.by_code(packs.current().plan.unit_code, clock.today())
    user = actions.add_person(username, shown_name=str(Role.ADMINISTRATOR.label), by=None)
    actions.give_post(
        user, Role.ADMINISTRATOR, unit, title=str(Role.ADMINISTRATOR.label), starts=clock.today(), by=None
    )
    click.echo(f"Tên đăng nhập: {user.username}\nMật khẩu dùng một lần: {actions.reset_password(user, by=None)}")
