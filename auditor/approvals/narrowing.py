"""Narrowing an approval: it is revoked, and a successor within it confirmed, in one act."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Self

from auditor.approvals.checks import Bound, refuse_to_revoke
from auditor.approvals.model import Approval
from auditor.approvals.narrower import is_as_wide, wider_in
from auditor.approvals.needs import wrong_request, wrong_revocation
from auditor.approvals.queries import as_ruled, get_approval
from auditor.approvals.reviewing import add_review
from auditor.approvals.revoking import put_revocation
from auditor.approvals.rules import Approval as Ruled
from auditor.approvals.rules import Decision, first_day_without, revocation_takes_effect_on
from auditor.approvals.service import assess_about, put_decision
from auditor.approvals.staleness import ReviewOutcome
from auditor.approvals.telling import tell_if_by_command
from auditor.errors import FieldsRefused
from auditor.trail.acts import Act
from auditor.verdicts.queries import Says, changes_with
from auditor.work import Work

#: In place of a reason, of what is looked at before one is given.
_LOOKED_AT = "It is looked at."

#: What a successor takes over: it stands for a part of what was asked for in the old request.
_OF_THE_REQUEST = (
    *("tool_id", "department_id", "conditions", "document", "document_on", "evidence_id"),
    *("requested_by_id", "requested_at", "requested_through"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What is left of an approval.

    Attributes:
        unit, officer_id, purposes: what it is limited to; none of them means any.
        valid_from: the first whole day of the successor, and the first without the old one.
        valid_until: the last day; None while it runs on.
    """

    unit: str | None
    officer_id: int | None
    purposes: tuple[str, ...]
    valid_from: date
    valid_until: date | None

    @classmethod
    def of(
        cls,
        work: Work,
        approval: Approval,
        *,
        unit: str | None,
        officer_id: int | None,
        purposes: Collection[str],
        valid_from: date | None,
        valid_until: date | None,
    ) -> Self:
        """What is left of an approval that is narrowed today.

        Args:
            valid_from: None for tomorrow, or the first day of its term; nobody narrows the past,
                so that a day before today means today.
        """
        first = valid_from or first_day_without(as_ruled(approval, work.zone), work.today)
        return cls(
            unit=unit,
            officer_id=officer_id,
            purposes=tuple(dict.fromkeys(purposes)),
            valid_from=revocation_takes_effect_on(first, work.today),
            valid_until=valid_until,
        )

    @property
    def seen(self) -> str:
        """Equal for two that leave the same: a page carries it once the effect was shown."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def effect_of_narrowing(
    work: Work, approval: Approval, left: Narrowed
) -> Counter[tuple[Says, Says]]:
    """What narrowing it today would make of the findings of its tool and department.

    Returns:
        How many findings, by what is said of them now and would be said then.

    Raises:
        NotAllowed, IllegalMove, FieldsRefused: as for `narrow_approval`, but for the reason.
    """
    refuse_to_revoke(work, approval)
    _refuse_wrong(work, approval, left, reason=_LOOKED_AT)
    old = as_ruled(approval, work.zone)
    return changes_with(work, replace(old, revoked_on=left.valid_from), _successor(old, left, work))


def narrow_approval(
    work: Work, approval: Approval, left: Narrowed, *, reason: str | None
) -> Approval:
    """Revoke an approval from a day on, and confirm a narrower one from that day on.

    Both count from today: where it was narrowed in writing before, it is revoked with that
    document, and another is asked for.

    Args:
        reason: why; it stands at the revocation, at the decision and at the review.

    Returns:
        The successor; who asked for the old one stands there as who asked.

    Raises:
        NotAllowed, IllegalMove: see `refuse_to_revoke`; or the successor concerns the actor.
        FieldsRefused: a reason is missing, or what is left would be wider somewhere, or as wide.
    """
    # The writers' turn is held: as it is read here it stays until it is written.
    approval = get_approval(work, approval.id)
    refuse_to_revoke(work, approval)
    _refuse_wrong(work, approval, left, reason=reason)
    taken_over = {name: getattr(approval, name) for name in _OF_THE_REQUEST}
    successor = Approval(**taken_over, **asdict(left))
    work.session.add(successor)
    work.session.flush()
    put_decision(work, successor, Bound.of(work), decision=Decision.CONFIRMED, reason=reason)
    put_revocation(work, approval, reason=reason, revoked_from=left.valid_from)
    outcome = ReviewOutcome.NARROWED
    add_review(work, approval, outcome, reason=reason or "", successor_id=successor.id)
    work.record(Act.APPROVAL_NARROWED)
    tell_if_by_command(work, approval, "narrowed")
    assess_about(work, approval, f"approval {approval.id} was narrowed to {successor.id}")
    return successor


def _successor(old: Ruled, left: Narrowed, work: Work) -> Ruled:
    """The successor as the rules see it, before it is recorded."""
    return replace(
        old,
        id=0,
        unit=left.unit,
        officer_id=left.officer_id,
        purposes=frozenset(left.purposes),
        valid_from=left.valid_from,
        valid_until=left.valid_until,
        decision=Decision.CONFIRMED,
        decided_on=work.today,
        revoked_on=None,
    )


def _refuse_wrong(work: Work, approval: Approval, left: Narrowed, *, reason: str | None) -> None:
    old = as_ruled(approval, work.zone)
    revocation = wrong_revocation(
        old,
        reason,
        revoked_from=left.valid_from,
        has_document=False,
        document_on=None,
        today=work.today,
    )
    wrong = wrong_request(
        work,
        approval.tool_id,
        approval.department_id,
        officer_id=left.officer_id,
        term=(left.valid_from, left.valid_until),
    )
    wrong |= {
        ("valid_from" if name == "revoked_from" else name): revocation[name] for name in revocation
    }
    new = _successor(old, left, work)
    wrong |= wider_in(new, old)
    if not wrong and is_as_wide(new, old):
        wrong["valid_until"] = (
            "Nothing would be narrower: limit it to a unit, an officer or purposes, or let it end "
            "earlier; or keep it as it is."
        )
    if wrong:
        raise FieldsRefused(wrong)
