"""How large a workbook may be that is read: one that anybody handed in, and one made here."""

from typing import Final, NamedTuple


class Bounds(NamedTuple):
    """What a workbook may hold.

    Attributes:
        part_bytes: of one part, unpacked.
        whole_bytes: of all parts together, unpacked.
        cells: of one sheet, empty ones that have a look of their own included.
        area: places in the smallest rectangle around all values of a sheet; a reader that holds a
            sheet as a whole keeps room for each of them.
        rows: the last row of a sheet that may hold a value.
        strings: texts that cells share.
    """

    part_bytes: int
    whole_bytes: int
    cells: int
    area: int
    rows: int
    strings: int


#: Of a file from anybody. Rows are as many as those of a table, see `table.MOST_ROWS`.
HANDED_IN: Final = Bounds(64 << 20, 128 << 20, 3_000_000, 4_000_000, 200_000, 1_000_000)

#: Of a workbook that was written here, or is read by whoever runs the machine: as large as a sheet
#: can be. It is read row by row, so that this takes time, and no room.
MADE_HERE: Final = Bounds(8 << 30, 16 << 30, 10**9, 10**9, 1_048_576, 50_000_000)
