"""Makes registers to be backed up, and empty ones to put a backup into."""

import secrets
import zipfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, select

from auditor.access import SYSTEM, Role
from auditor.app import create_app
from auditor.db import make_engine
from auditor.evidence.model import StoredFile
from auditor.officers.model import Assignment, Officer
from auditor.settings import Settings
from auditor.trail.acts import Act
from auditor.wiring import Wiring
from tests import postgres
from tests.conftest import make_settings
from tests.people.factory import make_department, make_user

LETTER = b"They say no.\n" * 1000


def fill(wiring: Wiring) -> None:
    """A kept file, rows that name later ones of their table, an id whose row is gone, a sign-in."""
    kept = wiring.files.keep(LETTER)
    with wiring.open(SYSTEM) as work:
        department = make_department(work)
        make_user(work, Role.OVERSIGHT)
        first, second = (
            Officer(department_id=department.id, given_name=name, family_name="Ng", folded="ng")
            for name in ("=Zoë", "Z.")
        )
        work.session.add_all([first, second])
        work.session.flush()
        first.same_person_id = second.id
        assignments = [Assignment(officer_id=second.id, unit=unit) for unit in ("Vice", "K-9")]
        work.session.add_all(assignments)
        work.record(Act.OFFICER_ADDED)
        work.session.delete(max(assignments, key=lambda each: each.id))
        work.record(Act.OFFICER_EDITED)
        file = StoredFile(sha256=kept.sha256, size_bytes=kept.size_bytes, media_type="text/plain")
        work.session.add(file)
        work.record(Act.UPLOAD_PREVIEWED)


def empty_register(kind: str, var: Path, server_url: Callable[[], str]) -> Settings:
    """Settings over a database that has no tables yet."""
    var.mkdir()
    if kind == "sqlite":
        return make_settings(var)
    url = postgres.make_database(server_url(), f"restored_{secrets.token_hex(6)}")
    return make_settings(var, url)


def wiring_of(settings: Settings) -> Wiring:
    wiring: Wiring = create_app(settings).extensions["auditor"]
    return wiring


def next_assignment(wiring: Wiring) -> int:
    """The id that the next assignment gets."""
    with wiring.open(SYSTEM) as work:
        officer_id = work.session.scalars(select(Officer.id)).first()
        assert officer_id is not None
        assignment = Assignment(officer_id=officer_id)
        work.session.add(assignment)
        work.record(Act.OFFICER_EDITED)
        return assignment.id


def is_empty(settings: Settings) -> bool:
    """Whether the database has no table at all."""
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
    engine.dispose()
    return not names


def changed(backup: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A copy of a backup with other members."""
    with zipfile.ZipFile(backup) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    change(members)
    copy = backup.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return copy
