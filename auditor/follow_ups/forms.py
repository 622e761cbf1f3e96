"""Forms about follow-ups: one for the list, one to ask with, and one for each step."""

from collections.abc import Iterable
from typing import Any, Final

from wtforms import (
    BooleanField,
    FileField,
    Form,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from auditor.departments.forms import TEXT
from auditor.follow_ups.rules import FollowUpState, LineAction, LineOutcome
from auditor.web.editing import MOST, DayField, lines, options
from auditor.web.forms import AuditorForm, attached

#: Business days that a department has to answer, unless others are given.
DAYS_TO_ANSWER: Final = 10

_KINDS: Final = "PDF, picture, text, e-mail, Word or Excel file; 20 MB at most."
_ALL: Final = "all"
_EACH: Final = "officer"


def _number(value: Any) -> int:
    """A line's number; 0, which is nobody's, for whatever cannot be one."""
    written = str(value)
    return int(written) if written.isdecimal() and int(written) <= MOST else 0


def _text(label: str, asks: str, description: str) -> TextAreaField:
    return TextAreaField(
        label,
        [InputRequired(asks), TEXT],
        filters=[lines],
        description=description,
        render_kw={"class": "wide", "rows": 3},
    )


def _days(label: str) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired("Say how many business days it has."),
            NumberRange(1, 250, "Give between 1 and 250 business days."),
        ],
        default=DAYS_TO_ANSWER,
        description="Business days after the day of receipt.",
        render_kw={"class": "short"},
    )


class FollowUpsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    state = SelectField("State", choices=options(FollowUpState, "Any"), validate_choice=False)
    overdue: Any = SelectField("Due", choices={"": "Any", "yes": "overdue"}, validate_choice=False)
    department = SelectField("Department", validate_choice=False)
    assigned_to = SelectField("Expected from", validate_choice=False)

    def offer(self, departments: Iterable[Any], accounts: Iterable[Any]) -> None:
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}
        self.assigned_to.choices = {"": "Anybody"} | {str(row.id): row.name for row in accounts}

    def sought_state(self) -> FollowUpState | None:
        chosen = self.state.data
        return FollowUpState(chosen) if chosen in {*FollowUpState} else None


class AskingForm(AuditorForm):
    """What a department is asked about the flags that were ticked."""

    question = _text(
        "Question", "Say what the department is asked.", "The department reads it; write no names."
    )
    days = _days("Days to answer")
    assigned_to = SelectField("Expected from", coerce=_number, validate_choice=False)
    per: Any = RadioField("Follow-ups", choices={_ALL: "One for all", _EACH: "One per officer"})

    def offer(self, accounts: Iterable[Any], *, together: str, apart: str) -> None:
        """Offer who can answer, and say what each way of asking would make."""
        _offer(self.assigned_to, accounts)
        self.per.choices = {_ALL: together, _EACH: apart}
        self.per.data = self.per.data or _ALL

    @property
    def is_per_officer(self) -> bool:
        return bool(self.per.data == _EACH)


def _offer(field: SelectField, accounts: Iterable[Any]) -> None:
    field.choices = {"0": "Any supervisor of the department"} | {
        str(account.id): account.name for account in accounts
    }


class StepForm(AuditorForm):
    """A step in a follow-up; without any field it is a button that asks once more."""

    def offer(self, accounts: Iterable[Any], *, by_office: bool) -> None:
        """Fit the form to who takes the step; most are the same for everybody."""


class LinesForm(StepForm):
    """A step about the lines that are ticked on its page."""

    lines = SelectMultipleField("Lines", coerce=_number, validate_choice=False)


class AssigningForm(StepForm):
    assigned_to = SelectField("Expected from", coerce=_number, validate_choice=False)

    def offer(self, accounts: Iterable[Any], *, by_office: bool) -> None:
        _offer(self.assigned_to, accounts)


class AnswerForm(StepForm):
    enctype = "multipart/form-data"

    text = _text(
        "Answer", "Say what the department answers.", "It cannot be changed, only added to."
    )
    documents = MultipleFileField("Evidence", description=f"One or more files: {_KINDS}")
    paper_on = DayField(
        "Date on the paper",
        description="The day on which the department wrote it; without it, today.",
        render_kw={"class": "short"},
    )

    def offer(self, accounts: Iterable[Any], *, by_office: bool) -> None:
        """The office records what came on paper; a supervisor answers today, by themselves."""
        if not by_office:
            del self.paper_on

    def attached(self) -> list[tuple[bytes, str]]:
        """The bytes and the name of each file that was chosen."""
        sent = [attached(file) for file in self.documents.data or ()]
        return [each for each in sent if each is not None]


class ReturningForm(LinesForm):
    reason = _text("What is lacking", "Say what is lacking.", "The department reads it.")
    days = _days("Days to answer again")


class NoticeForm(LinesForm):
    enctype = "multipart/form-data"

    text = _text("Notice", "Say how notice was given.", "How it was given, and of what.")
    document = FileField("The letter", description=f"If there is one: {_KINDS}")
    document_on = DayField(
        "Date of the letter",
        description="The days for a reply are counted from it; without it, from today.",
        render_kw={"class": "short"},
    )

    def attached(self) -> tuple[bytes, str] | None:
        """The bytes and the name of the file that was chosen."""
        return attached(self.document.data)


class ReplyForm(NoticeForm):
    text = _text("Reply", "Say in short what was replied.", "Only the office reads it.")
    document = FileField("The reply itself", description=f"The letter or the mail: {_KINDS}")
    document_on = DayField(
        "Date of the reply",
        description="The day on which it was written; without it, today.",
        render_kw={"class": "short"},
    )
    shared = BooleanField("The department may open it")


class OutcomeForm(LinesForm):
    outcome = SelectField(
        "Outcome",
        [InputRequired("Choose the outcome.")],
        choices=options(LineOutcome, "Choose an outcome"),
    )
    text = _text(
        "What it rests on",
        "Say what the outcome rests on.",
        "The department reads it; of “closed without result” it is the reason.",
    )


class ActionsForm(LinesForm):
    actions = SelectMultipleField(
        "Actions",
        choices=options(LineAction),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    text = _text("In words", "Say what was done, and when.", "It is what gets verified.")

    def chosen(self) -> list[LineAction]:
        return [LineAction(word) for word in self.actions.data or ()]


class ReopeningForm(StepForm):
    reason = _text("Reason", "Say why it is reopened.", "The department reads it.")
    days = _days("Days to answer")
