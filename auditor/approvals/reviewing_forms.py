"""Forms of a review."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from auditor.departments.forms import TEXT
from auditor.web.editing import lines
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
        return int(said) if said.isascii() and said.isdigit() else -1
