"""The migrations run: alembic's only door, which none but a command that makes or mends a record opens."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.migrations.chain import SCRIPTS


def run(connection: sa.Connection, revision: str) -> None:
    """Bring the tables to a revision, up or down, within the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision == "base" or revision.startswith("-"):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
