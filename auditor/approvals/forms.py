"""Forms about approvals: what is asked for, and what is decided."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import (
    FileField,
    Form,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from auditor.approvals.columns import ApprovalState
from auditor.approvals.rules import Decision, Purpose
from auditor.approvals.sought import Sought
from auditor.departments.forms import LINE, TEXT, fits_a_cell
from auditor.errors import FieldsRefused
from auditor.web.editing import (
    DayField,
    ShortTextField,
    lines,
    number_in_address,
    one_line,
    options,
)
from auditor.web.forms import AuditorForm, attached

#: No approval is for an unknown purpose.
PURPOSES: Final[Any] = {p.value: p.value for p in Purpose if p is not Purpose.UNKNOWN}


class ApprovalsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    tool = SelectField("Tool", validate_choice=False)
    department = SelectField("Department", validate_choice=False)
    state = SelectField("State", choices=options(ApprovalState, "Any"), validate_choice=False)
    unit = StringField("Unit", filters=[one_line])
    officer = StringField(
        "Officer", filters=[one_line], description="By name, employee id or badge."
    )
    requested_by = StringField("Requested by", filters=[one_line])
    decided_by = StringField("Decided by", filters=[one_line])
    valid_on = DayField(
        "Valid on",
        description="Confirmed, and in its term on that day.",
        render_kw={"class": "short"},
    )

    review = SelectField(
        "Review", choices={"": "Any", "yes": "To be reviewed"}, validate_choice=False
    )

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Any"} | {str(row.id): row.name for row in tools}
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}

    def in_address(self) -> dict[str, Any]:
        """What the addresses of the neighbouring pages say."""
        return {field.name: field.data or None for field in self}

    def sought(self) -> Sought:
        chosen = self.state.data
        return Sought(
            tool_id=number_in_address("tool"),
            department_id=number_in_address("department"),
            state=ApprovalState(chosen) if chosen in {*ApprovalState} else None,
            unit=self.unit.data or "",
            officer=self.officer.data or "",
            requested_by=self.requested_by.data or "",
            decided_by=self.decided_by.data or "",
            valid_on=self.valid_on.data,
            to_review=self.review.data == "yes",
        )


class ScopeForm(AuditorForm):
    """What an approval is limited to, besides its tool, its department and its term."""

    unit = StringField(
        "Unit", [LINE], filters=[one_line], description="Leave it empty for any unit."
    )
    officer = StringField(
        "Officer",
        [LINE],
        filters=[one_line],
        description="By employee id, badge or name. Leave it empty for any officer.",
        render_kw={"autocomplete": "off"},
    )
    purposes = SelectMultipleField(
        "Purposes",
        choices=PURPOSES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="Choose none for any purpose.",
    )


class RequestedForm(AuditorForm):
    """What every request tells besides its scope and the beginning of its term."""

    enctype = "multipart/form-data"

    valid_until = DayField(
        "Valid until",
        description="The last day, inclusive. Leave it empty while it runs on.",
        render_kw={"class": "short"},
    )
    conditions = TextAreaField(
        "Conditions", [fits_a_cell], filters=[lines], render_kw={"class": "wide", "rows": 3}
    )
    document = ShortTextField(
        "Document",
        [LINE],
        description="What the request is called where it was written, such as a memo’s number.",
    )
    paper = FileField(
        "The document itself",
        description="Only if it was asked for in writing before today: a letter or a memo, as "
        "PDF, picture, text, e-mail, Word or Excel file of up to 20 MB.",
    )
    document_on = DayField(
        "Document date",
        description="The date on that document: the request counts from that day. Without it, it "
        "counts from today.",
        render_kw={"class": "short"},
    )

    def attached(self) -> tuple[bytes, str] | None:
        """The bytes and the name of what was attached; None where nothing was."""
        return attached(self.paper.data)


class RequestForm(ScopeForm, RequestedForm):
    """A supervisor asks for their own department, so that the field for it is left out."""

    tool = SelectField("Tool", [InputRequired("Choose the tool.")])
    department = SelectField("Department", [InputRequired("Choose the department that is asked.")])
    valid_from = DayField(
        "Valid from",
        [InputRequired("Give the first whole day of the term.")],
        description="The first whole day of its term.",
        render_kw={"class": "short"},
    )

    def offer(self, tools: Iterable[Any], departments: Iterable[Any] | None) -> None:
        """Offer what can be chosen; without departments the form asks for none."""
        self.tool.choices = {"": "Choose a tool"} | {str(row.id): row.name for row in tools}
        if departments is None:
            del self.department
        else:
            named = {str(row.id): row.name for row in departments}
            self.department.choices = {"": "Choose a department"} | named

    def chosen_purposes(self) -> list[Purpose]:
        return [Purpose(word) for word in self.purposes.data or ()]


class DecisionForm(AuditorForm):
    """What both decisions ask for; a file makes it a form of several parts."""

    enctype = "multipart/form-data"

    reason = TextAreaField("Reason")
    document = FileField(
        "Document",
        description="Only if it was decided in writing before today: a letter or an order, as "
        "PDF, picture, text, e-mail, Word or Excel file of up to 20 MB.",
    )
    document_on = DayField(
        "Document date",
        description="The date on that document: the decision counts from that day. Without it, "
        "it counts from today.",
        render_kw={"class": "short"},
    )
    show = SubmitField("Show what this would do")

    def refuse_shown(self, wrong: Mapping[str, str]) -> None:
        """Say at their fields what is wrong with the days whose effect is to be shown."""
        for each in self:
            if isinstance(each, DayField):
                each.validate(self)
        self.refuse(FieldsRefused(dict(wrong)))

    def attached(self) -> tuple[bytes, str] | None:
        """The bytes and the name of what was attached; None where nothing was."""
        return attached(self.document.data)


class ConfirmationForm(DecisionForm):
    reason = TextAreaField(
        "Reason",
        [TEXT],
        filters=[lines],
        description="If there is something to say; it stays on the record.",
        render_kw={"class": "wide", "rows": 3},
    )


class DenialForm(DecisionForm):
    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is denied: who asked will want to know."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )


#: What each decision asks for.
DECIDING: Final[Mapping[Decision, type[DecisionForm]]] = {
    Decision.CONFIRMED: ConfirmationForm,
    Decision.DENIED: DenialForm,
}


class RevocationForm(DecisionForm):
    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is revoked: whoever relied on it will want to know."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )
    revoked_from = DayField(
        "Revoked from",
        description="The first whole day without it. It takes effect no earlier than on the day "
        "the revocation is made. Without a day: the day after the revocation is made, or the first "
        "day of the term where that is later.",
        render_kw={"class": "short"},
    )
    document = FileField(
        "Document",
        description="Only if it was revoked in writing before today: a letter or an order, as "
        "PDF, picture, text, e-mail, Word or Excel file of up to 20 MB.",
    )
    document_on = DayField(
        "Document date",
        description="The date on that document: the revocation was made on that day. Without it, "
        "it is made today.",
        render_kw={"class": "short"},
    )
