"""Findings: entered and edited, and assessed in the same work."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from auditor.access import Permission
from auditor.approvals.rules import Purpose
from auditor.columns import listed
from auditor.concern import is_concerned_by_finding, own_of
from auditor.days import Day
from auditor.departments.queries import get_department
from auditor.departments.service import email_sentence, refuse_withdrawn, set_what_differs
from auditor.errors import FieldsRefused, NotAllowed
from auditor.findings.model import Finding
from auditor.findings.recognition import Described, possible_duplicates
from auditor.findings.rules import (
    DAY_LABELS,
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
    day_sentences,
    fitting_stage,
    searches_sentences,
    stage_sentences,
)
from auditor.flags.service import assess_flags
from auditor.officers.queries import get_officer
from auditor.tools.queries import get_tool
from auditor.trail.acts import Act
from auditor.work import Work


class PossibleDuplicates(FieldsRefused):
    """Findings on record may be the same; `ids` are theirs. It can be saved all the same."""

    def __init__(self, ids: Sequence[int]) -> None:
        which = "This finding" if len(ids) == 1 else f"These {len(ids)} findings"
        may = f"{which} may be the same. Look, and tick that it is another if it is."
        super().__init__({"another": may})
        self.ids = tuple(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    """What is said of a finding when it is entered or edited; its department stays for good.

    Attributes:
        stage: None for the least that fits what is recorded.
        days: by field, as in `DAY_LABELS`; missing ones are not known.
    """

    tool_id: int
    officer_id: int | None = None
    name_as_received: str | None = None
    account_email: str | None = None
    account_kind: AccountKind = AccountKind.UNKNOWN
    account_state: AccountState = AccountState.UNKNOWN
    licence: Licence = Licence.UNKNOWN
    obtained_through: ObtainedThrough = ObtainedThrough.UNKNOWN
    stage: Stage | None = None
    days: Mapping[str, Day | None] = field(default_factory=dict)
    searches_low: int | None = None
    searches_high: int | None = None
    purposes: Collection[Purpose] = ()
    case_numbers: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    source_kind: str | None = None
    source_reference: str | None = None
    certainty: Certainty = Certainty.DOCUMENTED
    notes: str | None = None

    def fitting(self) -> tuple[Stage, str]:
        """The least stage that fits what is recorded, and why."""
        return fitting_stage(
            self.days, searches_low=self.searches_low, case_numbers=self.case_numbers
        )


def add_finding(
    work: Work, facts: FindingFacts, *, department_id: int, others: Collection[int] = ()
) -> Finding:
    """Enter a finding.

    Args:
        others: the ids of findings that were looked at and are known to be others.

    Raises:
        NotAllowed: the actor does not keep the register.
        NotFound: there is no such tool, department or officer.
        IllegalMove: the tool, the department or the officer has been withdrawn.
        PossibleDuplicates: there are further findings that may be the same.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    work.require(Permission.FINDING_EDIT, in_department=department_id)
    department = get_department(work, department_id)
    refuse_withdrawn(department, department.name)
    _refuse_wrong(work, facts, department_id=department_id)
    alike = possible_duplicates(work, _described(facts, department_id))
    if set(alike) - set(others):
        raise PossibleDuplicates(alike)
    finding = Finding(
        department_id=department_id,
        recorded_by_id=work.actor.user_id,
        recorded_at=work.now,
        **_values(facts),
    )
    work.session.add(finding)
    work.record(Act.FINDING_ADDED)
    assess_flags(work, {finding.id}, because="the finding was entered")
    return finding


def edit_finding(work: Work, finding: Finding, facts: FindingFacts) -> bool:
    """Edit a finding; False, and nothing is recorded, when nothing is different.

    Raises:
        NotAllowed: the actor does not keep the register, or is concerned.
        NotFound: there is no such tool or officer.
        IllegalMove: it, the tool or the officer has been withdrawn.
        FieldsRefused: with a sentence for each field that cannot be.
    """
    refuse_to_change(work, finding)
    _refuse_wrong(work, facts, department_id=finding.department_id)
    tool_before = finding.tool_id
    if not set_what_differs(finding, _values(facts)):
        return False
    work.record(Act.FINDING_EDITED)
    because = "the finding was edited"
    assess_flags(work, {finding.id}, because=because, moved_from={tool_before})
    return True


