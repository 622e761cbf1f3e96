"""The rules that hold for a finding, but for those that count many."""

from collections.abc import Sequence
from datetime import date

from auditor.flags.rules.rule import Raised, joined
from auditor.flags.rules.rulebook import flags_on, frames_of
from auditor.flags.rules.told import FREE_TRIAL, free_trial, is_unapproved_first, unconfirmed
from auditor.flags.rules.unapproved import Frame
from auditor.flags.telling import Tellings
from auditor.parameters import Parameters
from auditor.verdicts.queries import Assessed, Portion
from auditor.verdicts.rules import Verdict


class Raising:
    """Those for each of some findings.

    Args:
        told: what these findings tell besides their approval.
        today: the city's day.
    """

    def __init__(
        self, found: Portion, told: Tellings, *, today: date, parameters: Parameters
    ) -> None:
        self._alike = found.made_of_sums("frames", frames_of)
        self._unapproved_first = found.made_of_sums(FREE_TRIAL.id, is_unapproved_first)
        self._told, self._today, self._parameters = told, today, parameters

    def on(self, each: Assessed) -> list[Raised]:
        """Those that hold for one of them."""
        finding_id, total, told = each.finding_id, each.total, self._told
        raised = _from_verdict(each, self._alike[total])
        if total.verdict is Verdict.AWAITING:
            raised += unconfirmed(each, today=self._today, parameters=self._parameters)
        if finding_id in told.unpaid and self._unapproved_first[total]:
            raised.append(free_trial(each.reader.day_in_words[each.days[0]]))
        if finding_id in told.raised:
            raised += told.raised[finding_id]
        return raised


def _from_verdict(each: Assessed, frames: Sequence[Frame] | None) -> list[Raised]:
    """The rules on its approval, as `flags_on` gives them.

    Args:
        frames: as `frames_of` gives them.
    """
    if frames is None:
        return flags_on(each)
    return [Raised(held.rule, held.around(_days(held.places, each))) for held in frames]


def _days(places: Sequence[int], each: Assessed) -> str:
    """Some known dates of a finding in words, as `days_in_words` puts them."""
    words = each.reader.day_in_words
    if len(places) == 1:
        return words[each.days[places[0]]]
    return joined([words[ends] for ends in sorted({each.days[place] for place in places})])
