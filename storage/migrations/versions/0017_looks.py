"""Indexes for looks over many returns: by return, by token, by reader, and from the far side of each pair."""

from alembic import op

revision = "0017"
down_revision = "0016"

LOOKS = (
    ("messages", "submission_id"),
    ("messages", "token"),
    ("messages", "recipient", "not_before"),
    ("sent", "submission_id"),
    ("receipts", "outcome"),
    ("receipts", "submission_id"),
    ("sightings", "mailbox", "filed_at"),
    ("calls", "submission_id"),
    ("submissions", "agency_id"),
    ("agency_partnerships", "partnerships_id"),
    ("agency_contacts", "contacts_id"),
    ("submission_partnerships", "partnerships_id"),
    ("answer_evidence", "evidence_id"),
)


def upgrade() -> None:
    for table, *columns in LOOKS:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    for table, *columns in reversed(LOOKS):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
