"""Making the table of flags anew, as SQLite needs it, loses nothing and nobody who refers to it."""

from sqlalchemy import Engine

from auditor.schema.migrating import downgrade, refuse_unready, upgrade
from auditor.settings import Settings
from tests.conftest import OpenWork
from tests.findings.factory import FEB_5, make_city, make_finding


def test_flags_keep_their_rows_and_what_refers_to_them(
    work: OpenWork, engine: Engine, settings: Settings
) -> None:
    city = make_city(work)
    with work(city.ines) as w:
        for _ in range(3):
            make_finding(w, city.tool, city.hpd, first_used_on=FEB_5)
    before = flags(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE refers (flag_id INTEGER NOT NULL REFERENCES flags (id))"
        )
        connection.exec_driver_sql("INSERT INTO refers VALUES (2)")

    downgrade(engine, settings, "0005")
    upgrade(engine, settings)

    refuse_unready(engine, settings)
    assert flags(engine) == before
    assert before
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE refers")


def flags(engine: Engine) -> list[tuple[object, ...]]:
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, finding_id, statement_id, rule, severity, reason, state, raised_at FROM "
            "flags ORDER BY id"
        )
        return [tuple(row) for row in rows]