def refuse_to_change(work: Work, finding: Finding) -> None:
    """Refuse unless the actor may change this finding.

    Raises:
        NotAllowed: they do not keep the register, or it concerns them.
        IllegalMove: it has been withdrawn.
    """
    work.require(Permission.FINDING_EDIT, in_department=finding.department_id)
    if is_concerned_by_finding(work, finding.id):
        raise NotAllowed("This finding concerns you: somebody else of the office handles it.")
    refuse_withdrawn(finding, f"Finding {finding.id}")


def wrong_in(facts: FindingFacts, *, today: date) -> dict[str, str]:
    """A sentence for each field that cannot be, as far as the facts tell by themselves."""
    wrong = day_sentences(facts.days, today)
    wrong |= searches_sentences(facts.searches_low, facts.searches_high)
    if facts.stage is None:
        if facts.fitting()[0] is Stage.OFFERED and not facts.days.get("offered_on"):
            wrong["stage"] = f"Say how far it went: {listed([one.value for one in Stage])}."
    else:
        low, cases = facts.searches_low, facts.case_numbers
        wrong |= stage_sentences(facts.stage, facts.days, searches_low=low, case_numbers=cases)
    if sentence := email_sentence(_lowered(facts.account_email)):
        wrong["account_email"] = sentence
    if not _described(facts, 0).who() and not facts.source_reference:
        wrong["officer"] = (
            "Nothing says whose access this was: give an officer, an account’s address, a name as "
            "received, or at least the source’s own reference."
        )
    return wrong


def _refuse_wrong(work: Work, facts: FindingFacts, *, department_id: int) -> None:
    wrong = wrong_in(facts, today=work.today)
    tool = get_tool(work, facts.tool_id)
    refuse_withdrawn(tool, tool.name)
    if facts.officer_id is not None:
        officer = get_officer(work, facts.officer_id)
        refuse_withdrawn(officer, f"Officer {officer.id}")
        if officer.department_id != department_id:
            wrong["officer"] = (
                "This officer’s record is another department’s. Choose the record in the "
                "department of the finding."
            )
    own = own_of(work)
    concerning = "This finding would concern you: have somebody else of the office record it."
    if facts.officer_id in own.officer_ids:
        wrong["officer"] = concerning
    elif _lowered(facts.account_email) in own.emails:
        wrong["account_email"] = concerning
    if wrong:
        raise FieldsRefused(wrong)


def record_and_assess(work: Work, finding: Finding, act: Act, *, because: str) -> None:
    """Name what was done to a finding, and assess it.

    Args:
        because: see `flags.service.assess`.
    """
    work.record(act)
    assess_flags(work, {finding.id}, because=because)


def _lowered(email: str | None) -> str | None:
    return email.strip().lower() or None if email else None


def _described(facts: FindingFacts, department_id: int) -> Described:
    return Described(
        facts.tool_id,
        department_id,
        facts.officer_id,
        _lowered(facts.account_email),
        facts.name_as_received,
        facts.source_reference,
        facts.days.get("signed_up_on"),
    )


def _values(facts: FindingFacts) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(facts, name) for name in FindingFacts.__slots__ if name != "days"
    }
    for name in DAY_LABELS:
        day = facts.days.get(name)
        values[name], values[f"{name}_last"] = (day.first, day.last) if day else (None, None)
    values["stage"] = facts.stage or facts.fitting()[0]
    values["account_email"] = _lowered(facts.account_email)
    values["purposes"] = tuple(purpose.value for purpose in Purpose if purpose in facts.purposes)
    return values
