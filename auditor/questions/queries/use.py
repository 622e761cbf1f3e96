"""Tables of use: before an approval, explained by a case, in cases, and for outside agencies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import func, or_

from auditor.access import Permission
from auditor.findings.asked import answering
from auditor.findings.model import Finding
from auditor.questions.queries.counting import (
    PLACE,
    Asking,
    Telling,
    by_name,
    counted,
    findings_cell,
    findings_of,
    officers_of,
    place_of,
    searches_of,
)
from auditor.questions.rules import Asked
from auditor.questions.rules.tables import NONE, Cell, Row, days, numbers, percent, texts
from auditor.verdicts.columns import REASON_READS
from auditor.verdicts.model import StoredVerdict

_FACE: Final = (Asked.BEFORE_APPROVAL, Asked.RULE_BROKEN, Asked.NO_RULE, Asked.FOLLOWED)
_BEFORE: Final = answering(Asked.BEFORE_APPROVAL)
_EXPLAINED: Final = answering(Asked.EXPLAINED)
_UNEXPLAINED: Final = answering(Asked.UNEXPLAINED)
_USE: Final = or_(_EXPLAINED, _UNEXPLAINED)
_LEADS: Final = answering(Asked.LEADS)
_OUTSIDE: Final = answering(Asked.OUTSIDE)


def _face(asking: Asking) -> Iterator[Row]:
    counts = [findings_of(asked, asked.name) for asked in _FACE]
    rows = counted(
        asking,
        or_(*(answering(asked) for asked in _FACE)),
        counts=[*counts, officers_of(_BEFORE, "officers"), searches_of(_BEFORE, "searches")],
    )
    for row in by_name(rows):
        before, broken, no_rule, followed = (
            findings_cell(getattr(row, asked.name), place_of(row), asked) for asked in _FACE
        )
        told = (before, Cell(row.officers), Cell(int(row.searches)), broken, no_rule, followed)
        yield (Cell(row.tool), Cell(row.department), *told)


def _explained(asking: Asking) -> Iterator[Row]:
    for row in by_name(counted(asking, _USE, counts=_EXPLAINED_COUNTS)):
        yield (Cell(row.tool), Cell(row.department), *_shares(row, place_of(row)))


def _explained_by_source(asking: Asking) -> Iterator[Row]:
    source = func.coalesce(Finding.source_kind, "").label("source")
    rows = counted(asking, _USE, by=(source,), counts=_EXPLAINED_COUNTS)
    for row in sorted(rows, key=lambda row: row.source.casefold()):
        told = Cell(row.source or "Not recorded")
        yield (told, *_shares(row, {"source": row.source or NONE}))


_EXPLAINED_COUNTS: Final = (
    findings_of(Asked.EXPLAINED, "explained"),
    searches_of(_EXPLAINED, "explained_searches"),
    findings_of(Asked.UNEXPLAINED, "unexplained"),
    searches_of(_UNEXPLAINED, "unexplained_searches"),
)


def _shares(row: Any, narrowed: dict[str, str]) -> Iterator[Cell]:
    explained, unexplained = int(row.explained_searches), int(row.unexplained_searches)
    yield findings_cell(row.explained, narrowed, Asked.EXPLAINED)
    yield findings_cell(row.unexplained, narrowed, Asked.UNEXPLAINED)
    yield Cell(explained)
    yield Cell(unexplained)
    yield Cell(percent(explained, explained + unexplained))


@dataclass(slots=True)
class _Case:
    """What is told of one case of one department."""

    department: str
    tools: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    officers: set[int] = field(default_factory=set)
    findings: int = 0
    first: date | None = None
    last: date | None = None

    def add(self, row: Any) -> None:
        """Take in a finding."""
        self.findings += 1
        self.tools.add(row.tool)
        self.reasons.add(REASON_READS[row.reason])
        self.officers |= {row.officer_id} - {None}
        self.first = min(filter(None, (self.first, row.first_used_on)), default=None)
        last = row.last_used_on_last or row.last_used_on or row.first_used_on
        self.last = max(filter(None, (self.last, last)), default=None)


def _cases(asking: Asking) -> Iterator[Row]:
    found: dict[tuple[int, str], _Case] = {}
    by = (
        *(*PLACE, Finding.id, Finding.officer_id, Finding.case_numbers, StoredVerdict.reason),
        *(Finding.first_used_on, Finding.last_used_on, Finding.last_used_on_last),
    )
    for row in counted(asking, _LEADS, by=by):
        for number in dict.fromkeys(row.case_numbers):
            case = found.setdefault((row.department_id, number), _Case(row.department))
            case.add(row)
    for (department_id, number), case in sorted(
        found.items(), key=lambda item: (item[1].department.casefold(), item[0][1])
    ):
        narrowed = {"department": str(department_id), "case_number": number}
        yield (
            Cell(case.department),
            Cell(number),
            findings_cell(case.findings, narrowed, Asked.LEADS),
            Cell(len(case.officers)),
            Cell("; ".join(sorted(case.tools))),
            Cell("; ".join(sorted(case.reasons))),
            Cell(case.first),
            Cell(case.last),
        )


def _cases_by_place(asking: Asking) -> Iterator[Row]:
    numbers_of: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in counted(asking, _LEADS, by=(*PLACE, Finding.case_numbers)):
        numbers_of[row.tool_id, row.department_id].update(row.case_numbers)
    counts = (findings_of(Asked.LEADS, "findings"), officers_of(_LEADS, "officers"))
    for row in by_name(counted(asking, _LEADS, counts=counts)):
        yield (
            Cell(row.tool),
            Cell(row.department),
            Cell(len(numbers_of[row.tool_id, row.department_id])),
            findings_cell(row.findings, place_of(row), Asked.LEADS),
            Cell(row.officers),
        )


def _agencies(asking: Asking) -> Iterable[Row]:
    by = (*PLACE, Finding.on_behalf_of.label("agency"))
    counts = (
        findings_of(Asked.OUTSIDE, "findings"),
        officers_of(_OUTSIDE, "officers"),
        searches_of(_OUTSIDE, "searches"),
        findings_of(Asked.OUTSIDE_PROHIBITED, "prohibited"),
    )
    rows = by_name(counted(asking, _OUTSIDE, by=by, counts=counts))
    for row in sorted(rows, key=lambda row: row.agency.casefold()):
        narrowed = place_of(row) | {"agency": row.agency}
        yield (
            Cell(row.agency),
            Cell(row.tool),
            Cell(row.department),
            findings_cell(row.findings, narrowed, Asked.OUTSIDE),
            Cell(row.officers),
            Cell(int(row.searches)),
            findings_cell(row.prohibited, narrowed, Asked.OUTSIDE_PROHIBITED),
        )


_SHARES: Final = numbers(
    "Findings explained",
    "Findings not explained",
    "Searches explained, at least",
    "Searches not explained, at least",
    "Searches explained, %",
)
_AT_LEAST: Final = "A finding counts with the fewest searches that its source allows."

TABLES: Final = (
    Telling(
        question=1,
        name="face-recognition",
        heading="Face recognition by tool and department",
        columns=(
            *texts("Tool", "Department"),
            *numbers("Used before any approval", "Officers, of these", "Searches, of these"),
            *numbers("Against a rule", "No rule on record", "With an outcome"),
        ),
        rows=_face,
        tells="Who it was, in which cases, and with what outcome and actions stands in the rows "
        f"behind each number. {_AT_LEAST}",
    ),
    Telling(
        question=2,
        name="explained-use",
        heading="Use explained, by tool and department",
        columns=(*texts("Tool", "Department"), *_SHARES),
        rows=_explained,
        tells=_AT_LEAST,
    ),
    Telling(
        question=2,
        name="explained-use-by-source",
        heading="Use explained, by who told of it",
        columns=(*texts("Source"), *_SHARES),
        rows=_explained_by_source,
        tells="What a vendor says stands apart here from what a department says of itself.",
        for_confined=False,
    ),
    Telling(
        question=6,
        name="cases",
        heading="Cases with use that had no approval on record",
        columns=(
            *texts("Department", "Case number"),
            *numbers("Findings", "Officers identified"),
            *texts("Tools", "Reasons"),
            *days("First used on", "Last used on"),
        ),
        rows=_cases,
        permission=Permission.FINDING_READ,
        tells="A finding with several case numbers is told with each of them. The file can be "
        "handed to a prosecutor: it names no officer.",
    ),
    Telling(
        question=6,
        name="cases-by-department",
        heading="The same, by tool and department",
        columns=(
            *texts("Tool", "Department"),
            *numbers("Cases", "Findings", "Officers identified"),
        ),
        rows=_cases_by_place,
    ),
    Telling(
        question=7,
        name="outside-agencies",
        heading="Use by outside agency",
        columns=(
            *texts("Outside agency", "Tool", "Department"),
            *numbers("Findings", "Officers identified", "Searches, at least"),
            *numbers("While prohibited"),
        ),
        rows=_agencies,
    ),
)
