from contextlib import suppress

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from auditor.access import Role
from auditor.departments.model import Department
from auditor.people.model import User
from auditor.store import FileStore
from auditor.trail.acts import Act
from auditor.trail.model import Change, Entry
from auditor.trail.pen import UnrecordedChange
from auditor.trail.queries import all_faults
from auditor.work import Work
from tests.conftest import ZONE, OpenWork


def make_department(work: Work, code: str = "FIRE", name: str = "Fire Department") -> Department:
    department = Department(code=code, name=name, folded=f"{code} {name}".casefold())
    work.session.add(department)
    work.record(Act.DEPARTMENT_ADDED)
    return department


@pytest.fixture
def files(settings: object) -> FileStore:
    return FileStore(settings.var)  # type: ignore[attr-defined]


def test_a_change_under_no_act_is_not_committed(work: OpenWork) -> None:
    with pytest.raises(UnrecordedChange, match="departments"), work() as w:
        w.session.add(Department(code="FIRE", name="Fire", folded="fire"))

    with work() as w:
        assert w.session.scalars(select(Department)).all() == []


def test_an_act_covers_only_what_it_may_touch(work: OpenWork) -> None:
    with work() as w:
        w.session.add(Department(code="FIRE", name="Fire", folded="fire"))
        with pytest.raises(UnrecordedChange, match="may not change departments"):
            w.record(Act.USER_ADDED)
        w.abandon()


def test_a_second_edit_needs_an_act_of_its_own(work: OpenWork) -> None:
    with pytest.raises(UnrecordedChange), work() as w:
        make_department(w).name = "Something else"


@pytest.mark.parametrize(
    "statement",
    [
        update(Department).values(name="x"),
        delete(Department),
        insert(Department).values(code="x", name="x", folded="x"),
        text("UPDATE departments SET name = 'x'"),
        text("DELETE FROM departments"),
        text("insert into departments (code, name, folded) values ('x', 'x', 'x')"),
    ],
    ids=["update", "delete", "insert", "raw update", "raw delete", "raw insert"],
)
def test_nothing_goes_past_the_trail(work: OpenWork, statement: object) -> None:
    with work() as w:
        make_department(w)

    with pytest.raises(UnrecordedChange, match="past the trail"), work() as w:
        w.session.connection().execute(statement)  # type: ignore[call-overload]

    with pytest.raises(UnrecordedChange, match="past the trail"), work() as w:
        w.session.execute(statement)  # type: ignore[call-overload]


def test_the_sessions_own_bulk_ways_are_no_way_past_the_trail(work: OpenWork) -> None:
    row = {"code": "X", "name": "X", "folded": "x"}
    with pytest.raises(UnrecordedChange), work() as w:
        w.session.bulk_insert_mappings(Department.__mapper__, [row])
    with pytest.raises(UnrecordedChange), work() as w:
        w.session.bulk_save_objects([Department(**row)])


def test_a_work_for_reading_changes_nothing(work: OpenWork) -> None:
    with pytest.raises(UnrecordedChange, match="for reading"), work(reading=True) as w:
        w.add_many(Department, [{"code": "X", "name": "X", "folded": "x"}])


def test_a_value_must_be_a_value(work: OpenWork) -> None:
    with work() as w:
        make_department(w).name = func.upper("x")
        with pytest.raises(UnrecordedChange, match="SQL"):
            w.record(Act.DEPARTMENT_EDITED)
        w.abandon()


def test_a_change_says_what_was_and_what_is(work: OpenWork) -> None:
    with work() as w:
        department_id = make_department(w).id

    with work() as w:
        w.session.get_one(Department, department_id).name = "Fire and Rescue"
        w.record(Act.DEPARTMENT_EDITED)

    with work() as w:
        change = w.session.scalars(select(Change).order_by(Change.seq.desc())).first()
        assert change is not None
        assert change.body == b'[{"name":"Fire Department"},{"name":"Fire and Rescue"}]'


@pytest.mark.parametrize(
    "statement",
    [
        update(Entry).values(act="x"),
        delete(Entry),
        delete(Change),
        update(Change).values(record_id=9),
        update(Change).values(body=b"[{},{}]"),
        insert(Entry).values(seq=7, act="x", payload=b"{}", leaf=b"", link=b""),
        insert(Change).values(
            seq=0, n=7, record="departments", record_id=1, what="add", commitment=b""
        ),
        insert(Change).values(
            seq=9, n=0, record="departments", record_id=1, what="add", commitment=b""
        ),
    ],
    ids=[
        "rename an act",
        "delete entries",
        "delete changes",
        "move a change",
        "exchange values",
        "add an entry out of order",
        "add a change to a sealed entry",
        "add a change to no entry",
    ],
)
def test_the_trail_cannot_be_changed(work: OpenWork, statement: object) -> None:
    with work() as w:
        make_department(w)

    with pytest.raises(IntegrityError, match="append-only"), work() as w:
        w.session.execute(statement)  # type: ignore[call-overload]


def test_what_a_savepoint_took_back_is_not_in_the_trail(work: OpenWork, files: FileStore) -> None:
    with work() as w:
        ids = [make_department(w).id, make_department(w, "PARKS", "Parks").id]

    with work() as w:
        for department_id in ids:
            with suppress(ZeroDivisionError), w.session.begin_nested():
                w.session.get_one(Department, department_id).name = "Renamed"
                w.record(Act.DEPARTMENT_EDITED)
                1 // (department_id - ids[0])

    with work() as w:
        names = w.session.scalars(select(Department.name).order_by(Department.id)).all()
        assert names == ["Fire Department", "Renamed"]
        assert all_faults(w, files) == []


def test_a_value_set_unread_is_read_first(work: OpenWork, files: FileStore) -> None:
    with work() as w:
        department = make_department(w)
        w.session.expire(department)
        department.name = "Renamed"
        w.record(Act.DEPARTMENT_EDITED)

    with work() as w:
        assert all_faults(w, files) == []


def test_a_secret_is_told_by_its_digest(work: OpenWork, files: FileStore) -> None:
    with work() as w:
        user = User(email="ada@city.example", name="Ada", role=Role.COUNCIL, password_hash="hush!")
        w.session.add(user)
        w.record(Act.USER_ADDED)

    with work() as w:
        bodies = b"".join(body or b"" for body in w.session.scalars(select(Change.body)))
        assert b"hush!" not in bodies
        assert b"ada@city.example" in bodies
        assert all_faults(w, files) == []


def test_what_was_abandoned_is_undone_and_can_still_be_read(work: OpenWork) -> None:
    with work() as w:
        department = make_department(w)
    with work() as w:
        found = w.session.get_one(Department, department.id)
        found.name = "Renamed"
        w.session.flush()
        w.abandon()
        assert found.name == "Fire Department"
        with work() as other:  # The turn was given up.
            make_department(other, "PARKS", "Parks")


def test_a_moment_of_another_zone_is_told_in_utc(work: OpenWork, files: FileStore) -> None:
    with work() as w:
        department = make_department(w)
        department.withdrawn_at = w.now.astimezone(ZONE)
        w.record(Act.DEPARTMENT_WITHDRAWN)

    with work() as w:
        assert all_faults(w, files) == []
