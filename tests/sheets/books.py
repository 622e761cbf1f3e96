"""Workbooks put together by hand, so that a test decides about every byte in them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

SPACE = f'xmlns="{_MAIN}" xmlns:r="{_LINKS}"'

#: The numbers that `s` may give in a cell made here.
PLAIN, DAY, ZEROS, ELAPSED, BUILT_IN_DAY, QUOTED = range(6)

STYLES = f"""<styleSheet {SPACE}><numFmts count="4">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="00000"/>
<numFmt numFmtId="166" formatCode="[h]:mm:ss"/>
<numFmt numFmtId="167" formatCode="0&quot; days&quot;"/>
</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="166"/><xf numFmtId="14"/><xf numFmtId="167"/></cellXfs></styleSheet>"""


def relations(**targets: str) -> str:
    """The links of a part: kind to target."""
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_LINKS}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def parts(
    *sheets: str, states: tuple[str, ...] = (), from_1904: bool = False, strings: str = ""
) -> dict[str, str]:
    """The parts of a workbook with sheets S1, S2 …, each given by what its worksheet contains."""
    listed, links = "", {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    made = {}
    for number, inside in enumerate(sheets, start=1):
        state = f' state="{states[number - 1]}"' if states else ""
        listed += f'<sheet name="S{number}" sheetId="{number}" r:id="worksheet{number}"{state}/>'
        links[f"worksheet{number}"] = f"worksheets/sheet{number}.xml"
        made[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {SPACE}>{inside}</worksheet>"
    first_day = '<workbookPr date1904="1"/>' if from_1904 else ""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {SPACE}>{first_day}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(**links),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {SPACE}>{strings}</sst>",
        **made,
    }


def packed(contents: dict[str, str]) -> bytes:
    """The archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def data(*rows: str) -> str:
    """The cells of a worksheet, each row given by its cells."""
    inside = "".join(f'<row r="{at}">{cells}</row>' for at, cells in enumerate(rows, start=1))
    return f"<sheetData>{inside}</sheetData>"


def text(place: str, value: str) -> str:
    """A cell with text."""
    preserved = f'<t xml:space="preserve">{value}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{preserved}</is></c>'


def number(place: str, value: str, *, style: int = PLAIN) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def one_value(cell: str, *, from_1904: bool = False, strings: str = "") -> bytes:
    """A workbook with a heading in A1 and this cell, which must be A2, below it."""
    rows = data(text("A1", "Value"), cell)
    return packed(parts(rows, from_1904=from_1904, strings=strings))
