"""What the factory built, kept on the Flask app under one typed name."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from sqlalchemy import Engine

from auditor.access import Actor
from auditor.db import Sessions
from auditor.store import FileStore
from auditor.settings import Settings
from auditor.work import Work, open_work

_KEY = "auditor"


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a request or a command needs to open a unit of work, and where files are kept."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    files: FileStore

    def open(
        self, actor: Actor, now: datetime | None = None, *, reading: bool = False
    ) -> AbstractContextManager[Work]:
        """One unit of work; see `work.open_work`."""
        return open_work(self.sessions, actor, self.settings.zone, now, reading=reading)


def keep_wiring(app: Flask, wiring: Wiring) -> None:
    """Called once, by the factory."""
    app.extensions[_KEY] = wiring


def current_wiring() -> Wiring:
    """The running application's wiring; needs an application context."""
    return cast(Wiring, current_app.extensions[_KEY])
