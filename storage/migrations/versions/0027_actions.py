"""What is to be done after a round, what became of it, what is recommended, and forms whose replies are updates."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        *_words("partnership"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_words("what", "refs", "because", "owner", "by_when", "known_by", "source", "made_by", "via"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_actions_audit_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_actions_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_actions_audit_id_number")),
    )
    op.create_index(op.f("ix_actions_submission_id"), "actions", ["submission_id"])
    op.create_table(
        "action_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        *_words("words", "value", "said_by", "via", "source"),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_entries_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_entries")),
        sa.UniqueConstraint("action_id", "source", "kind", name=op.f("uq_action_entries_action_id_source_kind")),
    )
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        *_words("partnership"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_words("words", "owner", "refs", "priorities", "source", "made_by", "via"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_recommendations_audit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_recommendations_audit_id_number")),
    )
    with op.batch_alter_table("sent") as sent:
        sent.add_column(sa.Column("action_id", sa.Integer(), nullable=True))
        sent.create_foreign_key("fk_sent_action_id", "actions", ["action_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sent") as sent:
        sent.drop_constraint("fk_sent_action_id", type_="foreignkey")
        sent.drop_column("action_id")
    op.drop_table("recommendations")
    op.drop_table("action_entries")
    op.drop_index(op.f("ix_actions_submission_id"), table_name="actions")
    op.drop_table("actions")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
