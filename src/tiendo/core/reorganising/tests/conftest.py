"""The small province in which reports are tried, with an administrator who prepares and a director who applies."""

import uuid
from datetime import date

from tiendo.core.reorganising import actions
from tiendo.core.reorganising.actions import Heading
from tiendo.core.reorganising.lines import Line, To
from tiendo.core.reporting.tests.conftest import busy_world as busy_world
from tiendo.core.reporting.tests.conftest import world as world
from tiendo.foundation.accounts.roles import Role

ON = date(2017, 10, 1)
BASIS = "12/NQ-HĐND"


def merge(*codes, into, name="", kind_vi="", parent=""):
    return Line("merge", codes, (To(into, name, kind_vi, parent),))


def administrator(world):
    return world.post(Role.ADMINISTRATOR, world.province)


def prepared(world, *lines, on=ON):
    heading = Heading(on, BASIS, date(2017, 8, 20), "Sắp xếp đơn vị hành chính cấp xã")
    return actions.prepare(heading, request=uuid.uuid4(), by=administrator(world), lines=lines)


def ready(world, *lines, on=ON):
    row = prepared(world, *lines, on=on)
    return actions.present(row, version=row.version, by=administrator(world))


def applied(world, *lines, on=ON, by=None):
    row = ready(world, *lines, on=on)
    return actions.apply(row, version=row.version, by=by or world.department_director())
