"""The `tiendo` command: parses, calls actions and queries, prints. One module per group of sub-commands."""

from __future__ import annotations

import os
import sys

import click

EXIT_CODES = """\b
Exit codes:
  0  done
  1  checked, and something is wrong (the output says what)
  2  the command line is wrong
  3  the input was refused (every fault is listed)"""


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tiendo")
def root() -> None:
    """Tiến Độ: carry an issued plan out, from its clauses to the official report.

    TIENDO_DATA names the installation's folder; TIENDO_DATABASE_URL a PostgreSQL database to use instead of its SQLite file.
    """


def main() -> None:
    """Entry point: prepare Django, gather the groups, run; refusals become exit code 3."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tiendo.web.settings.main")
    import django

    django.setup()
    from tiendo.cli import groups
    from tiendo.kernel.verdicts import BadInput, Refused

    groups.add_to(root)
    try:
        root()
    except BadInput as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(3)
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(3)
