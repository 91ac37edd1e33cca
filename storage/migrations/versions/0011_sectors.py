"""The sector a return is asked by, as it was when the return was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.add_column(sa.Column("sector", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE submissions SET sector = (SELECT sector FROM agencies WHERE agencies.id = submissions.agency_id)"
    )
    with op.batch_alter_table("submissions") as submissions:
        submissions.alter_column("sector", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.drop_column("sector")
