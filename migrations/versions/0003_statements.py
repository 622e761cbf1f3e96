"""Keep what departments answered when they were asked about a tool.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "no response",
                "declined",
                "denied",
                "confirmed",
                "partly confirmed",
                name="answer",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("units_asked", sa.Integer(), nullable=True),
        sa.Column("units_in_all", sa.Integer(), nullable=True),
        sa.Column(
            "aware_before_asked",
            sa.Enum("yes", "no", "not said", name="aware", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("complete_list", sa.Boolean(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_statements_department_id")
        ),
        sa.ForeignKeyConstraint(["tool_id"], ["tools.id"], name=op.f("fk_statements_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_statements_department_id_tool_id"), "statements", ["department_id", "tool_id"]
    )
    op.create_index(op.f("ix_statements_tool_id"), "statements", ["tool_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_statements_tool_id"), table_name="statements")
    op.drop_index(op.f("ix_statements_department_id_tool_id"), table_name="statements")
    op.drop_table("statements")
