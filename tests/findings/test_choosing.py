"""Who and what is meant by a part of a name, a badge, an employee id or an alias."""

import pytest

from auditor.departments.queries import get_department
from auditor.findings.choosing import NOBODY, Typed, choose, departments_meant, officers_meant
from auditor.work import Work
from tests.conftest import OpenWork
from tests.departments.factory import OVERSIGHT, make_department
from tests.findings.factory import City, make_city
from tests.officers.factory import make_officer
from tests.tools.factory import make_tool


@pytest.fixture
def city(work: OpenWork) -> City:
    city = make_city(work)
    with work(OVERSIGHT) as w:
        hpd = get_department(w, city.hpd)
        make_officer(w, hpd, "Vegas", given_name="Anabel", badge="10042", unit="Traffic")
        make_officer(w, hpd, "Muñoz", given_name="Luis", former_names=("Okafor",))
        make_officer(w, get_department(w, city.rvs), "Moss", given_name="Eve", badge="77")
    return city


def told(w: Work, city: City, text: str) -> list[str]:
    return list(officers_meant(w, text, department_id=city.hpd).told.values())


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("0042", ["Vega, Ana, badge 0042, Patrol, employee id 007"]),
        ("007", ["Vega, Ana, badge 0042, Patrol, employee id 007"]),
        ("#1 Vega, Ana (HPD)", ["Vega, Ana, badge 0042, Patrol, employee id 007"]),
        ("ana VEGA", ["Vega, Ana, badge 0042, Patrol, employee id 007"]),
        (
            "vega",
            [
                "Vega, Ana, badge 0042, Patrol, employee id 007",
                "Vegas, Anabel, badge 10042, Traffic",
            ],
        ),
        ("1004", ["Vegas, Anabel, badge 10042, Traffic"]),
        ("munoz", ["Muñoz, Luis"]),
        ("okafor", ["Muñoz, Luis", "Okafor, Ada"]),
        ("Okafor, Luis", ["Muñoz, Luis"]),
        ("ADA@hpd.example", ["Okafor, Ada"]),
        ("77", []),
        ("100%", []),
        (",", []),
    ],
)
def test_an_officer_is_meant_by_what_names_them_exactly_else_by_a_part(
    work: OpenWork, city: City, text: str, whom: list[str]
) -> None:
    with work(city.ines, reading=True) as w:
        assert told(w, city, text) == whom


def test_a_tool_is_meant_by_its_alias_before_a_part_of_another(work: OpenWork, city: City) -> None:
    with work(city.ines) as w:
        make_tool(w, "Clear", aliases=("CV",))
        make_tool(w, "CV Reader", vendor="Paper Ltd")
        assert choose(w, Typed(tool="cv")).told == {"tool": "Clear"}
        assert choose(w, Typed(tool="reader")).told == {"tool": "CV Reader (Paper Ltd)"}
        several = choose(w, Typed(tool="c"))
        assert len(several.choices["tool"]) >= 2
        assert "Choose which one is meant" in several.wrong["tool"]
        assert "called “nothing”" in choose(w, Typed(tool="nothing")).wrong["tool"]


def test_a_department_is_meant_by_its_code_before_a_part_of_a_name(
    work: OpenWork, city: City
) -> None:
    with work(OVERSIGHT) as w:
        make_department(w, "HPD2", name="HPD2 Harbour Police")
    with work(city.ines, reading=True) as w:
        assert list(departments_meant(w, "hpd").told) == [city.hpd]
        assert len(departments_meant(w, "hp").told) == 2


def test_only_what_was_offered_can_be_chosen(work: OpenWork, city: City) -> None:
    typed = {"department": "HPD", "officer": "vega"}
    with work(city.ines, reading=True) as w:
        assert choose(w, Typed(**typed, officer_id=1)).ids["officer"] == 1  # type: ignore[arg-type]
        foreign = choose(w, Typed(**typed, officer_id=2))  # type: ignore[arg-type]
        assert foreign.wrong == {"officer": "2 fit “vega”. Choose which one is meant."}
        nobody = choose(w, Typed(**typed, officer_id=NOBODY))  # type: ignore[arg-type]
        assert nobody.ids["officer"] == NOBODY
        assert nobody.wrong == {}


def test_whoever_fits_among_too_many_is_asked_for_more(work: OpenWork, city: City) -> None:
    with work(OVERSIGHT) as w:
        hpd = get_department(w, city.hpd)
        for number in range(21):
            make_officer(w, hpd, f"Lindqvist{number}")
    with work(city.ines, reading=True) as w:
        chosen = choose(w, Typed(department="HPD", officer="lindqvist"))
        assert chosen.wrong == {"officer": "More than 20 fit “lindqvist”. Type more of it."}
        assert list(chosen.choices["officer"]) == [NOBODY]
