"""The refusals a user can meet. Each message is written to be shown to that user."""

from collections.abc import Mapping


class AuditorError(Exception):
    """Base of every expected refusal; anything else that is raised is a bug."""


class NotAllowed(AuditorError):
    """The actor's role, their department, or their own part in the matter does not permit this."""


class NotFound(AuditorError):
    """No such record, or none this actor may know of."""


class IllegalMove(AuditorError):
    """The record's present state does not allow this step."""


class ChangedMeanwhile(IllegalMove):
    """Somebody else changed the record after this actor had opened it."""


class Busy(AuditorError):
    """Other writers kept this one waiting for too long; nothing was done."""


class NotReady(AuditorError):
    """The register cannot be served: its tables are old, or its trail is unguarded."""


class FileRefused(AuditorError):
    """A file that cannot be read as what it was handed in as; says what, where and the remedy."""


class FieldsRefused(AuditorError):
    """Values that cannot be; `fields` gives a sentence for each field that is to be mended."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)
