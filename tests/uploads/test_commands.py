"""`flask uploads …`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from auditor.access import Role
from tests.conftest import OpenWork
from tests.people.factory import make_user
from tests.uploads.factory import DEPARTMENTS

AS = ("--as", "oversight@city.example")


class Shell:
    """Runs `flask uploads` on files that are written as text."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.runner = app.test_cli_runner()
        self.folder = folder

    def run(self, verb: str, kind: str, text: str, *options: str) -> Result:
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return self.runner.invoke(args=["uploads", verb, kind, str(path), *options])

    def figures(self, verb: str, kind: str, text: str, *options: str) -> Any:
        result = self.run(verb, kind, text, "--json", *AS, *options)
        return json.loads(result.stdout)


@pytest.fixture
def shell(app: Flask, work: OpenWork, tmp_path: Path) -> Shell:
    with work() as w:
        make_user(w)
        make_user(w, Role.COUNCIL)
    return Shell(app, tmp_path)


def test_a_preview_and_an_apply_print_the_same_figures_and_the_same_number(shell: Shell) -> None:
    text = "Name,Category\nFaceSeek,drones\nHawkEye,flying\n"

    previewed = shell.figures("preview", "tools", text)
    applied = shell.figures("apply", "tools", text)
    again = shell.figures("apply", "tools", text)

    assert previewed == applied
    assert {name: previewed[name] for name in ("new", "changed", "unchanged")} == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
    }
    (refused,) = previewed["refused"]
    assert {name: refused[name] for name in ("sheet", "row", "column", "value")} == {
        "sheet": "",
        "row": 3,
        "column": "Category",
        "value": "flying",
    }
    assert "drones" in refused["reason"]
    assert again["upload"] != applied["upload"]
    assert (again["new"], again["unchanged"]) == (0, 1)
    assert "These same bytes were applied" in again["remarks"][0]


def test_people_read_what_was_done_and_refused_rows_on_standard_error(shell: Shell) -> None:
    result = shell.run("apply", "tools", "Name,Category,Size\nA,drones,1\nB,x,1\n", *AS)

    assert result.exit_code == 0
    assert "applied: 1 new, 0 changed, 0 unchanged, 1 refused." in result.stdout
    assert "“Size”" in result.stdout
    assert "Row 3, Category “x”: “x” is no word of “Category”." in result.stderr


def test_a_file_that_is_refused_as_a_whole_ends_with_one(shell: Shell) -> None:
    lacking = shell.run("apply", "tools", "What\nFaceSeek\n", *AS)
    all_rows = shell.run("apply", "tools", "Name,Category\nFaceSeek,flying\n", *AS)
    looked_at = shell.run("preview", "tools", "Name,Category\nFaceSeek,flying\n", *AS)

    assert lacking.exit_code == 1
    assert '--column "Name=Column in the file"' in lacking.stderr
    assert all_rows.exit_code == 1
    assert "nothing was applied" in all_rows.stderr
    assert looked_at.exit_code == 0


def test_columns_a_department_and_a_day_can_be_named(shell: Shell) -> None:
    shell.figures("apply", "departments", DEPARTMENTS)
    text = "Who,No.,Where\nAna Vega,1,Patrol\n"
    named = ("--column", "Name=Who", "--column", "serial=No.", "--column", "Unit=Where")

    first = shell.figures(
        "apply", "officers", text, *named, "--department", "HPD", "--on", "2026-01-01"
    )
    moved = shell.run(
        "apply",
        "officers",
        text.replace("Patrol", "Vice"),
        *(*named, "--department", "harbor police", "--on", "2026-02-01", *AS),
    )

    assert first["new"] == 1
    assert "Vega, Ana: unit: Patrol → Vice" in moved.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--as", "council@city.example"), "does not allow this"),
        (("--as", "nobody@city.example"), "no open account"),
        ((*AS, "--department", "XPD"), "give the code"),
        ((*AS, "--column", "Name=Nothing"), "has no column “Nothing”"),
        ((*AS, "--sheet", "Two"), "has no sheets"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    shell: Shell, options: tuple[str, ...], says: str
) -> None:
    result = shell.run("apply", "tools", "Name\nFaceSeek\n", *options)

    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_an_upload_is_undone_by_its_number_and_not_twice(shell: Shell) -> None:
    applied = shell.figures("apply", "tools", "Name\nFaceSeek\nHawkEye\n")

    undone = shell.runner.invoke(args=["uploads", "undo", str(applied["upload"]), "--json", *AS])
    again = shell.runner.invoke(args=["uploads", "undo", str(applied["upload"]), *AS])

    assert json.loads(undone.stdout) == {
        "upload": applied["upload"],
        "withdrawn": 2,
        "taken_out": 0,
        "put_back": 0,
        "stays": [],
    }
    assert again.exit_code == 1
    assert "was undone already" in again.output
