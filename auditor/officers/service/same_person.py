"""Which record of another department is of the same person."""

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, func, or_, select

from auditor.base import standing
from auditor.departments.queries import words_sought
from auditor.errors import FieldsRefused
from auditor.officers.model import Assignment, Officer
from auditor.officers.queries import called, get_officer, named_officers
from auditor.work import Work

#: A record is named for the picker by its number: “#12 Vega, Ana (HPD)”; the number alone counts.
_BY_NUMBER: Final = re.compile(r"#([0-9]{1,9})\b")

#: Of the officers a text may mean, so many are named.
_NAMED: Final = 5


def same_person_id(
    work: Work, text: str | None, *, department_id: int, own: Officer | None
) -> int | None:
    """The id that the records of this person point to; None where nothing is typed.

    Args:
        text: a record’s number such as #12, an employee id, a badge, or a whole name.
        department_id: that of the record which is to point there.
        own: that record, once it is on record.

    Raises:
        FieldsRefused: nobody is meant, or several may be, or the person would have two records in
            one department.
    """
    if not text:
        return None
    meant = _meant(work, text, elsewhere_than=department_id)
    if len(meant) != 1:
        raise FieldsRefused({"same_person": _not_one(text, list(meant.values()))})
    other = get_officer(work, next(iter(meant)))
    first = other.same_person_id or other.id
    if own is not None and first == own.id:
        return own.same_person_id
    _refuse_second_record(work, first, department_id=department_id, own=own)
    return first


def _refuse_second_record(
    work: Work, first: int, *, department_id: int, own: Officer | None
) -> None:
    followers = [] if own is None else records_pointing_to(work, own)
    departments = {department_id, *(follower.department_id for follower in followers)}
    for member in _records_of(work, first):
        ours = own is not None and own.id in {member.id, member.same_person_id}
        if member.department_id in departments and not ours:
            raise FieldsRefused(
                {
                    "same_person": f"That person has a record in this department already: "
                    f"{called(member)} (#{member.id}). One person has one record in a department."
                }
            )


def records_pointing_to(work: Work, officer: Officer) -> Sequence[Officer]:
    """The records that name this one as the same person’s."""
    return work.session.scalars(select(Officer).where(Officer.same_person_id == officer.id)).all()


def _meant(work: Work, text: str, *, elsewhere_than: int) -> dict[int, str]:
    """Who is meant by a number such as #12, an employee id, a badge, or a whole name.

    Of the standing officers of other departments than `elsewhere_than`; five at most.
    """
    elsewhere = standing(Officer) & (Officer.department_id != elsewhere_than)
    if number := _BY_NUMBER.match(text.strip()):
        return named_officers(work, elsewhere & (Officer.id == int(number[1])), most=1)
    key = text.replace("\0", " ").strip().lower()
    badge = select(Assignment.id).where(
        Assignment.officer_id == Officer.id, func.lower(Assignment.badge) == key
    )
    by_number = or_(func.lower(Officer.employee_id) == key, badge.exists())
    meant = named_officers(work, elsewhere & by_number, most=_NAMED)
    words = words_sought(text.replace(",", " "))
    if meant or not words:
        return meant
    # Whole words count, so that “Lee” is not found in “Leeds”.
    padded = " " + Officer.folded + " "
    whole = (padded.contains(f" {word} ", autoescape=True) for word in words)
    return named_officers(work, and_(elsewhere, *whole), most=_NAMED)


def _records_of(work: Work, first: int) -> Sequence[Officer]:
    either = or_(Officer.id == first, Officer.same_person_id == first)
    return work.session.scalars(select(Officer).where(either, standing(Officer))).all()


def _not_one(text: str, meant: Sequence[str]) -> str:
    if not meant:
        return (
            f"“{text}” is nobody in another department: give the number of their record such as "
            "#12, their employee id, badge, or whole name."
        )
    number = meant[0].split(" ")[0]
    return f"“{text}” may be several people: {'; '.join(meant)}. Give a number, such as {number}."
