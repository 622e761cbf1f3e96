"""Forms about uploads."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from auditor.columns import Column
from auditor.uploads.kinds import KINDS
from auditor.uploads.mapping import Mapped
from auditor.web.editing import DayField, one_line
from auditor.web.forms import AuditorForm

#: What a field for one of our columns is called in the form, before the column's own name.
_OURS: Final = "column-"


class UploadForm(AuditorForm):
    enctype = "multipart/form-data"

    kind = SelectField(
        "What the file holds",
        [InputRequired("Choose what the file holds.")],
        choices={"": "Choose"} | {name: name.capitalize() for name in KINDS},
    )
    file = FileField(
        "File",
        [InputRequired("Choose the file.")],
        description="An Excel workbook (.xlsx) or a CSV file, up to 20 MB.",
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    department = SelectField(
        "Department",
        [Optional()],
        description="For a file that has no column for it.",
    )
    as_of = DayField(
        "Day that it shows",
        [Optional()],
        description="For a roster without dates; else it shows today.",
        render_kw={"class": "short"},
    )
    sheet = StringField(
        "Sheet",
        filters=[one_line],
        description="Of a workbook; else the first one that holds anything.",
        render_kw={"class": "short"},
    )

    def offer(self, departments: Iterable[Any]) -> None:
        """Let one of these departments be chosen."""
        self.department.choices = offered(departments)

    def validate_file(self, field: FileField) -> None:
        """A file’s place can hold plain text, where somebody wrote the request by hand."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError("Choose the file.")


class ApplyForm(AuditorForm):
    seen = HiddenField()
    overwrite = BooleanField(
        "Also change what was edited by hand",
        description="Else those values stay as they are.",
    )


class ColumnsForm(AuditorForm):
    """Which columns of a file are meant; one field for each of ours, see `columns_form`."""

    department = SelectField(
        "Department of the whole file",
        [Optional()],
        description="For rows that name none.",
    )

    def overrides(self, columns: Sequence[Column], mapped: Mapped) -> tuple[str, ...]:
        """“Heading=Column in the file” for each column whose field says so.

        Nothing stands on the right where a column would be recognised that is not to be read.
        """
        chosen = ((column, self[f"{_OURS}{column.field}"].data or "") for column in columns)
        return tuple(
            f"{column.heading}={theirs}"
            for column, theirs in chosen
            if theirs or any(column.is_called(heading) for heading in mapped.headings)
        )


def columns_form(columns: Sequence[Column], mapped: Mapped) -> type[ColumnsForm]:
    """A form with a field for each column that an upload brings."""
    choices = {"": "Do not read it"} | {heading: heading for heading in mapped.headings}
    fields = {
        f"{_OURS}{column.field}": SelectField(
            column.heading,
            [Optional()],
            choices=choices,
            default=mapped.by_field.get(column.field, ""),
            description=column.meaning,
        )
        for column in columns
        if column.uploaded
    }
    return type("ColumnsOfFileForm", (ColumnsForm,), fields)


def offered(departments: Iterable[Any]) -> Any:
    """The choices of a field for a department."""
    return {"": "As the file says"} | {str(d.id): f"{d.name} ({d.code})" for d in departments}
