"""Let a flag be raised on a statement in place of a finding.

SQLite lifts no NOT NULL, so that there the table is made anew and its rows are put back, ids and
all. What refers to them is checked when they stand again.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BEFORE = (
    "id, finding_id, department_id, rule, rule_version, severity, reason, raised_at, state, "
    "state_at, state_reason"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _anew(
            sa.Column("finding_id", sa.Integer(), nullable=True),
            sa.Column("statement_id", sa.Integer(), nullable=True),
            sa.ForeignKeyConstraint(
                ["statement_id"], ["statements.id"], name="fk_flags_statement_id"
            ),
            sa.UniqueConstraint("statement_id", "rule", name="uq_flags_statement_id_rule"),
        )
        return
    op.alter_column("flags", "finding_id", existing_type=sa.Integer(), nullable=True)
    op.add_column("flags", sa.Column("statement_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_flags_statement_id", "flags", "statements", ["statement_id"], ["id"])
    op.create_unique_constraint("uq_flags_statement_id_rule", "flags", ["statement_id", "rule"])


def downgrade() -> None:
    _by_the_driver("DELETE FROM flags WHERE finding_id IS NULL")
    if op.get_bind().dialect.name == "sqlite":
        _anew(sa.Column("finding_id", sa.Integer(), nullable=False))
        return
    op.drop_column("flags", "statement_id")
    op.alter_column("flags", "finding_id", existing_type=sa.Integer(), nullable=False)


def _anew(finding_id: sa.Column[int], *others: sa.schema.SchemaItem) -> None:
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE flags_kept AS SELECT {BEFORE} FROM flags")  # noqa: S608
    op.drop_table("flags")
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        finding_id,
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(60), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name="fk_flags_department_id"
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_flags_finding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
        sa.UniqueConstraint("finding_id", "rule", name="uq_flags_finding_id_rule"),
        *others,
        sqlite_autoincrement=True,
    )
    kept = f"SELECT {BEFORE} FROM flags_kept ORDER BY id"  # noqa: S608
    _by_the_driver(f"INSERT INTO flags ({BEFORE}) {kept}")
    op.execute("DROP TABLE flags_kept")
    op.create_index("ix_flags_department_id_state_id", "flags", ["department_id", "state", "id"])


def _by_the_driver(statement: str) -> None:
    # The program's engine refuses what goes past the trail; of these rows nothing is changed.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(statement)
    cursor.close()
