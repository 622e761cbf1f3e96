"""How values are shown on pages: one function per kind of value, all of them Jinja filters."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from auditor.days import Day
from auditor.wiring import current_wiring


def day(value: date | Day | None) -> str:
    """31 March 2026; March 2026 where only the month is known; a dash where nothing is."""
    if value is None:
        return "–"
    if isinstance(value, Day):
        return f"{value.first:%B %Y}" if value.is_month else day(value.first)
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """31 March 2026, 14:05, in the city."""
    if value is None:
        return "–"
    local = value.astimezone(current_wiring().settings.zone)
    return f"{day(local.date())}, {local:%H:%M}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """1 row, 2,000 rows."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def words(values: Iterable[Any]) -> str:
    """Several values in one line; a dash for none."""
    return "; ".join(str(value) for value in values) or "–"


def or_dash(value: object) -> object:
    """The value, or a dash where there is none."""
    return "–" if value in (None, "", ()) else value


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "count": count,
    "day": day,
    "moment": moment,
    "or_dash": or_dash,
    "words": words,
}
