"""Keep what supervisors said of approvals that something had changed about.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

OUTCOMES = ("kept", "narrowed")
WAYS = ("page", "command line", "clock")


def words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=60)


def names(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_approval_reviews_{column}")
    )


def upgrade() -> None:
    op.create_table(
        "approval_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("outcome", words(*OUTCOMES, name="reviewoutcome"), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_for_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=False),
        sa.Column("reviewed_through", words(*WAYS, name="through"), nullable=False),
        names("approval_id", "approvals"),
        names("successor_id", "approvals"),
        names("reviewed_by_id", "users"),
        names("reviewed_for_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_reviews")),
        sqlite_autoincrement=True,
    )
    for column in ("approval_id", "successor_id"):
        op.create_index(op.f(f"ix_approval_reviews_{column}"), "approval_reviews", [column])


def downgrade() -> None:
    op.drop_table("approval_reviews")
