"""What is done by the clock: tables, read by the clock, the command line and the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from auditor.flags.service import assess_all
from auditor.jobs.rules import VERIFY, Outcome, Result
from auditor.notices.digests import DIGEST, write_digests
from auditor.reports.ordering import Clock, issue_ordered
from auditor.store import FileStore
from auditor.trail.queries import all_faults, position
from auditor.uploads.taking import Turns

#: How many faults a run names; `flask trail verify` names them all.
MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Job:
    """What is done once a day.

    Attributes:
        name: as it is called on the command line.
        does: what it does, for people.
        at: the clock in the city from which on it is due.
        run: opens its works itself, for reading, or for writing and then short.
    """

    name: str
    does: str
    at: time
    run: Callable[[Turns, FileStore], Result]


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done whenever somebody ordered it; each order says itself what became of it.

    Attributes:
        run: does all that waits, and opens its works itself.
    """

    name: str
    does: str
    run: Callable[[Clock, FileStore], Result]


def _assess(turns: Turns, _files: FileStore) -> Result:
    counts = assess_all(turns.writing).rules.values()
    raised, cleared = sum(c.raised for c in counts), sum(c.cleared for c in counts)
    standing = sum(c.standing for c in counts)
    says = f"Flags: {raised:,} raised, {cleared:,} cleared, {standing:,} standing."
    return Result(Outcome.DONE, (says,))


def _digest(turns: Turns, _files: FileStore) -> Result:
    written = write_digests(turns)
    says = f"{written:,} notice{'s' if written != 1 else ''} of what waits written."
    return Result(Outcome.DONE, (says,))


def _verify(turns: Turns, files: FileStore) -> Result:
    with turns.reading() as work:
        entries, _ = position(work)
        found = all_faults(work, files)
    if not found:
        return Result(Outcome.DONE, (f"The trail is whole: {entries:,} entries.",))
    faults = "1 fault" if len(found) == 1 else f"{len(found):,} faults"
    named = [fault.told() for fault in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        named.append(f"{len(found) - MOST_NAMED:,} more, which flask trail verify names.")
    says = f"The trail is not whole: {entries:,} entries, {faults}."
    return Result(Outcome.FAULTS, (says, *named))


_ALL: Final = (
    Job(
        "flags-assess",
        "Brings approval statuses and flags to what is on record, as time has moved on.",
        time(0, 30),
        _assess,
    ),
    Job(
        VERIFY,
        "Checks every entry of the trail, and that tables and kept files agree with it.",
        time(3, 30),
        _verify,
    ),
    Job(
        DIGEST,
        "Tells people what waits for them, and heads of departments what is long overdue.",
        time(16),
        _digest,
    ),
)

#: By name, in the order of the night.
JOBS: Final[Mapping[str, Job]] = {job.name: job for job in _ALL}

#: By name. They leave no runs.
ERRANDS: Final[Mapping[str, Errand]] = {
    "reports-issue": Errand(
        "reports-issue", "Issues the reports that were ordered and wait.", issue_ordered
    )
}
