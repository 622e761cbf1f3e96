"""Files that others made, with the faults that real hand-overs have: counts only, no names."""

from datetime import date
from pathlib import Path

import pytest

from auditor.sheets.reading import read_table
from auditor.uploads import service
from auditor.uploads.kinds import KINDS
from auditor.uploads.planning import Sent
from tests.sheets.given import given
from tests.uploads.factory import Desk, counts, plan_of

ROSTERS = {"SPD_": 1907, "Bellevue": 231, "Auburn": 135, "Olympia": 119}

_VENDOR = ("Name=Vendor", "Category=Technology")
_PRODUCT = ("Name=Name of Commercial Product or Service Used",)


def hand_in(desk: Desk, path: Path, kind: str, **said: object) -> tuple[int, ...]:
    sent = Sent(KINDS[kind], path.name, path.read_bytes(), **said)  # type: ignore[arg-type]
    outcome = service.apply(desk, desk.files, sent)
    read = len(read_table(sent.content, sent.name).rows)
    assert sum(counts(outcome)) == read
    assert all(one.reason and one.row and one.column for one in plan_of(outcome).refused)
    return counts(outcome)


@pytest.mark.parametrize("path", given("rosters/*.csv"), ids=lambda path: path.name[:8])
def test_a_real_roster_is_taken_whole_and_changes_nothing_again(staffed: Desk, path: Path) -> None:
    officers = next(count for name, count in ROSTERS.items() if path.name.startswith(name))
    on = date(2021, 6, 7)

    assert hand_in(staffed, path, "officers", department_id=1, as_of=on) == (officers, 0, 0, 0)
    assert hand_in(staffed, path, "officers", department_id=1, as_of=on) == (0, 0, officers, 0)


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        *((path, _VENDOR) for path in given("atlas-2020/*.csv")),
        *((path, _PRODUCT) for path in given("tools/2025_consolidated*")),
    ],
    ids=lambda value: value.name[-9:] if isinstance(value, Path) else "",
)
def test_a_real_list_of_products_becomes_a_catalogue(
    desk: Desk, path: Path, columns: tuple[str, ...]
) -> None:
    new, changed, unchanged, refused = hand_in(desk, path, "tools", columns=columns)
    again = hand_in(desk, path, "tools", columns=columns)

    assert new > 100
    assert again == (0, 0, new + changed + unchanged, refused)
