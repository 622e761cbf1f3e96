"""Have the database itself refuse to change or remove what the trail holds.

Only one change is let through: emptying the salt and body of a change, which is a lawful erasure.
Changes are written before the entry that seals them, and none can be added after it.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

ERASED = """NEW.salt IS NULL AND NEW.body IS NULL AND NEW.seq = OLD.seq AND NEW.n = OLD.n
    AND NEW.record = OLD.record AND NEW.record_id = OLD.record_id AND NEW.what = OLD.what
    AND NEW.commitment = OLD.commitment"""

# An insert trigger fires before INSERT OR REPLACE removes the row it would replace, so that one
# is refused as out of order too.
SQLITE = {
    "entries_no_update": ("UPDATE ON trail_entries", "1", "append-only"),
    "entries_no_delete": ("DELETE ON trail_entries", "1", "append-only"),
    "entries_in_order": (
        "INSERT ON trail_entries",
        "NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM trail_entries)",
        "append-only, in order",
    ),
    "changes_no_delete": ("DELETE ON trail_changes", "1", "append-only"),
    "changes_erase_only": ("UPDATE ON trail_changes", f"NOT ({ERASED})", "append-only"),
    "changes_before_seal": (
        "INSERT ON trail_changes",
        """NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM trail_entries)
        OR EXISTS (SELECT 1 FROM trail_changes WHERE seq = NEW.seq AND n = NEW.n)""",
        "append-only, before the seal",
    ),
}

POSTGRESQL = (
    """
    CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = '23514'; END $$
    """,
    r"""
    CREATE FUNCTION trail_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE newest record;
    BEGIN
      SELECT seq, link INTO newest FROM trail_entries ORDER BY seq DESC LIMIT 1;
      IF NEW.seq IS DISTINCT FROM coalesce(newest.seq, -1) + 1
        OR NEW.leaf IS DISTINCT FROM sha256('\x00'::bytea || NEW.payload)
        OR NEW.link IS DISTINCT FROM sha256('\x02'::bytea
          || coalesce(newest.link, sha256('auditor-trail/v1'::bytea)) || NEW.leaf)
      THEN RAISE EXCEPTION 'append-only: the entry does not follow' USING ERRCODE = '23514';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION trail_changes_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE next_seq bigint;
    BEGIN
      SELECT coalesce(max(seq), -1) + 1 INTO next_seq FROM trail_entries;
      IF EXISTS (SELECT 1 FROM fresh WHERE seq IS DISTINCT FROM next_seq)
      THEN RAISE EXCEPTION 'append-only: the entry is sealed' USING ERRCODE = '23514';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entries
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()
    """,
    """
    CREATE TRIGGER entries_follow BEFORE INSERT ON trail_entries
    FOR EACH ROW EXECUTE FUNCTION trail_entry_follows()
    """,
    """
    CREATE TRIGGER changes_kept BEFORE DELETE OR TRUNCATE ON trail_changes
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()
    """,
    f"""
    CREATE TRIGGER changes_erase_only BEFORE UPDATE ON trail_changes
    FOR EACH ROW WHEN (NOT ({ERASED})) EXECUTE FUNCTION trail_refuse()
    """,
    """
    CREATE TRIGGER changes_unsealed AFTER INSERT ON trail_changes
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION trail_changes_unsealed()
    """,
    # Also for a session that calls itself a replica, which passes ordinary triggers.
    *(
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"
        for table, triggers in (
            ("trail_entries", ("entries_kept", "entries_follow")),
            ("trail_changes", ("changes_kept", "changes_erase_only", "changes_unsealed")),
        )
        for trigger in triggers
    ),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)
        return
    for name, (event, when, says) in SQLITE.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for trigger in ("entries_kept", "entries_follow"):
            op.execute(f"DROP TRIGGER {trigger} ON trail_entries")
        for trigger in ("changes_kept", "changes_erase_only", "changes_unsealed"):
            op.execute(f"DROP TRIGGER {trigger} ON trail_changes")
        for function in ("trail_refuse", "trail_entry_follows", "trail_changes_unsealed"):
            op.execute(f"DROP FUNCTION {function}()")
        return
    for name in SQLITE:
        op.execute(f"DROP TRIGGER {name}")
