"""Files that came with an update of an action: evidence of it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "action_evidence",
        sa.Column("action_entries_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_entries_id"], ["action_entries.id"], name=op.f("fk_action_evidence_action_entries_id")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_action_evidence_evidence_id")),
        sa.PrimaryKeyConstraint("action_entries_id", "evidence_id", name=op.f("pk_action_evidence")),
    )
    op.create_index(op.f("ix_action_evidence_evidence_id"), "action_evidence", ["evidence_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_action_evidence_evidence_id"), table_name="action_evidence")
    op.drop_table("action_evidence")
