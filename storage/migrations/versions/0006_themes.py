"""Why a theme was found, what a person decided of it, and with which tagger an answer was looked at."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ADDED: tuple[tuple[str, sa.types.TypeEngine[Any], str], ...] = (
    ("score", sa.Double(), "1"),
    ("why", sa.Text(), ""),
    ("words", sa.Text(), ""),
    ("sentence_start", sa.Integer(), "0"),
    ("sentence_end", sa.Integer(), "0"),
    ("decision", sa.Text(), ""),
)


def upgrade() -> None:
    with op.batch_alter_table("tags") as tags:
        for name, kind, default in ADDED:
            tags.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("tags") as tags:
        for name, _, _ in ADDED:
            tags.alter_column(name, server_default=None)
    op.create_table(
        "tagged",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_tagged_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_tagged")),
    )


def downgrade() -> None:
    op.drop_table("tagged")
    with op.batch_alter_table("tags") as tags:
        for name, _, _ in ADDED:
            tags.drop_column(name)
