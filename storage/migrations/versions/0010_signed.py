"""When a return was last signed: what is open again for a change counts as it was signed."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)
EVENTS = sa.table("events", *map(sa.column, ("audit_id", "number", "about")), sa.column("facts", sa.JSON()))
SUBMISSIONS = sa.table(
    "submissions", *map(sa.column, ("id", "audit_id", "agency_id")), sa.column("signed_at", MOMENT),
    sa.column("submitted_at", MOMENT),
)  # fmt: skip
AGENCIES = sa.table("agencies", *map(sa.column, ("id", "abbr")))


def upgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.add_column(sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    db = op.get_bind()
    db.execute(sa.update(SUBMISSIONS).values(signed_at=SUBMISSIONS.c.submitted_at))
    signed = _signed(db)
    mended = (
        sa.select(SUBMISSIONS.c.id, SUBMISSIONS.c.audit_id, AGENCIES.c.abbr)
        .join(AGENCIES, AGENCIES.c.id == SUBMISSIONS.c.agency_id)
        .where(SUBMISSIONS.c.submitted_at.is_(None))
    )
    for submission, audit, abbr in db.execute(mended).all():
        if (at := signed.get((audit, abbr))) is not None:
            db.execute(sa.update(SUBMISSIONS).where(SUBMISSIONS.c.id == submission).values(signed_at=at))


def _signed(db: sa.Connection) -> dict[tuple[int, str], datetime]:
    """The last signature that the trail knows of each return: nothing else remembers the one of a reopened return."""
    found = {}
    for audit, about, facts in db.execute(
        sa.select(EVENTS.c.audit_id, EVENTS.c.about, EVENTS.c.facts).order_by(EVENTS.c.audit_id, EVENTS.c.number)
    ):
        if isinstance(facts, dict) and facts.get("submitted_at"):
            found[audit, about] = datetime.fromisoformat(facts["submitted_at"])
    return found


def downgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.drop_column("signed_at")
