"""The form in which somebody takes back what they did themselves."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired

from auditor.departments.forms import TEXT
from auditor.web.editing import lines
from auditor.web.forms import AuditorForm


class UndoingForm(AuditorForm):
    """For whoever takes back what they did themselves."""

    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why: others relied on it."), TEXT],
        filters=[lines],
        description="It stays on the record, for everybody who may read it.",
        render_kw={"class": "wide", "rows": 3},
    )
