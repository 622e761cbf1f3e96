"""Index the reasons of verdicts: a rare one among a million is found as fast as a common one.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

HAS_OTHERS = sa.text("other_reasons != '[]'")


def upgrade() -> None:
    op.create_index("ix_verdicts_reason_finding_id", "verdicts", ["reason", "finding_id"])
    op.create_index(
        "ix_verdicts_other_reasons",
        "verdicts",
        ["other_reasons", "finding_id"],
        sqlite_where=HAS_OTHERS,
        postgresql_where=HAS_OTHERS,
    )


def downgrade() -> None:
    op.drop_index("ix_verdicts_other_reasons", table_name="verdicts")
    op.drop_index("ix_verdicts_reason_finding_id", table_name="verdicts")
