"""What kind of file some bytes seem to be: the content decides, not the name."""

import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from auditor.errors import FileRefused

#: What the standard library raises over an archive that is not whole.
DAMAGE: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    zlib.error,
)

_SAVE_AS: Final = "Open it in Excel or LibreOffice and save it as .xlsx or as CSV."

#: First bytes, what such a file is, and what to do.
_BEGINNINGS: Final = (
    (b"%PDF", "a PDF document", "Ask for the table itself, as .xlsx or as CSV."),
    (b"\x89PNG", "a picture", "Ask for the table itself, as .xlsx or as CSV."),
    (b"\xff\xd8\xff", "a picture", "Ask for the table itself, as .xlsx or as CSV."),
    (b"GIF8", "a picture", "Ask for the table itself, as .xlsx or as CSV."),
    (b"II*\x00", "a picture", "Ask for the table itself, as .xlsx or as CSV."),
    (b"MM\x00*", "a picture", "Ask for the table itself, as .xlsx or as CSV."),
    (b"RIFF", "a picture or a recording", "Ask for the table itself, as .xlsx or as CSV."),
    (b"{\\rtf", "a text document", "Ask for the table itself, as .xlsx or as CSV."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and hand in the .xlsx or CSV file inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and hand in the .xlsx or CSV file inside."),
    (b"Rar!", "a RAR archive", "Unpack it and hand in the .xlsx or CSV file inside."),
)

_MARKUP: Final = (
    (b"<?xml", "an XML file"),
    (b"<!doctype", "a web page (HTML), whatever its name"),
    (b"<html", "a web page (HTML), whatever its name"),
    (b"<head", "a web page (HTML), whatever its name"),
    (b"<meta", "a web page (HTML), whatever its name"),
    (b"<body", "a web page (HTML), whatever its name"),
    (b"<table", "a web page (HTML), whatever its name"),
    (b"<style", "a web page (HTML), whatever its name"),
)

#: What the folder names in an Office archive give away.
_FOLDERS: Final = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/", "an Apple Numbers, Pages or Keynote document"),
)

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(content: bytes) -> bool:
    """Whether this is an .xlsx workbook; if not, it is text that may be CSV.

    Raises:
        FileRefused: it is neither, and seems to be something else.
    """
    if not content:
        raise FileRefused("It is empty. Hand in the file that holds the rows.")
    if content.startswith(b"PK"):
        return _is_workbook_archive(content)
    if content.startswith(_OLE):
        raise _seems(*_compound(content))
    for beginning, kind, remedy in _BEGINNINGS:
        if content.startswith(beginning):
            raise _seems(kind, remedy)
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in _MARKUP:
        if start.startswith(beginning):
            raise _seems(kind, _SAVE_AS)
    return False


def damaged(how: str) -> FileRefused:
    """The refusal of a workbook that is not put together as one should be."""
    return FileRefused(
        f"It is damaged: {how}. Open it in Excel or LibreOffice and save it again as .xlsx or as"
        " CSV."
    )


def _beginning(archive: ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(99)


def _seems(kind: str, remedy: str) -> FileRefused:
    return FileRefused(f"It seems to be {kind}. {remedy}")


def _compound(content: bytes) -> tuple[str, str]:
    """An old Office file, or a new one that was encrypted: both are compound files."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "protected by a password",
            "Open it, take the password off, and save it as .xlsx or as CSV.",
        )
    return "an older Excel workbook (.xls) or another old Office file", _SAVE_AS


def _is_workbook_archive(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            kind = _beginning(archive, "mimetype") if "mimetype" in names[:1] else b""
    except DAMAGE:
        raise damaged("it begins like an .xlsx workbook but cannot be unpacked") from None
    if b"opendocument" in kind:
        raise _seems("an OpenDocument file (.ods or another)", _SAVE_AS)
    for beginning, seeming in _FOLDERS:
        if any(name.startswith(beginning) for name in names):
            raise _seems(seeming, _SAVE_AS)
    if any(name.lower().startswith("xl/workbook") for name in names):
        return True
    raise _seems("a zip archive", "Unpack it and hand in the .xlsx or CSV file inside.")
