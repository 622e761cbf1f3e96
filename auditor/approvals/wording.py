"""What a decision would do, in sentences; and on which days each step was made and recorded."""

from collections import Counter
from datetime import date, tzinfo
from typing import Any, Final

from auditor.approvals.rules import made_on as made_on_day
from auditor.days import city_day
from auditor.findings.rules import DAY_LABELS
from auditor.verdicts.columns import COVERING_READS, LABEL, REASON_READS, VERDICT_READS
from auditor.verdicts.queries import Says
from auditor.verdicts.rules import Reason
from auditor.web.formats import count, day

#: What is said where a decision finds nothing to change.
NO_FINDING: Final = "No finding of this tool in this department is on record."


#: What a page needs to tell in words what an approval covers.
COVERING: Final[dict[str, Any]] = {
    "covering_reads": COVERING_READS,
    "field_labels": DAY_LABELS,
    "label": LABEL,
    "verdict_reads": VERDICT_READS,
    "reason_reads": REASON_READS,
}


def effect_in_words(
    changes: Counter[tuple[Says, Says]], *, made_on: date, nothing: str = NO_FINDING
) -> tuple[str, ...]:
    """One sentence for each change from what to what, and one for the findings that stay.

    Args:
        changes: how many findings, by what is said now and would be said then.
        made_on: the day from which the decision would count.
        nothing: the sentence where there are no findings.
    """
    changing = {pair: number for pair, number in changes.items() if pair[0] != pair[1]}
    sentences = [
        _changing(now, then, number, made_on=made_on)
        for (now, then), number in sorted(changing.items(), key=lambda each: each[0][::-1])
    ]
    if staying := sum(changes.values()) - sum(changing.values()):
        stay = "stays as it is" if staying == 1 else "stay as they are"
        sentences.append(f"{count(staying, 'finding')} {stay}.")
    return tuple(sentences) or (nothing,)


def _changing(now: Says, then: Says, number: int, *, made_on: date) -> str:
    findings, one = count(number, "finding"), number == 1
    if then.reason is Reason.RATIFIED:
        lie, they = ("lies", "it becomes") if one else ("lie", "they become")
        return (
            f"{findings} {lie} before {day(made_on)}, and no earlier document is attached: "
            f"{they} ratified, not approved: from {_said(now)} to {_said(then)}."
        )
    change = "changes" if one else "change"
    return f"{findings} {change} from {_said(now)} to {_said(then)}."


def _said(says: Says) -> str:
    """The verdict as pages show it, with the reason where it tells more."""
    tells_more = says.reason is not None and says.reason.value != says.verdict.value
    reason = f" ({REASON_READS[says.reason]})" if says.reason and tells_more else ""
    return f"“{VERDICT_READS[says.verdict]}”{reason}"


#: Each step, the moment it was recorded at, and the date of its document.
_STEPS: Final = {
    "requested": ("requested_at", "document_on"),
    "decided": ("decided_at", "decision_document_on"),
    "revoked": ("revoked_at", "revocation_document_on"),
}


def days_of_steps(row: Any, zone: tzinfo) -> dict[str, str]:
    """By step, the day it was made on, and the day it was recorded here where that is another.

    Args:
        row: the record, or a row with its columns; a step that was not taken is empty.
        zone: the city's.
    """
    return {
        step: _made_and_recorded(getattr(row, at), getattr(row, document_on), zone)
        for step, (at, document_on) in _STEPS.items()
    }


def _made_and_recorded(at: Any, document_on: date | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    recorded = city_day(at, zone)
    made = made_on_day(recorded, document_on)
    return day(made) if made == recorded else f"{day(made)} (recorded {day(recorded)})"
