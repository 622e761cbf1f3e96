"""What every command shares: refusals in plain words, and figures as JSON."""

from typing import Any

import click
import orjson
from flask.cli import AppGroup

from auditor.errors import AuditorError

#: `--json`, wherever a command prints figures.
json_option = click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")


class CommandGroup(AppGroup):
    """A group whose commands end with a sentence, not a stack trace, when they are refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal becomes its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except AuditorError as refusal:
            raise click.ClickException(str(refusal)) from None


def print_json(figures: object) -> None:
    """Print figures as one JSON object."""
    click.echo(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode())
