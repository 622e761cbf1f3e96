"""The form every form extends: CSRF always on, and one way to be filled from a request."""

from collections.abc import Callable, MutableMapping
from datetime import timedelta
from typing import Any, Final, Self, TypeVar

from flask import request, session
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Form
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import ValidationError

from auditor.errors import FieldsRefused
from auditor.wiring import current_wiring

T = TypeVar("T")

#: What a form says when its token no longer fits: nothing of what was typed is lost.
STALE: Final = "This page had been open for too long, or you signed in anew. Send it once more."


class PatientCSRF(SessionCSRF):
    """The session's token, with one sentence for whatever is wrong with it."""

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValueError:
            field.data = None
            raise ValidationError(STALE) from None


class AuditorForm(Form):
    enctype = "application/x-www-form-urlencoded"

    class Meta:
        csrf = True
        csrf_class = PatientCSRF
        csrf_field_name = "csrf_token"
        csrf_time_limit = timedelta(hours=8)

        @property
        def csrf_secret(self) -> bytes:
            return current_wiring().settings.secret_key.encode()

        @property
        def csrf_context(self) -> MutableMapping[str, Any]:
            return session

    @classmethod
    def from_request(cls, **defaults: object) -> Self:
        """The form as submitted, or holding `defaults` where nothing was."""
        submitted = CombinedMultiDict[str, Any]([request.form, request.files])
        return cls(submitted if request.method == "POST" else None, data=defaults)

    def accepts(self, act: Callable[[], object]) -> bool:
        """Whether the form holds, and `act` took it; what was refused stands at its fields."""
        if not self.validate():
            return False
        try:
            act()
        except FieldsRefused as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: FieldsRefused) -> None:
        """Put each sentence at its field, or above the form where it has no such field."""
        for name, sentence in refusal.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.form_errors.append(sentence)


class ConfirmForm(AuditorForm):
    """A button and its CSRF token, for steps that ask for nothing else."""


def filled(value: T | None) -> T:
    """The value of a required field in a form that has just passed `validate()`."""
    if value is None:
        raise AssertionError("A form was used before it was validated.")
    return value


def stripped(value: str | None) -> str | None:
    """Text without blanks around it; nothing when nothing is left."""
    return (value.strip() or None) if value else None


def attached(file: Any) -> tuple[bytes, str] | None:
    """The bytes and the name of a file that was sent; None where none was chosen."""
    return (file.read(), file.filename) if file and file.filename else None
