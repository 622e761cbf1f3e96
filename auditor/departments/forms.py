"""Forms about departments; and those that lists and withdrawals of any record share."""

from typing import Any, Final

from wtforms import BooleanField, Form, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from auditor.departments.rules import DepartmentKind
from auditor.departments.service import DepartmentFacts
from auditor.sheets.cells import LONGEST_TEXT, text_length
from auditor.web.editing import EditingForm, WordsField, lines, one_line, options
from auditor.web.forms import AuditorForm, stripped

#: What a line of text may hold, and a longer text.
LINE: Final = Length(max=200, message="Keep it to 200 characters.")
TEXT: Final = Length(max=4000, message="Keep it to 4,000 characters.")


def fits_a_cell(_form: Any, field: Any) -> None:
    """A text that an upload may bring too is as long as a cell of a spreadsheet holds."""
    if field.data and text_length(field.data) > LONGEST_TEXT:
        raise ValidationError(f"Keep it to {LONGEST_TEXT:,} characters; an emoji counts as two.")


#: What a list shows: `withdrawn=yes` in its address takes in what has been withdrawn.
_SHOWN: Final[Any] = {"": "Standing", "yes": "With withdrawn"}


def sought_by(label: str) -> Any:
    """A search’s field; its label says in what it looks."""
    return SearchField(label, render_kw={"autocomplete": "off"})


class SoughtForm(Form):
    """Over a list; read from the address, so that it needs no token."""

    q = sought_by("Name, code or alias")
    withdrawn = SelectField(
        "Show",
        choices=_SHOWN,
    )


class WithdrawalForm(AuditorForm):
    """Asks for the reason; what is withdrawn stays visible, with it."""

    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is withdrawn; the reason stays on the record."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )


class DepartmentForm(EditingForm):
    code = StringField(
        "Code",
        [InputRequired("Enter a short code, such as SPD."), LINE],
        filters=[one_line],
        description="Short, as files and commands name it.",
        render_kw={"class": "short", "autocomplete": "off"},
    )
    name = StringField(
        "Name", [InputRequired("Enter the department’s name."), LINE], filters=[one_line]
    )
    aliases = WordsField(
        "Other names",
        description="As files may call it; several are separated by “;”.",
    )
    kind = SelectField(
        "Kind",
        choices=options(DepartmentKind),
        default=DepartmentKind.POLICE.value,
    )
    city = StringField("City", [LINE], filters=[one_line])
    state = StringField("State", [LINE], filters=[one_line], render_kw={"class": "short"})
    email_domains = WordsField(
        "E-mail domains",
        description="Of work addresses, such as police.example; several are separated by “;”.",
        filters=[lambda domains: tuple(d.lower().removeprefix("@") for d in domains or ())],
    )
    head_name = StringField("Head of the department", [LINE], filters=[one_line])
    head_email = StringField(
        "The head’s e-mail address",
        [LINE],
        filters=[stripped],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    is_active = BooleanField(
        "Active",
        default=True,
        description="Untick it when the department no longer exists; its records stay.",
    )

    def facts(self) -> DepartmentFacts:
        return DepartmentFacts(
            code=self.code.data or "",
            name=self.name.data or "",
            aliases=self.aliases.data or (),
            email_domains=self.email_domains.data or (),
            kind=DepartmentKind(self.kind.data),
            city=self.city.data,
            state=self.state.data,
            head_name=self.head_name.data,
            head_email=self.head_email.data,
            is_active=bool(self.is_active.data),
        )
