"""What a manager reads of an audit in a conversation: the roll, the report and the digest that the commands make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cli.digest import shown
from cli.report import in_words, report_files
from cli.status import rolled_out, standings_in
from config.settings import Settings
from reports.digests import PICTURE, REPORT, WORKBOOK
from storage.record import Faults


@dataclass(frozen=True)
class AuditPapers:
    """Makes them for one partnership, with the tags as they were last made; a file that cannot be made is left out."""

    using: Settings

    def roll(self, db: Session, key: str, partnership: str) -> str:
        return rolled_out(db, key, standings_in(db, self.using, key, partnership, Faults(is_logged=False)))

    def report(self, db: Session, key: str, partnership: str) -> tuple[Sequence[str], Mapping[str, bytes]]:
        found, files = report_files(db, self.using, key, partnership, Faults())
        handed = {name: files[name] for name in (REPORT, WORKBOOK, PICTURE) if name in files}
        return in_words(found), {
            name: data if isinstance(data, bytes) else data.encode() for name, data in handed.items()
        }

    def digest(self, db: Session, key: str, partnership: str) -> str:
        return shown(db, self.using, key, partnership).text
