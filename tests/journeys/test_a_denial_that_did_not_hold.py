"""A department denies, and then does not: the pattern of Toronto in early 2020, from files to page.

The working by hand. The chief asks for an approval since 2019, and nobody ever asked for one. On
27 January 2020 the department, having asked 2 of 13 units, denies. During 5 February the chief
stops the tool: the order applies from the first whole day after it, the 6th. Then a list comes in:

- 0042 signed up on 14 October 2019, used it in case 19-771 from the 20th, last on 5 February:
  the order does not yet apply on that day, so each known day says *no-approval*.
- Okafor signed up on 10 December, used it first on 15 January, last on 7 February: *prohibited*
  on the last day, from then on; *no-approval* on the first two.
- An account nobody is known for signed up in October 2019 and never used it: *no-approval*.

All three are unapproved; 3 signed up, 2 used, 1 used in a case, 1 case. Each of the three sign-ups
lies before the 27th, so the denial is contradicted: one flag, on the statement, that names three.
On 13 February the department, all 13 units asked, confirms and says that it had not been aware:
denied then confirmed, 17 days later, and unaware until asked. Of the departments asked, one:
confirmed. The denial stays, and so does the flag on it: it was denied, whatever was said later.
"""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from auditor.findings.model import Finding
from auditor.flags.model import Flag
from auditor.flags.rules.states import FlagState
from auditor.questions.queries.answering import answers
from auditor.reports.queries.standing import standing_figures
from auditor.statements.queries.counted import answers_by_tool
from auditor.statements.rules import Answer, Tally
from auditor.store import FileStore
from auditor.verdicts.model import StoredVerdict
from auditor.verdicts.rules import Reason, Verdict
from tests.conftest import OpenWork
from tests.findings.factory import Desk, make_city

ANSWERS = (
    "Department,Tool,Question,Asked on,Due on,Answer,Answered on,Units asked,Units in all,"
    "Aware before asked,Signed by"
)


def test_a_denial_is_contradicted_superseded_and_kept(work: OpenWork, tmp_path: Path) -> None:
    city = make_city(work)
    desk = Desk(work, city.ines, FileStore(tmp_path))
    asked = "HPD,FaceFinder,Does anybody use it?,2020-01-20,2020-01-31"
    desk.take("statements", ANSWERS, f"{asked},denied,2020-01-27,2,13,,The deputy")
    desk.take(
        "rulings",
        "Tool,Department,Body,Outcome,Adopted on,Effective from",
        "FaceFinder,HPD,chief,prohibited,2020-02-05,2020-02-06",
    )
    desk.take(
        "findings",
        "Department,Officer,Account email,Tool,Stage,Signed up on,First used on,Last used on,"
        "Case numbers,Purposes,Source reference",
        "HPD,0042,,FaceFinder,used in a case,2019-10-14,2019-10-20,2020-02-05,19-771,"
        "criminal investigation,r1",
        'HPD,"Okafor, Ada",,FaceFinder,used,2019-12-10,2020-01-15,2020-02-07,,'
        "criminal investigation,r2",
        "HPD,,who@hpd.example,FaceFinder,signed up,2019-10,,,,,r3",
    )
    desk.take("statements", ANSWERS, f"{asked},confirmed,2020-02-13,13,13,no,The chief")

    with work(city.ines, reading=True) as w:
        verdicts = w.session.execute(
            select(
                StoredVerdict.verdict,
                StoredVerdict.reason,
                StoredVerdict.reason_since,
                StoredVerdict.other_reasons,
            )
            .join(Finding, Finding.id == StoredVerdict.finding_id)
            .order_by(Finding.source_reference)
        ).all()
        flags = w.session.execute(
            select(Flag.finding_id, Flag.statement_id, Flag.rule, Flag.state, Flag.reason)
        ).all()
        board = standing_figures(w).board
        (about,) = answers_by_tool(w)
        said = {part.reads: part.number for each in answers(w) for part in each.parts}

    assert [tuple(each) for each in verdicts] == [
        (Verdict.UNAPPROVED, Reason.NO_APPROVAL, date(2019, 10, 14), ()),
        (Verdict.UNAPPROVED, Reason.PROHIBITED, date(2020, 2, 7), ("no-approval",)),
        (Verdict.UNAPPROVED, Reason.NO_APPROVAL, date(2019, 10, 1), ()),
    ]
    (denial,) = [each for each in flags if each.rule == "contradicts-statement"]
    assert denial.statement_id is not None
    assert denial.state is FlagState.OPEN
    assert "findings 1, 2 and 3" in denial.reason
    assert sorted(each.rule for each in flags if each.finding_id) == [
        *["no-approval"] * 3,
        "prohibited",
    ]
    assert [line.pair.findings for line in board.stages] == [3, 3, 2, 1]
    assert board.counted.officers == 3
    assert board.cases == 1
    assert about.tally == Tally({**dict.fromkeys(Answer, 0), Answer.CONFIRMED: 1}, (17,), 1)
    assert said["denied"] == said["confirmed"] == 1
    assert said["used while prohibited, for whomever"] == 1
    assert said["used in a case, with no approval on record"] == 1
