"""Deciding several requests in one step: those that cannot be decided are named, the rest kept."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from auditor.approvals.checks import Bound, refuse_to_decide
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_decision
from auditor.approvals.queries import NO_SUCH, described_among, get_approval
from auditor.approvals.rules import Decision
from auditor.approvals.service import assess_about, record_decision
from auditor.errors import FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.evidence.service import Document, keep_document
from auditor.flags.rules.rule import numbered
from auditor.store import FileStore
from auditor.work import Work

#: So many requests are decided in one step; a page of those that wait has fewer.
MOST_TOGETHER: Final = 50


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked: the rows of what can be decided, by id, and why each other can not be."""

    free: list[Any]
    refused: dict[int, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ids of what was decided; and by id the sentence on what was not."""

    decided: list[int]
    refused: Mapping[int, str]


def ticked(work: Work, approval_ids: Collection[int]) -> Ticked:
    """What could be decided of these at this moment, by the same refusals as when it is done."""
    ids, beyond = _bounded(approval_ids)
    rows, bound = described_among(work, ids), Bound.of(work)
    found = Ticked([], {})
    for approval_id in ids:
        row = rows.get(approval_id)
        if why := NO_SUCH if row is None else _hindrance(work, row, bound):
            found.refused[approval_id] = why
        else:
            found.free.append(row)
    found.refused.update(beyond)
    return found


def _hindrance(work: Work, row: Any, bound: Bound) -> str:
    """Why the actor cannot decide this one; empty when they can."""
    try:
        refuse_to_decide(work, row, bound)
    except (NotAllowed, IllegalMove) as refusal:
        return str(refusal)
    return ""


def decide_each(
    opened: Callable[..., AbstractContextManager[Work]],
    files: FileStore,
    approval_ids: Collection[int],
    *,
    decision: Decision,
    reason: str | None,
    attached: tuple[bytes, str] | None,
    document_on: date | None,
) -> Outcome:
    """Keep what is attached and decide these requests so, each for itself and all in one turn.

    Args:
        opened: opens a work of whoever decides; with `reading=True` one for reading.
        reason: the same for all of them.
        attached: the document's bytes and its name; it is attached to each.

    Raises:
        FieldsRefused: a reason is missing, or the document or its date cannot be; nothing is
            decided then.
    """
    with opened(reading=True) as work:
        looked_at = ticked(work, approval_ids)
    if not looked_at.free:  # Nobody fills the disk who decides nothing.
        return Outcome([], looked_at.refused)
    document = keep_document(files, *attached) if attached is not None else None
    with opened() as work:
        return decide_several(
            work,
            approval_ids,
            decision=decision,
            reason=reason,
            document=document,
            document_on=document_on,
        )


def decide_several(
    work: Work,
    approval_ids: Collection[int],
    *,
    decision: Decision,
    reason: str | None,
    document: Document | None = None,
    document_on: date | None = None,
) -> Outcome:
    """Decide these requests so, by the path of a single decision; see `decide_each`.

    Raises:
        FieldsRefused: see `decide_each`.
    """
    if wrong := wrong_decision(
        decision,
        reason,
        has_document=document is not None,
        document_on=document_on,
        today=work.today,
    ):
        raise FieldsRefused(wrong)
    ids, refused = _bounded(approval_ids)
    bound, decided = Bound.of(work), list[Approval]()
    for approval_id in ids:
        try:
            # Whatever a refused one has changed by then is undone, and nothing of the others.
            with work.session.begin_nested():
                approval = get_approval(work, approval_id)
                record_decision(
                    work,
                    approval,
                    bound,
                    decision=decision,
                    reason=reason,
                    document=document,
                    document_on=document_on,
                )
        except (NotFound, NotAllowed, IllegalMove) as refusal:
            refused[approval_id] = str(refusal)
        else:
            decided.append(approval)
    _assess(work, decided, decision)
    return Outcome([each.id for each in decided], refused)


def _bounded(approval_ids: Collection[int]) -> tuple[list[int], dict[int, str]]:
    """The ids to look at, the oldest first; and the sentence on each that is too many."""
    ids = sorted(set(approval_ids))
    says = f"At most {MOST_TOGETHER} are decided in one step: decide this one in the next."
    return ids[:MOST_TOGETHER], dict.fromkeys(ids[MOST_TOGETHER:], says)


def _assess(work: Work, decided: Collection[Approval], decision: Decision) -> None:
    """Assess once for each tool and department, so that its flags tell of its approvals alone."""
    by_pair: dict[tuple[int, int], list[Approval]] = {}
    for each in decided:
        by_pair.setdefault((each.tool_id, each.department_id), []).append(each)
    for some in by_pair.values():
        which, were = (
            numbered("approval", [each.id for each in some]),
            "were" if some[1:] else "was",
        )
        assess_about(work, some[0], f"{which} {were} {decision}")
