"""What the list of the trail's entries is narrowed to."""

from typing import Any

from wtforms import Form, SelectField, StringField

from auditor.trail.acts import Act
from auditor.trail.wording import CALLED
from auditor.web.editing import number_in_address, one_line, options


class EntriesSoughtForm(Form):
    """Over the list; read from the address, so that it needs no token."""

    act = SelectField("Act", choices=options(Act, "Any"), validate_choice=False)
    record = SelectField(
        "Record",
        choices={"": "Any"} | {name: word.capitalize() for name, word in CALLED.items()},
        validate_choice=False,
    )
    record_id = StringField("Its number", filters=[one_line], render_kw={"class": "short"})

    def sought(self) -> dict[str, Any]:
        """What is sought, as `reading.entries` takes it; what was mistyped narrows nothing."""
        return {
            "act": self.act.data if self.act.data in {*Act} else "",
            "record": self.record.data if self.record.data in CALLED else "",
            "record_id": number_in_address("record_id"),
        }
