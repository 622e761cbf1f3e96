"""What a report that was issued tells of the trail, once somebody cut or rewrote it."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from auditor.access import SYSTEM, Role
from auditor.columns import Audience
from auditor.departments.model import Department
from auditor.reports.rules import Order
from auditor.reports.service import issue
from auditor.reports.signing import KEY_FILE
from auditor.settings import Settings
from auditor.trail.acts import Act
from auditor.wiring import Turns, Wiring
from tests.people.factory import make_user
from tests.trail.test_verify import COUNT, app, attacked, engine, put_up_guards, take_down_guards

__all__ = ["app", "attacked", "engine"]

#: The tables in which anything was entered, those first that name others.
FILLED = ("reports", "files", "users", "departments")


@pytest.fixture
def report(app: Flask, tmp_path: Path) -> Path:
    """A workbook that was issued as the newest of the register’s entries."""
    wiring: Wiring = app.extensions["auditor"]
    with wiring.open(SYSTEM) as work:
        for k in range(8):
            work.add_many(Department, [{"code": f"E{k}", "name": f"E {k}", "folded": f"e{k}"}])
            work.record(Act.DEPARTMENT_ADDED)
        actor = make_user(work, Role.OVERSIGHT).as_actor()
    order = Order(audience=Audience.INTERNAL)
    issued = issue(Turns(wiring, actor), wiring.files, order, office="The Office")
    path = tmp_path / "report.xlsx"
    path.write_bytes(issued.content)
    return path


def told(app: Flask, *args: str) -> tuple[bool, list[tuple[str, int | None, str]]]:
    ended = app.test_cli_runner().invoke(args=[*args, "--json"])
    found = json.loads(ended.output)
    assert ended.exit_code == (not found["whole"])
    return found["whole"], [(one["kind"], one["entry"], one["record"]) for one in found["faults"]]


def test_the_newest_ten_entries_removed_are_named_with_the_help_of_an_issued_report(
    app: Flask, engine: Engine, report: Path
) -> None:
    assert told(app, "trail", "verify") == (True, [])
    assert told(app, "reports", "verify", str(report)) == (True, [])
    # To check a copy is an entry, too: the newest ten are that one, the report and eight more.
    first = COUNT + 1 + 8 + 1 + 1 + 1 - 10
    remove_from(engine, first)

    _, found = told(app, "trail", "verify")
    assert ("removed", first, "reports 1") in found
    whole, found = told(app, "reports", "verify", str(report))
    assert not whole
    assert ("removed", first, "reports 1") in found


def test_they_are_named_too_when_the_rows_are_put_back_to_how_they_were(
    app: Flask, engine: Engine, report: Path
) -> None:
    """Such a trail is whole in itself: only the workbook in somebody’s hands can tell."""
    first = COUNT + 1 + 8 + 1 + 1 - 10
    with engine.begin() as connection:
        for table in FILLED[:-1]:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above
        connection.execute(text("DELETE FROM departments WHERE id > :n"), {"n": COUNT})
    remove_from(engine, first)
    assert told(app, "trail", "verify") == (True, [])

    whole, found = told(app, "reports", "verify", str(report))

    assert not whole
    assert ("removed", first, "") in found
    assert ("unrecorded", None, "") in found


def test_a_trail_that_was_rewritten_before_a_report_is_named(
    app: Flask, engine: Engine, report: Path
) -> None:
    position = COUNT + 1 + 8 + 1
    with engine.begin() as connection:
        take_down_guards(connection)
        link = bytes(32)
        connection.execute(
            text("UPDATE trail_entries SET link = :link WHERE seq = :seq"),
            {"link": link, "seq": position - 1},
        )
        connection.execute(text("UPDATE reports SET head = :head"), {"head": link.hex()})
        put_up_guards(connection)

    _, found = told(app, "trail", "verify")
    assert ("signature", None, "reports 1") in found
    _, found = told(app, "reports", "verify", str(report))
    assert ("rewritten", position - 1, "reports 1") in found


def test_the_key_is_the_registers_alone_and_its_loss_is_named(
    app: Flask, attacked: Settings, report: Path
) -> None:
    key = attacked.var / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    kept = key.read_text()

    key.unlink()
    assert told(app, "trail", "verify") == (False, [("key", None, "reports")])
    key.write_text("0" * 64)
    assert told(app, "trail", "verify") == (False, [("signature", None, "reports 1")])
    key.write_text(kept)
    assert told(app, "trail", "verify") == (True, [])


def remove_from(engine: Engine, first: int) -> None:
    with engine.begin() as connection:
        take_down_guards(connection)
        for table in ("trail_entries", "trail_changes"):
            statement = f"DELETE FROM {table} WHERE seq >= :first"  # noqa: S608 - a name from above
            connection.execute(text(statement), {"first": first})
        put_up_guards(connection)
