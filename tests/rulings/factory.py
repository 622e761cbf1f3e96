"""Rulings for tests; recorded as an upload records them, by whoever the test likes."""

from datetime import date
from typing import Any

from auditor.rulings.model import Ruling
from auditor.rulings.rules import Body, Outcome
from auditor.trail.acts import Act
from auditor.work import Work


def make_ruling(
    work: Work,
    outcome: Outcome = Outcome.APPROVAL_REQUIRED,
    effective_from: date = date(2019, 1, 1),
    **columns: Any,
) -> Ruling:
    """By default one of the chief on every tool of every department, in effect from then on."""
    ruling = Ruling(
        outcome=outcome,
        effective_from=effective_from,
        recorded_at=work.now,
        **{"body": Body.CHIEF, "adopted_on": effective_from, **columns},
    )
    work.session.add(ruling)
    work.record(Act.UPLOAD_APPLIED)
    return ruling
