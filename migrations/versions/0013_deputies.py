"""Keep who stands in for whom on which days, and in whose place a deputy decided or revoked.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

IN_WHOSE_PLACE = ("decided_for_id", "revoked_for_id")


def upgrade() -> None:
    op.create_table(
        "deputations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_deputations_deputy_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_deputations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deputations_deputy_id"), "deputations", ["deputy_id"])
    op.create_index(op.f("ix_deputations_user_id"), "deputations", ["user_id"])
    for column in IN_WHOSE_PLACE:
        # In words that both databases take: SQLite adds no constraint to a table that stands.
        op.execute(
            f"ALTER TABLE approvals ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_approvals_{column} REFERENCES users (id)"
        )


def downgrade() -> None:
    for column in IN_WHOSE_PLACE:
        with op.batch_alter_table("approvals") as table:
            table.drop_column(column)
    op.drop_table("deputations")
