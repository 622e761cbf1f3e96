"""Fields that forms about findings share: days or months, counts, and several lines."""

from typing import Any, Final

from wtforms import IntegerField, StringField, ValidationError
from wtforms.widgets import TextArea, TextInput

from auditor.days import Day
from auditor.web.editing import WordsField, one_line

#: Numbers beyond this one are nobody's.
_MOST: Final = 2**31 - 1

#: What one of several texts may hold.
_LONGEST: Final = 200


class DayOrMonthField(StringField):
    """A day of the calendar, or a month where only that is known; what was typed stays."""

    def __init__(self, label: str, **said: Any) -> None:
        kept = {"class": "short", "autocomplete": "off", **said.pop("render_kw", {})}
        super().__init__(label, filters=[one_line], render_kw=kept, **said)

    @property
    def day(self) -> Day | None:
        """The day, or None where none is typed or what is typed is none."""
        try:
            return Day.parse(self.data) if self.data else None
        except ValueError:
            return None

    def pre_validate(self, form: Any) -> None:
        try:
            Day.parse(self.data or "2020-02")
        except ValueError as no_day:
            raise ValidationError(str(no_day)) from None


class CountField(IntegerField):
    """A whole number from 0 on; what was typed stays where it is none."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        written = str(valuelist[0]).strip() if valuelist else ""
        digits = written.replace(",", "")
        self.data = None
        if written:
            if not (digits.isascii() and digits.isdecimal()) or int(digits) > _MOST:
                raise ValueError(f"“{written}” is no whole number here; write digits, such as 12.")
            self.data = int(digits)


class LinesField(WordsField):
    """Several short texts, one in each line or separated by “;”."""

    widget = TextArea()  # type: ignore[assignment]

    def pre_validate(self, form: Any) -> None:
        if any(len(one) > _LONGEST for one in self.data or ()):
            raise ValidationError(f"Keep each to {_LONGEST} characters, one in each line.")

    def _value(self) -> str:
        return "\n".join(self.data or ())
