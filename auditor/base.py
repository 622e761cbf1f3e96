"""The declarative base, the column types every table shares, and the mark of an audited table."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import orjson
from sqlalchemy import (
    Boolean,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Stores UTC; refuses a datetime without a zone rather than guessing one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A datetime needs a zone to be stored: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[tuple[str, ...]]):
    """Several short texts in one column, as a JSON list: aliases, domains, purposes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(list(value)).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(orjson.loads(value))


Id = Annotated[int, mapped_column(primary_key=True, sort_order=-1)]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        bool: Boolean(create_constraint=False),
        datetime: UtcDateTime,
        tuple[str, ...]: Words,
        str: Text,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=60,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


#: In a column's `info`: the trail tells its values by their digest. For secrets.
BY_DIGEST = "by_digest"

#: Among `__table_args__` of every audited table: an id is never given out twice, so that two
#: records never share a history.
AUDITED: dict[str, Any] = {"sqlite_autoincrement": True}


class Audited:
    """A row of this kind cannot change and be committed unless the trail names the act."""

    __tablename__: str
    id: Mapped[Id]


class Withdrawable(Audited):
    """A record that is never deleted: it is withdrawn with a reason and stays visible.

    `withdrawn_by_id` is a user's; no foreign key says so, or departments and users would each
    have to be there before the other.
    """

    withdrawn_at: Mapped[datetime | None] = mapped_column(sort_order=90)
    withdrawn_by_id: Mapped[int | None] = mapped_column(sort_order=91)
    withdrawn_reason: Mapped[str | None] = mapped_column(sort_order=92)


def standing(kind: type[Withdrawable]) -> Any:
    """The condition that leaves out what has been withdrawn."""
    return kind.withdrawn_at.is_(None)


@event.listens_for(Audited, "attribute_instrument", propagate=True)
def _remember_what_was(_kind: type[Audited], _key: str, attribute: Any) -> None:
    # A value set before it was read is read first: the trail says what was.
    if hasattr(attribute.impl, "active_history"):
        attribute.impl.active_history = True
