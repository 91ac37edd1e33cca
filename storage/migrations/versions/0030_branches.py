"""Whose mailbox a letter came to, and in whose name a message leaves: a partnership's own, or what is common."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    for table in ("messages", "receipts"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("partnership", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("messages", "receipts"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("partnership")
