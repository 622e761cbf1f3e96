"""The archive that a workbook is: looked over before anything in it is unpacked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final, TypeVar
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from auditor.errors import FileRefused
from auditor.sheets.bounds import HANDED_IN, Bounds
from auditor.sheets.seeming import DAMAGE, damaged

_MOST_MEMBERS: Final = 500

#: Times a part may have been compressed, and the bytes from which that matters.
_MOST_COMPRESSED: Final = 150
_COMPRESSED_FROM: Final = 1 << 20

_DEEPEST: Final = 64
_MOST_ATTRIBUTES: Final = 64

#: Characters in one run of text.
_LONGEST_RUN: Final = 200_000

_CHUNK: Final = 1 << 16

#: Bytes with which only a text in UTF-16 or UTF-32 begins; expat would follow such a beginning.
_WIDE: Final = frozenset((0x00, 0xFE, 0xFF))

_ENCRYPTED: Final = 1

_ACTIVE: Final = re.compile(r"vbaProject\.bin$|macrosheets/|activeX/", re.IGNORECASE)

_TOO_LARGE: Final = (
    "It is too large once unpacked. Remove what is not needed (pictures, unused sheets), or save"
    " the sheet as CSV."
)


class Scan:
    """Told of each element of one part; keeps the bounds that hold for every part."""

    def __init__(self) -> None:
        self._depth = 0
        self._run = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; `tag` is without its namespace prefix."""

    def closed(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text within the element."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """From the parser."""
        self._depth += 1
        self._run = 0
        if self._depth > _DEEPEST or len(attributes) > _MOST_ATTRIBUTES:
            raise damaged("its elements are nested too deep or have too many attributes")
        self.opened(tag.rpartition(":")[2], attributes)

    def end(self, tag: str) -> None:
        """From the parser."""
        self._depth -= 1
        self._run = 0
        self.closed(tag.rpartition(":")[2])

    def data(self, text: str) -> None:
        """From the parser."""
        self._run += len(text)
        if self._run > _LONGEST_RUN:
            raise FileRefused("A cell holds too long a text. Shorten it, or hand in a CSV file.")
        self.text(text)


AnyScan = TypeVar("AnyScan", bound=Scan)


class Package:
    """The parts of a workbook by name; names are compared without regard to case."""

    def __init__(self, content: bytes, bounds: Bounds = HANDED_IN) -> None:
        self.bounds = bounds
        with _whole():
            self._archive = ZipFile(BytesIO(content))
            self._members = _looked_over(self._archive.infolist(), bounds)
        self._scanned: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def scan(self, name: str, scan: AnyScan) -> AnyScan:
        """Go through one part, piece by piece.

        Raises:
            FileRefused: the part is not whole, or `scan` or one of the bounds refuses it.
        """
        for _ in self.steps(name, scan):
            pass
        return scan

    def steps(self, name: str, scan: Scan) -> Iterator[None]:
        """Go through one part, and pause after each piece; see `scan`."""
        # Whatever encoding the part declares, it is read as UTF-8: that is what the reader that
        # comes after takes it for, and the two must see the same elements.
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = scan.start
        parser.EndElementHandler = scan.end
        parser.CharacterDataHandler = scan.data
        parser.StartDoctypeDeclHandler = _refuse_declaration
        parser.EntityDeclHandler = _refuse_declaration
        with _whole(), self._archive.open(self._members[name.lower()]) as part:
            chunk = part.read(_CHUNK)
            if _WIDE & set(chunk[:4]):
                raise damaged("one of its parts is not in UTF-8")
            while chunk:
                parser.Parse(chunk)
                yield
                chunk = part.read(_CHUNK)
            parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only
        self._scanned.add(name.lower())

    def scan_rest(self) -> None:
        """Hold every other XML part to the same bounds, so that nothing hides there."""
        for name in sorted(self._members.keys() - self._scanned):
            if name.endswith((".xml", ".rels")):
                self.scan(name, Scan())

    def read(self, name: str) -> bytes:
        """All bytes of a part, which must have been scanned before."""
        if name.lower() not in self._scanned:
            raise AssertionError(f"{name} was not scanned before it was read.")
        with _whole():
            return self._archive.read(self._members[name.lower()])


def packed(parts: dict[str, bytes]) -> bytes:
    """A new archive of nothing but these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except DAMAGE:
        raise damaged("one of its parts cannot be unpacked") from None
    except expat.ExpatError:
        raise damaged("one of its parts is not well-formed XML") from None


def _looked_over(infos: list[ZipInfo], bounds: Bounds) -> dict[str, ZipInfo]:
    members: dict[str, ZipInfo] = {}
    if len(infos) > _MOST_MEMBERS:
        raise FileRefused(_TOO_LARGE)
    for info in infos:
        name = info.filename.lower()
        if name in members or ".." in name.split("/") or name.startswith("/") or "\\" in name:
            raise damaged("two of its parts have the same name, or one has a name that leads away")
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused("It is protected by a password. Take the password off and save it.")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise damaged("it is packed in an unusual way")
        if _ACTIVE.search(name):
            raise FileRefused(
                "It holds macros or other active content. Save it as .xlsx (without macros) or as"
                " CSV."
            )
        seeming = max(_COMPRESSED_FROM, _MOST_COMPRESSED * max(1, info.compress_size))
        if info.file_size > min(bounds.part_bytes, seeming):
            raise FileRefused(_TOO_LARGE)
        members[name] = info
    if sum(info.file_size for info in infos) > bounds.whole_bytes:
        raise FileRefused(_TOO_LARGE)
    return members


def _refuse_declaration(*_: object) -> None:
    raise FileRefused(
        "It declares a document type or entities, as no spreadsheet program writes them. Open it in"
        " Excel or LibreOffice and save it again as .xlsx or as CSV."
    )
