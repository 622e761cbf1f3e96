"""The parts of a workbook beside its sheets: which sheets there are, and how numbers are shown."""

import posixpath
import re
from enum import Enum
from typing import Final, NamedTuple

from auditor.errors import FileRefused
from auditor.sheets.package import Package, Scan
from auditor.sheets.seeming import damaged

#: A number format of zeros alone shows identifiers: 00042.
_ZEROS: Final = re.compile(r"0{2,64}")

#: What a number format may say without meaning a day: text in quotes, conditions, escapes, fill.
_UNMEANT: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')

_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)

_DAY_LETTERS: Final = re.compile(r"[ymdhs]", re.IGNORECASE)

#: The built-in formats of days, of times, and of both, in all languages.
_BUILT_IN_DAYS: Final = frozenset(
    map(str, (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
)


class Shown(Enum):
    """How a number in a cell is meant, by its format."""

    NUMBER = "number"
    DAY = "day"


class SheetPart(NamedTuple):
    """One sheet as the workbook lists it; `part` is the name of the part that holds its cells."""

    name: str
    part: str
    is_hidden: bool


class Workbook(NamedTuple):
    """What the workbook says of itself; `shown` has a width where zeros fill up a number.

    `styles` and `strings` name parts, or nothing."""

    sheets: tuple[SheetPart, ...]
    from_1904: bool
    shown: tuple[Shown | int, ...]
    styles: str
    strings: str


def read_workbook_part(package: Package) -> Workbook:
    """Its sheets, its first day and its number formats, with nothing read of the cells yet.

    Raises:
        FileRefused: it lists no sheet, or one that is not there.
    """
    home = _Relations.of(package, "").first("officeDocument") or "xl/workbook.xml"
    if home not in package:
        raise damaged("it lacks the list of its sheets")
    relations = _Relations.of(package, home)
    listed = package.scan(home, _Listing())
    sheets = []
    for name, relation, is_hidden in listed.sheets:
        part = relations.targets.get(relation, "")
        if part not in package:
            raise damaged(f"its sheet “{name}” is missing")
        sheets.append(SheetPart(name, part, is_hidden))
    if not sheets:
        raise damaged("it lists no sheets")
    styles, strings = (relations.first(kind) for kind in ("styles", "sharedStrings"))
    shown = package.scan(styles, _Styles()).shown() if styles in package else ()
    if strings in package:
        package.scan(strings, _Strings(package.bounds.strings))
    return Workbook(tuple(sheets), listed.from_1904, shown, styles, strings)


class _Relations(Scan):
    """Where one part says that others are."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self._folder = posixpath.dirname(home)
        self._kinds: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    @classmethod
    def of(cls, package: Package, home: str) -> "_Relations":
        folder, name = posixpath.split(home)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        return package.scan(part, cls(home)) if part in package else cls(home)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.join("/", self._folder, attributes.get("Target", ""))
            target = posixpath.normpath(path).lstrip("/")
            self.targets[attributes.get("Id", "")] = target
            self._kinds.setdefault(attributes.get("Type", "").rpartition("/")[2], target)

    def first(self, kind: str) -> str:
        """The part of this kind, or nothing."""
        return self._kinds.get(kind, "")


class _Listing(Scan):
    """The workbook part."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((attributes[key] for key in attributes if key.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, is_hidden))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "").lower() in ("1", "true", "on")


class _Styles(Scan):
    """The number formats, by the number that a cell gives for its style."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, str] = {}
        self._in_cells = False
        self._formats: list[str] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self._formats.append(attributes.get("numFmtId", "0"))

    def closed(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def shown(self) -> tuple[Shown | int, ...]:
        return tuple(map(self._one, self._formats))

    def _one(self, number: str) -> Shown | int:
        code = self._codes.get(number)
        if code is None:
            is_day = number in _BUILT_IN_DAYS
        elif _ZEROS.fullmatch(code):
            return len(code)
        else:
            is_day = not _ELAPSED.search(code) and bool(
                _DAY_LETTERS.search(_UNMEANT.sub("", code.partition(";")[0]))
            )
        return Shown.DAY if is_day else Shown.NUMBER


class _Strings(Scan):
    """The texts that cells share."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._count = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._count += 1
            if self._count > self._most:
                raise FileRefused(
                    f"It holds more than {self._most:,} different texts. Cut it into several files."
                )
