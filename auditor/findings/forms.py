"""The form over the list of findings: a filter for every field, read from the address."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask import request
from wtforms import Form, HiddenField, SelectField, StringField

from auditor.departments.forms import sought_by
from auditor.findings.asked import Behind
from auditor.findings.fields import DayOrMonthField
from auditor.findings.rules import (
    AccountKind,
    AccountState,
    Certainty,
    Counted,
    Licence,
    ObtainedThrough,
    Stage,
)
from auditor.findings.sought import Sought
from auditor.flags.rules.rulebook import BY_ID
from auditor.questions.rules import READS, Asked
from auditor.verdicts.columns import LABEL, REASON_READS, VERDICT_READS
from auditor.verdicts.rules import Reason, Verdict
from auditor.web.editing import number_in_address, one_line, options

W = TypeVar("W", bound=StrEnum)

_COUNTED: Final[Any] = {
    "": "Any",
    Counted.YES.value: "yes",
    **{why.value: f"no: {why}" for why in Counted if why is not Counted.YES},
}

_IDENTIFIED: Final[Any] = {"": "Any", "yes": "with an officer", "no": "not identified"}

#: What a filter by a day is told where nothing else says it.
DAY_HINT: Final = "2020-02-05 or 2020-02"


def _chosen(vocabulary: type[W], field: Any) -> W | None:
    """The word chosen, or None; an address may say anything."""
    return vocabulary(field.data) if field.data in {*vocabulary} else None


def _select(label: str, choices: Any) -> Any:
    return SelectField(label, choices=choices, validate_choice=False)


def _words(label: str, vocabulary: type[StrEnum]) -> Any:
    return _select(label, options(vocabulary, "Any"))


class FindingsSoughtForm(Form):
    """Its fields are named as the record's; the first are those that are used most."""

    q = sought_by("Officer, account or name as received")
    tool = _select("Tool", {})
    department = _select("Department", {})
    verdict = _select(LABEL, {"": "Any"} | {v.value: reads for v, reads in VERDICT_READS.items()})
    stage = _words("Stage", Stage)
    reason = _select(
        "Reason",
        {"": "Any"} | {r.value: reads[:1].upper() + reads[1:] for r, reads in REASON_READS.items()},
    )
    rule = _select("Flag, open or in follow-up", options(BY_ID, "Any"))
    counted = _select("Counted", _COUNTED)
    identified = _select("Officer", _IDENTIFIED)
    licence = _words("Licence", Licence)
    obtained_through = _words("Obtained through", ObtainedThrough)
    account_kind = _words("Account kind", AccountKind)
    account_state = _words("Account state", AccountState)
    certainty = _words("Certainty", Certainty)
    source_kind = StringField("Source", filters=[one_line], render_kw={"autocomplete": "off"})
    signed_up_from = DayOrMonthField("Signed up from", description=DAY_HINT)
    signed_up_until = DayOrMonthField("Signed up until", description=DAY_HINT)
    first_used_from = DayOrMonthField("First used from", description=DAY_HINT)
    first_used_until = DayOrMonthField("First used until", description=DAY_HINT)

    #: Shown at once; the others behind “More filters”.
    FIRST = ("q", "tool", "department", "verdict", "stage")

    # What figures lead here with; it is kept while the list is narrowed further.
    counting = HiddenField()
    flagged = HiddenField()
    signed_up_on = HiddenField()
    first_used_on = HiddenField()
    asked = HiddenField()
    case_number = HiddenField("Case number")
    agency = HiddenField("On behalf of")
    approval = HiddenField("By approval")
    source = HiddenField("Source")

    #: As they are told over the list, not as fields to fill in.
    BEHIND = ("case_number", "agency", "approval", "source")
    KEPT = ("counting", "flagged", "signed_up_on", "first_used_on", "asked", *BEHIND)

    def offer(self, tools: Iterable[Any], departments: Iterable[Any], *, is_confined: bool) -> None:
        """Offer what can be chosen; who is confined has one department, and sees no source."""
        self.tool.choices = {"": "Any"} | {str(row.id): row.name for row in tools}
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}
        if is_confined:
            del self.department
            del self.source_kind

    @property
    def officer_id(self) -> int | None:
        """The officer whose findings are listed; officers' pages lead here so."""
        return number_in_address("officer")

    def in_address(self) -> dict[str, Any]:
        """What the addresses of the neighbouring pages say."""
        said = {field.name: field.data or None for field in self}
        return said | {"officer": self.officer_id}

    @property
    def asked_reads(self) -> str:
        """What of a question the list answers, in words; empty where it answers none."""
        asked = _chosen(Asked, self.asked)
        return READS[asked] if asked else ""

    def is_opened(self) -> bool:
        """Whether anything is sought, or wrong, behind “More filters”."""
        return any(
            field.data or field.errors
            for field in self
            if field.name not in (*self.FIRST, *self.KEPT)
        )

    def sought(self) -> Sought:
        return Sought(
            tool_id=number_in_address("tool"),
            department_id=number_in_address("department"),
            officer_id=self.officer_id,
            verdict=_chosen(Verdict, self.verdict),
            reason=_chosen(Reason, self.reason),
            stage=_chosen(Stage, self.stage),
            licence=_chosen(Licence, self.licence),
            obtained_through=_chosen(ObtainedThrough, self.obtained_through),
            account_kind=_chosen(AccountKind, self.account_kind),
            account_state=_chosen(AccountState, self.account_state),
            certainty=_chosen(Certainty, self.certainty),
            source_kind=one_line(request.args.get("source_kind")) or "",
            signed_up=(self.signed_up_from.day, self.signed_up_until.day),
            first_used=(self.first_used_from.day, self.first_used_until.day),
            rule=self.rule.data if self.rule.data in BY_ID else "",
            is_identified={"yes": True, "no": False}.get(self.identified.data or ""),
            counted=_chosen(Counted, self.counted),
            as_figures=self.counting.data == "figures",
            is_flagged=self.flagged.data == "yes",
            signed_up_on=self.signed_up_on.data or "",
            first_used_on=self.first_used_on.data or "",
            asked=_chosen(Asked, self.asked),
            behind=Behind(**{name: self[name].data or "" for name in self.BEHIND}),
            q=self.q.data or "",
        )
