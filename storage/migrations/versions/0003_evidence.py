"""Evidence: when it came in, what to be wary of, when it was scanned; files of more than 2 GB."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("evidence", sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("evidence", sa.Column("flags", sa.Text(), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":  # any integer of SQLite is wide enough
        op.alter_column("evidence", "size", type_=sa.BigInteger())


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("evidence", "size", type_=sa.Integer())
    for name in ("kept_at", "flags", "scanned_at"):
        op.drop_column("evidence", name)
