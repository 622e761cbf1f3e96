"""Reads the invented city's files into what the rules take, without a database."""

import csv
import io
from collections import defaultdict
from datetime import date

from auditor.approvals.rules import Approval, Decision
from auditor.days import Day
from auditor.demo.city import City
from auditor.demo.requests import Decision as Decided
from auditor.demo.requests import Revocation
from auditor.findings.rules import Assignment, Facts, Stage
from auditor.officers.rules import KnownOfficer, Register
from auditor.rulings.rules import Body, Outcome, Ruling
from auditor.tools.rules import Category
from auditor.verdicts.assessment import Assessment, assess

#: In the order in which their ids are given here.
CODES = ("PHPD", "HCSO")

Row = dict[str, str]


def rows_of(file: bytes) -> list[Row]:
    """The rows of a CSV file under their headings."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def assessed(city: City, *, with_open_letter: bool = False) -> list[Assessment]:
    """The verdict on each row of the hand-over, once all decisions have been taken."""
    reader = _Reader(city)
    decided = [*city.decisions, city.open_letter] if with_open_letter else city.decisions
    decisions = {decision.approval_row: decision for decision in decided}
    revoked = {each.approval_row: each for each in city.revocations}
    rulings = [reader.ruling(at, row) for at, row in enumerate(rows_of(city.rulings_csv))]
    approvals = [
        reader.approval(at, row, decisions.get(at), revoked.get(at))
        for at, row in enumerate(rows_of(city.approvals_csv))
    ]
    return [assess(reader.facts(row), rulings, approvals) for row in rows_of(city.handover_csv)]


class _Reader:
    def __init__(self, city: City) -> None:
        self.tools = {row["Name"]: row for row in rows_of(city.tools_csv)}
        self.tool_ids = {name: number for number, name in enumerate(self.tools, start=1)}
        self.posts: dict[str, list[Row]] = defaultdict(list)
        for code in CODES:
            for row in rows_of(city.rosters[code]):
                self.posts[row["Employee id"]].append(row)
        self.registers = {
            code: Register(
                _known(posts) for posts in self.posts.values() if posts[0]["Department"] == code
            )
            for code in CODES
        }

    def ruling(self, number: int, row: Row) -> Ruling:
        return Ruling(
            id=number,
            tool_id=self.tool_ids[row["Tool"]] if row["Tool"] else None,
            category=Category(row["Category"]) if row["Category"] else None,
            department_id=CODES.index(row["Department"]) if row["Department"] else None,
            body=Body(row["Body"]),
            outcome=Outcome(row["Outcome"]),
            adopted_on=date.fromisoformat(row["Adopted on"]),
            effective_from=date.fromisoformat(row["Effective from"]),
            effective_until=_day(row["Effective until"]),
        )

    def approval(
        self, number: int, row: Row, decided: Decided | None, revoked: Revocation | None
    ) -> Approval:
        outcome = {"confirm": Decision.CONFIRMED, "deny": Decision.DENIED}
        return Approval(
            id=number,
            tool_id=self.tool_ids[row["Tool"]],
            department_id=CODES.index(row["Department"]),
            unit=row["Unit"] or None,
            officer_id=self._officer(row) if row["Officer"] else None,
            purposes=_words(row["Purposes"]),
            valid_from=date.fromisoformat(row["Valid from"]),
            valid_until=_day(row["Valid until"]),
            requested_on=date.fromisoformat(row["Document date"]),
            decision=outcome[decided.outcome] if decided else None,
            decided_on=decided.document_on if decided else None,
            revoked_on=max(revoked.revoked_from, revoked.document_on) if revoked else None,
        )

    def facts(self, row: Row) -> Facts:
        officer_id = self._officer(row)
        posts = self.posts[str(officer_id)] if officer_id else []
        return Facts(
            tool_id=self.tool_ids[row["Tool"]],
            category=Category(self.tools[row["Tool"]]["Category"]),
            department_id=CODES.index(row["Department"]),
            officer_id=officer_id,
            assignments=tuple(
                Assignment(post["Unit"], _day(post["From"]), _day(post["Until"])) for post in posts
            ),
            purposes=_words(row["Purposes"]),
            stage=Stage(row["Stage"]),
            signed_up_on=_day_or_month(row["Signed up on"]),
            first_used_on=_day_or_month(row["First used on"]),
            last_used_on=_day_or_month(row["Last used on"]),
            counted=row["Certainty"] != "disproved",
        )

    def _officer(self, row: Row) -> int | None:
        meant = self.registers[row["Department"]].named(row["Officer"])
        return meant[0] if len(meant) == 1 else None


def _known(posts: list[Row]) -> KnownOfficer:
    """The officer of a roster’s rows; the employee ids are numbers here, and serve as ids."""
    one = posts[0]
    badges = frozenset(post["Badge"] for post in posts)
    number = one["Employee id"]
    names = (one["Given name"], one["Middle name"], one["Family name"])
    return KnownOfficer(int(number), number, *names, badges=badges)


def _words(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _day_or_month(cell: str) -> Day | None:
    return Day.parse(cell) if cell else None
