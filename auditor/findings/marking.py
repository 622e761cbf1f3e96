"""Findings that stop counting: withdrawn, or marked as duplicates; and the mark taken back."""

from typing import Final

from sqlalchemy import select

from auditor.base import standing
from auditor.departments.service import withdraw
from auditor.errors import FieldsRefused, IllegalMove, NotFound
from auditor.findings.model import Finding
from auditor.findings.queries import finding_row
from auditor.findings.service import record_and_assess, refuse_to_change
from auditor.trail.acts import Act
from auditor.work import Work

#: So many duplicates are named in a sentence.
_NAMED: Final = 5


def withdraw_finding(work: Work, finding: Finding, reason: str) -> None:
    """Withdraw a finding: it stays visible and counts nowhere.

    Raises:
        NotAllowed: the actor does not keep the register, or is concerned.
        IllegalMove: it has been withdrawn already, or others are marked its duplicates.
        FieldsRefused: no reason is given.
    """
    refuse_to_change(work, finding)
    if kept := kept_by_duplicates(work, finding):
        raise IllegalMove(kept)
    withdraw(work, finding, f"Finding {finding.id}", reason=reason)
    record_and_assess(work, finding, Act.FINDING_WITHDRAWN, because="the finding was withdrawn")


def mark_duplicate(work: Work, finding: Finding, of: int | None) -> None:
    """Mark that a finding repeats another, so that it counts nowhere.

    Args:
        of: the number of the other; one of the same tool and department that counts itself.

    Raises:
        NotAllowed: the actor does not keep the register, or is concerned.
        IllegalMove: it has been withdrawn or marked already, or others are marked its duplicates.
        FieldsRefused: the other cannot be the one that it repeats.
    """
    refuse_to_change(work, finding)
    if finding.duplicate_of_id is not None:
        raise IllegalMove(
            f"Finding {finding.id} is marked a duplicate of finding {finding.duplicate_of_id} "
            "already; take that mark back first."
        )
    if kept := kept_by_duplicates(work, finding):
        raise IllegalMove(kept)
    if wrong := _wrong_original(work, finding, of):
        raise FieldsRefused({"duplicate_of": wrong})
    finding.duplicate_of_id = of
    because = f"it was marked a duplicate of finding {of}"
    record_and_assess(work, finding, Act.FINDING_EDITED, because=because)


def unmark_duplicate(work: Work, finding: Finding) -> None:
    """Take back that a finding is a duplicate.

    Raises:
        NotAllowed: the actor does not keep the register, or is concerned.
        IllegalMove: it has been withdrawn, or is not marked.
    """
    refuse_to_change(work, finding)
    if finding.duplicate_of_id is None:
        raise IllegalMove(f"Finding {finding.id} is not marked a duplicate of another.")
    finding.duplicate_of_id = None
    because = "it is no longer marked a duplicate"
    record_and_assess(work, finding, Act.FINDING_EDITED, because=because)


def kept_by_duplicates(work: Work, finding: Finding) -> str:
    """Why a finding must go on to count: others are marked its duplicates; empty if none is."""
    wanted = select(Finding.id).where(Finding.duplicate_of_id == finding.id, standing(Finding))
    ids = work.session.scalars(wanted.order_by(Finding.id)).all()
    if not ids:
        return ""
    named = f"{'Finding' if len(ids) == 1 else 'Findings'} {', '.join(map(str, ids[:_NAMED]))}"
    more = " and others" if len(ids) > _NAMED else ""
    return (
        f"{named}{more} {'repeats' if len(ids) == 1 else 'repeat'} finding {finding.id}: without "
        "it this access would count nowhere. Take that mark back first."
    )


def _wrong_original(work: Work, finding: Finding, of: int | None) -> str:
    """Why a finding cannot repeat that one; empty if it can."""
    if of is None:
        return "Give the number of the finding that this one repeats."
    try:
        original = finding_row(work, of)
    except NotFound:
        return f"There is no finding {of}. Give the number of the one that this one repeats."
    same = original.tool_id, original.department_id
    told = (
        (original.id == finding.id, "A finding cannot repeat itself: give the other’s number."),
        (
            original.duplicate_of_id is not None,
            f"Finding {of} repeats finding {original.duplicate_of_id} itself: give that one.",
        ),
        (
            original.withdrawn_at is not None,
            f"Finding {of} has been withdrawn, so that this access would count nowhere. Give "
            "the number of one that stands.",
        ),
        (
            same != (finding.tool_id, finding.department_id),
            f"Finding {of} is about another tool or department, so that it is no repetition. "
            "Check its number.",
        ),
    )
    return next((sentence for holds, sentence in told if holds), "")
