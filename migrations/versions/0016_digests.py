"""Keep how often somebody wants mail, and notices to addresses that no account has, each once.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    every = sa.Enum("business day", "week", "never", name="every", native_enum=False, length=60)
    op.add_column("users", sa.Column("mail_every", every, nullable=True))
    with op.batch_alter_table("notices") as notices:
        notices.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        notices.add_column(sa.Column("address", sa.Text(), nullable=True))
        notices.add_column(sa.Column("occasion", sa.Text(), nullable=True))
        notices.create_unique_constraint(op.f("uq_notices_occasion"), ["occasion"])


def downgrade() -> None:
    with op.batch_alter_table("notices") as notices:
        notices.drop_constraint(op.f("uq_notices_occasion"), type_="unique")
        notices.drop_column("occasion")
        notices.drop_column("address")
    op.drop_column("users", "mail_every")
