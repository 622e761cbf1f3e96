"""Forms about officers and their assignments."""

from collections.abc import Iterable
from typing import Any, Final

from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.validators import InputRequired

from auditor.departments.forms import LINE, SoughtForm, sought_by
from auditor.officers.service import AssignmentFacts, OfficerFacts
from auditor.web.editing import DayField, EditingForm, WordsField, one_line
from auditor.web.forms import stripped

_YES_NO: Final[Any] = {"": "Not recorded", "True": "yes", "False": "no"}


def _truth(value: object) -> bool | None:
    return {"True": True, "False": False}.get(str(value))


class OfficersSoughtForm(SoughtForm):
    q = sought_by("Name, employee id or badge")
    department = SelectField("Department", validate_choice=False)

    def offer(self, departments: Iterable[Any]) -> None:
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}


class _OfDepartment(Form):
    department = StringField(
        "Department",
        [InputRequired("Enter the department’s code or name.")],
        filters=[one_line],
        description="Its code, name or alias.",
        render_kw={"list": "departments", "autocomplete": "off"},
    )


class OfficerForm(EditingForm):
    family_name = StringField(
        "Family name", [InputRequired("Enter the family name."), LINE], filters=[one_line]
    )
    given_name = StringField(
        "Given name", [InputRequired("Enter the given name."), LINE], filters=[one_line]
    )
    middle_name = StringField("Middle name", [LINE], filters=[one_line])
    former_names = WordsField(
        "Former names",
        description="A family name, or a whole one as “Family, Given”; separated by “;”.",
    )
    employee_id = StringField(
        "Employee id",
        [LINE],
        filters=[one_line],
        description="The department’s number for the person; leading zeros count.",
        render_kw={"class": "short", "autocomplete": "off"},
    )
    email = StringField(
        "Work e-mail address",
        [LINE],
        filters=[stripped],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    is_sworn = SelectField(
        "Sworn", choices=_YES_NO, coerce=_truth, default="", render_kw={"class": "short"}
    )
    same_person = StringField(
        "Same person in another department",
        [LINE],
        filters=[one_line],
        description="Their employee id, badge or whole name there, or the number of that record, "
        "such as #12.",
        render_kw={"autocomplete": "off"},
    )

    def facts(self) -> OfficerFacts:
        return OfficerFacts(
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            middle_name=self.middle_name.data,
            former_names=self.former_names.data or (),
            employee_id=self.employee_id.data,
            email=self.email.data,
            is_sworn=self.is_sworn.data,
            same_person=self.same_person.data,
        )


class _AssignmentFields(Form):
    badge = StringField(
        "Badge",
        [LINE],
        filters=[one_line],
        description="Leading zeros count.",
        render_kw={"class": "short", "autocomplete": "off"},
    )
    rank = StringField("Rank", [LINE], filters=[one_line])
    unit = StringField("Unit", [LINE], filters=[one_line])
    since = DayField(
        "From",
        description="The first day; empty when it counts from always.",
        render_kw={"class": "short"},
    )
    until = DayField(
        "Until",
        description="The last day; empty while it runs on.",
        render_kw={"class": "short"},
    )

    def assignment(self) -> AssignmentFacts:
        return AssignmentFacts(
            badge=self.badge.data,
            rank=self.rank.data,
            unit=self.unit.data,
            since=self.since.data,
            until=self.until.data,
        )


class NewOfficerForm(_OfDepartment, _AssignmentFields, OfficerForm):
    """The person and, where something of it is known, their first assignment."""

    def first_assignment(self) -> AssignmentFacts | None:
        facts = self.assignment()
        return facts if facts.says_where or facts.since or facts.until else None


class AssignmentForm(_AssignmentFields, EditingForm):
    pass


class NewAssignmentForm(AssignmentForm):
    end_running = BooleanField(
        "End the running assignment the day before",
        default=True,
        description="Leave it ticked when the officer changed unit, rank or badge.",
    )


class EndForm(EditingForm):
    until = DayField("Last day", render_kw={"class": "short"})
