"""What undoing an upload does: what is withdrawn, what is put back, and what stays, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Date, Enum, Table, select

from auditor.base import Base, UtcDateTime, Words
from auditor.columns import labels
from auditor.errors import IllegalMove
from auditor.uploads.holding_back import needed_by, not_by_the_actor, unsound
from auditor.uploads.keeping import goes_with
from auditor.uploads.kinds import KINDS
from auditor.uploads.model import Upload
from auditor.uploads.queries import Took, names_of_rows, took
from auditor.uploads.rules import UploadState
from auditor.uploads.since import Place, set_since
from auditor.work import Work

#: So many ids are asked for at once.
_AT_ONCE: Final = 5_000

#: What follows from other fields, and is computed anew.
_DERIVED: Final = frozenset({"folded"})

#: So many reasons stand in the sentence by which undoing is refused.
_NAMED: Final = 3


class Stays(NamedTuple):
    """What stays as it is, a field of a record or all of it, and why."""

    label: str
    field: str
    value: str
    why: str


@dataclass(slots=True)
class Reversal:
    """What undoing does; by table.

    Attributes:
        withdrawn: ids of records that the upload made, and that are withdrawn.
        removed: ids of rows of a record, such as an officer's assignment, that are taken out.
        back: rows with their `id` and the values from before the upload.
    """

    withdrawn: dict[str, list[int]] = field(default_factory=dict)
    removed: dict[str, list[int]] = field(default_factory=dict)
    back: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    stays: list[Stays] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows it touches."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many records are withdrawn, rows taken out, and rows put back."""
        return {
            "withdrawn": sum(len(ids) for ids in self.withdrawn.values()),
            "taken out": sum(len(ids) for ids in self.removed.values()),
            "put back": sum(len(rows) for rows in self.back.values()),
        }

    def in_words(self) -> str:
        """“3 records withdrawn, 2 rows put back as before”."""
        withdrawn, removed, back = self.counts.values()
        told = (
            (withdrawn, "record", "withdrawn"),
            (removed, "assignment", "taken out"),
            (back, "row", "put back as before"),
        )
        return ", ".join(
            f"{count:,} {noun if count == 1 else noun + 's'} {done}"
            for count, noun, done in told
            if count
        )


def reversal_of(work: Work, upload: Upload) -> Reversal:
    """What undoing this upload would do now.

    Raises:
        IllegalMove: it was never applied, was undone already, or nothing of it can be undone.
    """
    _refuse_state(upload)
    changes = list(took(work, upload))
    made = Reversal()
    if not changes:
        raise IllegalMove(f"Upload {upload.id} changed nothing, so that nothing can be undone.")
    reversing = _Reversing(work, upload, changes, made)
    for change in changes:
        reversing.take(change)
    reversing.withdraw_what_nothing_needs()
    if not made.count and made.stays:
        reasons = "; ".join(f"{one.label}: {one.why}" for one in made.stays[:_NAMED])
        raise IllegalMove(f"Nothing of upload {upload.id} can be undone. {reasons}.")
    if not made.count:
        raise IllegalMove(f"All that upload {upload.id} made has been withdrawn by now.")
    return made


def _refuse_state(upload: Upload) -> None:
    if upload.state is UploadState.UNDONE:
        raise IllegalMove(f"Upload {upload.id} was undone already. Nothing was changed.")
    if upload.state is not UploadState.APPLIED:
        raise IllegalMove(
            f"Upload {upload.id} was never applied, so that there is nothing to undo."
        )


class _Reversing:
    """Takes one change after the other, with all that is known of its row."""

    def __init__(self, work: Work, upload: Upload, changes: Sequence[Took], made: Reversal) -> None:
        self._work, self._made = work, made
        self._since = set_since(work, upload)
        self._now = _as_they_stand(work, changes)
        self._names = names_of_rows(work, list(self._now))
        kind = KINDS.get(upload.kind)
        self._groups = kind.together if kind else ()
        self._labels = labels(kind.columns) if kind else {}
        self._barred = not_by_the_actor(work, self._now)

    def take(self, change: Took) -> None:
        """Decide about one row."""
        place = change.record, change.record_id
        now = self._now.get(place)
        if now is None or now.get("withdrawn_at"):
            return  # It is gone, or counts no longer: there is nothing left to undo.
        if why := self._barred.get(place):
            self._stay(place, why)
        elif change.what == "add":
            self._take_added(place, now)
        else:
            self._take_changed(place, now, change)

    def _take_added(self, place: Place, now: Mapping[str, Any]) -> None:
        record, record_id = place
        since = {name: by for name, by in self._since.get(place, {}).items() if name != "folded"}
        if since:
            self._stay(place, f"it was changed since by {next(iter(since.values()))}")
        else:
            into = self._made.withdrawn if "withdrawn_at" in now else self._made.removed
            into.setdefault(record, []).append(record_id)

    def _take_changed(self, place: Place, now: Mapping[str, Any], change: Took) -> None:
        record, record_id = place
        since = self._since.get(place, {})
        table = Base.metadata.tables[record]
        back = {}
        for name in change.after.keys() - _DERIVED:
            if goes_with(name, since, self._groups):
                by = since.get(name) or next(iter(since.values()))
                self._stay(place, f"it was set since by {by}", name, now[name])
            else:
                back[name] = stored(table.c[name], change.before.get(name))
        if back and (why := unsound(record, {**now, **back}, self._work)):
            self._stay(place, why)
        elif back:
            self._made.back.setdefault(record, []).append({"id": record_id, **back})

    def withdraw_what_nothing_needs(self) -> None:
        """Keep of what would be withdrawn whatever a standing record names, and say so."""
        for record, ids in self._made.withdrawn.items():
            left = set(ids)
            while needed := needed_by(self._work, record, left):
                for record_id, why in needed.items():
                    self._stay((record, record_id), why)
                left -= needed.keys()
            self._made.withdrawn[record] = [one for one in ids if one in left]

    def _stay(self, place: Place, why: str, name: str = "", value: Any = None) -> None:
        if name and name not in self._labels and name.removesuffix("_id") not in self._labels:
            return  # The last day of a month, or another that nobody reads by itself.
        record, record_id = place
        unnamed = f"{record.removesuffix('s').capitalize()} {record_id}"
        label = self._names[place][0] if place in self._names else unnamed
        heading = self._labels.get(name) or self._labels.get(name.removesuffix("_id"), "")
        told = "; ".join(map(str, value)) if isinstance(value, tuple) else value
        self._made.stays.append(Stays(label, heading, "" if told is None else str(told), why))


def stored(column: Column[Any], told: Any) -> Any:
    """A value of the trail as its column holds it."""
    if told is None:
        return None
    if isinstance(column.type, Words):
        return tuple(told)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(told)
    if isinstance(column.type, Date):
        return date.fromisoformat(told)
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(told)
    return told


def _as_they_stand(work: Work, changes: Sequence[Took]) -> dict[Place, Mapping[str, Any]]:
    ids: dict[str, list[int]] = {}
    for change in changes:
        ids.setdefault(change.record, []).append(change.record_id)
    stand: dict[Place, Mapping[str, Any]] = {}
    for record, of_record in ids.items():
        table: Table = Base.metadata.tables[record]
        for start in range(0, len(of_record), _AT_ONCE):
            wanted = select(table).where(table.c.id.in_(of_record[start : start + _AT_ONCE]))
            for row in work.session.execute(wanted).mappings():
                stand[record, row["id"]] = dict(row)
    return stand
