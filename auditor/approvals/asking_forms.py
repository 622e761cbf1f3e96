"""The form in which the requests that ticked findings call for are looked at and made."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, Form, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from auditor.approvals.forms import PURPOSES, RequestedForm
from auditor.approvals.proposals import Proposal
from auditor.approvals.rules import Purpose
from auditor.errors import FieldsRefused
from auditor.web.editing import DayField


class ProposedForm(Form):
    """What may differ between the requests; its fields are named with the request's key."""

    asked = BooleanField("Ask for this one")
    valid_from = DayField(
        "Valid from",
        [InputRequired("Give the first whole day of the term.")],
        render_kw={"class": "short"},
    )
    purposes = SelectMultipleField(
        "Purposes",
        choices=PURPOSES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="Choose none for any purpose.",
    )

    def chosen_purposes(self) -> list[Purpose]:
        return [Purpose(word) for word in self.purposes.data or ()]


class AskingForm(RequestedForm):
    """What all the requests have in common; and one small form for each of them."""

    each: dict[str, ProposedForm]

    def propose(self, requests: Iterable[Proposal], today: Any) -> None:
        """Offer these requests, as they were sent or as the findings call for them.

        Args:
            today: the first day of a term for which the findings tell none.
        """
        submitted = request.form if request.method == "POST" else None
        self.each = {}
        for proposal in requests:
            before = {
                "asked": not proposal.waiting,
                "valid_from": proposal.begins or today,
                "purposes": [purpose.value for purpose in proposal.purposes],
            }
            self.each[proposal.key] = ProposedForm(
                submitted, prefix=f"{proposal.key}-", data=before
            )

    def chosen(self) -> dict[str, ProposedForm]:
        """Those that are to be made, by key."""
        return {key: form for key, form in self.each.items() if form.asked.data}

    def validate(self, extra_validators: Any = None) -> bool:
        holds = [super().validate(extra_validators)]
        holds += [form.validate() for form in self.chosen().values()]
        if self.each and not self.chosen():
            self.form_errors.append("Leave at least one request ticked.")
            return False
        return all(holds)

    def refuse(self, refusal: FieldsRefused) -> None:
        """Put a sentence about one request at its field, and any other where all have it."""
        for name, sentence in refusal.fields.items():
            key, _, field = name.rpartition("-")
            form = self.each.get(key)
            if form is not None and field in form:
                form[field].errors = [*form[field].errors, sentence]
            elif field in self:
                if sentence not in self[field].errors:
                    self[field].errors = [*self[field].errors, sentence]
            else:
                self.form_errors.append(sentence)
