"""Accounts, by services alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from auditor.access import Role
from auditor.errors import ChangedMeanwhile, FieldsRefused, IllegalMove, NotAllowed, NotFound
from auditor.people.model import SignIn, User
from auditor.people.queries import get_user, users
from auditor.people.service import (
    add_user,
    choose_password,
    close_user,
    edit_user,
    end_own_sign_in,
    reset_password,
)
from auditor.people.sign_in import refuse_changed
from auditor.trail.model import Change
from auditor.work import Work
from tests.conftest import MORNING, OpenWork
from tests.people.factory import make_department, make_user, quick_hash


def sign_in(work: Work, user: User, key: str = "first") -> SignIn:
    row = SignIn(key=key, user_id=user.id, created_at=MORNING, last_seen_at=MORNING)
    work.session.add(row)
    work.session.flush()
    return row


def is_signed_in(work: Work, user: User) -> bool:
    open_ones = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    return work.session.scalar(open_ones) is not None


@pytest.mark.parametrize(
    ("email", "name", "role", "field"),
    [
        ("no address", "Ada", Role.COUNCIL, "email"),
        ("ADA@city.example", "Ada", Role.COUNCIL, "email"),
        ("new@city.example", " ", Role.COUNCIL, "name"),
        ("new@city.example", "Ada", Role.SYSTEM, "role"),
        ("new@city.example", "Ada", Role.VISITOR, "role"),
        ("new@city.example", "Ada", Role.SUPERVISOR, "department"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    work: OpenWork, email: str, name: str, role: Role, field: str
) -> None:
    with work() as w:
        make_user(w, email="ada@city.example")
        with pytest.raises(FieldsRefused) as refused:
            add_user(w, email, name=name, role=role, password_hash="x", is_one_time=True)
    assert list(refused.value.fields) == [field]


def test_only_a_supervisor_belongs_to_a_department(work: OpenWork) -> None:
    with work() as w:
        department = make_department(w)
        with pytest.raises(FieldsRefused, match="Only a supervisor"):
            make_user(w, Role.OVERSIGHT, department=department)
        assert make_user(w, Role.SUPERVISOR, department=department).department_id == department.id


def test_the_last_administrator_stays(work: OpenWork) -> None:
    with work() as w:
        first = make_user(w, Role.ADMINISTRATOR, "first@city.example")
        with pytest.raises(IllegalMove, match="last administrator"):
            close_user(w, first)
        with pytest.raises(IllegalMove, match="last administrator"):
            edit_user(w, first, name="First", role=Role.COUNCIL)
        spent = make_user(w, Role.ADMINISTRATOR, "spent@city.example", is_one_time=True)
        spent.password_hash = ""  # Their password was used, and none was chosen.
        reset_password(w, spent, "")
        with pytest.raises(IllegalMove, match="last administrator"):
            close_user(w, first)
        second_id = make_user(w, Role.ADMINISTRATOR, "second@city.example").id
    with work() as w:
        close_user(w, w.session.get_one(User, first.id))
        with pytest.raises(IllegalMove, match="last administrator"):
            close_user(w, w.session.get_one(User, second_id))


def test_nobody_changes_their_own_role_but_may_correct_their_name(work: OpenWork) -> None:
    with work() as w:
        make_user(w, Role.ADMINISTRATOR, "other@city.example")
        user = make_user(w, Role.ADMINISTRATOR, "own@city.example")
    with work(user.as_actor()) as w:
        own = w.session.get_one(User, user.id)
        with pytest.raises(NotAllowed, match="own role"):
            edit_user(w, own, name=own.name, role=Role.OVERSIGHT)
        with pytest.raises(NotAllowed):
            reset_password(w, own, quick_hash())
        edit_user(w, own, name="Ada King", role=own.role)
    with work(reading=True) as w:
        assert w.session.get_one(User, user.id).name == "Ada King"


def test_another_role_ends_every_sign_in_and_another_name_none(work: OpenWork) -> None:
    with work() as w:
        user = make_user(w, Role.OVERSIGHT)
        sign_in(w, user)
        edit_user(w, user, name="Another Name", role=Role.OVERSIGHT)
        assert is_signed_in(w, user)
        edit_user(w, user, name="Another Name", role=Role.COUNCIL)
        assert not is_signed_in(w, user)


def test_closing_resetting_and_choosing_end_every_sign_in(work: OpenWork) -> None:
    with work() as w:
        user = make_user(w, Role.OVERSIGHT)
        sign_in(w, user)
    with work(user.as_actor()) as w:
        own = w.session.get_one(User, user.id)
        choose_password(w, own, quick_hash("other"), instead_of=quick_hash())
        assert not is_signed_in(w, own)
    with work() as w:
        stands = w.session.get_one(User, user.id)
        sign_in(w, stands, "second")
        reset_password(w, stands, quick_hash())
        assert not is_signed_in(w, stands)
        sign_in(w, stands, "third")
        close_user(w, stands)
        assert not is_signed_in(w, stands)


def test_a_closed_account_stays_closed(work: OpenWork) -> None:
    with work() as w:
        user_id = make_user(w, Role.OVERSIGHT).id
    with work() as w:
        user = w.session.get_one(User, user_id)
        close_user(w, user)
        with pytest.raises(IllegalMove, match="closed"):
            close_user(w, user)
        with pytest.raises(IllegalMove, match="closed"):
            reset_password(w, user, quick_hash())
        with pytest.raises(IllegalMove, match="closed"):
            edit_user(w, user, name="X", role=Role.OVERSIGHT)


def test_nobody_chooses_a_password_for_another_whatever_their_role(work: OpenWork) -> None:
    with work() as w:
        user, boss = make_user(w, Role.OVERSIGHT), make_user(w, Role.ADMINISTRATOR)
    for actor in (boss.as_actor(), replace(user.as_actor(), user_id=boss.id)):
        with work(actor) as w:
            theirs = w.session.get_one(User, user.id)
            with pytest.raises(NotAllowed):
                choose_password(w, theirs, "x", instead_of=theirs.password_hash)


def test_a_password_reset_meanwhile_is_not_overwritten(work: OpenWork) -> None:
    with work() as w:
        user = make_user(w, Role.OVERSIGHT)
        seen = user.password_hash
        reset_password(w, user, quick_hash("another"))
    with work(user.as_actor()) as w, pytest.raises(ChangedMeanwhile):
        choose_password(w, w.session.get_one(User, user.id), "x", instead_of=seen)


def test_a_sign_in_of_somebody_else_cannot_be_ended(work: OpenWork) -> None:
    with work() as w:
        user, other = make_user(w, Role.OVERSIGHT), make_user(w, Role.COUNCIL)
        theirs = sign_in(w, other).id
    with work(user.as_actor()) as w, pytest.raises(NotFound):
        end_own_sign_in(w, theirs)
    with work(other.as_actor()) as w:
        end_own_sign_in(w, theirs)
        with pytest.raises(NotFound):
            end_own_sign_in(w, theirs)


def test_the_trail_tells_that_a_password_changed_and_neither_it_nor_its_hash(
    work: OpenWork,
) -> None:
    with work() as w:
        user = make_user(w, Role.OVERSIGHT)
        reset_password(w, user, quick_hash("another"))
    with work(reading=True) as w:
        bodies = [bytes(change.body or b"") for change in w.session.scalars(select(Change))]
    assert any(b'"password_hash"' in body for body in bodies)
    assert not any(b"argon2" in body for body in bodies)


def test_what_was_changed_while_somebody_waited_for_their_turn_binds_them(work: OpenWork) -> None:
    with work() as w:
        department = make_department(w)
        user = make_user(w, Role.SUPERVISOR, department=department)
        refuse_changed(w)  # The operator has no account that could have changed.
    before = user.as_actor()
    with work(before) as w:
        refuse_changed(w)
    with work() as w:
        other = make_department(w, "HHPD", "Harrow Hill Police")
        stands = w.session.get_one(User, user.id)
        edit_user(w, stands, name=user.name, role=Role.SUPERVISOR, department=other)
    with work(before) as w, pytest.raises(NotAllowed, match="changed a moment ago"):
        refuse_changed(w)
    with work() as w:
        close_user(w, w.session.get_one(User, user.id))
    after = replace(before, department_id=other.id)
    with work(after) as w, pytest.raises(NotAllowed):
        refuse_changed(w)


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.SUPERVISOR, Role.COUNCIL])
def test_accounts_are_looked_after_by_administrators_alone(work: OpenWork, role: Role) -> None:
    with work() as w:
        department = make_department(w) if role is Role.SUPERVISOR else None
        actor = make_user(w, role, department=department).as_actor()
        other = make_user(w, Role.COUNCIL, "other@city.example").id
    with work(actor) as w:
        with pytest.raises(NotAllowed):
            make_user(w, Role.ADMINISTRATOR, "mine@city.example")
        with pytest.raises(NotAllowed):
            get_user(w, other)
        theirs = w.session.get_one(User, other)
        with pytest.raises(NotAllowed):
            edit_user(w, theirs, name="X", role=Role.ADMINISTRATOR)
        with pytest.raises(NotAllowed):
            close_user(w, theirs)
        with pytest.raises(NotAllowed):
            reset_password(w, theirs, quick_hash())
        with pytest.raises(NotAllowed):
            users(w)
