"""Forms of a review."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from auditor.approvals.forms import ScopeForm
from auditor.departments.forms import TEXT
from auditor.web.editing import MOST, DayField, lines
from auditor.web.forms import AuditorForm


class KeepingForm(AuditorForm):
    """`seen` is the place in the trail up to which the page told what had changed."""

    seen = HiddenField()
    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is kept: others will ask what was looked at."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )

    @property
    def place(self) -> int:
        """See `seen`; before its beginning where none is said."""
        said = self.seen.data or ""
        # Of very many digits Python makes no number, and none is a place in a trail.
        is_place = said.isascii() and said.isdigit() and len(said) <= len(str(MOST))
        return int(said) if is_place else -1


class NarrowingForm(ScopeForm):
    """What is to be left of an approval; `seen` says of what the effect was shown."""

    seen = HiddenField()
    valid_from = DayField(
        "From",
        description="The first whole day on which only what is left gives leave. Without a day: "
        "tomorrow, or the first day of the term where that is later; no day before today.",
        render_kw={"class": "short"},
    )
    valid_until = DayField(
        "Valid until",
        description="The last day, inclusive. Leave it empty while it runs on.",
        render_kw={"class": "short"},
    )
    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why it is narrowed: whoever relied on it will want to know."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )

    def fit(self, approval: Any) -> None:
        """Offer what can be narrowed of this approval: its one unit or officer stays."""
        if approval.unit is not None:
            del self.unit
        if approval.officer_id is not None:
            del self.officer
        if approval.purposes:
            # A dict, because the types of WTForms do not know the class that it wants for tuples.
            offered: Any = {word: word for word in approval.purposes}
            self.purposes.choices = offered
            self.purposes.description = "Choose those for which it is still given."
