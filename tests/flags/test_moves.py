from datetime import UTC, datetime

import pytest

from auditor.flags.rules.moves import KeptFlag, held_again
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.states import FlagState
from auditor.flags.rules.untold import UNDATED

NOW = datetime(2026, 3, 2, tzinfo=UTC)
RAISED = Raised(UNDATED, "Ask for the dates.")


@pytest.mark.parametrize("state", [FlagState.OPEN, FlagState.DISMISSED, FlagState.CLOSED])
def test_what_a_person_wrote_about_a_flag_stays_however_it_begins(state: FlagState) -> None:
    wrote = "No longer holds since the tool was retired."
    kept = KeptFlag(1, UNDATED.version, RAISED.reason, state, wrote)
    assert held_again(kept, RAISED, at=NOW, because="a file changed the finding") == {}


def test_a_follow_up_loses_its_mark_once_the_rule_holds_again() -> None:
    marked = "No longer holds since 2026-03-01: approval 5 was confirmed."
    kept = KeptFlag(1, UNDATED.version, RAISED.reason, FlagState.IN_FOLLOW_UP, marked)
    assert held_again(kept, RAISED, at=NOW, because="approval 5 was revoked") == {
        "state_reason": None
    }
