"""What an upload of approvals would do: it records requests, which a supervisor then decides."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select, tuple_

from auditor.approvals.columns import COLUMNS, COUNTS_NOWHERE, UPLOADED
from auditor.approvals.model import Approval
from auditor.approvals.needs import wrong_for_oneself
from auditor.approvals.rules import Approval as Sought
from auditor.approvals.rules import Purpose, bare, scope_sought
from auditor.base import standing
from auditor.columns import plain
from auditor.concern import concern_of
from auditor.findings.model import Finding
from auditor.flags.service import assess
from auditor.uploads.drafts import Aside, Draft, Kind, Options, Plan
from auditor.uploads.row_plans import Planning, RowRefused, differing, meant
from auditor.work import Work

#: What an upload may change of a request that nobody has decided yet.
_CHANGEABLE: Final = ("conditions", "document_on")


def plan(work: Work, drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare the rows with the requests on record; a decided one is never changed."""
    known, concern = _known(work), concern_of(work)
    planning = Planning(work, options, UPLOADED, record=Approval.__tablename__)

    def plan_row(draft: Draft) -> None:
        request = _request(planning, draft)
        values = {name: draft.values[name] for name in _CHANGEABLE if name in draft.values}
        key: Hashable = _key(request)
        if (stands := meant(known.get(key, ()), values)) is not None:
            key = stands["id"]
        differs = [] if stands is None else list(differing(values, stands))
        if stands is None or differs:
            _refuse_wrong(draft, options.today)
        is_own = concern.holds(_scope(request))
        label = f"{draft.values['tool']}, from {request['valid_from']}"
        if planning.is_repeated(draft, key, field="valid_from", label=label):
            return
        if stands is None:
            _refuse_dated_for_oneself(draft, is_own=is_own)
            planning.add(draft, label, {**request, **_asked(work, draft)})
            return
        if differs:
            _refuse_own(differs[0], is_own=is_own)
            _refuse_decided(differs[0], stands)
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


def _scope(request: Mapping[str, Any]) -> Sought:
    scope = ("tool_id", "department_id", "unit", "officer_id", "purposes")
    return scope_sought(**{name: request[name] for name in scope})


def _refuse_dated_for_oneself(draft: Draft, *, is_own: bool) -> None:
    wrong = wrong_for_oneself(is_own=is_own, document_on=draft.get("document_on"))
    for field, sentence in wrong.items():
        raise RowRefused(field, sentence)


def _refuse_own(field: str, *, is_own: bool) -> None:
    """Refuse to change a request that concerns whoever hands the file in."""
    if is_own:
        raise RowRefused(
            field,
            "This request concerns you, so that you do not change it. Leave the row out, and let "
            "somebody else of the office record it.",
        )


def _refuse_decided(field: str, stands: Mapping[str, Any]) -> None:
    if stands["decision"] is not None:
        raise RowRefused(
            field,
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


def _known(work: Work) -> dict[Hashable, list[Mapping[str, Any]]]:
    wanted = select(*Approval.__table__.c).where(standing(Approval), Approval.in_error_at.is_(None))
    known: dict[Hashable, list[Mapping[str, Any]]] = {}
    for row in work.session.execute(wanted.order_by(Approval.id)).mappings():
        known.setdefault(_key(dict(row)), []).append(dict(row))
    return known


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


#: By *Status* our own exports say that a request counts no longer.
_ASIDE: Final = Aside("state", COUNTS_NOWHERE)

KIND: Final = Kind("approvals", COLUMNS, plan, assess_after, aside=_ASIDE)
