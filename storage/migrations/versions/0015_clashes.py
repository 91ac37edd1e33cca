"""An answer that met a colleague's, kept beside it: to what it was said, and which answer stood there."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"

WORDS = ("question", "prompt", "value", "met_source", "met_prompt")


def upgrade() -> None:
    with op.batch_alter_table("remarks") as remarks:
        for name in WORDS:
            remarks.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        remarks.add_column(sa.Column("not_applicable", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("remarks") as remarks:
        for name in ("not_applicable", *reversed(WORDS)):
            remarks.drop_column(name)
