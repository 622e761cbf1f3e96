"""Who acts on the command line: the user named with `--as`, with the permissions they have."""

import getpass

import click

from auditor.access import SYSTEM, Actor, Through
from auditor.errors import NotAllowed
from auditor.people.queries import user_by_email
from auditor.schema.migrating import refuse_unready
from auditor.wiring import current_wiring

#: `--as EMAIL`, wherever a command changes records.
as_option = click.option(
    "--as",
    "acting",
    metavar="EMAIL",
    required=True,
    help="The user who does this; what they may not do on a page is refused here too.",
)


def acting_user(email: str) -> Actor:
    """The actor of a command that names its user.

    Raises:
        NotAllowed: there is no open account with this address.
    """
    _refuse_unready()
    with current_wiring().open(SYSTEM, reading=True) as work:
        user = user_by_email(work, email)
    if user is None or user.closed_at is not None:
        raise NotAllowed(f"There is no open account for {email}; see flask users list.")
    return user.as_actor(Through.COMMAND_LINE, _account())


def operator() -> Actor:
    """The actor of a command that names no user: whoever runs this machine."""
    _refuse_unready()
    return Actor(
        "Operator",
        SYSTEM.role,
        through=Through.COMMAND_LINE,
        system_account=_account(),
    )


def _refuse_unready() -> None:
    wiring = current_wiring()
    refuse_unready(wiring.engine, wiring.settings)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
