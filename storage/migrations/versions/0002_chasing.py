"""What a manager decides of a return and of a contact."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("excused_because", sa.Text(), nullable=False, server_default=""))
    op.add_column("submissions", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("contacts", sa.Column("time_zone", sa.Text(), nullable=False, server_default="Europe/London"))
    op.add_column("contacts", sa.Column("phone", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_calls_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )


def downgrade() -> None:
    op.drop_table("calls")
    op.drop_column("contacts", "phone")
    op.drop_column("contacts", "time_zone")
    op.drop_column("submissions", "paused_until")
    op.drop_column("submissions", "excused_because")
