"""Asking a department for its approval."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import tuple_

from auditor.access import Permission
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_document, wrong_for_oneself, wrong_request
from auditor.approvals.rules import Purpose, scope_sought
from auditor.approvals.service import assess_about
from auditor.concern import concern_of
from auditor.errors import FieldsRefused
from auditor.evidence.service import Document, hand_in, keep_document
from auditor.findings.choosing import officers_meant
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.work import Work


def keep_paper(files: FileStore, attached: tuple[bytes, str] | None) -> Document | None:
    """Put the request's paper on disk, outside of any writing work; None where none is attached.

    Raises:
        FieldsRefused: it is none that is kept; the sentence stands under `paper`.
    """
    if attached is None:
        return None
    try:
        return keep_document(files, *attached)
    except FieldsRefused as refusal:
        raise FieldsRefused({"paper": str(refusal.fields["document"])}) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a department is asked for.

    Attributes:
        valid_from: the first whole day of its term; it may lie in the past.
        valid_until: the last day of its term; None while it runs on.
        unit, officer_id, purposes: what it is limited to; none of them means any.
        document: what the request is called where it was written.
        paper: the request as it was written, kept already; who is asked may open it.
        document_on: the date the paper bears.
    """

    tool_id: int
    department_id: int
    valid_from: date
    valid_until: date | None = None
    unit: str | None = None
    officer_id: int | None = None
    purposes: Collection[Purpose] = ()
    conditions: str | None = None
    document: str | None = None
    paper: Document | None = None
    document_on: date | None = None

    def scope(self) -> dict[str, Any]:
        """For what it asks, named as the record's columns."""
        return {
            "tool_id": self.tool_id,
            "department_id": self.department_id,
            "unit": self.unit,
            "officer_id": self.officer_id,
            "purposes": tuple(purpose.value for purpose in dict.fromkeys(self.purposes)),
        }


def request_approval(work: Work, wanted: Wanted) -> Approval:
    """Ask a department for its approval; the request is made today, or on its paper's date.

    Raises:
        NotAllowed: the actor may not ask for that department.
        FieldsRefused: the term ends before it begins, the officer is of another department, or it
            concerns the actor and is to count from an earlier day.
    """
    approval = _add(work, wanted)
    work.record(Act.APPROVAL_REQUESTED)
    assess_about(work, approval, f"approval {approval.id} was asked for")
    return approval


def request_each(work: Work, wanted: Mapping[str, Wanted]) -> list[int]:
    """Ask for several approvals in one step: for all of them, or for none.

    Args:
        wanted: at least one, by a key.

    Returns:
        The ids of the requests, in the order of `wanted`.

    Raises:
        NotAllowed: the actor may not ask for one of the departments.
        FieldsRefused: as for one request; each field is named with the request's key before it.
    """
    made: list[Approval] = []
    wrong: dict[str, str] = {}
    for key, each in wanted.items():
        try:
            made.append(_add(work, each))
        except FieldsRefused as refusal:
            wrong |= {f"{key}-{name}": sentence for name, sentence in refusal.fields.items()}
    if wrong:
        raise FieldsRefused(wrong)
    work.record(Act.APPROVAL_REQUESTED)
    pairs = sorted({(each.tool_id, each.department_id) for each in wanted.values()})
    assess(
        work,
        tuple_(Finding.tool_id, Finding.department_id).in_(pairs),
        because=f"{len(made)} approvals were asked for",
    )
    return [approval.id for approval in made]


def _add(work: Work, wanted: Wanted) -> Approval:
    """The request as it will be recorded, under no act yet; see `request_approval`."""
    work.require(Permission.APPROVAL_REQUEST, in_department=wanted.department_id)
    _refuse_wrong(work, wanted)
    approval = Approval(
        **wanted.scope(),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        conditions=wanted.conditions,
        document=wanted.document,
        document_on=wanted.document_on,
        evidence_id=_handed_in(work, wanted.paper, wanted.department_id),
        requested_by_id=work.actor.user_id,
        requested_at=work.now,
        requested_through=work.actor.through,
    )
    work.session.add(approval)
    work.session.flush()
    return approval


def _refuse_wrong(work: Work, wanted: Wanted) -> None:
    wrong = wrong_request(
        work,
        wanted.tool_id,
        wanted.department_id,
        officer_id=wanted.officer_id,
        term=(wanted.valid_from, wanted.valid_until),
    )
    document_on, has_document = wanted.document_on, wanted.paper is not None
    wrong |= wrong_document(document_on, has_document=has_document, today=work.today)
    is_own = document_on is not None and concern_of(work).holds(scope_sought(**wanted.scope()))
    if wrong := wrong or wrong_for_oneself(is_own=is_own, document_on=document_on):
        raise FieldsRefused(wrong)


def officer_named(work: Work, department_id: int, text: str | None) -> int | None:
    """The officer of that department whom a text means; None for no text.

    An employee id, a badge, an address or a name is enough, a family name alone where only one
    officer of the department bears it.

    Raises:
        FieldsRefused: nobody is meant, or several may be; the sentence lists them.
    """
    if not text:
        return None
    meant = officers_meant(work, text, department_id=department_id)
    if len(meant.told) == 1 and not meant.more:
        return next(iter(meant.told))
    if not meant.told:
        raise FieldsRefused(
            {"officer": f"No officer of it is known as “{text}”: give the employee id."}
        )
    listed = "; ".join(meant.told.values())
    more = "; and others" if meant.more else ""
    raise FieldsRefused(
        {
            "officer": f"Several officers of that department fit “{text}”: {listed}{more}. Give "
            "the employee id or badge of one, or the whole name."
        }
    )


def _handed_in(work: Work, paper: Document | None, department_id: int) -> int | None:
    if paper is None:
        return None
    evidence = hand_in(work, paper, department_id=department_id, shows="what was asked for")
    evidence.shared_at = work.now  # Whoever is to decide reads what is asked.
    return evidence.id
