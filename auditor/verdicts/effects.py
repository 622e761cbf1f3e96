"""What would become of the findings if the rulings on record were others."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from auditor.rulings.queries import findings_about, standing_rulings
from auditor.rulings.rules import Ruling
from auditor.verdicts.columns import REASON_READS, VERDICT_READS
from auditor.verdicts.queries import PORTION, Assessor, Says, approvals_about, stated
from auditor.verdicts.rules import Verdict
from auditor.work import Work

#: How many findings, by what is said of them now and what would be said then.
Changes = Counter[tuple[Says, Says]]

#: Beyond so many findings, saving is said to take a while.
MANY: Final = PORTION


def changes_with_rulings(
    work: Work, then: Collection[Ruling], *, portion: int = PORTION
) -> Changes:
    """How many findings would change from which verdict to which with other rulings on record.

    Args:
        then: all rulings that would stand; a new one has an id above those of all others, since
            it would be recorded after them.
        portion: how many findings are read at once.

    Returns:
        Of the findings that a differing ruling is about, also those of which the same is said;
        nothing when no ruling differs in what counts.
    """
    now, found = standing_rulings(work), Changes()
    differing = set(now) ^ set(then)
    about, after = findings_about(differing), 0
    while differing and (some := stated(work, about, after=after, limit=portion)):
        # Approvals are read for a portion at a time, so that the memory for timelines is bounded.
        approvals = approvals_about(work, {each.pair for each in some})
        before, behind = Assessor(now, approvals), Assessor(then, approvals)
        for each in some:
            was, becomes = before.assess(each).assessment, behind.assess(each).assessment
            found[Says(was.verdict, was.reason), Says(becomes.verdict, becomes.reason)] += 1
        after = some[-1].finding_id
    return found


def changes_in_words(changes: Changes) -> list[str]:
    """One sentence on how many findings would change, and one for each from what to what.

    Findings that count nowhere are left out.
    """
    counted = {
        (now, then): number
        for (now, then), number in changes.items()
        if now.verdict is not Verdict.NOT_COUNTED
    }
    changed = {pair: number for pair, number in counted.items() if pair[0] != pair[1]}
    by_number = sorted(changed.items(), key=lambda each: (-each[1], _told(*each[0])))
    sentences = [_in_all(sum(changed.values()), sum(counted.values()))]
    sentences += [f"{_findings(number)}: {_told(now, then)}." for (now, then), number in by_number]
    if sum(changes.values()) > MANY:
        sentences.append(
            f"{sum(changes.values()):,} findings are assessed again when this is saved, which "
            "takes a while: wait until the answer comes."
        )
    return sentences


def _in_all(changed: int, counted: int) -> str:
    if not counted:
        return "No finding on record is in scope."
    of_them = "the one finding in scope" if counted == 1 else f"the {counted:,} findings in scope"
    if not changed:
        return f"Nothing would change for {of_them}."
    return f"{changed:,} of {of_them} would change:"


def _findings(number: int) -> str:
    return f"{number:,} finding{'' if number == 1 else 's'}"


def _told(now: Says, then: Says) -> str:
    if now.verdict is then.verdict:
        return f"stays “{VERDICT_READS[now.verdict]}”, the reason {_why(now)} becomes {_why(then)}"
    return f"from {_said(now)} to {_said(then)}"


def _said(says: Says) -> str:
    reason = f" ({REASON_READS[says.reason]})" if says.reason else ""
    return f"“{VERDICT_READS[says.verdict]}”{reason}"


def _why(says: Says) -> str:
    return f"“{REASON_READS[says.reason]}”" if says.reason else "that is not told"
