"""Forms about rulings."""

from collections.abc import Iterable
from typing import Any, Final

from wtforms import Form, SelectField

from auditor.rulings.rules import Outcome
from auditor.web.editing import options

#: What the list shows: `withdrawn=yes` in its address takes in what has been withdrawn.
_SHOWN: Final[Any] = {"": "Standing", "yes": "With withdrawn"}


class RulingsSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    tool = SelectField("Applies to", validate_choice=False)
    department = SelectField("Binds", validate_choice=False)
    outcome = SelectField("Outcome", choices=options(Outcome, "Any"), validate_choice=False)
    withdrawn = SelectField("Show", choices=_SHOWN, validate_choice=False)

    def offer(self, tools: Iterable[Any], departments: Iterable[Any]) -> None:
        self.tool.choices = {"": "Any tool"} | {str(row.id): row.name for row in tools}
        named = {str(row.id): row.name for row in departments}
        self.department.choices = {"": "Any department"} | named

    def sought_outcome(self) -> Outcome | None:
        chosen = self.outcome.data
        return Outcome(chosen) if chosen in {*Outcome} else None
