"""A chain for each return: what was written before stays in its audit's, and each return goes on from its head."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

OWN = sa.text("submission_id IS NULL")
AUDITS = sa.table("audits", *map(sa.column, ("id", "trail_length", "trail_head")))
SUBMISSIONS = sa.table("submissions", *map(sa.column, ("id", "audit_id", "trail_from", "trail_length", "trail_head")))
EVENTS = sa.table(
    "events",
    *map(sa.column, ("id", "audit_id", "submission_id", "number", "via", "action", "about", "digest", "hash")),
    sa.column("at", sa.DateTime(timezone=True)),
)
KEY, RETURN_KEY = "uq_events_audit_id_number", "uq_events_submission_id_number"


def upgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.add_column(sa.Column("trail_from", sa.Integer(), nullable=False, server_default="0"))
        submissions.add_column(sa.Column("trail_length", sa.Integer(), nullable=False, server_default="0"))
        submissions.add_column(sa.Column("trail_head", sa.Text(), nullable=False, server_default=""))
    own = sa.select(AUDITS.c.trail_length).where(AUDITS.c.id == SUBMISSIONS.c.audit_id).scalar_subquery()
    head = sa.select(AUDITS.c.trail_head).where(AUDITS.c.id == SUBMISSIONS.c.audit_id).scalar_subquery()
    op.get_bind().execute(sa.update(SUBMISSIONS).values(trail_from=own, trail_length=own, trail_head=head))
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("submission_id", sa.Integer(), nullable=True))
        events.create_foreign_key("fk_events_submission_id", "submissions", ["submission_id"], ["id"])
        events.drop_constraint(KEY, type_="unique")
        events.create_unique_constraint(RETURN_KEY, ["submission_id", "number"])
    op.create_index("ix_events_audit_id_number", "events", ["audit_id", "number"])
    op.create_index(
        "ix_events_own", "events", ["audit_id", "number"], unique=True, sqlite_where=OWN, postgresql_where=OWN
    )
    _make_seals()


def _make_seals() -> None:
    """For what no entry tells of; what is there already is sealed by the first round of the clock."""
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("last_row", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("number", name=op.f("uq_seals_number")),
    )
    op.create_index(op.f("ix_seals_what_last_row"), "seals", ["what", "last_row"])


def downgrade() -> None:
    """The version before knows one chain an audit: what returns added goes to its end, in order, and is sealed anew."""
    op.drop_table("seals")
    op.drop_index("ix_events_own", "events")
    op.drop_index("ix_events_audit_id_number", "events")
    with op.batch_alter_table("events") as events:
        events.drop_constraint(RETURN_KEY, type_="unique")
    db = op.get_bind()
    for audit in db.scalars(sa.select(AUDITS.c.id)).all():
        _one_chain(db, audit)
    with op.batch_alter_table("events") as events:
        events.drop_constraint("fk_events_submission_id", type_="foreignkey")
        events.drop_column("submission_id")
        events.create_unique_constraint(KEY, ["audit_id", "number"])
    with op.batch_alter_table("submissions") as submissions:
        submissions.drop_column("trail_head")
        submissions.drop_column("trail_length")
        submissions.drop_column("trail_from")


def _one_chain(db: sa.Connection, audit: int) -> None:
    """Entries keep their numbers and hashes up to the first that a return wrote."""
    head, number = "", 0
    for number, event in enumerate(_in_order(db, audit), start=1):
        sealed = [head, number, _moment(event.at), event.via, event.action, event.about, event.digest]
        hashed = hashlib.sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        if (number, event.submission_id) == (event.number, None):
            hashed = event.hash  # as it was written, whatever became of it: to seal it anew would hide a change
        else:
            db.execute(sa.update(EVENTS).where(EVENTS.c.id == event.id).values(number=number, hash=hashed))
        head = hashed
    db.execute(sa.update(AUDITS).where(AUDITS.c.id == audit).values(trail_length=number, trail_head=head))


def _in_order(db: sa.Connection, audit: int) -> Iterator[sa.Row[Any]]:
    """As they were written: what an audit wrote before its returns did, then all of them by their ids."""
    theirs = sa.select(sa.func.min(EVENTS.c.id)).where(EVENTS.c.audit_id == audit, EVENTS.c.submission_id.is_not(None))
    first = db.scalar(theirs)
    wanted = sa.select(EVENTS).where(EVENTS.c.audit_id == audit)
    if first is None:
        yield from db.execute(wanted.order_by(EVENTS.c.number)).all()
        return
    is_before = sa.and_(EVENTS.c.submission_id.is_(None), EVENTS.c.id < first)
    yield from db.execute(wanted.where(is_before).order_by(EVENTS.c.number)).all()
    yield from db.execute(wanted.where(sa.not_(is_before)).order_by(EVENTS.c.id)).all()


def _moment(at: datetime) -> str:
    moment = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return moment.isoformat(timespec="microseconds")
