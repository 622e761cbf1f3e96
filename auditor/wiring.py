"""What the factory built, kept on the Flask app under one typed name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Engine

from auditor.access import Actor
from auditor.days import Calendar
from auditor.db import Sessions
from auditor.settings import Settings
from auditor.store import FileStore
from auditor.work import Work, open_work

_KEY = "auditor"


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a request or a command needs to open a unit of work, and where files are kept."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    files: FileStore
    #: Refuses to write for somebody whose account was changed while they waited for their turn.
    recheck: Callable[[Work], None]

    @property
    def calendar(self) -> Calendar:
        """The city's business days, for whatever is due after so many of them."""
        laid_down = self.settings.parameters
        return Calendar(self.settings.zone, laid_down.holidays, laid_down.cut_off_hour)

    @contextmanager
    def open(
        self, actor: Actor, now: datetime | None = None, *, reading: bool = False
    ) -> Iterator[Work]:
        """One unit of work; see `work.open_work`.

        Raises:
            NotAllowed: the actor's account does not hold any more what it held at the door.
        """
        settings = self.settings
        with open_work(
            self.sessions,
            actor,
            settings.zone,
            now,
            reading=reading,
            parameters=settings.parameters,
        ) as work:
            if not reading:
                self.recheck(work)
            yield work


@dataclass(frozen=True, slots=True)
class Turns:
    """For whoever has something to do before, or after, their turn: hash, parse, render."""

    wiring: Wiring
    actor: Actor

    @property
    def office(self) -> str:
        """The office's name, as it stands in reports."""
        return self.wiring.settings.office

    def acting_as(self, actor: Actor) -> "Turns":
        """Turns of somebody else: the clock does what a person ordered as that person."""
        return Turns(self.wiring, actor)

    def reading(self) -> AbstractContextManager[Work]:
        """A work for reading: it waits for nobody and is never committed."""
        return self.wiring.open(self.actor, reading=True)

    def writing(self) -> AbstractContextManager[Work]:
        """A work for writing: it waits for its turn, and is committed when its block ends well."""
        return self.wiring.open(self.actor)


def keep_wiring(app: Flask, wiring: Wiring) -> None:
    """Called once, by the factory."""
    app.extensions[_KEY] = wiring


def current_wiring() -> Wiring:
    """The running application's wiring; needs an application context."""
    return cast(Wiring, current_app.extensions[_KEY])
