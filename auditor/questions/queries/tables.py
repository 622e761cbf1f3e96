"""The tables of each question, for whoever may read them."""

from collections.abc import Sequence
from typing import Final

from auditor.access import Actor, Permission
from auditor.concern import own_of
from auditor.errors import NotFound
from auditor.questions.queries import accounts, conduct, deciding, since, told, tools, use
from auditor.questions.queries.counting import Asking, Telling
from auditor.questions.rules.tables import Table
from auditor.work import Work

_IN_ORDER: Final = (
    *use.TABLES,
    *told.TABLES,
    *accounts.TABLES,
    *deciding.TABLES,
    *tools.TABLES,
    *conduct.TABLES,
    *since.TABLES,
)

_TABLES: Final[Sequence[Telling]] = sorted(_IN_ORDER, key=lambda telling: telling.question)


def tables_for(actor: Actor, question: int) -> list[Telling]:
    """The tables of a question that this reader may see, in order."""
    return [each for each in _TABLES if each.question == question and each.is_for(actor)]


def tables(work: Work, question: int) -> list[Table]:
    """The tables of a question with their rows; what concerns the reader is left out.

    Raises:
        NotAllowed: the actor may not read figures.
    """
    work.require(Permission.FIGURES_READ)
    asking = Asking(work, own_of(work))
    return [_filled(asking, each) for each in tables_for(work.actor, question)]


def table(work: Work, name: str) -> Table:
    """One table by the name in its address; see `tables`.

    Raises:
        NotAllowed: the actor may not read figures.
        NotFound: there is none, or none that they may see.
    """
    work.require(Permission.FIGURES_READ)
    named = (each for each in _TABLES if each.name == name and each.is_for(work.actor))
    found = next(named, None)
    if found is None:
        raise NotFound("There is no such table, or none that your account may know of.")
    return _filled(Asking(work, own_of(work)), found)


def _filled(asking: Asking, telling: Telling) -> Table:
    return Table(
        name=telling.name,
        heading=telling.heading,
        columns=telling.columns,
        rows=list(telling.rows(asking)),
        tells=telling.tells,
    )
