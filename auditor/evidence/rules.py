"""Which documents are taken in: what a file is, told by its bytes and never by its name."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

#: The largest document, in bytes: 20 MB, as every upload.
LARGEST_BYTES: Final = 20 * 1024 * 1024

#: The longest name under which a document is kept, in characters.
LONGEST_NAME: Final = 200

#: How much of a text is looked at for what it is, in characters.
_LOOKED_AT: Final = 4_096


class MediaType(StrEnum):
    """What is taken in."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain"
    EMAIL = "message/rfc822"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_BEGINS: Final[Mapping[bytes, MediaType]] = {
    b"%PDF-": MediaType.PDF,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"\xff\xd8\xff": MediaType.JPEG,
}

#: In an Office file, the part that says which kind it is.
_PARTS: Final[Mapping[str, MediaType]] = {
    "word/document.xml": MediaType.DOCX,
    "xl/workbook.xml": MediaType.XLSX,
}

_MARKUP: Final = re.compile(r"<(!doctype|html|head|body|script|svg|iframe|\?xml)\b", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEADER: Final = re.compile(
    r"^(from|to|date|subject|received|return-path|message-id):", re.I | re.M
)

#: So many of the usual header lines make a text an e-mail.
_HEADERS_OF_AN_EMAIL: Final = 3


def media_type_of(content: bytes) -> MediaType | None:
    """What the bytes are; None for anything that is not taken in, markup such as HTML among it."""
    for begin, media_type in _BEGINS.items():
        if content.startswith(begin):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    text = _as_text(content)
    if text is None or _CONTROLS.search(text):
        return None
    head = text[:_LOOKED_AT]
    headers = {found.lower() for found in _HEADER.findall(head.split("\n\n", 1)[0])}
    if len(headers) >= _HEADERS_OF_AN_EMAIL:
        return MediaType.EMAIL
    return None if _MARKUP.search(head) else MediaType.TEXT


def why_not(content: bytes) -> str:
    """Why a document is not taken in, in a sentence with the remedy; empty when it is."""
    if not content:
        return "The file is empty: choose the one that holds the document."
    if len(content) > LARGEST_BYTES:
        return "The file is larger than 20 MB: hand in a smaller scan, or the document in parts."
    if media_type_of(content) is None:
        return (
            "This is none of the kinds of document that are kept: PDF, PNG, JPEG, plain text, "
            "e-mail (.eml), Word (.docx) or Excel (.xlsx). Print it to a PDF, and hand that in."
        )
    return ""


def kept_name(name: str) -> str:
    """The name of a file without its folders, and without signs that deceive or cannot be held."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    return " ".join(shown.split())[-LONGEST_NAME:] or "document"


def _office(content: bytes) -> MediaType | None:
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = set(package.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in parts or any("vbaProject" in part for part in parts):
        return None
    return next((kind for part, kind in _PARTS.items() if part in parts), None)


def _as_text(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None
