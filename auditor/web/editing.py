"""Two people editing one record; its history in words; and fields that several forms share.

A form that edits extends `EditingForm` and is shown with `seen`, the place in the trail of what it
edits. A view that saves asks the trail what was done `after=form.place`; where that is something,
it calls `form.take_in(…)` and shows the page again with 409 and the panel of
`templates/macros/editing.html`. A POST holds the writers' turn, so that nothing comes between.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import request
from wtforms import DateField, Field, IntegerField, StringField
from wtforms.widgets import HiddenInput, TextArea, TextInput

from auditor.columns import Column, Shape, as_given, labels
from auditor.web.formats import day, moment, words
from auditor.web.forms import AuditorForm

if TYPE_CHECKING:  # The trail's pages lie above the web layer; only their answers come here.
    from auditor.trail.queries import Told

T = TypeVar("T")

#: What is said after an edit was saved, and after one that changed nothing.
SAVED: Final = {True: "Saved.", False: "Nothing was different, so nothing was saved."}

#: Numbers in addresses and hidden fields beyond this one are nobody's.
MOST: Final = 2**31 - 1

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def one_line(value: str | None) -> str | None:
    """Text in one line without doubled blanks; nothing when nothing is left."""
    return (" ".join(_CONTROL.sub(" ", value).split()) or None) if value else None


def lines(value: str | None) -> str | None:
    """Free text as it was typed, see `as_given`; nothing when it is of blanks alone.

    What no file could hold does not come here: see `web.requests`.
    """
    return as_given(value)


def number_in_address(name: str) -> int | None:
    """A record's number in the query string; None where there is none that could be one."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= MOST else None


def options(vocabulary: Iterable[str], nothing: str = "") -> Any:
    """The choices of a `SelectField`: each word as it is stored, after one for none of them."""
    # A dict, because the types of WTForms do not know the class that it wants in place of tuples.
    none = {"": nothing} if nothing else {}
    return none | {str(word): str(word) for word in vocabulary}


class _ShortText(TextInput):
    """One line, or as many as the text has: a browser takes line breaks out of a single one."""

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        is_one_line = "\n" not in (field.data or "")
        return super().__call__(field, **kwargs) if is_one_line else TextArea()(field, **kwargs)


class ShortTextField(StringField):
    """A short free text, kept as it was typed: a reference, or a name as somebody wrote it."""

    widget = _ShortText()

    def __init__(self, label: str, checks: Sequence[Any] = (), **said: Any) -> None:
        super().__init__(label, [*checks], filters=[lines], **said)


class WordsField(Field):
    """Several short texts, separated by “;”; each is kept once."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            kept: dict[str, str] = {}
            for part in map(one_line, re.split(r"[;\n]", str(valuelist[0]))):
                if part:
                    kept.setdefault(part.casefold(), part)
            self.data = tuple(kept.values())

    def _value(self) -> str:
        return "; ".join(self.data or ())


class DayField(DateField):
    """One day of the calendar; what was typed stays where it is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        written = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = date.fromisoformat(written) if written else None
        except ValueError:
            self.data = None
            raise ValueError(f"“{written}” is no day; write one such as 2020-02-05.") from None


@dataclass(frozen=True, slots=True)
class Wording:
    """How the fields of a history are told.

    Attributes:
        columns: by record, which fields are told, and under which headings.
        names: by field that holds an id, what the records are called.
        rows: what a row is called before its fields, where a history takes in several.
    """

    columns: Mapping[str, Sequence[Column]]
    names: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    rows: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ActInWords:
    act: str
    who: str
    when: str
    changes: tuple[ChangeInWords, ...]
    seq: int


def ids_in(told: "Iterable[Told]", name: str) -> set[int]:
    """Every id that stands, or stood, in this field: for the names in a `Wording`."""
    sides = (side for act in told for change in act.changes for side in change[3:])
    return {side[name] for side in sides if side.get(name) is not None}


def in_words(told: "Iterable[Told]", wording: Wording) -> list[ActInWords]:
    """A history as pages show it; fields without a heading are left out."""
    return [
        ActInWords(
            act.says[:1].upper() + act.says[1:],
            act.who,
            moment(act.at),
            tuple(change for row in act.changes for change in _in_words(row, wording)),
            act.seq,
        )
        for act in told
    ]


def _in_words(row: tuple[Any, ...], wording: Wording) -> Iterable[ChangeInWords]:
    record, record_id, _, before, after = row
    columns = wording.columns.get(record, ())
    shapes = {column.field: column.shape for column in reversed(columns)}
    called = wording.rows.get((record, record_id), "")
    for name, heading in labels(columns).items():
        names = wording.names.get(name)
        was = worded(before.get(name), shapes[name], names)
        became = worded(after.get(name), shapes[name], names)
        if was != became:
            yield ChangeInWords(f"{called}, {heading}" if called else heading, was, became)


def worded(value: Any, shape: Shape, names: Mapping[int, str] | None = None) -> str | None:
    """A value of the trail as people read it; None where there is none."""
    if value is None or value in ("", []):
        return None
    if names is not None:
        return names.get(value, f"number {value}")
    if shape is Shape.DAY:
        return day(date.fromisoformat(value))
    if shape is Shape.MOMENT:
        return moment(datetime.fromisoformat(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words(value) if isinstance(value, list) else str(value)


class EditingForm(AuditorForm):
    """A form that edits a record, and knows what of its history was seen when it was opened."""

    seen = IntegerField(widget=HiddenInput())

    @property
    def place(self) -> int:
        """The place in the trail up to which was seen; before its beginning where none is said."""
        seen = self.seen.data
        return seen if seen is not None and -1 <= seen <= MOST else -1

    def saves(self, act: Callable[[], T]) -> T | None:
        """What `act` gave, once the form held and `act` took it; None when either refused."""
        done: list[T] = []
        return done[0] if self.accepts(lambda: done.append(act())) else None

    def take_in(
        self, told: "Sequence[Told]", wording: Wording, *, row: tuple[str, int]
    ) -> list[ActInWords]:
        """Have the form know what was done meanwhile, newest first; gives it in words.

        What was typed stays. A field of `row` that holds what it held before, so that nobody
        typed there, takes in what it was changed to: saving again does not undo it unseen.
        """
        for act in reversed(told):
            for record, record_id, _, before, after in act.changes:
                if (record, record_id) == row:
                    for name in before.keys() | after.keys():
                        names = wording.names.get(name)
                        self._take_in(name, before.get(name), after.get(name), names)
        self.seen.raw_data = None
        self.seen.data = max(act.seq for act in told)
        self.seen.errors = []
        return in_words(told, wording)

    def _take_in(self, name: str, before: Any, after: Any, names: Mapping[int, str] | None) -> None:
        if names is not None:
            name = name.removesuffix("_id")
            before, after = names.get(before, before), names.get(after, after)
        if name not in self or _as_told(self[name].data) != before:
            return
        told = self[name]
        told.raw_data = None
        if isinstance(told, WordsField):
            told.data = tuple(after or ())
        elif isinstance(told, DateField):
            told.data = date.fromisoformat(after) if after else None
        else:
            told.data = after


def _as_told(value: Any) -> Any:
    """What a field holds, as the trail holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value
