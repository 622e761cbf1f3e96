"""The form by which a finding is entered or edited, and that which says what it repeats."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from auditor.approvals.rules import Purpose
from auditor.days import Day
from auditor.departments.forms import LINE, fits_a_cell
from auditor.errors import FieldsRefused
from auditor.findings.choosing import NOBODY, Choosing, Typed
from auditor.findings.fields import CountField, DayOrMonthField, LinesField
from auditor.findings.rules import (
    DAY_LABELS,
    AccountKind,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
)
from auditor.findings.service import FindingFacts, PossibleDuplicates
from auditor.web.editing import EditingForm, ShortTextField, lines, one_line, options
from auditor.web.forms import AuditorForm, filled, stripped


def _number(value: object) -> int | None:
    written = str(value)
    return int(written) if written.isascii() and written.isdecimal() else None


def _choice(label: str) -> Any:
    return RadioField(label, coerce=_number, choices={}, validate_choice=False)


def _words(label: str, vocabulary: Any, default: str) -> Any:
    return SelectField(
        label, choices=options(vocabulary), default=default, render_kw={"class": "short"}
    )


def _part(label: str, says: str, *validators: Any, **render_kw: str) -> Any:
    kept = {"autocomplete": "off", **render_kw}
    checks = [*validators, LINE]
    return StringField(label, checks, filters=[one_line], description=says, render_kw=kept)


def _kept(label: str, says: str) -> Any:
    return ShortTextField(label, [LINE], description=says, render_kw={"autocomplete": "off"})


class FindingForm(EditingForm):
    """Tool, department and officer are typed in part; among several that fit one is chosen."""

    tool = _part(
        "Tool",
        "Part of its name or alias.",
        InputRequired("Type the tool: part of its name or alias is enough."),
        list="tools",
    )
    tool_id = _choice("Which tool is meant")
    department = _part(
        "Department",
        "Its code, or part of its name or alias.",
        InputRequired("Type the department: its code, or part of its name, is enough."),
        list="departments",
    )
    department_id = _choice("Which department is meant")
    officer = _part("Officer", "Part of the name, the badge or the employee id.")
    officer_id = _choice("Which officer is meant")
    account_email = StringField(
        "Account email",
        [LINE],
        filters=[stripped, lambda address: address and address.lower()],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    name_as_received = _kept("Name as received", "As the source wrote it, if nobody is identified.")
    stage = SelectField(
        "Stage",
        choices=options(Stage, "By what is recorded"),
        description="Left as it is, it becomes the least that fits the days, searches and cases.",
    )
    signed_up_on = DayOrMonthField(DAY_LABELS["signed_up_on"])
    first_used_on = DayOrMonthField(DAY_LABELS["first_used_on"])
    last_used_on = DayOrMonthField(DAY_LABELS["last_used_on"])
    source_kind = _kept("Source", "A vendor’s log, a newspaper, the department’s own list.")
    source_reference = _kept("Source reference", "The source’s own number for it.")
    offered_on = DayOrMonthField(DAY_LABELS["offered_on"])
    closed_on = DayOrMonthField(DAY_LABELS["closed_on"])
    searches_low = CountField(
        "Searches, at least", render_kw={"class": "short", "inputmode": "numeric"}
    )
    searches_high = CountField(
        "Searches, at most", render_kw={"class": "short", "inputmode": "numeric"}
    )
    purposes = SelectMultipleField(
        "Purposes",
        choices=options(Purpose),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="None where nothing is told; “unknown” where only part of it is.",
    )
    case_numbers = LinesField(
        "Case numbers",
        description="The department’s own references, one in each line or separated by “;”.",
        render_kw={"rows": 3},
    )
    on_behalf_of = _kept("On behalf of", "The outside agency for which the tool was used.")
    account_kind = _words("Account kind", AccountKind, AccountKind.UNKNOWN.value)
    account_state = _words("Account state", AccountState, AccountState.UNKNOWN.value)
    licence = _words("Licence", Licence, Licence.UNKNOWN.value)
    obtained_through = _words("Obtained through", ObtainedThrough, ObtainedThrough.UNKNOWN.value)
    certainty = _words("Certainty", Certainty, Certainty.DOCUMENTED.value)
    notes = TextAreaField(
        "Notes",
        [fits_a_cell],
        filters=[lines],
        description="For the office alone.",
        render_kw={"class": "wide", "rows": 3},
    )
    another = BooleanField("It is another finding: save it")
    looked_at = HiddenField()

    #: What most sign-ups say nothing of; the page shows it on request.
    REST: Final = (
        *("offered_on", "closed_on", "licence", "obtained_through", "account_kind"),
        *("account_state", "searches_low", "searches_high", "purposes", "case_numbers"),
        *("on_behalf_of", "certainty", "notes"),
    )

    #: The ids of findings that may be the same, once it was refused for them.
    alike: tuple[int, ...] = ()

    def typed(self) -> Typed:
        department = self.department.data if "department" in self else ""
        return Typed(
            tool=self.tool.data or "",
            tool_id=self.tool_id.data,
            department=department or "",
            department_id=self.department_id.data if "department_id" in self else None,
            officer=self.officer.data or "",
            officer_id=self.officer_id.data,
        )

    def tell(self, chosen: Choosing) -> None:
        """Show what was taken, and among what is to be chosen."""
        for name, sentence in chosen.told.items():
            self[name].description = f"Taken to be {sentence}."
        for name, choices in chosen.choices.items():
            asked: Any = self[f"{name}_id"]
            asked.choices = {str(key): reads for key, reads in choices.items()}
        self.refuse(FieldsRefused({n: s for n, s in chosen.wrong.items() if not self[n].errors}))

    def facts(self, chosen: Choosing) -> FindingFacts:
        """What the form says; 0 stands for a tool that was not chosen."""
        officer_id = chosen.ids.get("officer")
        name = self.name_as_received.data
        return FindingFacts(
            tool_id=chosen.ids.get("tool", 0),
            officer_id=None if officer_id == NOBODY else officer_id,
            name_as_received=name or (self.officer.data if officer_id == NOBODY else None),
            account_email=self.account_email.data,
            account_kind=AccountKind(self.account_kind.data),
            account_state=AccountState(self.account_state.data),
            licence=Licence(self.licence.data),
            obtained_through=ObtainedThrough(self.obtained_through.data),
            stage=Stage(self.stage.data) if self.stage.data else None,
            days=self._days(),
            searches_low=self.searches_low.data,
            searches_high=self.searches_high.data,
            purposes=[Purpose(word) for word in self.purposes.data or ()],
            case_numbers=self.case_numbers.data or (),
            on_behalf_of=self.on_behalf_of.data,
            source_kind=self.source_kind.data,
            source_reference=self.source_reference.data,
            certainty=Certainty(self.certainty.data),
            notes=self.notes.data,
        )

    def _days(self) -> dict[str, Day | None]:
        typed: Mapping[str, Any] = {name: self[name] for name in DAY_LABELS}
        return {name: field.day for name, field in typed.items()}

    def others(self) -> set[int]:
        """The findings that were shown and are said to be others."""
        shown = (self.looked_at.data or "").split(";") if self.another.data else []
        return {int(one) for one in shown if one.isdecimal()}

    def refuse(self, refusal: FieldsRefused) -> None:
        super().refuse(refusal)
        if isinstance(refusal, PossibleDuplicates):
            self.alike = refusal.ids
            self.looked_at.data = ";".join(map(str, refusal.ids))
            self.another.data = False

    def has_more(self) -> bool:
        """Whether what is shown on request holds anything, or anything is wrong in it."""
        return any(
            self[name].errors or (self[name].data or None) not in (None, self[name].default)
            for name in self.REST
        )


def filling(finding: Any, names: Mapping[str, str | None]) -> dict[str, Any]:
    """What the form holds of a finding on record.

    Args:
        names: what its tool and its officer are called, by the field.
    """
    kept = {name: getattr(finding, name) for name in FindingFacts.__slots__ if name != "days"}
    days: Iterable[tuple[str, Day | None]] = ((name, finding.day(name)) for name in DAY_LABELS)
    kept |= {name: str(day) if day else None for name, day in days}
    return {**kept, "tool_id": None, "officer_id": None, **names}


class DuplicateForm(AuditorForm):
    duplicate_of = CountField(
        "Number of the finding that it repeats",
        [InputRequired("Give the number of the finding that this one repeats.")],
        render_kw={"class": "short", "inputmode": "numeric", "autocomplete": "off"},
    )

    def number(self) -> int:
        return filled(self.duplicate_of.data)
