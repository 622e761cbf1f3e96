"""Fingerprints of findings in order: what has not changed since is read, and not worked out again.

A fingerprint is taken of all that verdict and flags of a finding rest on, and of what came out of
it. Where any of it is another than it was, the finding is assessed; a fingerprint that is missing,
or is of something else, costs time and never a verdict.
"""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import orjson

from auditor.approvals.rules import Approval
from auditor.flags.making import STANDING_WORDS, StoredFlag
from auditor.flags.rules.rule import Raised
from auditor.flags.rules.states import FlagState
from auditor.flags.telling import Tellings
from auditor.parameters import Parameters
from auditor.rulings.rules import Ruling
from auditor.verdicts.queries import Portion, Row
from auditor.verdicts.rules import Verdict

_CLEARED: Final = FlagState.CLEARED.value

#: The place of the verdict among the columns of its table.
_VERDICT: Final = 2

#: What a flag says: its rule, the version of it, and the sentence.
_Says = tuple[str, int, str]


class Fingerprints:
    """Those of some findings.

    Args:
        told: what these findings tell besides their approval.
    """

    def __init__(self, found: Portion, told: Tellings, parameters: Parameters) -> None:
        self._told = told
        law = found.made_once("law", lambda: _law(found.assessor.rulings, parameters))
        self._law = law
        self._approvals = found.made_once("approvals", dict[tuple[int, int], str])
        self._found = found

    def holds(self, row: Row, verdict: Sequence[Any] | None, flags: Sequence[StoredFlag]) -> bool:
        """Whether a finding was found in order, and all is as it was then.

        Args:
            verdict: its verdict as stored, with the fingerprint at its end; None if it has none.
            flags: its flags as stored.
        """
        if verdict is None or verdict[-1] is None:
            return False
        said: list[_Says] = []
        for _, rule, _, version, reason, state, remark in flags:
            if state == _CLEARED:
                continue
            if remark is not None and state in STANDING_WORDS:
                return False  # What is to become of such a remark is for the rules to say.
            said.append((rule, version, reason))
        return bool(verdict[-1] == self._taken(row, verdict[:-1], said))

    def of(self, row: Row, verdict: Sequence[Any], raised: Sequence[Raised]) -> int | None:
        """A finding's fingerprint once verdict and flags are written; None for one never skipped.

        Args:
            verdict: as it will be stored, without the fingerprint.
            raised: the rules that hold for it.
        """
        if verdict[_VERDICT] == Verdict.AWAITING.value:
            return None  # Its flags change with time alone.
        said = [(held.rule.id, held.rule.version, held.reason) for held in raised]
        return self._taken(row, verdict, said)

    def _taken(self, row: Row, verdict: Sequence[Any], said: list[_Says]) -> int:
        if len(said) > 1:
            said.sort()  # By code point, on every database.
        pair = row[1:3]
        approvals = self._approvals.get(pair)
        if approvals is None:
            approvals = self._approvals[pair] = _digest(
                [_told(each) for each in self._found.assessor.approvals_of(pair)]
            )
        told = self._told.raised.get(row[0])
        basis = (
            *(self._law, approvals, self._found.place_of(row).told, row, tuple(verdict), said),
            [held.reason for held in told] if told else (),
            row[0] in self._told.unpaid,
        )
        taken = blake2b(orjson.dumps(basis), digest_size=8).digest()
        return int.from_bytes(taken, "big", signed=True)


def _law(rulings: Sequence[Ruling], parameters: Parameters) -> str:
    """What counts for every finding alike: the program, its parameters, and the rulings."""
    return _digest([program(), _told(parameters), *map(_told, rulings)])


@cache
def program() -> str:
    """The program itself: with any other line of it all findings are assessed once more.

    Its files are read once for a process: whoever assesses all asks for it before the first turn.
    """
    taken = blake2b()
    for module in sorted(Path(__file__).parents[1].rglob("*.py")):
        taken.update(module.read_bytes())
    return taken.hexdigest()


def _told(record: Approval | Ruling | Parameters) -> list[Any]:
    """Its values; a set of them in order, since sets have another order in every process."""
    values = (getattr(record, each.name) for each in fields(record))
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


def _digest(of: Sequence[Any]) -> str:
    return blake2b(orjson.dumps(of), digest_size=16).hexdigest()
