"""Rulings: entered, corrected, ended and withdrawn; `effect` tells beforehand what that does."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from auditor.access import Permission
from auditor.departments.service import refuse_withdrawn, set_what_differs, withdraw
from auditor.errors import FieldsRefused, NotAllowed
from auditor.flags.service import assess
from auditor.rulings.model import Ruling
from auditor.rulings.queries import findings_about, is_about_any, own_findings
from auditor.rulings.rules import Body, Outcome, wrong_in
from auditor.rulings.rules import Ruling as Ruled
from auditor.tools.rules import Category
from auditor.trail.acts import Act
from auditor.uploads.lookups import Lookups
from auditor.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingFacts:
    """What is said of a ruling; see `model.Ruling`."""

    tool_id: int | None = None
    category: Category | None = None
    department_id: int | None = None
    body: Body
    outcome: Outcome
    adopted_on: date
    effective_from: date
    effective_until: date | None = None
    document: str | None = None


def facts_named(
    work: Work, *, tool: str | None, department: str | None, **facts: Any
) -> RulingFacts:
    """What is said of a ruling whose tool and department are given by a name, alias or code.

    Raises:
        FieldsRefused: none is called so, or several are.
    """
    lookups, wrong = Lookups(work), dict[str, str]()
    tool_id = lookups.tool(tool) if tool else None
    department_id = lookups.department(department) if department else None
    if tool and tool_id is None:
        wrong["tool"] = lookups.why_not_tool(tool)
    if department and department_id is None:
        wrong["department"] = lookups.why_not_department(department)
    if wrong:
        raise FieldsRefused(wrong)
    return RulingFacts(tool_id=tool_id, department_id=department_id, **facts)


def facts_of(ruling: Ruling) -> RulingFacts:
    """What is said of a ruling on record."""
    return RulingFacts(**{each.name: getattr(ruling, each.name) for each in fields(RulingFacts)})


def add_ruling(work: Work, facts: RulingFacts) -> Ruling:
    """Enter a ruling, and assess the findings that it is about.

    Raises:
        NotAllowed: the actor does not keep the register, or it is about a finding of theirs.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    refuse(work, None, facts)
    ruling = Ruling(**asdict(facts), recorded_at=work.now)
    work.session.add(ruling)
    work.record(Act.RULING_ADDED)
    assess(work, findings_about([ruling]), because=f"ruling {ruling.id} was entered")
    return ruling


def edit_ruling(work: Work, ruling: Ruling, facts: RulingFacts) -> bool:
    """Correct a ruling; False, and nothing is recorded, when nothing is different.

    What was said before stays in the trail.

    Raises:
        NotAllowed: the actor does not keep the register, or it is about a finding of theirs.
        IllegalMove: it has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    refuse(work, ruling, facts)
    before = ruled(facts_of(ruling), ruling.id)
    if not set_what_differs(ruling, asdict(facts)):
        return False
    work.record(Act.RULING_EDITED)
    assess(work, findings_about([before, ruling]), because=f"ruling {ruling.id} was edited")
    return True


def end_ruling(work: Work, ruling: Ruling, until: date) -> bool:
    """Set the last day of a ruling; raises and gives what `edit_ruling` does."""
    return edit_ruling(work, ruling, replace(facts_of(ruling), effective_until=until))


def withdraw_ruling(work: Work, ruling: Ruling, reason: str) -> None:
    """Withdraw a ruling that should not have been entered; one that was repealed is ended.

    Raises:
        NotAllowed: the actor does not keep the register, or it is about a finding of theirs.
        IllegalMove: it has been withdrawn already.
        FieldsRefused: no reason is given.
    """
    refuse(work, ruling)
    withdraw(work, ruling, f"Ruling {ruling.id}", reason=reason)
    work.record(Act.RULING_WITHDRAWN)
    assess(work, findings_about([ruling]), because=f"ruling {ruling.id} was withdrawn")


def refuse(work: Work, ruling: Ruling | None, facts: RulingFacts | None = None) -> None:
    """Refuse whoever may not take a step on a ruling, and what cannot be said of one.

    Raises:
        NotAllowed: the actor does not keep the register, or it is about a finding of theirs.
        IllegalMove: it has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.RULING_EDIT)
    if ruling is not None:
        refuse_withdrawn(ruling, f"Ruling {ruling.id}")
    told = [] if ruling is None else [ruled(facts_of(ruling), ruling.id)]
    if facts is not None:
        told.append(ruled(facts, 0))
        if wrong := wrong_in(told[-1]):
            raise FieldsRefused(wrong)
    own = own_findings(work)
    if any(is_about_any(each, own) for each in told):
        raise NotAllowed(
            "This ruling is about a finding that concerns you: somebody else of the office has to "
            "record it."
        )


def ruled(facts: RulingFacts, ruling_id: int) -> Ruled:
    """What is said of a ruling, as the rules see it."""
    told = asdict(facts)
    del told["document"]
    return Ruled(id=ruling_id, **told)
