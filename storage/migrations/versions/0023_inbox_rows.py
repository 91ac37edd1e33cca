"""What Slack delivered, kept before Slack hears that we have it; files that were owed go the same way."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MOMENT = sa.DateTime(timezone=True)
NAMED = ("file_id", "user", "channel", "thread", "submission_id", "place")
OWED = sa.table("owed_files", *map(sa.column, ("id", "source", *NAMED, "tries")), sa.column("at", MOMENT))
ROWS = sa.table(
    "inbox_rows",
    *map(sa.column, ("id", "source", "person", "kind", "tries", "holder", "done_at")),
    sa.column("payload", sa.JSON()),
    sa.column("came_at", MOMENT),
)


def upgrade() -> None:
    op.create_table(
        "inbox_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_rows")),
        sa.UniqueConstraint("source", name=op.f("uq_inbox_rows_source")),
    )
    op.create_index(op.f("ix_inbox_rows_person_id"), "inbox_rows", ["person", "id"])
    _take_over()
    op.drop_table("owed_files")


def _take_over() -> None:
    """Files that were still to be fetched: as rows of the inbox, with the question they were meant for."""
    for row in op.get_bind().execute(sa.select(OWED).order_by(OWED.c.id)).mappings().all():
        made = {"source": f"{row['source']}/owed", "person": row["user"], "kind": "file", "came_at": row["at"]}
        payload = {name: row[name] for name in NAMED}
        op.get_bind().execute(sa.insert(ROWS).values(**made, payload=payload, tries=0, holder=""))


def _give_back() -> None:
    """Files that are still to be fetched; the version before knows of nothing else that waits."""
    wanted = sa.select(ROWS).where(ROWS.c.kind == "file", ROWS.c.done_at.is_(None)).order_by(ROWS.c.id)
    for row in op.get_bind().execute(wanted).mappings().all():
        held = {"thread": "", "place": "", **row["payload"], "user": row["person"], "at": row["came_at"], "tries": 0}
        owed = {name: held.get(name) for name in (*NAMED, "at", "tries")}
        owed |= {name: owed[name] or "" for name in ("file_id", "channel")}
        op.get_bind().execute(sa.insert(OWED).values(**owed, source=row["source"].removesuffix("/owed")))


def downgrade() -> None:
    op.create_table(
        "owed_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_owed_files_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_files")),
        sa.UniqueConstraint("source", name=op.f("uq_owed_files_source")),
    )
    _give_back()
    op.drop_table("inbox_rows")
