"""`flask approvals …`: decisions and revocations, under the same rules as on the page."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from auditor.approvals.revoking import revoke
from auditor.approvals.rules import Decision
from auditor.approvals.service import decide
from auditor.command_line import CommandGroup
from auditor.people.acting import acting_user, as_option
from auditor.wiring import current_wiring

group = CommandGroup("approvals", help="Confirm, deny or revoke for a department.")

_OPTIONS: Final = (
    click.argument("approval_id", metavar="ID", type=int),
    as_option,
    click.option("--reason", help="Why; needed to deny and to revoke."),
    click.option(
        "--document",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The document in which it was decided or revoked.",
    ),
    click.option(
        "--document-date",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="The date on the document: the step counts from that day, not from today.",
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


@group.command("revoke")
@_decision
@click.option(
    "--effective",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first whole day without it; tomorrow, if none is given.",
)
def revoke_(approval_id: int, *, acting: str, effective: datetime | None, **said: Any) -> None:
    """Revoke the confirmed approval with this number, for your own department."""
    wiring, actor = current_wiring(), acting_user(acting)
    revoke(
        partial(wiring.open, actor),
        wiring.files,
        approval_id,
        revoked_from=effective.date() if effective else None,
        **_written(**said),
    )
    click.echo(f"Approval {approval_id} is revoked.")


def _decide(
    decision: Decision,
    *,
    approval_id: int,
    acting: str,
    **said: Any,
) -> None:
    wiring, actor = current_wiring(), acting_user(acting)
    decide(
        partial(wiring.open, actor),
        wiring.files,
        approval_id,
        decision=decision,
        **_written(**said),
    )
    click.echo(f"Approval {approval_id} is {decision}.")


def _written(
    *, reason: str | None, document: Path | None, document_date: datetime | None
) -> dict[str, Any]:
    """What is said with every step, as the services take it."""
    return {
        "reason": (reason or "").strip() or None,
        "attached": (document.read_bytes(), document.name) if document else None,
        "document_on": document_date.date() if document_date else None,
    }
