"""Mail: what is told of each letter in and out, where letters were seen, and words that answer no question."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MESSAGE_TEXTS = ("html", "token", "auto_submitted", "in_reply_to", "references", "last_error")
MESSAGE_MOMENTS = ("next_try_at", "failed_at", "cancelled_at")
RECEIPT_TEXTS = ("message_id", "sender", "subject", "decided_by")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    with op.batch_alter_table("contacts") as contacts:
        contacts.add_column(_moment("bounced_at"))
        contacts.add_column(sa.Column("away_until", sa.Date(), nullable=True))
    with op.batch_alter_table("messages") as messages:
        for name in MESSAGE_TEXTS:
            messages.add_column(_text(name))
        for name in MESSAGE_MOMENTS:
            messages.add_column(_moment(name))
        messages.add_column(sa.Column("attachments", sa.JSON(), nullable=False, server_default="[]"))
        messages.add_column(_whole("attempts"))
        messages.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        messages.create_foreign_key(op.f("fk_messages_contact_id"), "contacts", ["contact_id"], ["id"])
    op.create_index(op.f("ix_messages_sent_at"), "messages", ["sent_at"], unique=False)
    with op.batch_alter_table("receipts") as receipts:
        for name in RECEIPT_TEXTS:
            receipts.add_column(_text(name))
        receipts.add_column(sa.Column("body_sha256", sa.String(length=64), nullable=False, server_default=""))
        receipts.add_column(_whole("size"))
        receipts.add_column(_whole("tries"))
        receipts.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        receipts.create_foreign_key(op.f("fk_receipts_contact_id"), "contacts", ["contact_id"], ["id"])
    op.create_index(op.f("ix_receipts_message_id"), "receipts", ["message_id"], unique=False)
    _remarks()
    _sightings()


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_remarks_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("submission_id", "source", "number", name=op.f("uq_remarks_submission_id_source_number")),
    )


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_sightings_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sightings")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_sightings_mailbox_uidvalidity_uid")),
    )


def downgrade() -> None:
    op.drop_table("sightings")
    op.drop_table("remarks")
    op.drop_index(op.f("ix_receipts_message_id"), "receipts")
    with op.batch_alter_table("receipts") as receipts:
        receipts.drop_constraint(op.f("fk_receipts_contact_id"), type_="foreignkey")
        for name in (*RECEIPT_TEXTS, "body_sha256", "size", "tries", "contact_id"):
            receipts.drop_column(name)
    op.drop_index(op.f("ix_messages_sent_at"), "messages")
    with op.batch_alter_table("messages") as messages:
        messages.drop_constraint(op.f("fk_messages_contact_id"), type_="foreignkey")
        for name in (*MESSAGE_TEXTS, *MESSAGE_MOMENTS, "attachments", "attempts", "contact_id"):
            messages.drop_column(name)
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_column("bounced_at")
        contacts.drop_column("away_until")
