"""`flask approvals …`: decisions and revocations, under the same rules as on the page."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from auditor.approvals.checks import refuse_to_decide, refuse_to_revoke
from auditor.approvals.model import Approval
from auditor.approvals.narrowing import Narrowed, effect_of_narrowing, narrow_approval
from auditor.approvals.needs import wrong_days, wrong_document
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.requesting import officer_named
from auditor.approvals.reviewing import keep_approval, what_to_review
from auditor.approvals.revoking import effect_of_revoking, first_day_named, revoke
from auditor.approvals.rules import Decision, Purpose, made_on
from auditor.approvals.service import decide, effect_of
from auditor.approvals.wording import effect_in_words
from auditor.columns import as_given
from auditor.command_line import CommandGroup
from auditor.errors import FieldsRefused
from auditor.people.acting import acting_user, as_option
from auditor.wiring import current_wiring
from auditor.work import Work

group = CommandGroup("approvals", help="Confirm, deny, review or revoke for a department.")

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
    click.option("--show", is_flag=True, help="Print what it would do, and record nothing."),
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
    help="The first whole day without it; else the day after it is revoked, or its first day.",
)
def revoke_(
    approval_id: int, *, acting: str, effective: datetime | None, show: bool, **said: Any
) -> None:
    """Revoke the confirmed approval with this number, for your own department."""
    wiring, actor = current_wiring(), acting_user(acting)
    opened, written = partial(wiring.open, actor), _written(**said)
    first, on = effective.date() if effective else None, written["document_on"]
    with opened(reading=True) as work:
        approval = get_approval(work, approval_id)
        refuse_to_revoke(work, approval)
        has_document = show or written["attached"] is not None
        if wrong := wrong_days(
            as_ruled(approval, work.zone),
            first,
            has_document=has_document,
            document_on=on,
            today=work.today,
        ):
            raise FieldsRefused(wrong)
        revoked_from = first_day_named(work, approval, first, on)
        effect = effect_of_revoking(work, approval, revoked_from=revoked_from, document_on=on)
        told = effect_in_words(effect, made_on=made_on(work.today, on))
    if not show:
        revoke(opened, wiring.files, approval_id, revoked_from=first, **written)
    _tell(told, f"Approval {approval_id} is revoked.", show=show)


@group.command("keep")
@click.argument("approval_id", metavar="ID", type=int)
@as_option
@click.option("--reason", help="Why; needed to keep it.")
@click.option("--show", is_flag=True, help="Print what changed about it, and record nothing.")
def keep(approval_id: int, *, acting: str, reason: str | None, show: bool) -> None:
    """Review the approval with this number, that something changed about, and keep it."""
    wiring, actor = current_wiring(), acting_user(acting)
    with wiring.open(actor, reading=True) as work:
        found = what_to_review(work, get_approval(work, approval_id))
    if not show:
        said = (reason or "").strip() or None
        with wiring.open(actor) as work:
            approval = get_approval(work, approval_id)
            keep_approval(work, approval, reason=said, seen=found.newest)
    click.echo(
        f"Nothing is recorded. About approval {approval_id} this changed:"
        if show
        else f"Approval {approval_id} is kept as it is. This had changed about it:"
    )
    for sentence in found.reasons:
        click.echo(f"  {sentence}")


@group.command("narrow")
@click.argument("approval_id", metavar="ID", type=int)
@as_option
@click.option("--reason", help="Why; needed to narrow it.")
@click.option("--unit", help="The unit to which it is limited; else the one that it has.")
@click.option("--officer", help="The officer, by employee id, badge or name; likewise.")
@click.option(
    "--purpose",
    "purposes",
    multiple=True,
    type=click.Choice([each.value for each in Purpose if each is not Purpose.UNKNOWN]),
    help="A purpose to which it is limited, as often as needed; likewise.",
)
@click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first whole day on which only what is left gives leave; else tomorrow.",
)
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day; likewise."
)
@click.option("--show", is_flag=True, help="Print what it would do, and record nothing.")
def narrow(approval_id: int, *, acting: str, reason: str | None, show: bool, **said: Any) -> None:
    """Narrow the confirmed approval with this number: revoke it, and confirm a successor in it."""
    wiring, actor = current_wiring(), acting_user(acting)
    with wiring.open(actor, reading=True) as work:
        approval = get_approval(work, approval_id)
        left = _left(work, approval, **said)
        told = effect_in_words(effect_of_narrowing(work, approval, left), made_on=work.today)
    done = ""
    if not show:
        with wiring.open(actor) as work:
            approval, why = get_approval(work, approval_id), (reason or "").strip() or None
            successor = narrow_approval(work, approval, left, reason=why).id
        done = f"Approval {approval_id} is narrowed: approval {successor} takes its place."
    _tell(told, done, show=show)


def _left(
    work: Work,
    approval: Approval,
    *,
    unit: str | None,
    officer: str | None,
    purposes: Sequence[str],
    first: datetime | None,
    until: datetime | None,
) -> Narrowed:
    """What is left of it: what no option says stays as it is."""
    refuse_to_revoke(work, approval)
    return Narrowed.of(
        work,
        approval,
        unit=unit or approval.unit,
        officer_id=officer_named(work, approval.department_id, officer) or approval.officer_id,
        purposes=purposes or approval.purposes,
        valid_from=first.date() if first else None,
        valid_until=until.date() if until else approval.valid_until,
    )


def _decide(
    decision: Decision,
    *,
    approval_id: int,
    acting: str,
    show: bool,
    **said: Any,
) -> None:
    wiring, actor = current_wiring(), acting_user(acting)
    opened, written = partial(wiring.open, actor), _written(**said)
    on = written["document_on"]
    with opened(reading=True) as work:
        approval = get_approval(work, approval_id)
        refuse_to_decide(work, approval)
        has_document = show or written["attached"] is not None
        if wrong := wrong_document(on, has_document=has_document, today=work.today):
            raise FieldsRefused(wrong)
        effect = effect_of(work, approval, decision, document_on=on)
        told = effect_in_words(effect, made_on=made_on(work.today, on))
    if not show:
        decide(opened, wiring.files, approval_id, decision=decision, **written)
    _tell(told, f"Approval {approval_id} is {decision}.", show=show)


def _tell(effect: Iterable[str], done: str, *, show: bool) -> None:
    """What was done, or that nothing was; and, line by line, what it does to the findings."""
    click.echo("Nothing is recorded. This is what it would do:" if show else done)
    for sentence in effect:
        click.echo(f"  {sentence}")


def _written(
    *, reason: str | None, document: Path | None, document_date: datetime | None
) -> dict[str, Any]:
    """What is said with every step, as the services take it."""
    return {
        "reason": as_given(reason),
        "attached": (document.read_bytes(), document.name) if document else None,
        "document_on": document_date.date() if document_date else None,
    }
