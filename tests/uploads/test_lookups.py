"""What the cells of a file name: looked up once, and never guessed."""

from auditor.uploads.lookups import Lookups
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.officers.factory import make_officer
from tests.tools.factory import make_tool


def test_departments_and_tools_are_named_in_any_spelling_and_officers_in_three_ways(
    work: OpenWork,
) -> None:
    with work(OVERSIGHT) as w:
        harbor = make_department(w, "HPD", name="Harbor Police", aliases=("Harbor P.D.",))
        make_department(w, "CSO", name="HPD Annex")
        make_tool(w, "FaceSeek AI", aliases=("Séeker",))
        make_officer(w, harbor, "Vega", given_name="Ana", employee_id="0042", badge="P1")
        make_officer(w, harbor, "Vega", given_name="Bo", employee_id="77", badge="0042")

    with work(OVERSIGHT, reading=True) as w:
        lookups = Lookups(w)

    for text in ("hpd", "HARBOR police", "harbor p.d."):
        assert lookups.department(text) == 1
    assert lookups.tool("faceseek-ai") == lookups.tool("seeker") == 1
    with work(OVERSIGHT, reading=True) as w:
        lookups = Lookups(w)
        assert lookups.officer(1, "p1") == lookups.officer(1, "Vega, Ana") == 1
        assert lookups.officer(1, "42") is None
        assert lookups.officer(1, "0042") is None, "One’s employee id is the other’s badge."
        assert lookups.officers(1, "0042") == (1, 2)
        assert lookups.officer(2, "p1") is None
    assert lookups.names["officers", 1] == "Vega, Ana"
    assert "No tool on record is called “Other”" in lookups.why_not_tool("Other")
    assert "Give the code, name or alias" in lookups.why_not_department("Other")
