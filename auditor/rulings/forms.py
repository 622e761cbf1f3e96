"""Forms about rulings."""

from collections.abc import Iterable
from typing import Any, Final

from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from auditor.departments.forms import LINE, WithdrawalForm
from auditor.rulings.queries import Sought
from auditor.rulings.rules import Body, Outcome
from auditor.tools.rules import Category
from auditor.web.editing import (
    DayField,
    EditingForm,
    ShortTextField,
    number_in_address,
    one_line,
    options,
)
from auditor.web.forms import filled

#: What the list shows: `withdrawn=yes` in its address takes in what has been withdrawn.
_SHOWN: Final[Any] = {"": "Standing", "yes": "With withdrawn"}


class RulingsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    tool = SelectField("Applies to the tool", validate_choice=False)
    category = SelectField(
        "Applies to the category", choices=options(Category, "Any"), validate_choice=False
    )
    department = SelectField("Binds", validate_choice=False)
    body = SelectField("Body", choices=options(Body, "Any"), validate_choice=False)
    outcome = SelectField("Outcome", choices=options(Outcome, "Any"), validate_choice=False)
    in_effect_on = DayField("In effect on", render_kw={"class": "short"})
    withdrawn = SelectField("Show", choices=_SHOWN, validate_choice=False)

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Any tool"} | {str(row.id): row.name for row in tools}
        named = {str(row.id): row.name for row in departments}
        self.department.choices = {"": "Any department"} | named

    def sought(self) -> Sought:
        """What is sought; a word that is none does not narrow the list down."""
        category, body, outcome = self.category.data, self.body.data, self.outcome.data
        return Sought(
            tool_id=number_in_address("tool"),
            category=Category(category) if category in {*Category} else None,
            department_id=number_in_address("department"),
            body=Body(body) if body in {*Body} else None,
            outcome=Outcome(outcome) if outcome in {*Outcome} else None,
            in_effect_on=self.in_effect_on.data,
            withdrawn=self.withdrawn.data == "yes",
        )


class StepForm(EditingForm):
    """A step that is taken only once its effect was seen: `effect` tells which one was shown."""

    effect = HiddenField()

    @property
    def effect_seen(self) -> str:
        return self.effect.data or ""


class RulingForm(StepForm):
    tool = StringField(
        "Tool",
        [LINE],
        filters=[one_line],
        description="By name or alias, where it is about one tool. Without a tool and a category "
        "it is about every tool.",
        render_kw={"list": "tools", "autocomplete": "off"},
    )
    category = SelectField(
        "Category",
        choices=options(Category, "None"),
        description="Where it is about all tools of a category.",
    )
    department = StringField(
        "Department",
        [LINE],
        filters=[one_line],
        description="By code, name or alias; leave it empty for all departments.",
        render_kw={"list": "departments", "autocomplete": "off"},
    )
    body = SelectField(
        "Body",
        [InputRequired("Choose who laid it down.")],
        choices=options(Body, "Choose a body"),
        description="No body loosens what another laid down.",
    )
    outcome = SelectField(
        "Outcome",
        [InputRequired("Choose what was laid down.")],
        choices=options(Outcome, "Choose an outcome"),
    )
    adopted_on = DayField(
        "Adopted on",
        [InputRequired("Give the day on which it was adopted.")],
        description="Nothing is in effect before it was adopted.",
        render_kw={"class": "short"},
    )
    effective_from = DayField(
        "Effective from",
        [InputRequired("Give the first whole day on which it is in effect.")],
        description="The first whole day: an order given during a day applies from the next.",
        render_kw={"class": "short"},
    )
    effective_until = DayField(
        "Effective until",
        description="The last day, inclusive; leave it empty while it runs on.",
        render_kw={"class": "short"},
    )
    document = ShortTextField(
        "Document",
        [LINE],
        description="Where it can be read, such as the number of an ordinance or an order.",
    )

    def said(self) -> dict[str, Any]:
        """What it says, as `rulings.service.facts_named` takes it."""
        return {
            "tool": self.tool.data,
            "category": Category(self.category.data) if self.category.data else None,
            "department": self.department.data,
            "body": Body(self.body.data),
            "outcome": Outcome(self.outcome.data),
            "adopted_on": filled(self.adopted_on.data),
            "effective_from": filled(self.effective_from.data),
            "effective_until": self.effective_until.data,
            "document": self.document.data,
        }


class EndForm(StepForm):
    effective_until = DayField(
        "Effective until",
        [InputRequired("Give the last day on which it is in effect.")],
        description="The last day, inclusive.",
        render_kw={"class": "short"},
    )


class RulingWithdrawalForm(StepForm, WithdrawalForm):
    """Asks for the reason, as every withdrawal does."""
