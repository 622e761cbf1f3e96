import pytest

from auditor.errors import FileRefused
from auditor.sheets.reading import Row, Table, read_table


def read(content: str | bytes) -> Table:
    return read_table(content.encode() if isinstance(content, str) else content, "roster.csv")


def refusal(content: str | bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        read(content)
    return str(caught.value)


def test_rows_carry_the_number_of_the_line_on_which_they_begin() -> None:
    table = read('Badge,Notes\n007,"two\r\nlines"\n\n 12 ,x\n')

    assert table.headings == ("Badge", "Notes")
    assert table.rows == (Row(2, ("007", "two\nlines")), Row(5, (" 12 ", "x")))
    assert table.remarks == ()
    assert table.sheet == ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_understood(ending: str) -> None:
    table = read(ending.join(["a,b", "1,2", "3,4"]))

    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[1].cells == ("3", "4")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_the_separator_is_found_and_told(separator: str) -> None:
    content = f'Name{separator}Hours\n"Muster, A."{separator}1,5\nB, C{separator}2,25\n'

    table = read(content)

    assert table.rows[0].cells == ("Muster, A.", "1,5")
    assert len(table.remarks) == 1


def test_commas_win_although_text_holds_semicolons() -> None:
    table = read("Name;first,Unit,Badge\na;b,c,1\nd,e,2\n")

    assert table.headings == ("Name;first", "Unit", "Badge")


@pytest.mark.parametrize(
    ("content", "headings"),
    [
        ("a,b\n&lt;i&gt;x&lt;/i&gt;,1\n", ("a", "b")),
        ("Name;Hours\n" + "Muster, A.;1,5\n" * 20, ("Name", "Hours")),
        ("Roster, North Precinct\nName;Hours\n" + "A;1\n" * 5, ("Name", "Hours")),
        ("Roster, North Precinct\nName;Hours\nA;1\n", ("Name", "Hours")),
        ("Name,Notes\n" + "A\n" * 9 + "B,c\n", ("Name", "Notes")),
    ],
)
def test_the_rows_bear_out_which_separator_it_is(content: str, headings: tuple[str, ...]) -> None:
    assert read(content).headings == headings


def test_a_line_that_announces_the_separator_is_obeyed_and_counted() -> None:
    table = read("sep=;\na;b\n1;2\n")

    assert table.headings == ("a", "b")
    assert table.rows == (Row(3, ("1", "2")),)
    assert table.heading_row == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_names_the_encoding(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") else ""

    table = read((mark + "Näme,ß\nPeña,東京\n").encode(encoding))

    assert table.headings == ("Näme", "ß")
    assert table.rows[0].cells == ("Peña", "東京")
    assert table.remarks == ()


def test_windows_1252_is_read_with_a_remark_that_shows_an_example() -> None:
    table = read("Name\nAbel\nPeña\n".encode("cp1252"))

    assert table.rows[1].cells == ("Peña",)
    assert "line 3: “Peña”" in table.remarks[0]


def test_windows_1252_is_read_when_its_only_accent_is_a_hard_blank() -> None:
    assert read(b"Name\nA\xa0\n").rows[0].cells == ("A\xa0",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,\x81\xfa\n", "Line 2 holds a byte"),
        (b"a,b\n1,\x00\n", "NUL"),
        ("a,b\n1,\x1b\n", "Row 2, column B holds the control character U+001B"),
        ("a,b\n1,\ufffe\n", "U+FFFE"),
        ('a,b\n1,2\n3,"4\n5,6\n', "row that begins on line 3 is never closed"),
        ('a,b\n1,"2"3\n', "line 2 text follows a closing quotation mark"),
        ("a,b\n1,2\n3,4,5\n", "Row 3 has more cells than there are headings; “5”"),
        ("a,b\n1," + "x" * 32_768, "Row 2, column B holds more than 32,767 characters"),
        ("a,b\n1," + "😀" * 16_384, "Row 2, column B holds more than 32,767 characters"),
        ("a,b\n1," + "x" * 140_000, "Row 2 has a cell of more than 32,767 characters"),
        ("a," * 257 + "a", "more than 256 columns"),
        ("a\n" + "1\n" * 200_001, "more than 200,000 rows"),
        ("\n , \n\n", "It holds no rows"),
        ("", "It is empty"),
        ("Badge no,x,badge_NO\n1,2,3\n", "“Badge no” in column A and “badge_NO” in column C"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(content: str | bytes, says: str) -> None:
    sentence = refusal(content)

    assert sentence.startswith("“roster.csv” cannot be read. ")
    assert says in sentence
    assert sentence.endswith(".")


def test_rows_may_lack_trailing_cells_and_have_blank_ones_too_many() -> None:
    table = read("a,b,c\n1\n1,2,3, ,,\n")

    assert table.rows == (Row(2, ("1", None, None)), Row(3, ("1", "2", "3")))


def test_a_title_above_the_headings_is_told_not_taken() -> None:
    table = read("Roster of the North Precinct\n\nBadge,Name\n7,x\n")

    assert table.headings == ("Badge", "Name")
    assert table.heading_row == 3
    assert "Roster of the North Precinct" in table.remarks[0]


def test_a_file_of_one_column_has_its_heading_in_the_first_row() -> None:
    assert read("Tool\nA\nB\n").headings == ("Tool",)


def test_empty_columns_without_heading_vanish_and_full_ones_are_told() -> None:
    table = read("a, ,b,,\n1,x,2,,\n3,y,4,,\n5,,6,,\n")

    assert table.headings == ("a", "b")
    assert table.rows[0].cells == ("1", "2")
    assert table.remarks == (
        "Column B has no heading and was not read, although 2 rows have a value there."
        " Give it a heading in row 1 if it is wanted.",
    )


def test_headings_are_put_on_one_line() -> None:
    assert read('"Account\n email ",b\n1,2\n').headings == ("Account email", "b")


def test_a_sheet_cannot_be_chosen_in_a_csv_file() -> None:
    with pytest.raises(FileRefused, match="has no sheets"):
        read_table(b"a,b\n", "x.csv", sheet="S1")


@pytest.mark.parametrize("ending", ["", "\n"])
def test_the_last_line_may_lack_its_ending(ending: str) -> None:
    assert len(read("a,b\n1,2" + ending).rows) == 1
