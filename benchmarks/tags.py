"""A writer beside a re-tagging of 10,000 answers: how long it waits at most, and what the tagging itself costs.

Beside the writer alone, and the tagger alone on the same words. python -m benchmarks.tags [AGENCIES]
"""

import multiprocessing as mp
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import sqlalchemy as sa

from benchmarks import audit
from benchmarks.table import tell
from benchmarks.themes import novel
from config.themes import SHIPPED_THEMES, load_themes
from intake.ledger import Saying, record
from intake.returns import Given
from nlp.themes import ThemeTag
from nlp.themes.tagger import Tagger
from reports.tags import tag_answers, untagged
from storage.nouns import Answer, Audit, Submission, Tag, Tagged
from storage.record import Database, open_database
from storage.record.trail import Speaker

AGENCIES, QUESTIONS = 250, 40
ALONE = 5.0  # seconds the writer works by itself
PART = 5  # the tagger alone looks at every fifth answer
BETWEEN = 0.05  # seconds between two answers of the writer


class Again:
    """The tagger under another version, so that everything is looked at again."""

    def __init__(self, tagger: Tagger, version: str) -> None:
        self.tagger, self.version = tagger, version

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[ThemeTag]]:
        return self.tagger.tag_all(texts)


def write(url: str, ready: Event, stop: Event, told: "mp.Queue[list[float]]") -> None:
    """Record an answer again and again, as another process would, and tell how long each took."""
    waits: list[float] = []
    template = audit.questionnaire(QUESTIONS)
    with open_database(url) as database:
        while not stop.is_set():
            began = time.monotonic()
            with database.write.begin() as db:
                submission = db.scalars(sa.select(Submission).order_by(Submission.id).limit(1)).one()
                given = Given("1.1", "text", f"Answer {len(waits)}.")
                saying = Saying(Speaker("Jo Park", "email", audit.NOON), f"letter:{began}")
                record(db, template, submission, [given], saying)
            waits.append(time.monotonic() - began)
            ready.set()
            time.sleep(BETWEEN)
    told.put(waits)


class Writer:
    """A writer in a process of its own, until it is asked how long it waited."""

    def __init__(self, url: str) -> None:
        spawn = mp.get_context("spawn")
        self.stop, self.told, ready = spawn.Event(), spawn.Queue(), spawn.Event()
        self.process = spawn.Process(target=write, args=(url, ready, self.stop, self.told))
        self.process.start()
        ready.wait()

    def waits(self) -> list[float]:
        self.stop.set()
        waits: list[float] = self.told.get()
        self.process.join()
        return waits


def tag(database: Database, tagger: Again) -> int:
    with database.read() as db:
        kept = db.scalars(sa.select(Audit)).one()
        waiting = untagged(db, kept, audit.questionnaire(QUESTIONS), tagger.version)
    return tag_answers(database, waiting, tagger)


def tagged_before(database: Database) -> None:
    """As if each answer in words had been tagged with one theme by an earlier version."""
    found = {"theme": "training", "start": 0, "end": 4, "version": "1"}
    with database.write.begin() as db:
        numbers = db.scalars(sa.select(Answer.id).where(Answer.prompt == "text")).all()
        db.execute(sa.insert(Tagged), [{"answer_id": each, "version": "1"} for each in numbers])
        db.execute(sa.insert(Tag), [{"answer_id": each} | found for each in numbers])


def main() -> None:
    agencies = int(sys.argv[1]) if len(sys.argv) > 1 else AGENCIES
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 's11.db'}"
        texts = list(novel(agencies * QUESTIONS))
        with open_database(url) as database:
            database.migrate()
            audit.fill(database, audit.questionnaire(QUESTIONS), agencies, iter(texts))
            tagger = Tagger.load(load_themes(SHIPPED_THEMES)).light()
            tagged_before(database)
            writer = Writer(url)
            time.sleep(ALONE)
            alone = writer.waits()
            writer = Writer(url)
            began = time.process_time()
            done = tag(database, Again(tagger, "2"))
            ours = time.process_time() - began
            beside = writer.waits()
        began = time.process_time()
        for _ in tagger.tag_all(texts[::PART]):
            pass
        least = (time.process_time() - began) * PART
    tell(f"re-tagging {done:,} answers, beside the tagger alone", ours, least, "CPU s")
    tell(f"longest of {len(beside)} answers written meanwhile, beside a writer alone", max(beside), max(alone), "s")


if __name__ == "__main__":
    main()
