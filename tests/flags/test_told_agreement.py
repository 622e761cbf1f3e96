"""What is asked as a set agrees with a second writing of these rules, finding by finding."""

from collections import defaultdict
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from auditor.approvals.rules import Purpose
from auditor.departments.model import Department
from auditor.findings.model import Finding
from auditor.findings.rules import AccountState, Certainty, Licence, Stage
from auditor.flags.service import assess_flags
from auditor.officers.model import Assignment
from auditor.trail.acts import Act
from auditor.verdicts.model import StoredVerdict
from auditor.work import Work
from tests.conftest import MORNING, OpenWork
from tests.findings.factory import FEB_5, City, make_city
from tests.flags.test_told import assess_all, officers_of, standing
from tests.verdicts.registers import make_random

#: Everything that is computed by these rules.
HERE = {
    *("personal-address", "no-case", "outside-agency", "open-after-departure", "free-trial"),
    *("case-reused", "high-volume"),
}


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


DAYS = (None, FEB_5, date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))


def _random(work: Work, city: City, rng: Random) -> None:
    """Findings of which every rule here holds for some and not for others."""
    work.session.get_one(Department, city.hpd).email_domains = ("hpd.example",)
    work.record(Act.DEPARTMENT_EDITED)
    officers = list(officers_of(work, city.hpd, 8))
    work.add_many(
        Assignment,
        [
            {"officer_id": rng.choice(officers), "unit": "X", "until": rng.choice(DAYS)}
            for _ in range(10)
        ],
    )
    work.record(Act.OFFICER_EDITED)
    work.add_many(Finding, [_finding(city, rng, officers) for _ in range(300)])
    work.record(Act.UPLOAD_APPLIED)


def _finding(city: City, rng: Random, officers: list[int]) -> dict[str, Any]:
    day = rng.choice(DAYS[:2])
    return {
        "tool_id": city.tool,
        "department_id": rng.choice((city.hpd, city.hpd, city.rvs)),
        "officer_id": rng.choice((None, *officers)),
        "account_email": rng.choice((None, "a@hpd.example", "a@x.hpd.example", "a@y.example")),
        "account_state": rng.choice(list(AccountState)),
        "licence": rng.choice(list(Licence)),
        "stage": rng.choice(list(Stage)),
        "signed_up_on": day,
        "signed_up_on_last": day,
        "purposes": rng.choice(((), ("unknown",), ("personal",), ("warrant",))),
        "case_numbers": rng.choice(
            ((), (f"C{rng.randrange(30)}",), ("c1", f"C{rng.randrange(9)}"))
        ),
        "on_behalf_of": rng.choice((None, None, "A Bureau")),
        "searches_low": rng.choice((None, rng.randrange(100))),
        "certainty": rng.choice((Certainty.DOCUMENTED, Certainty.DOCUMENTED, Certainty.DISPROVED)),
        "recorded_at": MORNING,
    }


def _second_writing(work: Work) -> dict[str, set[int]]:
    """By rule the findings for which it holds, one after the other and from the words alone."""
    rows = [one for one in work.session.scalars(select(Finding)) if one.certainty != "disproved"]
    lows = sorted(row.searches_low for row in rows if row.searches_low is not None)
    usual = lows[-(-95 * len(lows) // 100) - 1]
    found = defaultdict(set)
    for row in rows:
        holds = {
            "personal-address": _is_personal(work, row),
            "no-case": row.stage.value.startswith("used")
            and not row.case_numbers
            and set(row.purposes) <= {Purpose.UNKNOWN.value, Purpose.PERSONAL.value},
            "outside-agency": row.on_behalf_of is not None,
            "open-after-departure": row.account_state == "open" and _has_left(work, row),
            # No other day is recorded here, so that the verdict is that of the day of signing up.
            "free-trial": row.licence in {"trial", "borrowed"}
            and row.signed_up_on is not None
            and work.session.get_one(StoredVerdict, row.id).verdict == "unapproved",
            "case-reused": row.officer_id is not None
            and any(len(_sharing(row, rows, number)) > 3 for number in row.case_numbers),
            "high-volume": len(lows) >= 20 and (row.searches_low or 0) > usual,
        }
        for rule in (rule for rule, held in holds.items() if held):
            found[rule].add(row.id)
    return found


def _is_personal(work: Work, row: Finding) -> bool:
    domains = work.session.get_one(Department, row.department_id).email_domains
    domain = (row.account_email or "").partition("@")[2]
    known = bool(row.account_email and domains)
    return known and not any(f".{domain}".endswith(f".{own}") for own in domains)


def _has_left(work: Work, row: Finding) -> bool:
    held = select(Assignment.until).where(Assignment.officer_id == row.officer_id)
    ends = work.session.scalars(held).all()
    return bool(ends) and all(end is not None and end < work.today for end in ends)


def _sharing(row: Finding, rows: list[Finding], number: str) -> set[int]:
    """The officers of the department on whose findings this case number stands."""
    return {
        other.officer_id
        for other in rows
        if other.officer_id
        and other.department_id == row.department_id
        and number.lower() in [each.lower() for each in other.case_numbers]
    }


@pytest.mark.parametrize("seed", range(3))
def test_what_is_asked_as_a_set_agrees_with_a_second_writing_for_each_finding(
    work: OpenWork, city: City, seed: int
) -> None:
    with work(city.ines) as w:
        _random(w, city, make_random(seed))
    assess_all(work)
    flags = standing(work)
    with work(reading=True) as w:
        expected = _second_writing(w)
    assert {rule: flags[rule] for rule in HERE} == {rule: expected[rule] for rule in HERE}
    assert all(expected[rule] for rule in HERE)
    # Whatever is changed of some findings afterwards is followed at once, by the same count.
    with work(city.ines) as w:
        ids = [one.id for one in w.session.scalars(select(Finding).limit(40))]
        for one in ids:
            finding = w.session.get_one(Finding, one)
            finding.certainty, finding.case_numbers = Certainty.DOCUMENTED, ("C1",)
            finding.searches_low = 60
        w.record(Act.UPLOAD_APPLIED)
        assess_flags(w, ids)
        expected = _second_writing(w)
    flags = standing(work)
    assert {rule: flags[rule] for rule in HERE} == {rule: expected[rule] for rule in HERE}
