"""Which column of a file is which, and how rows become drafts."""

from collections import Counter

import pytest

from auditor.columns import plain
from auditor.errors import FieldsRefused, FileRefused
from auditor.sheets.reading import read_table
from auditor.uploads.drafts import EMPTY
from auditor.uploads.kinds import KINDS
from auditor.uploads.mapping import Mapped, mapped
from auditor.uploads.parsing import Reading, read_rows
from tests.conftest import ZONE

TOOLS = KINDS["tools"].columns
OFFICERS = KINDS["officers"]


def understood(*headings: str, overrides: tuple[str, ...] = ()) -> Mapped:
    return mapped(headings, TOOLS, overrides=overrides)


def read(kind: str, text: str, *, has_department: bool = False) -> Reading:
    table = read_table(text.encode(), "file.csv")
    columns = KINDS[kind].columns
    found = mapped(table.headings, columns, has_department=has_department)
    found.refuse_lacking()
    return read_rows(table, columns, found, zone=ZONE, has_department=has_department)


def test_headings_are_recognised_in_any_case_with_any_sign_for_a_blank() -> None:
    found = understood("PRODUCT_name", "risk-level", " company ")

    assert found.by_field == {
        "name": "PRODUCT_name",
        "risk_level": "risk-level",
        "vendor": " company ",
    }
    assert not found.lacking


def test_what_is_unknown_or_computed_is_left_out_and_named() -> None:
    found = understood("Name", "Shoe size", "Reason for withdrawing")

    assert [remark.rpartition(": ")[2] for remark in found.remarks] == [
        "“Reason for withdrawing”.",
        "“Shoe size”.",
    ]


def test_a_missing_column_is_told_with_what_the_file_has_and_how_to_name_it() -> None:
    with pytest.raises(FileRefused, match="“What”, “Vendor”") as refused:
        understood("What", "Vendor").refuse_lacking()

    assert '--column "Name=Column in the file"' in str(refused.value)
    assert not understood("What", "Vendor", overrides=("product=what",)).lacking


def test_an_officer_can_be_recognised_by_one_of_several_columns() -> None:
    def lacking(*headings: str) -> tuple[str, ...]:
        return mapped(
            headings, OFFICERS.columns, identified_by=OFFICERS.identified_by, has_department=True
        ).lacking

    assert not lacking("Serial", "Rank")
    assert not lacking("Last", "First")
    assert "“Family name” with “Given name”, “Name”, “Employee id” or “Badge”" in lacking("Last")[0]


def test_without_a_column_for_the_department_it_has_to_be_named() -> None:
    assert "--department CODE" in mapped(["Serial"], OFFICERS.columns).lacking[0]


def test_two_columns_that_mean_the_same_are_refused_until_one_is_named() -> None:
    assert (
        "“Vendor”, “Company” both mean “Vendor”"
        in understood("Name", "Vendor", "Company").lacking[0]
    )

    found = understood("Name", "Vendor", "Company", overrides=("Vendor=company",))

    assert not found.lacking
    assert found.by_field["vendor"] == "Company"
    assert "“Vendor”" in found.remarks[0]


def test_a_column_named_as_nothing_is_not_read() -> None:
    found = understood("Name", "Vendor", overrides=("Vendor=",))

    assert found.by_field == {"name": "Name"}
    assert "“Vendor”" in found.remarks[0]


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("Name=Title", "has no column “Title”.*“Vendor”"),
        ("Colour=Vendor", "names no column"),
        ("Vendor", "names no column"),
    ],
)
def test_naming_what_there_is_not_is_refused(override: str, says: str) -> None:
    with pytest.raises(FieldsRefused, match=says):
        understood("Vendor", "Technology", overrides=(override,))


def test_no_kind_has_two_columns_of_one_name_or_one_called_sheet() -> None:
    for kind in KINDS.values():
        names = Counter(
            plain(name)
            for column in kind.columns
            if column.uploaded
            for name in (column.heading, *column.accepts)
        )
        assert [name for name, count in names.items() if count > 1] == [], kind.name
        assert "sheet" not in names, kind.name


def test_a_row_is_refused_whole_with_the_reasons_of_all_its_cells() -> None:
    reading = read(
        "findings",
        "Department,Tool,Account email,Stage,Signed up on,Searches\n"
        "HPD,FaceSeek,a@x.example,used,2020-02,11-50\n"
        "HPD,,b@x.example,flying,soon,50-11\n"
        "HPD,FaceSeek,c@x.example,(empty),,51+\n",
    )

    assert [draft.number for draft in reading.drafts] == [2, 4]
    assert [(one.row, one.column, one.value) for one in reading.refused] == [
        (3, "Stage", "flying"),
        (3, "Signed up on", "soon"),
        (3, "Searches", "50-11"),
        (3, "Tool", ""),
    ]
    first, last = (draft.values for draft in reading.drafts)
    assert (first["searches_low"], first["searches_high"]) == (11, 50)
    assert last["stage"] is EMPTY
    assert (last["searches_low"], last["searches_high"]) == (51, EMPTY)
    assert "signed_up_on" not in last


def test_a_month_is_no_day_where_a_day_is_needed() -> None:
    reading = read("officers", "Serial,Rank,From\n1,Chief,2020-02\n", has_department=True)

    assert "Write it as 2020-02-01" in reading.refused[0].reason
