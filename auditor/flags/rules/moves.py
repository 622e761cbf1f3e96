"""What assessing makes of a flag: raised, kept, cleared or reopened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from auditor.flags.rules.rule import Raised
from auditor.flags.rules.states import FlagState

#: In these states a flag stands: somebody still has to do something about it.
STANDING: Final = frozenset({FlagState.OPEN, FlagState.IN_FOLLOW_UP})

#: Somebody settled the flag on the facts as they were then.
_SETTLED: Final = frozenset({FlagState.CLOSED, FlagState.DISMISSED})

#: How the reason of a flag in follow-up begins whose rule does not hold any more.
_NO_LONGER_SINCE: Final = "No longer holds since"


@dataclass(frozen=True, slots=True)
class KeptFlag:
    """What assessing looks at of a flag on record."""

    id: int
    rule_version: int
    reason: str
    state: FlagState
    state_reason: str | None


def raised_anew(raised: Raised, at: datetime) -> dict[str, Any]:
    """The columns of a new flag, but for its finding."""
    return {
        "rule": raised.rule.id,
        "rule_version": raised.rule.version,
        "severity": raised.rule.severity,
        "reason": raised.reason,
        "raised_at": at,
        "state": FlagState.OPEN,
        "state_at": at,
    }


def held_again(kept: KeptFlag, raised: Raised, *, at: datetime, because: str) -> dict[str, Any]:
    """What changes on a flag whose rule holds; nothing when all is as it was.

    One that was cleared is reopened, and so is one that was settled on other facts: the sentence
    of its rule names them. A rule of another version is no other fact.

    Args:
        because: what had happened, such as “approval 5 was revoked”.
    """
    changed = _as_the_rule_says(kept, raised)
    same_rule = kept.rule_version == raised.rule.version
    settled_on_others = kept.state in _SETTLED and same_rule and kept.reason != raised.reason
    if kept.state is FlagState.CLEARED or settled_on_others:
        why = f"Holds again since {because}."
        return changed | {"state": FlagState.OPEN, "state_at": at, "state_reason": why}
    if not same_rule and kept.state in STANDING:
        version = f"Assessed by version {raised.rule.version} of the rule, not {kept.rule_version}."
        return changed | {"state_reason": version}
    if _is_marked(kept):
        return changed | {"state_reason": None}
    return changed


def no_longer_held(kept: KeptFlag, *, at: datetime, day: str, because: str) -> dict[str, Any]:
    """What changes on a flag whose rule does not hold: it is cleared, but not out of a follow-up.

    Args:
        day: the city's day, in words.
        because: see `held_again`.
    """
    if kept.state is FlagState.CLEARED:
        return {}
    if kept.state is FlagState.IN_FOLLOW_UP:
        marked = {"state_reason": f"{_NO_LONGER_SINCE} {day}: {because}."}
        return {} if _is_marked(kept) else marked
    before = ""
    if kept.state in _SETTLED:
        before = f" It had been {kept.state} before: {kept.state_reason or 'no reason is recorded'}"
    why = f"No longer holds: {because}.{before}"
    return {"state": FlagState.CLEARED, "state_at": at, "state_reason": why}


def _is_marked(kept: KeptFlag) -> bool:
    # Only in a follow-up is that sentence the machine's: elsewhere a person may have written it.
    marked = (kept.state_reason or "").startswith(_NO_LONGER_SINCE)
    return marked and kept.state is FlagState.IN_FOLLOW_UP


def _as_the_rule_says(kept: KeptFlag, raised: Raised) -> dict[str, Any]:
    if (kept.rule_version, kept.reason) == (raised.rule.version, raised.reason):
        return {}
    return {
        "rule_version": raised.rule.version,
        "severity": raised.rule.severity,
        "reason": raised.reason,
    }
