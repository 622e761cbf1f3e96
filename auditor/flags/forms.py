"""Forms about flags."""

from collections.abc import Iterable
from typing import Any

from wtforms import Form, SelectField, TextAreaField
from wtforms.validators import InputRequired

from auditor.departments.forms import TEXT
from auditor.flags.rules.rulebook import BY_ID
from auditor.flags.rules.states import FlagState, Severity
from auditor.web.editing import lines, options
from auditor.web.forms import AuditorForm


class FlagsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    rule = SelectField("Rule", choices=options(BY_ID, "Any"), validate_choice=False)
    severity = SelectField("Severity", choices=options(Severity, "Any"), validate_choice=False)
    state = SelectField("State", choices=options(FlagState, "Any"), validate_choice=False)
    department = SelectField("Department", validate_choice=False)

    def offer(self, departments: Iterable[Any]) -> None:
        self.department.choices = {"": "Any"} | {str(row.id): row.name for row in departments}

    def sought_severity(self) -> Severity | None:
        chosen = self.severity.data
        return Severity(chosen) if chosen in {*Severity} else None

    def sought_state(self) -> FlagState | None:
        chosen = self.state.data
        return FlagState(chosen) if chosen in {*FlagState} else None


class DismissalForm(AuditorForm):
    """Asks why; the reason stays on the flag."""

    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is dismissed; the reason stays on the flag."), TEXT],
        filters=[lines],
        description="Everybody who may read the flag reads it too: write no names.",
        render_kw={"class": "wide", "rows": 3},
    )
