"""Turns of the conversation, and questions handed to colleagues."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_turns_contact_id_contacts")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_turns_submission_id_submissions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("submission_id", "source", name=op.f("uq_turns_submission_id_source")),
    )
    op.create_index(op.f("ix_turns_contact_id_submission_id_id"), "turns", ["contact_id", "submission_id", "id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("by_contact_id", sa.Integer(), nullable=False),
        sa.Column("to_contact_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_contact_id"], ["contacts.id"], name=op.f("fk_handovers_by_contact_id_contacts")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_handovers_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["to_contact_id"], ["contacts.id"], name=op.f("fk_handovers_to_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint(
            "submission_id", "source", "question", name=op.f("uq_handovers_submission_id_source_question")
        ),
    )


def downgrade() -> None:
    op.drop_table("handovers")
    op.drop_index(op.f("ix_turns_contact_id_submission_id_id"), table_name="turns")
    op.drop_table("turns")
