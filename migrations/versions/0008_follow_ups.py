"""Keep follow-ups: what a department is asked, its answers, notices, replies and outcomes.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "returned",
                "outcomes given",
                "closed",
                name="followupstate",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("has_second_look", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_follow_ups_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["users.id"], name=op.f("fk_follow_ups_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_follow_ups_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_follow_ups_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_ups_assigned_to_id"), "follow_ups", ["assigned_to_id"], unique=False
    )
    op.create_index(
        op.f("ix_follow_ups_department_id_state_id"),
        "follow_ups",
        ["department_id", "state", "id"],
        unique=False,
    )
    op.create_table(
        "follow_up_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column(
            "recorded_through",
            sa.Enum("page", "command line", "clock", name="through", native_enum=False, length=60),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_answers_follow_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_follow_up_answers_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_answers")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_up_answers_follow_up_id"),
        "follow_up_answers",
        ["follow_up_id"],
        unique=False,
    )
    op.create_table(
        "follow_up_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["follow_up_answers.id"], name=op.f("fk_follow_up_files_answer_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_follow_up_files_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_up_files_answer_id"), "follow_up_files", ["answer_id"], unique=False
    )
    op.create_index(
        op.f("ix_follow_up_files_evidence_id"), "follow_up_files", ["evidence_id"], unique=False
    )
    op.create_table(
        "follow_up_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "sustained",
                "partially sustained",
                "not sustained",
                "exonerated",
                "unfounded",
                "policy failure",
                "no rule existed",
                "closed without result",
                name="lineoutcome",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("outcome_text", sa.Text(), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("actions", sa.Text(), nullable=True),
        sa.Column("action_text", sa.Text(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["flag_id"], ["flags.id"], name=op.f("fk_follow_up_lines_flag_id")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_lines_follow_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by_id"], ["users.id"], name=op.f("fk_follow_up_lines_outcome_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["users.id"], name=op.f("fk_follow_up_lines_reported_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["users.id"], name=op.f("fk_follow_up_lines_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_lines")),
        sa.UniqueConstraint(
            "follow_up_id", "flag_id", name=op.f("uq_follow_up_lines_follow_up_id_flag_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_up_lines_flag_id"), "follow_up_lines", ["flag_id"], unique=False
    )
    op.create_table(
        "follow_up_judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["follow_up_answers.id"], name=op.f("fk_follow_up_judgements_answer_id")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["users.id"], name=op.f("fk_follow_up_judgements_judged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["follow_up_lines.id"], name=op.f("fk_follow_up_judgements_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_judgements")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_up_judgements_line_id"), "follow_up_judgements", ["line_id"], unique=False
    )
    op.create_table(
        "follow_up_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("notice", "reply", name="notekind", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_follow_up_notes_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["follow_up_lines.id"], name=op.f("fk_follow_up_notes_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_follow_up_notes_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_follow_up_notes_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_up_notes_evidence_id"), "follow_up_notes", ["evidence_id"], unique=False
    )
    op.create_index(
        op.f("ix_follow_up_notes_line_id"), "follow_up_notes", ["line_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_follow_up_notes_line_id"), table_name="follow_up_notes")
    op.drop_index(op.f("ix_follow_up_notes_evidence_id"), table_name="follow_up_notes")
    op.drop_table("follow_up_notes")
    op.drop_index(op.f("ix_follow_up_judgements_line_id"), table_name="follow_up_judgements")
    op.drop_table("follow_up_judgements")
    op.drop_index(op.f("ix_follow_up_lines_flag_id"), table_name="follow_up_lines")
    op.drop_table("follow_up_lines")
    op.drop_index(op.f("ix_follow_up_files_evidence_id"), table_name="follow_up_files")
    op.drop_index(op.f("ix_follow_up_files_answer_id"), table_name="follow_up_files")
    op.drop_table("follow_up_files")
    op.drop_index(op.f("ix_follow_up_answers_follow_up_id"), table_name="follow_up_answers")
    op.drop_table("follow_up_answers")
    op.drop_index(op.f("ix_follow_ups_department_id_state_id"), table_name="follow_ups")
    op.drop_index(op.f("ix_follow_ups_assigned_to_id"), table_name="follow_ups")
    op.drop_table("follow_ups")
