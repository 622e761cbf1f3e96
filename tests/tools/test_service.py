"""What the office may say of a tool, and what is refused."""

import pytest

from auditor.errors import FieldsRefused, IllegalMove
from auditor.tools.queries import tools
from auditor.tools.rules import Category
from auditor.tools.service import ToolFacts, edit_tool, withdraw_tool
from auditor.trail.acts import Act
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT
from tests.tools.factory import make_tool


def test_a_tool_is_found_by_part_of_its_name_vendor_or_alias(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_tool(
            w, vendor="Señal Inc.", aliases=("Smart Look",), category=Category.FACE_RECOGNITION
        )
        make_tool(w, "PlateWatch")
        for q in ("facef", "senal", "LOOK smart"):
            assert [row.id for row in tools(w, q=q).rows] == [made.id], q
        assert tools(w, category=Category.FACE_RECOGNITION).total == 1


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"name": ""}, "name", "Enter the name"),
        ({"name": "smart look"}, "name", "“smart look” is what FaceFinder is called already"),
        ({"aliases": ("Other", "FACEFINDER")}, "aliases", "“FACEFINDER” is what FaceFinder"),
        ({"domains": ("https://face.example",)}, "domains", "no internet domain"),
        ({"website": "javascript:alert(1)"}, "website", "begins with https://"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    work: OpenWork, facts: dict[str, object], field: str, says: str
) -> None:
    with work(OVERSIGHT) as w:
        make_tool(w, aliases=("Smart Look",))
        with pytest.raises(FieldsRefused) as refusal:
            make_tool(w, **{"name": "New"} | facts)  # type: ignore[arg-type]
        assert list(refusal.value.fields) == [field]
        assert says in refusal.value.fields[field]


def test_an_edit_is_recorded_once_and_searched_by_what_it_says_now(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        made = make_tool(w, vendor="Old Inc.")
        facts = ToolFacts(name="FaceFinder", vendor="New Inc.")
        assert edit_tool(w, made, facts)
        assert not edit_tool(w, made, facts)
        assert (tools(w, q="old").total, tools(w, q="new inc").total) == (0, 1)


def test_a_tool_with_rulings_cannot_be_withdrawn(work: OpenWork) -> None:
    with work(OVERSIGHT) as w:
        named = make_tool(w)
        w.session.add(_ruling_about(named.id, w.now))
        w.record(Act.UPLOAD_APPLIED)
        with pytest.raises(IllegalMove, match="1 ruling"):
            withdraw_tool(w, named, "Entered twice.")
        free = make_tool(w, "PlateWatch")
        withdraw_tool(w, free, "Entered twice.")
        assert [row.id for row in tools(w).rows] == [named.id]


def _ruling_about(tool_id: int, now: object) -> object:
    from datetime import date

    from auditor.rulings.model import Ruling
    from auditor.rulings.rules import Body, Outcome

    return Ruling(
        tool_id=tool_id,
        body=Body.COUNCIL,
        outcome=Outcome.PROHIBITED,
        adopted_on=date(2026, 1, 5),
        effective_from=date(2026, 1, 6),
        recorded_at=now,
    )
