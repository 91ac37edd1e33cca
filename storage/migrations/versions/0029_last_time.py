"""Which round an audit comes after, which answers were kept from it, and how old a file itself is."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    with op.batch_alter_table("audits") as audits:
        audits.add_column(sa.Column("after", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("kept_from", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("evidence") as evidence:
        evidence.add_column(sa.Column("dated", sa.Date(), nullable=True))
        evidence.add_column(sa.Column("review_by", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("evidence") as evidence:
        evidence.drop_column("review_by")
        evidence.drop_column("dated")
    with op.batch_alter_table("answers") as answers:
        answers.drop_column("kept_from")
    with op.batch_alter_table("audits") as audits:
        audits.drop_column("after")
