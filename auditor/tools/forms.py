"""Forms about tools."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from auditor.departments.forms import LINE, SoughtForm, fits_a_cell, sought_by
from auditor.tools.rules import Category, RiskLevel
from auditor.tools.service import ToolFacts
from auditor.web.editing import EditingForm, WordsField, lines, one_line, options


class ToolsSoughtForm(SoughtForm):
    q = sought_by("Name, vendor or alias")
    category = SelectField(
        "Category",
        choices=options(Category, "Any"),
    )

    def sought_category(self) -> Category | None:
        word = self.category.data
        return Category(word) if word in set(Category) else None


class ToolForm(EditingForm):
    name = StringField(
        "Name",
        [InputRequired("Enter the name under which the tool is sold."), LINE],
        filters=[one_line],
    )
    vendor = StringField("Vendor", [LINE], filters=[one_line])
    category = SelectField(
        "Category",
        choices=options(Category),
        default=Category.OTHER.value,
    )
    risk_level = SelectField(
        "Risk level",
        choices=options(RiskLevel, "Not recorded"),
        description="How much harm the office sees in it.",
    )
    aliases = WordsField(
        "Other names",
        description="As files may call it, such as former names; several are separated by “;”.",
    )
    domains = WordsField(
        "Domains",
        description="Where it is reached or writes from, such as clearview.example; "
        "several are separated by “;”.",
        filters=[lambda domains: tuple(d.lower().removeprefix("@") for d in domains or ())],
    )
    website = StringField(
        "Website", [LINE], filters=[one_line], description="The vendor’s page about it."
    )
    description = TextAreaField(
        "Description", [fits_a_cell], filters=[lines], render_kw={"class": "wide", "rows": 3}
    )

    def facts(self) -> ToolFacts:
        risk = self.risk_level.data
        return ToolFacts(
            name=self.name.data or "",
            vendor=self.vendor.data,
            category=Category(self.category.data),
            aliases=self.aliases.data or (),
            domains=self.domains.data,
            risk_level=RiskLevel(risk) if risk else None,
            description=self.description.data,
            website=self.website.data,
        )
