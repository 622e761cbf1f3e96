"""Calendar days of the city: known exactly or to the month; business days; a moment's day."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Self

_DAY: Final = timedelta(days=1)

#: ISO alone, as it is shown: “20200205” and “2020-W06-3” are taken for slips of the keyboard.
_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day known exactly, or only to its month.

    Attributes:
        first: the first day it can have been.
        last: the last day it can have been; `first` again if the day is known exactly.

    Raises:
        ValueError: the two are neither one day nor the first and last day of one month.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first != self.last and (self.first, self.last) != _ends_of(self.first):
            raise ValueError(
                f"{self.first} to {self.last} is neither one day nor one whole calendar month."
            )

    @classmethod
    def on(cls, day: date) -> Self:
        """A day known exactly."""
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """A day known only to the month.

        Raises:
            ValueError: there is no such month.
        """
        return cls(*_ends_of(date(year, month, 1)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read “2020-02-05”, or “2020-02” for a day known to the month; blanks around it are free.

        Raises:
            ValueError: it is neither; the message can be shown.
        """
        written = text.strip()
        if _WRITTEN.fullmatch(written):
            # A day that the calendar does not have falls through to the sentence below.
            with suppress(ValueError):
                if len(written) == len("2020-02"):
                    return cls(*_ends_of(date.fromisoformat(f"{written}-01")))
                return cls.on(date.fromisoformat(written))
        raise ValueError(
            f"“{text}” is neither a day such as 2020-02-05 nor a month such as 2020-02."
        )

    @property
    def is_month(self) -> bool:
        """Whether only the month is known."""
        return self.first != self.last

    def days(self) -> Iterator[date]:
        """Every day it can have been, in order: one, or all of the month."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    def __str__(self) -> str:
        written = self.first.isoformat()
        return written[: len("2020-02")] if self.is_month else written


def _ends_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that `day` lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def business_days_after(day: date, count: int, holidays: Collection[date] = frozenset()) -> date:
    """The day on which `count` business days after `day` have been reached.

    `day` itself is never counted, so that one business day after a Friday, a Saturday or a Sunday
    is Monday; with a `count` of 0 it is `day` whatever day that is.

    Args:
        day: where counting starts.
        count: how many days from Monday to Friday that are no holidays; 0 or more.
        holidays: days that do not count although they are not at a weekend.

    Raises:
        ValueError: `count` is below 0.
    """
    if count < 0:
        raise ValueError(f"Business days are counted forward; {count} is below 0.")
    while count:
        day += _DAY
        if day.weekday() < _SATURDAY and day not in holidays:
            count -= 1
    return day


def business_days_since(day: date, until: date, holidays: Collection[date] = frozenset()) -> int:
    """How many business days after `day` have been reached on `until`; 0 where it is not later.

    It undoes `business_days_after`: `day` itself is never counted, and `until` is.

    Args:
        holidays: days that do not count although they are not at a weekend.
    """
    weeks, rest = divmod(max((until - day).days, 0), 7)
    beyond = [(day + offset * _DAY).weekday() < _SATURDAY for offset in range(1, rest + 1)]
    free = [each for each in holidays if day < each <= until and each.weekday() < _SATURDAY]
    return _SATURDAY * weeks + sum(beyond) - len(free)


def city_day(moment: datetime, zone: tzinfo) -> date:
    """The city's calendar day at that moment.

    Args:
        moment: with a zone, usually UTC.
        zone: the city's.

    Raises:
        ValueError: `moment` has no zone, so that nobody knows which moment is meant.
    """
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs a zone to become a day of the city: {moment!r}")
    return moment.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the city is at work, for whatever is due so many business days after a moment.

    Attributes:
        zone: the city's; its clock tells the hour, in summer and in winter.
        holidays: days that are no business days although they are not at a weekend.
        cut_off_hour: from this hour on, 1 to 24, a business day is over for what comes in; with 24
            it is over at midnight.
    """

    zone: tzinfo
    holidays: Collection[date] = frozenset()
    cut_off_hour: int = 24

    def received_on(self, moment: datetime) -> date:
        """The business day on which what comes in at that moment counts as received.

        At a weekend, on a holiday, or from the cut-off hour on, that is the next business day.

        Raises:
            ValueError: `moment` has no zone.
        """
        day = city_day(moment, self.zone)
        is_over = moment.astimezone(self.zone).hour >= self.cut_off_hour
        yesterday = day - _DAY
        return business_days_after(day if is_over else yesterday, 1, self.holidays)

    def due_on(self, moment: datetime, count: int) -> date:
        """The last day, inclusive, of `count` business days after the one of receipt.

        Raises:
            ValueError: `moment` has no zone, or `count` is below 0.
        """
        return self.after(self.received_on(moment), count)

    def after(self, day: date, count: int) -> date:
        """As `business_days_after`, with this city's holidays."""
        return business_days_after(day, count, self.holidays)
