"""Keep orders of reports, and how far each is.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

AUDIENCES = ("internal", "department", "council", "public")
STEPS = ("reading findings", "writing sheets", "checking what was written")
FATES = ("issued", "not issued", "cancelled")


def words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "report_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", words(*AUDIENCES, name="audience"), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("with_names", sa.Boolean(), nullable=False),
        sa.Column("names_reason", sa.Text(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("heard_at", sa.DateTime(), nullable=True),
        sa.Column("step", words(*STEPS, name="step"), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", words(*FATES, name="fate"), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("says", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_report_orders_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["users.id"], name=op.f("fk_report_orders_ordered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_orders_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_orders")),
    )
    op.create_index(op.f("ix_report_orders_finished_at_id"), "report_orders", ["finished_at", "id"])


def downgrade() -> None:
    op.drop_table("report_orders")
