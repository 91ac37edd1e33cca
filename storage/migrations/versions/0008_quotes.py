"""Quotations a manager approved; and what a digest needs of a message: its facts, where it stands, whom to reply to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_quotes_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("answer_id", "start", "end", name=op.f("uq_quotes_answer_id_start_end")),
    )
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("reply_to", sa.Text(), nullable=False, server_default=""))
        messages.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        messages.add_column(sa.Column("posted", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        for name in ("posted", "facts", "reply_to"):
            messages.drop_column(name)
    op.drop_table("quotes")
