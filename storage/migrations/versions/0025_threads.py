"""Questions put back to agencies, what both sides say of them, and the forms whose replies go there."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wants", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_threads_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("submission_id", "source", name=op.f("uq_threads_submission_id_source")),
    )
    op.create_table(
        "thread_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_thread_entries_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_entries")),
        sa.UniqueConstraint("thread_id", "source", name=op.f("uq_thread_entries_thread_id_source")),
    )
    with op.batch_alter_table("sent") as sent:
        sent.add_column(sa.Column("thread_id", sa.Integer(), nullable=True))
        sent.create_foreign_key("fk_sent_thread_id", "threads", ["thread_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sent") as sent:
        sent.drop_constraint("fk_sent_thread_id", type_="foreignkey")
        sent.drop_column("thread_id")
    op.drop_table("thread_entries")
    op.drop_table("threads")
