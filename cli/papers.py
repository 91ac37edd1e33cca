"""What a manager reads of an audit in a conversation: the roll, the report and the digest that the commands make."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cli import wiring
from cli.digest import readers_of, send_digests, shown
from cli.held import discarded, letter_lines, released, told_of
from cli.ordered import PaperBench
from cli.status import rolled_out, standings_in
from cli.witness import bear_witness
from config.partnerships import PartnershipTable, sound_partnerships
from config.settings import Settings
from config.ways import SLACK
from intake.notices import PaperOrder
from storage.record import Faults


@dataclass(frozen=True)
class AuditPapers:
    """Makes them for one partnership, or takes orders for what takes long."""

    using: Settings
    bench: PaperBench

    def roll(self, db: Session, key: str, partnership: str) -> str:
        return rolled_out(db, self.using, key, standings_in(db, self.using, key, partnership, Faults(is_logged=False)))

    def order(self, db: Session, order: PaperOrder, source: str, user: str) -> None:
        self.bench.order(db, order, source, {"via": SLACK.name, "recipient": user})

    def letter(self, number: int) -> Sequence[str]:
        return letter_lines(self.using, number)

    def release(self, number: int, by: str) -> str:
        outcome = released(self.using, number, by)
        again = f" It is held again: {outcome.reason}" if outcome.outcome == "held" else ""
        return f"{told_of(number, outcome)}{again}"

    def discard(self, number: int, by: str) -> str:
        discarded(self.using, number, by)
        return f"Letter {number} is discarded. Nothing of it is recorded."

    def evidence(self, sha256: str) -> bytes:
        with wiring.evidence(self.using).open(sha256) as file:
            return file.read()

    def sealed(self) -> None:
        with wiring.open_record(self.using) as record:
            bear_witness(self.using, record, wiring.now(self.using), all_of_it=True)

    def digest(self, db: Session, key: str, partnership: str) -> str:
        return shown(db, self.using, key, partnership).text

    def digest_readers(self, partnership: str) -> Sequence[str]:
        tables = sound_partnerships(self.using.config_folder / "partnerships.toml")
        return readers_of(self.using, tables.get(partnership) or PartnershipTable(key=partnership, name=partnership))

    def send_digest(self, key: str, partnership: str, ordered: str) -> Sequence[str]:
        self.sealed()
        return list(send_digests(self.using, key, partnership, None, Faults(is_logged=False), ordered))
