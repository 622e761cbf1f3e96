"""`flask approvals …`: decisions on the command line, under the same rules as on the page."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from auditor.approvals.rules import Decision
from auditor.approvals.service import decide
from auditor.command_line import CommandGroup
from auditor.people.acting import acting_user, as_option
from auditor.wiring import current_wiring

group = CommandGroup("approvals", help="Confirm or deny what a department was asked for.")

_OPTIONS: Final = (
    click.argument("approval_id", metavar="ID", type=int),
    as_option,
    click.option("--reason", help="Why; needed to deny."),
    click.option(
        "--document",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The document in which it was decided.",
    ),
    click.option(
        "--document-date",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="The date on the document: the decision counts from that day, not from today.",
    ),
)


def _decision(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@group.command("confirm")
@_decision
def confirm(**options: Any) -> None:
    """Confirm the request with this number, for your own department."""
    _decide(Decision.CONFIRMED, **options)


@group.command("deny")
@_decision
def deny(**options: Any) -> None:
    """Deny the request with this number, for your own department."""
    _decide(Decision.DENIED, **options)


def _decide(
    decision: Decision,
    *,
    approval_id: int,
    acting: str,
    reason: str | None,
    document: Path | None,
    document_date: datetime | None,
) -> None:
    wiring, actor = current_wiring(), acting_user(acting)
    decide(
        partial(wiring.open, actor),
        wiring.files,
        approval_id,
        decision=decision,
        reason=(reason or "").strip() or None,
        attached=(document.read_bytes(), document.name) if document else None,
        document_on=document_date.date() if document_date else None,
    )
    click.echo(f"Approval {approval_id} is {decision}.")
