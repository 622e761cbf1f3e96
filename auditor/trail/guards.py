"""Whether the database still guards the trail: every trigger there, and none of them altered."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, text

#: SHA-256, to 16 hex digits, of each trigger's definition, blanks collapsed. A migration that
#: changes a trigger changes its line here, and a test holds the two together.
SQLITE: Final[Mapping[str, str]] = {
    "entries_no_update": "6400ea7e5984ed05",
    "entries_no_delete": "cff0f058173b8c5e",
    "entries_in_order": "67a2ea0dad28fe16",
    "changes_no_delete": "bb2c05cb7c8af87b",
    "changes_erase_only": "c7fc302738c58d26",
    "changes_before_seal": "af80eba26d391f69",
}
POSTGRESQL: Final[Mapping[str, str]] = {
    "entries_kept": "8a3b57b54e23c25e",
    "entries_follow": "b507ad3dc71c9204",
    "changes_kept": "6f040bbd7330c50d",
    "changes_erase_only": "fbac4b330328186e",
    "changes_unsealed": "5ada93eea5880263",
}

_STANDING: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname, pg_get_triggerdef(t.oid) || ' ' || tgenabled::text || ' ' || prosrc
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid
        WHERE NOT tgisinternal AND tgrelid IN (
            SELECT oid FROM pg_class
            WHERE relname IN ('trail_entries', 'trail_changes') AND relkind = 'r'
        )
    """,
}


def standing_guards(connection: Connection) -> dict[str, str]:
    """Each trigger on the trail by name, with the digest of its definition."""
    found = connection.execute(text(_STANDING[connection.dialect.name]))
    return {name: _digest(definition) for name, definition in found}


def unguarded(connection: Connection) -> Iterator[str]:
    """A sentence for each trigger that is missing or was altered; none when all is well."""
    wanted = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    stands = standing_guards(connection)
    for name, digest in wanted.items():
        if name not in stands:
            yield f"The trigger {name}, which guards the trail, is missing."
        elif stands[name] != digest:
            yield f"The trigger {name}, which guards the trail, was altered."


def _digest(definition: str) -> str:
    definition = re.sub(r"\b\w+\.(?=trail_)", "", definition)  # In whichever schema it stands.
    return hashlib.sha256(re.sub(r"\s+", " ", definition).strip().encode()).hexdigest()[:16]
