"""Seeking findings by who it was, as far as that is known."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all

from auditor.findings.model import Finding
from auditor.officers.model import Officer
from auditor.officers.rules import fold
from auditor.reach import within_reach
from auditor.work import Work

#: A search meets at most so many names as received; who gets more should write more of the name.
_MOST_NAMES: Final = 2_000

#: Up to so many officers, and so many unidentified accounts, are looked up by index.
_FEW: Final = 200


class _Met(NamedTuple):
    """What a word is part of; of officers and of accounts not more than one above `_FEW`.

    Attributes:
        accounts: the ids of findings that no officer is named in.
        names: as received, whoever was named.
    """

    officers: list[int]
    accounts: list[int]
    names: list[str]


def who_it_was(work: Work, words: Sequence[str]) -> list[ColumnElement[bool]]:
    """For each word of a search whether it is part of who it was.

    It is part of the officer's names, employee id or address, or of the name as received; where no
    officer is named, of the account's address; or it is the whole of the account's address.
    """
    return [_condition(word, met) for word, met in _met(work, words).items()]


def _condition(word: str, met: _Met) -> ColumnElement[bool]:
    terms: list[ColumnElement[bool]] = [Finding.account_email == word]
    if met.names:
        terms.append(Finding.name_as_received.in_(met.names))
    if max(len(met.officers), len(met.accounts)) <= _FEW:
        if met.officers:
            terms.append(Finding.officer_id.in_(met.officers))
        if met.accounts:
            terms.append(Finding.id.in_(met.accounts))
        return or_(*terms)
    # A common word: a page is full before long, and so findings are gone through, newest first. In
    # these words no index is of use, or a database would look all of them up, and sort them.
    officers = select(Officer.id).where(_is_of_officer(word))
    return or_(*terms, func.coalesce(Finding.officer_id, 0).in_(officers), _is_of_account(word))


def _met(work: Work, words: Sequence[str]) -> dict[str, _Met]:
    """What each word is part of, asked at once."""
    found = {word: _Met([], [], []) for word in words}
    if not found:
        return {}
    asked = [
        select(literal("name"), literal(""), literal(0), Finding.name_as_received)
        .where(
            Finding.name_as_received.is_not(None), within_reach(work.actor, Finding.department_id)
        )
        .distinct()
    ]
    for word in found:
        asked += [
            _some("officer", word, Officer.id, _is_of_officer(word)),
            _some("account", word, Finding.id, _is_of_account(word)),
        ]
    names: list[tuple[str, str]] = []
    for kind, word, number, name in work.session.execute(union_all(*asked)):
        if kind == "name":
            names.append((str(name), fold(str(name))))
        else:
            (found[word].officers if kind == "officer" else found[word].accounts).append(number)
    # A database folds no accents, so that names that stand in no officer's record are folded here.
    return {
        word: met._replace(names=[name for name, plain in names if word in plain][:_MOST_NAMES])
        for word, met in found.items()
    }


def _some(kind: str, word: str, id_: Any, condition: ColumnElement[bool]) -> Any:
    some = select(id_.label("id")).where(condition).limit(_FEW + 1).subquery()
    return select(literal(kind), literal(word), some.c.id, literal(None, Finding.notes.type))


def _is_of_officer(word: str) -> ColumnElement[bool]:
    return or_(
        Officer.folded.contains(word, autoescape=True),
        func.lower(Officer.email).contains(word, autoescape=True),
    )


def _is_of_account(word: str) -> ColumnElement[bool]:
    return and_(
        Finding.officer_id.is_(None),
        func.lower(Finding.account_email).contains(word, autoescape=True),
    )
