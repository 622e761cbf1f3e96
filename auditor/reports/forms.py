"""Forms about reports."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from auditor.columns import Audience
from auditor.departments.forms import TEXT, WithdrawalForm
from auditor.reports.rules import Order
from auditor.web.editing import lines
from auditor.web.forms import AuditorForm


class ReportForm(AuditorForm):
    audience = SelectField(
        "Who it is for",
        [InputRequired("Choose who the report is for.")],
        choices={
            "": "Choose",
            Audience.COUNCIL.value: "The council: pseudonyms in place of officers",
            Audience.DEPARTMENT.value: "One department: its own findings, with names",
            Audience.INTERNAL.value: "The oversight office: everything",
        },
    )
    department = SelectField(
        "Department", [Optional()], description="For a report to one department only."
    )
    names = BooleanField(
        "With officers’ names",
        description="For a report to the council only; it is marked on every sheet.",
    )
    reason = TextAreaField(
        "Reason for names",
        [TEXT],
        filters=[lines],
        description="Why the council is to see names; it stands in the report.",
        render_kw={"class": "wide", "rows": 3},
    )

    def offer(self, departments: Iterable[Any]) -> None:
        """Let one of these departments be chosen."""
        self.department.choices = {"": "None"} | {str(row.id): row.name for row in departments}

    def order(self) -> Order:
        """What is asked for; call it once the form holds."""
        return Order(
            audience=Audience(self.audience.data),
            department_id=int(self.department.data) if self.department.data else None,
            with_names=self.names.data,
            reason=self.reason.data,
        )


class CopyForm(AuditorForm):
    enctype = "multipart/form-data"

    file = FileField(
        "Copy of a report",
        [InputRequired("Choose the workbook.")],
        description="An .xlsx workbook of up to 20 MB, as it was issued or saved again.",
        render_kw={"accept": ".xlsx"},
    )

    def validate_file(self, field: FileField) -> None:
        """A file’s place can hold plain text, where somebody wrote the request by hand."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError("Choose the workbook.")


class ReportWithdrawalForm(WithdrawalForm):
    instead = IntegerField(
        "Number of the report that takes its place",
        [Optional(), NumberRange(1, 2**31 - 1, "Give the number of a report.")],
        description="A later one to the same audience; leave it empty where there is none.",
        render_kw={"class": "short"},
    )
