"""The form over the trail."""

from collections.abc import Mapping
from datetime import date

from flask import request
from wtforms import Form, SelectField, StringField

from auditor.trail.acts import Act
from auditor.trail.rules import CALLED, Sought
from auditor.web.editing import DayField, number_in_address

_ACTS = {act.value: act.value.replace(".", " ").replace("-", " ").capitalize() for act in Act}


class TrailSoughtForm(Form):
    """Narrows the trail; read from the address, so that it needs no token."""

    act = SelectField("Act", choices={"": "Any"} | _ACTS, validate_choice=False)
    who = SelectField("Who", validate_choice=False)
    record = SelectField("Record", choices={"": "Any", **CALLED}, validate_choice=False)
    record_id = StringField(
        "Its number", render_kw={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
    )
    since = DayField("From", render_kw={"type": "date"})
    until = DayField("Until", render_kw={"type": "date"})

    def offer(self, users: Mapping[int, str]) -> None:
        """Offer everybody who has, or had, an account."""
        self.who.choices = {"": "Anybody"} | {str(each): name for each, name in users.items()}

    def sought(self) -> Sought:
        """What is asked for; a word that the trail does not know narrows nothing."""
        return Sought(
            act=next((act for act in Act if act.value == self.act.data), None),
            who=number_in_address("who"),
            record=self.record.data if self.record.data in CALLED else "",
            record_id=number_in_address("record_id"),
            since=self.since.data,
            until=_before_the_end(self.until.data),
        )

    def address(self) -> dict[str, str]:
        """The filters as the address says them."""
        return {name: request.args[name] for name in self._fields if request.args.get(name)}


def _before_the_end(day: date | None) -> date | None:
    return None if day == date.max else day
