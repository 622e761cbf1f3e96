"""Alembic's entry: migrate the database that config.py names, or the connection we are handed."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

import config
from auditor.base import UtcDateTime, Words
from auditor.db import make_engine
from auditor.models import Base

#: How our own types are written: a migration is history and imports nothing of ours.
PLAIN = {UtcDateTime: "sa.DateTime()", Words: "sa.Text()"}


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    return PLAIN.get(type(item), False) if kind == "type" else False  # type: ignore[call-overload, no-any-return]


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        transactional_ddl=True,  # On SQLite too: what is killed in the middle was not begun.
    )
    with context.begin_transaction():
        context.run_migrations()


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    migrate(handed)
else:
    with make_engine(config.from_environ().database_url).connect() as connection:
        migrate(connection)
