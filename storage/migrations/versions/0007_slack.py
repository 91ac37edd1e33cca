"""What was shown in Slack, and where."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "shown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_shown_submission_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_shown_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_shown_channel_ts")),
    )
    op.create_index(op.f("ix_shown_channel_thread_id"), "shown", ["channel", "thread", "id"])


def downgrade() -> None:
    op.drop_table("shown")
