"""s11 worker: reads letters, tags answers, makes digests and papers as they are handed out."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.work import DIGESTS, PAPER, READ, TAG, WorkQueue, make_queue
from cli import post, wiring
from cli.digest import queue_due
from cli.faults import noted
from cli.ordered import paper_bench
from cli.rounds import Keeper, awaited
from cli.tags import open_tagger, tag_block, themes_of
from cli.work import LetterPorter
from config.settings import Settings
from intake.mail.inward import Postroom
from nlp.themes import version_in_use
from storage.nouns import Receipt
from storage.record import Database, Faults, apart

if TYPE_CHECKING:
    from nlp.themes.tagger import Tagger


def worker() -> None:
    """Take up what the mailbox and the clock hand out, one thing at a time, until stopped. Needs PostgreSQL.

    As many may run as there are cores, on any machine. What one that is killed had in hand another takes up.
    """
    using = wiring.settings()
    wiring.refuse_frozen(using)
    stop = wiring.stopped_by_signals()
    with ExitStack() as opened:
        record = opened.enter_context(awaited(lambda: wiring.open_record(using), stop, wiring.err().print))
        if record.engine.dialect.name != "postgresql":
            told = "Workers share a PostgreSQL, and the record is in SQLite, where s11 run does all of it."
            raise wiring.NotReady(f"{told} docs/scale.md says how to move.")
        make_queue(record)
        wiring.err().print("Waiting for work. Stop with Ctrl-C.")
        keep_working(WorkBench(using, record, opened), Keeper.of(using, record, stop))


def keep_working(bench: "WorkBench", keeper: Keeper) -> None:
    """Do what is handed out until told to stop; a database that is away is waited for."""
    from bot.work.worker import work_off  # it loads asyncio and Procrastinate, which no other part needs

    record, porter = bench.record, LetterPorter(bench.using, WorkQueue(bench.record))
    address = (record.direct or record.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    papers = paper_bench(bench.using, record)
    tasks: dict[str, Callable[..., None]] = {READ: bench.read, TAG: bench.tag, DIGESTS: bench.digests}
    tasks[PAPER] = papers.make

    def sweep() -> None:
        porter.sweep("*")
        papers.sweep()

    def work() -> float:
        work_off(address, tasks, sweep, keeper.stop)
        return 0.0

    keeper.keep_on("The worker", work)


@dataclass
class WorkBench:
    """What jobs are done with: the same calls as where nobody hands anything out."""

    using: Settings
    record: Database
    opened: ExitStack
    rooms: dict[str, Postroom] = field(default_factory=dict)
    tagger: "Tagger | None" = None

    def read(self, number: int) -> None:
        """Read a letter that is kept and not yet read."""
        with self.record.read() as db:
            receipt = db.get(Receipt, number)
            if receipt is None or receipt.outcome != "unread":
                return
            of = receipt.partnership
        if of not in self.rooms:
            porter = LetterPorter(self.using, WorkQueue(self.record))
            self.rooms[of] = self.opened.enter_context(post.postroom(self.using, self.record, of, porter))
        self.rooms[of].resume(number)

    def tag(self, key: str, block: int) -> None:
        """Tag one block of an audit's answers; what finds themes is loaded once, until the themes change."""
        faults = Faults()
        with apart(faults, f"the themes of {key}"):
            tag_block(self.record, self.using, key, block, faults, self._tagger)
        noted(self.using, self.record, faults)

    def _tagger(self) -> "Tagger":
        version = version_in_use(themes_of(self.using))
        if self.tagger is None or self.tagger.version != version:
            self.tagger = open_tagger(self.using)
        return self.tagger

    def digests(self) -> None:
        faults = Faults()
        with apart(faults, "all digests"), self.record.write.begin() as db:
            queue_due(db, self.using, wiring.now(self.using), faults)
        noted(self.using, self.record, faults)
