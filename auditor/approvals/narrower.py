"""Whether one approval lies within another: nothing wider may come of an approval on record."""

from datetime import date

from auditor.approvals.rules import Approval, bare


def is_within(new: Approval, old: Approval) -> bool:
    """Whether every day and every use that the one would cover the other covers too.

    Scope and term are compared, not what was decided; units and purposes without regard to case
    and blanks.
    """
    return not wider_in(new, old)


def is_as_wide(new: Approval, old: Approval) -> bool:
    """Whether one within another is limited to nothing more, but for the day it begins on."""
    return is_within(new, old) and _limits(new) == _limits(old)


def wider_in(new: Approval, old: Approval) -> dict[str, str]:
    """In what an approval would be wider than another: a sentence for each field; empty if none."""
    wrong: dict[str, str] = {}
    if new.tool_id != old.tool_id:
        wrong["tool"] = "It would be for another tool: ask for another approval."
    if new.department_id != old.department_id:
        wrong["department"] = "It would be for another department: ask for another approval."
    if old.unit is not None and bare(new.unit or "") != bare(old.unit):
        wrong["unit"] = f"It is for the unit {old.unit} alone: leave it so."
    if old.officer_id is not None and new.officer_id != old.officer_id:
        wrong["officer"] = "It is for one officer alone: leave it so."
    if old.purposes and not (new.purposes and _bare(new) <= _bare(old)):
        purposes = ", ".join(sorted(old.purposes))
        wrong["purposes"] = f"It is for these purposes alone: {purposes}. Choose among them."
    if new.valid_from < old.valid_from:
        wrong["valid_from"] = (
            f"The first day, {new.valid_from}, lies before its term, which begins on "
            f"{old.valid_from}: give that day or a later one."
        )
    if old.valid_until is not None and (new.valid_until or date.max) > old.valid_until:
        wrong["valid_until"] = (
            f"Its term ends on {old.valid_until}: give that day or an earlier one as the last."
        )
    return wrong


def _limits(approval: Approval) -> tuple[object, ...]:
    unit = None if approval.unit is None else bare(approval.unit)
    return unit, approval.officer_id, _bare(approval), approval.valid_until


def _bare(approval: Approval) -> frozenset[str]:
    return frozenset(bare(purpose) for purpose in approval.purposes)
