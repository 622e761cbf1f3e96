"""In which order requests wait."""

from datetime import date

from auditor.approvals.requesting import Wanted, request_approval
from auditor.approvals.waiting import free_to_decide, waiting_page
from tests.approvals.factory import confirm, make_request
from tests.conftest import OpenWork
from tests.findings.factory import make_city
from tests.follow_ups.factory import paper


def test_who_asked_first_by_letter_stands_first_whenever_it_was_recorded(work: OpenWork) -> None:
    city = make_city(work)
    with work(city.ines) as w:
        today = make_request(w, city.tool, city.hpd)
        letters = [
            request_approval(
                w,
                Wanted(
                    tool_id=city.tool,
                    department_id=city.hpd,
                    valid_from=date(2026, 3, 2),
                    paper=paper(str(day).encode()),
                    document_on=day,
                ),
            ).id
            for day in (date(2026, 2, 20), date(2026, 1, 5))
        ]
    with work(city.sam, reading=True) as w:
        assert [row.id for row in free_to_decide(w, limit=9)] == [*reversed(letters), today]
        first = waiting_page(w, limit=1)
    assert first.after == letters[1]
    confirm(work, city.sam, letters[1])
    with work(city.sam, reading=True) as w:  # Who turns the page goes on where they were.
        assert waiting_page(w, limit=1, after=letters[1]).requests[0].row.id == letters[0]
