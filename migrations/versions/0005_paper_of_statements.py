"""Keep the paper on which a department answered.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # In words that both databases take: SQLite adds no constraint to a table that stands.
    op.execute(
        "ALTER TABLE statements ADD COLUMN evidence_id INTEGER "
        "CONSTRAINT fk_statements_evidence_id REFERENCES evidence (id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("statements") as table:
        table.drop_column("evidence_id")
