"""Forms about statements: what departments are asked, and what they answer."""

from collections.abc import Iterable
from typing import Any, Final

from wtforms import (
    BooleanField,
    FileField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from auditor.departments.forms import LINE, TEXT
from auditor.statements.queries.listed import Sought
from auditor.statements.rules import Answer, Aware
from auditor.statements.service import AnswerFacts
from auditor.web.editing import DayField, ShortTextField, lines, number_in_address, options
from auditor.web.forms import AuditorForm, filled

_ANSWERED: Final[Any] = {"": "Any", "no": "Waits for an answer", "yes": "All others"}
_SHOWN: Final[Any] = {"": "Standing", "yes": "With withdrawn"}

#: What somebody can answer: who does not respond answers nothing.
_ANSWERS: Final = tuple(each for each in Answer if each is not Answer.NO_RESPONSE)

_MOST_UNITS: Final = 100_000


class StatementsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    department = SelectField("Department", validate_choice=False)
    tool = SelectField("Tool", validate_choice=False)
    answer = SelectField("Answer", choices=options(Answer, "Any"), validate_choice=False)
    answered = SelectField("Answered", choices=_ANSWERED, validate_choice=False)
    withdrawn = SelectField("Show", choices=_SHOWN, validate_choice=False)

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Any"} | {str(row.id): row.name for row in tools}
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}

    def sought(self) -> Sought:
        """What is sought; a word that is none does not narrow the list down."""
        answer = self.answer.data
        return Sought(
            tool_id=number_in_address("tool"),
            department_id=number_in_address("department"),
            answer=Answer(answer) if answer in {*Answer} else None,
            is_waiting={"no": True, "yes": False}.get(self.answered.data or ""),
            withdrawn=self.withdrawn.data == "yes",
        )


class QuestionForm(AuditorForm):
    tool = SelectField("Tool", [InputRequired("Choose the tool they are asked about.")])
    question = TextAreaField(
        "Question",
        [InputRequired("Write what is asked, as the departments are to read it."), TEXT],
        filters=[lines],
        description="As the departments are to read it.",
        render_kw={"class": "wide", "rows": 4},
    )
    asked_on = DayField(
        "Asked on",
        [InputRequired("Give the day on which they are asked.")],
        description="Today, or the day of a letter that was sent before.",
        render_kw={"class": "short"},
    )
    due_on = DayField(
        "Due on",
        description="The day by which they are to answer; the same for all of them.",
        render_kw={"class": "short"},
    )
    everybody = BooleanField("All departments on record, whatever is ticked below")
    departments = SelectMultipleField(
        "Departments",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Choose a tool"} | {str(row.id): row.name for row in tools}
        named: Any = {str(row.id): row.name for row in departments}
        self.departments.choices = named

    def asked(self) -> dict[str, Any]:
        """What is asked of whom, as `statements.service.ask` takes it."""
        choices: Any = self.departments.choices
        ticked = choices if self.everybody.data else self.departments.data
        return {
            "tool_id": int(self.tool.data or 0),
            "department_ids": [int(each) for each in ticked or ()],
            "question": self.question.data or "",
            "asked_on": filled(self.asked_on.data),
            "due_on": self.due_on.data,
        }


class AnswerForm(AuditorForm):
    enctype = "multipart/form-data"

    answer = SelectField(
        "Answer",
        [InputRequired("Choose what is answered.")],
        choices=options(_ANSWERS, "Choose an answer"),
    )
    answered_on = DayField(
        "Answered on",
        [InputRequired("Give the day of the answer.")],
        render_kw={"class": "short"},
    )
    units_asked = IntegerField(
        "Units asked",
        [Optional(), NumberRange(0, _MOST_UNITS, "Give a number from 0 to 100,000.")],
        description="How many of its units the department asked before it answered.",
        render_kw={"class": "short", "inputmode": "numeric"},
    )
    units_in_all = IntegerField(
        "Units in all",
        [Optional(), NumberRange(0, _MOST_UNITS, "Give a number from 0 to 100,000.")],
        description="How many units the department has.",
        render_kw={"class": "short", "inputmode": "numeric"},
    )
    aware_before_asked = SelectField(
        "Aware before asked",
        choices=options(reversed(Aware)),
        description="Whether the department had known of the use that it confirms.",
    )
    complete_list = BooleanField(
        "These are all; or, where it denies, there is none",
        description="The department signs that what it has named is complete.",
    )
    signed_by = ShortTextField("Signed by", [LINE])
    paper = FileField(
        "The paper",
        description="On which it answered: a letter, or a note of a call, as PDF, picture, text, "
        "e-mail, Word or Excel file of up to 20 MB. The department can open it.",
    )

    def facts(self) -> AnswerFacts:
        return AnswerFacts(
            answer=Answer(self.answer.data),
            answered_on=self.answered_on.data,
            units_asked=self.units_asked.data,
            units_in_all=self.units_in_all.data,
            aware_before_asked=Aware(self.aware_before_asked.data),
            complete_list=True if self.complete_list.data else None,
            signed_by=self.signed_by.data,
        )

    def attached(self) -> tuple[bytes, str] | None:
        """The bytes and the name of what was attached; None where nothing was."""
        file: Any = self.paper.data
        return (file.read(), file.filename) if file and file.filename else None
