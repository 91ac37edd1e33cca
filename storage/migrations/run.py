"""The migrations run: alembic's only door, which none but a command that makes or mends a record opens."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from storage.migrations.chain import SCRIPTS, earlier


def run(connection: sa.Connection, revision: str) -> None:
    """Bring the tables to a revision, up or down, within the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    stands_at = MigrationContext.configure(connection).get_current_revision()
    if revision == "base" or revision.startswith("-") or revision in earlier(stands_at):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
