"""The figures about follow-ups: lines and distinct officers by outcome and by action."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from auditor.follow_ups.columns import NO_SECOND_LOOK
from auditor.follow_ups.rules import LineAction, LineOutcome
from auditor.reports.figures.summary import Figure

#: What the sections of the summary are called.
FOLLOW_UPS: Final = "Follow-ups"
BY_OUTCOME: Final = "Follow-up lines by outcome"
BY_ACTION: Final = "Follow-up lines by action"

#: What lines are called that have none yet.
NO_OUTCOME: Final = "No outcome yet"
NO_ACTION: Final = "No action reported"
ALL_LINES: Final = "All follow-ups"


class CountedLine(NamedTuple):
    """A line of a follow-up, as figures look at it.

    `who` is equal for lines about one officer, or about one unidentified account.
    """

    follow_up_id: int
    outcome: LineOutcome | None
    actions: Sequence[str]
    who: Hashable
    is_alone: bool = False


class Tally(NamedTuple):
    """How many lines, about how many officers, each once."""

    name: str
    lines: int
    officers: int


def by_outcome(lines: Sequence[CountedLine]) -> list[Tally]:
    """For each outcome, and for none yet: together they are all lines."""
    return [
        _tally(outcome or NO_OUTCOME, [line for line in lines if line.outcome == outcome])
        for outcome in (*LineOutcome, None)
    ]


def by_action(lines: Sequence[CountedLine]) -> list[Tally]:
    """For each action, and for none reported; a line with several counts with each of them."""
    found = [
        _tally(action, [line for line in lines if action in line.actions]) for action in LineAction
    ]
    return [*found, _tally(NO_ACTION, [line for line in lines if not line.actions])]


def figures_of_follow_ups(lines: Iterable[CountedLine]) -> Iterator[Figure]:
    """The lines of the summary; those about findings that count nowhere are among them.

    What came of a finding often is that it does not count any more.
    """
    lines = list(lines)
    everything = _tally(ALL_LINES, lines)
    yield from _told(FOLLOW_UPS, everything, "all rows")
    alone = {line.follow_up_id for line in lines if line.is_alone}
    where = f"{FOLLOW_UPS}: State = {NO_SECOND_LOOK}; each Follow-up once"
    yield Figure(FOLLOW_UPS, ALL_LINES, "Closed with no second look", len(alone), where)
    for tally in by_outcome(lines):
        told = "empty" if tally.name == NO_OUTCOME else tally.name
        yield from _told(BY_OUTCOME, tally, f"Outcome = {told}")
    for tally in by_action(lines):
        told = "empty" if tally.name == NO_ACTION else f"holds {tally.name}"
        yield from _told(BY_ACTION, tally, f"Actions = {told}")


def _tally(name: str, lines: Sequence[CountedLine]) -> Tally:
    return Tally(str(name), len(lines), len({line.who for line in lines}))


def _told(section: str, tally: Tally, filter_: str) -> Iterator[Figure]:
    group = tally.name[:1].upper() + tally.name[1:]
    where = f"{FOLLOW_UPS}: {filter_}"
    yield Figure(section, group, "Lines", tally.lines, where)
    once = f"{where}; each officer of their Findings once"
    yield Figure(section, group, "Officers", tally.officers, once)
