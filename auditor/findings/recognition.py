"""Which finding on record a row of a file is about, told by who, which tool, and which sign-up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from auditor.base import standing
from auditor.columns import listed, plain
from auditor.days import Day
from auditor.findings.model import Finding
from auditor.officers.rules import fold
from auditor.work import Work

#: So many ids are asked for at once.
_AT_ONCE: Final = 5_000

#: Somebody in the register: by an officer's id, an account's address or a name as received.
_Who = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Described:
    """What a row, or a finding on record, is recognised by.

    Attributes:
        account_email: in lower case, as it is stored.
        reference: the source's own; without one the sign-up day is what tells two findings apart.
    """

    tool_id: int
    department_id: int
    officer_id: int | None
    account_email: str | None
    name: str | None
    reference: str | None
    signed_up_on: Day | None

    def who(self) -> list[_Who]:
        """Under what somebody is known, the surest first."""
        known: list[_Who] = []
        if self.officer_id is not None:
            known.append(("officer", self.officer_id))
        if self.account_email:
            known.append(("account", self.account_email))
        if self.name:
            known.append(("name", fold(self.name)))
        return known

    def key(self) -> tuple[object, ...]:
        """Equal for two rows of one file that are about one finding."""
        reference = plain(self.reference) if self.reference else self.signed_up_on
        return self.tool_id, self.department_id, *self.who()[:1], reference


class OnRecord:
    """The standing findings of some tools and departments, by what they are recognised by.

    `only` leaves out what cannot be meant, where little is asked about.
    """

    def __init__(
        self,
        work: Work,
        pairs: Collection[tuple[int, int]],
        *,
        only: ColumnElement[bool] | None = None,
    ) -> None:
        self._known: dict[int, Described] = {}
        self._by_who: dict[tuple[int, int, _Who], list[int]] = defaultdict(list)
        wanted = select(
            Finding.id,
            Finding.tool_id,
            Finding.department_id,
            Finding.officer_id,
            Finding.account_email,
            Finding.name_as_received,
            Finding.source_reference,
            Finding.signed_up_on,
            Finding.signed_up_on_last,
        ).where(
            standing(Finding),
            Finding.tool_id.in_({tool for tool, _ in pairs}),
            Finding.department_id.in_({department for _, department in pairs}),
        )
        if only is not None:
            wanted = wanted.where(only)
        for row in work.session.execute(wanted.order_by(Finding.id)):
            first, last = row.signed_up_on, row.signed_up_on_last
            day = None if first is None else Day(first, last or first)
            self._remember(row.id, Described(*row[1:7], day))

    def _remember(self, finding_id: int, described: Described) -> None:
        self._known[finding_id] = described
        for who in described.who():
            self._by_who[described.tool_id, described.department_id, who].append(finding_id)

    def same(self, described: Described) -> list[int]:
        """The findings a row is about: none, one, or several that cannot be told apart.

        A row that names an officer is also about an account's finding that nobody is identified
        for yet; it is never about another officer's.
        """
        for who in described.who():
            found = [
                finding_id
                for finding_id in self._of(described, who)
                if self._agree(described, self._known[finding_id])
            ]
            if found:
                return found
        if not described.who() and described.reference:
            return [
                finding_id
                for finding_id, known in self._known.items()
                if known.tool_id == described.tool_id
                and known.department_id == described.department_id
                and self._agree(described, known)
            ]
        return []

    def like(self, described: Described) -> list[int]:
        """The findings of the same person or account for the same tool, whatever the sign-up."""
        return self._of(described, described.who()[0]) if described.who() else []

    def alike_in_any_way(self, described: Described) -> set[int]:
        """As `like`, by whatever somebody is known under, and not by the surest alone."""
        return {one for who in described.who() for one in self._of(described, who)}

    def _of(self, described: Described, who: _Who) -> list[int]:
        found = self._by_who.get((described.tool_id, described.department_id, who), [])
        return [
            finding_id
            for finding_id in found
            if described.officer_id is None
            or self._known[finding_id].officer_id in (None, described.officer_id)
        ]

    @staticmethod
    def _agree(row: Described, known: Described) -> bool:
        if row.reference:
            return plain(row.reference) == plain(known.reference or "")
        return row.signed_up_on == known.signed_up_on


class NewRows:
    """The new rows of a file, by whom and what they are about."""

    def __init__(self) -> None:
        self._by_who: dict[tuple[object, ...], list[int]] = defaultdict(list)

    def like(self, described: Described, number: int) -> list[int]:
        """The earlier rows about the same person or account and tool; remembers this one."""
        if not described.who():
            return []
        rows = self._by_who[described.tool_id, described.department_id, described.who()[0]]
        rows.append(number)
        return rows[:-1]


def alike_in_words(on_record: Sequence[int], in_file: Sequence[int]) -> str:
    """Names what may be the same: one officer may well have several findings for one tool."""
    named = [f"finding {one}" for one in on_record[:5]] + [f"row {one}" for one in in_file[:5]]
    return f"Possible duplicate of {listed(named)}." if named else ""


def possible_duplicates(work: Work, described: Described) -> list[int]:
    """The standing findings of the same officer, account or name for the same tool, by id."""
    alike: list[ColumnElement[bool]] = []
    if described.officer_id is not None:
        alike.append(Finding.officer_id == described.officer_id)
    if described.account_email:
        alike.append(Finding.account_email == described.account_email)
    if described.name:
        alike.append(Finding.name_as_received.is_not(None))
    if not alike:
        return []
    pair = {(described.tool_id, described.department_id)}
    on_record = OnRecord(work, pair, only=or_(*alike))
    return sorted(on_record.alike_in_any_way(described))


def duplicates_of(work: Work, finding: Finding) -> list[int]:
    """The other standing findings that may be the same as one on record, by id."""
    described = Described(
        finding.tool_id,
        finding.department_id,
        finding.officer_id,
        finding.account_email,
        finding.name_as_received,
        finding.source_reference,
        finding.day("signed_up_on"),
    )
    return [one for one in possible_duplicates(work, described) if one != finding.id]


def rows_of(work: Work, ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Every column of these findings, by id."""
    ordered = sorted(set(ids))
    found: dict[int, Mapping[str, Any]] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        wanted = select(*Finding.__table__.c).where(
            Finding.id.in_(ordered[start : start + _AT_ONCE])
        )
        for row in work.session.execute(wanted).mappings():
            found[row["id"]] = dict(row)
    return found
