"""Meetings about a return: set for a day, and what was noted and came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        *_words("partnership"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("set_for", sa.Date(), nullable=False),
        *_words("about", "source", "made_by", "via"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_meetings_audit_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_meetings_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_meetings_audit_id_number")),
    )
    op.create_index(op.f("ix_meetings_submission_id"), "meetings", ["submission_id"])
    op.create_table(
        "meeting_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        *_words("words", "value", "said_by", "via", "source"),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_entries_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_entries")),
        sa.UniqueConstraint(
            "meeting_id", "source", "kind", "value", name=op.f("uq_meeting_entries_meeting_id_source_kind_value")
        ),
    )


def downgrade() -> None:
    op.drop_table("meeting_entries")
    op.drop_index(op.f("ix_meetings_submission_id"), table_name="meetings")
    op.drop_table("meetings")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
