"""Index what lists are narrowed by, so that one of a million findings comes as fast as one of ten.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"

INDEXES = {
    "ix_findings_tool_id_id": ("findings", ["tool_id", "id"]),
    "ix_findings_officer_id_account_email": ("findings", ["officer_id", "account_email"]),
    "ix_findings_name_as_received_department_id": (
        "findings",
        ["name_as_received", "department_id"],
    ),
    "ix_verdicts_verdict_finding_id": ("verdicts", ["verdict", "finding_id"]),
    "ix_officers_same_person_id": ("officers", ["same_person_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, (table, _) in reversed(INDEXES.items()):
        op.drop_index(name, table_name=table)
