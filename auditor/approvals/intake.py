"""What an upload of approvals would do: it records requests, which a supervisor then decides."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select, tuple_

from auditor.approvals.columns import UPLOADED
from auditor.approvals.model import Approval
from auditor.approvals.rules import Purpose, bare
from auditor.base import standing
from auditor.columns import plain
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.uploads.drafts import Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused
from auditor.work import Work

#: What an upload may change of a request that nobody has decided yet.
_CHANGEABLE: Final = ("conditions", "document_on")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the requests on record; a decided one is never changed."""
    known = _known(work)
    planning = Planning(work, options, UPLOADED, record=Approval.__tablename__)

    def plan_row(draft: Draft) -> None:
        request = _request(planning, draft)
        _refuse_wrong(draft, options.today)
        key = _key(request)
        label = f"{draft.values['tool']}, from {request['valid_from']}"
        if planning.is_repeated(draft, key, field="valid_from", label=label):
            return
        stands = known.get(key)
        if stands is None:
            planning.add(draft, label, {**request, **_asked(work, draft)})
            return
        values = {name: draft.values[name] for name in _CHANGEABLE if name in draft.values}
        _refuse_decided(values, stands, draft)
        planning.compare(draft, label, values, stands=stands)

    return planning.each(drafts, plan_row)


def _request(planning: Planning, draft: Draft) -> dict[str, Any]:
    """By what a request is recognised again: its scope, its term and its document."""
    department_id = planning.department(draft)
    if department_id is None:
        raise RowRefused("department", "Name the department that is asked.")
    return {
        "tool_id": planning.tool(draft),
        "department_id": department_id,
        "unit": draft.get("unit"),
        "officer_id": _officer(planning, draft, department_id),
        "purposes": tuple(purpose.value for purpose in draft.get("purposes") or ()),
        "valid_from": draft.get("valid_from"),
        "valid_until": draft.get("valid_until"),
        "document": draft.get("document"),
    }


def _officer(planning: Planning, draft: Draft, department_id: int) -> int | None:
    """The officer it is meant for; a row is refused rather than asked for everybody."""
    text = draft.get("officer")
    if not text:
        return None
    found = planning.lookups.officers(department_id, text)
    if len(found) == 1:
        return found[0]
    which = "Several officers of that department are" if found else "No officer of it is"
    raise RowRefused(
        "officer",
        f"{which} known as “{text}”, and without an officer the request would be for everybody. "
        "Give the employee id.",
    )


def _refuse_wrong(draft: Draft, today: date) -> None:
    if Purpose.UNKNOWN in (draft.get("purposes") or ()):
        raise RowRefused(
            "purposes", "No approval is for an unknown purpose. Leave the cell empty for any."
        )
    until, begins, document_on = (
        draft.get(name) for name in ("valid_until", "valid_from", "document_on")
    )
    if until is not None and until < begins:
        raise RowRefused(
            "valid_until",
            f"The last day, {until}, lies before the first, {begins}. Correct one of the two.",
        )
    if document_on is not None and not draft.get("document"):
        raise RowRefused(
            "document_on", "A date alone shows nothing. Name the document that bears it as well."
        )
    if document_on is not None and document_on > today:
        raise RowRefused(
            "document_on",
            f"The document’s date, {document_on}, lies in the future. Give a day up to {today}.",
        )


def _refuse_decided(values: Mapping[str, Any], stands: Mapping[str, Any], draft: Draft) -> None:
    differing = [name for name in values if draft.get(name) != stands[name]]
    if differing and stands["decision"] is not None:
        raise RowRefused(
            differing[0],
            f"Approval {stands['id']} was {stands['decision']} already, and what is decided is not "
            "changed. Leave the row as it was, or ask for another approval.",
        )


def _asked(work: Work, draft: Draft) -> dict[str, Any]:
    return {
        "conditions": draft.get("conditions"),
        "document_on": draft.get("document_on"),
        "requested_by_id": work.actor.user_id,
        "requested_at": work.now,
        "requested_through": work.actor.through,
    }


def _known(work: Work) -> dict[Hashable, Mapping[str, Any]]:
    wanted = select(*Approval.__table__.c).where(standing(Approval), Approval.in_error_at.is_(None))
    rows = work.session.execute(wanted.order_by(Approval.id.desc())).mappings()
    stands = [dict(row) for row in rows]
    return {_key(row): row for row in stands}


def _key(row: Mapping[str, Any]) -> Hashable:
    return (
        row["tool_id"],
        row["department_id"],
        bare(row["unit"] or ""),
        row["officer_id"],
        frozenset(bare(purpose) for purpose in row["purposes"]),
        row["valid_from"],
        row["valid_until"],
        plain(row["document"] or ""),
    )


def assess_after(work: Work, made: Plan, added: Mapping[str, Sequence[int]]) -> None:
    """Assess every finding of the tools and departments that were asked about."""
    changed = [row["id"] for row in made.changes.get(Approval.__tablename__, ())]
    ids = [*added.get(Approval.__tablename__, ()), *changed]
    wanted = select(Approval.tool_id, Approval.department_id).distinct()
    pairs = [tuple(row) for row in work.session.execute(wanted.where(Approval.id.in_(ids)))]
    if pairs:
        about = tuple_(Finding.tool_id, Finding.department_id).in_(pairs)
        assess(work, about, because="requests were taken from a file")


KIND: Final = Kind("approvals", UPLOADED, plan, assess_after)
