"""The invented city: the same every time, in the right proportions, and nobody in it is real."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from enum import StrEnum
from pathlib import Path

import pytest

from auditor.access import Role
from auditor.approvals.rules import Purpose
from auditor.columns import word_in
from auditor.days import Day
from auditor.demo.city import USERS, City, make_city
from auditor.demo.names import FAMILY, GIVEN
from auditor.findings.rules import (
    DAY_LABELS,
    AccountState,
    Certainty,
    Licence,
    ObtainedThrough,
    Stage,
    day_sentences,
    stage_sentences,
)
from auditor.officers.rules import Person, match_rows, name_key
from auditor.rulings.rules import Body, Outcome
from auditor.statements.rules import Answer, Aware
from auditor.tools.rules import Category, RiskLevel
from auditor.verdicts.rules import Reason, Verdict
from tests.demo.city_in_rules import assessed, rows_of

ROSTERS = Path(__file__).parents[3] / "shared" / "data" / "rosters"

CITY = make_city()
FINDINGS = rows_of(CITY.handover_csv)
CLEARVIEW = [
    row for row in FINDINGS if (row["Tool"], row["Department"]) == ("Clearview AI", "PHPD")
]


def digest(city: City) -> str:
    return hashlib.sha256(repr(astuple(city)).encode()).hexdigest()


def several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def test_a_seed_gives_the_same_bytes_every_time_and_another_seed_others() -> None:
    assert digest(make_city()) == digest(make_city()) == digest(make_city(2021))
    assert make_city(7).handover_csv != CITY.handover_csv


def test_the_city_is_of_the_size_it_is_described_with() -> None:
    ids = {row["Employee id"] for file in CITY.rosters.values() for row in rows_of(file)}
    assert len(ids) == 400
    assert sorted(CITY.rosters) == [row["Code"] for row in rows_of(CITY.departments_csv)][::-1]
    assert len(rows_of(CITY.tools_csv)) == 12
    assert len(rows_of(CITY.approvals_csv)) == 15
    assert 240 <= len(FINDINGS) <= 260


def test_clearview_is_found_in_the_proportions_reported_of_toronto() -> None:
    stages = Counter(Stage(row["Stage"]) for row in CLEARVIEW)
    beyond = {stage: sum(stages[s] for s in Stage if s.reaches(stage)) for stage in Stage}
    assert beyond[Stage.SIGNED_UP] == 144
    assert beyond[Stage.USED] == 115
    assert len({case for row in CLEARVIEW for case in several(row["Case numbers"])}) == 84
    assert any(len(row["Signed up on"]) == len("2019-12") for row in CLEARVIEW)
    assert any(row["Stage"] != "offered" and not row["Signed up on"] for row in CLEARVIEW)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Stage", Stage),
        ("Licence", Licence),
        ("Obtained through", ObtainedThrough),
        ("Account state", AccountState),
        ("Purposes", Purpose),
        ("Certainty", Certainty),
    ],
)
def test_findings_speak_the_vocabulary(heading: str, words: type[StrEnum]) -> None:
    said = {word for row in FINDINGS for word in several(row[heading])}
    assert len(said) > 1
    assert [word for word in said if word_in(words, word) is None] == []


@pytest.mark.parametrize(
    ("file", "heading", "words"),
    [
        (CITY.tools_csv, "Category", Category),
        (CITY.tools_csv, "Risk level", RiskLevel),
        (CITY.rulings_csv, "Body", Body),
        (CITY.rulings_csv, "Outcome", Outcome),
        (CITY.rulings_csv, "Category", Category),
        (CITY.approvals_csv, "Purposes", Purpose),
        (CITY.statements_csv, "Answer", Answer),
        (CITY.statements_csv, "Aware before asked", Aware),
    ],
)
def test_the_other_files_speak_the_vocabulary(
    file: bytes, heading: str, words: type[StrEnum]
) -> None:
    said = {word for row in rows_of(file) for word in several(row[heading])}
    assert len(said) > 1
    assert [word for word in said if word_in(words, word) is None] == []


def test_no_stage_is_less_than_what_is_recorded_and_days_lie_in_order() -> None:
    for row in FINDINGS:
        days = {
            field: Day.parse(row[label]) if row[label] else None
            for field, label in DAY_LABELS.items()
        }
        low = row["Searches"].rstrip("+").split("-")[0]
        cases = several(row["Case numbers"])
        searches = int(low) if low else None
        stage = Stage(row["Stage"])
        assert not stage_sentences(stage, days, searches_low=searches, case_numbers=cases), row
        latest = max((day.last for day in days.values() if day), default=None)
        assert latest is None or not day_sentences(days, latest), row
        told = [days[f] for f in ("signed_up_on", "first_used_on", "last_used_on", "closed_on")]
        firsts = [day.first for day in told if day and day.first == day.last]
        assert firsts == sorted(firsts), row


def test_every_finding_names_what_the_other_files_know() -> None:
    tools = {row["Name"] for row in rows_of(CITY.tools_csv)}
    codes = {row["Code"] for row in rows_of(CITY.departments_csv)}
    for row in [*FINDINGS, *rows_of(CITY.approvals_csv)]:
        assert row["Tool"] in tools
        assert row["Department"] in codes
    for row in FINDINGS:
        assert row["Officer"] or row["Account email"]
    references = [row["Source reference"] for row in FINDINGS]
    assert len(set(references)) == len(references)


def test_each_roster_makes_every_employee_id_one_new_officer() -> None:
    for file in CITY.rosters.values():
        rows = rows_of(file)
        people = [
            Person(
                employee_id=row["Employee id"],
                badge=row["Badge"],
                given=row["Given name"],
                middle=row["Middle name"],
                family=row["Family name"],
            )
            for row in rows
        ]
        matches = match_rows([], list(enumerate(people)))
        assert all(match.is_new for match in matches)
        assert len({match.first_row for match in matches}) == len({p.employee_id for p in people})


def test_addresses_lead_nowhere() -> None:
    files = [CITY.departments_csv, CITY.handover_csv, *CITY.rosters.values()]
    text = b"".join(files).decode()
    addresses = [word.strip(',;"\r') for word in text.replace(",", " ").split() if "@" in word]
    assert len(addresses) > 400
    assert {a for a in addresses if not a.endswith((".example", "@clearview.ai"))} == set()


def test_there_is_an_account_for_every_role_and_a_second_supervisor() -> None:
    assert Counter(Role(user.role) for user in USERS) == {
        Role.OVERSIGHT: 1,
        Role.SUPERVISOR: 2,
        Role.COUNCIL: 1,
        Role.ADMINISTRATOR: 1,
    }
    assert {user.department for user in USERS if user.role == Role.SUPERVISOR} == {"PHPD", "HCSO"}


def test_decisions_come_with_a_letter_and_one_lies_ready() -> None:
    requests = rows_of(CITY.approvals_csv)
    decided = {decision.approval_row for decision in CITY.decisions}
    assert CITY.open_letter.approval_row not in decided
    for decision in [*CITY.decisions, CITY.open_letter]:
        request = requests[decision.approval_row]
        assert request["Document date"] <= decision.document_on.isoformat()
        assert decision.document.startswith(b"%PDF-1.4")
        assert request["Document"].encode() in decision.document
    for revocation in CITY.revocations:
        assert revocation.approval_row in {d.approval_row for d in CITY.decisions}
        assert requests[revocation.approval_row]["Document"].encode() in revocation.document
    assert len({decision.document_name for decision in CITY.decisions}) == len(decided)


def test_a_letter_says_at_which_byte_each_of_its_objects_begins() -> None:
    document = CITY.open_letter.document
    table = int(document.rsplit(b"startxref\n", 1)[1].split()[0])
    assert document[table:].startswith(b"xref\n0 6\n")
    entries = document[table:].splitlines()[3:8]
    for number, entry in enumerate(entries, start=1):
        assert document[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)


def test_every_verdict_and_every_reason_occurs() -> None:
    found = assessed(CITY)
    reasons = {each.reason for each in found if each.reason}
    verdicts = Counter(each.verdict for each in found)
    assert set(verdicts) == set(Verdict)
    assert reasons == set(Reason)
    assert verdicts[Verdict.UNAPPROVED] > len(found) / 3


def test_the_letter_that_lies_ready_turns_awaiting_findings_into_approved_ones() -> None:
    before = assessed(CITY)
    after = assessed(CITY, with_open_letter=True)
    changed = {
        (old.verdict.value, new.verdict.value)
        for old, new in zip(before, after, strict=True)
        if old.verdict is not new.verdict
    }
    assert ("awaiting", "approved") in changed


def names_in(paths: Iterable[Path]) -> set[str]:
    def key(row: Mapping[str, str]) -> str:
        given = row.get("first_name") or row.get("First") or ""
        return name_key(given, row.get("last_name") or row.get("Last") or "")

    texts = (path.read_text(encoding="utf-8-sig") for path in paths)
    return {key(row) for text in texts for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize("path", sorted(ROSTERS.glob("*.csv")), ids=lambda path: path.stem)
def test_no_invented_name_is_borne_by_anybody_on_a_real_roster(path: Path) -> None:
    real = names_in([path])
    assert len(real) > 100
    assert {name_key(given, family) for given in GIVEN for family in FAMILY} & real == set()
