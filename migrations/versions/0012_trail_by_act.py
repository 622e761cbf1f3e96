"""Index the acts of the trail: a rare one among a million entries is found at once.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_trail_entries_act_seq", "trail_entries", ["act", "seq"])


def downgrade() -> None:
    op.drop_index("ix_trail_entries_act_seq", table_name="trail_entries")
