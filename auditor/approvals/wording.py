"""What a decision would do, in sentences; and on which days each step was made and recorded."""

from collections import Counter
from datetime import date, tzinfo
from typing import Any, Final

from auditor.approvals.rules import made_on as made_on_day
from auditor.days import city_day
from auditor.verdicts.columns import REASON_READS, VERDICT_READS
from auditor.verdicts.queries import Says
from auditor.verdicts.rules import Reason, Verdict
from auditor.web.formats import count, day

_BECOMES: Final = {
    Verdict.APPROVED: "approved",
    Verdict.AWAITING: "awaiting",
    Verdict.UNCLEAR: "unclear",
    Verdict.NO_RULE: "no rule",
}


def effect_in_words(changes: Counter[tuple[Says, Says]], *, made_on: date) -> tuple[str, ...]:
    """One sentence for each thing that findings become, and one for those that stay.

    Args:
        changes: how many findings, by what is said now and would be said then.
        made_on: the day from which the decision would count.
    """
    become: Counter[Says] = Counter()
    staying = 0
    for (now, then), number in changes.items():
        if now == then:
            staying += number
        else:
            become[then] += number
    sentences = [
        _becoming(then, number, made_on=made_on) for then, number in sorted(become.items())
    ]
    if staying:
        stay = "stays as it is" if staying == 1 else "stay as they are"
        sentences.append(f"{count(staying, 'finding')} {stay}.")
    return tuple(sentences) or ("No finding of this tool in this department is on record.",)


def _becoming(then: Says, number: int, *, made_on: date) -> str:
    findings, one = count(number, "finding"), number == 1
    if then.reason is Reason.RATIFIED:
        lie, they = ("lies", "it becomes") if one else ("lie", "they become")
        return (
            f"{findings} {lie} before {day(made_on)}, and no earlier document is attached: "
            f"{they} ratified, which is still “{VERDICT_READS[then.verdict]}”."
        )
    become = "becomes" if one else "become"
    if then.verdict is Verdict.APPROVED:
        return f"{findings} {become} approved."
    word = _BECOMES.get(then.verdict, f"“{VERDICT_READS[then.verdict]}”")
    why = f": {REASON_READS[then.reason]}" if then.reason else ""
    return f"{findings} {become} {word}{why}."


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
