"""Letters of 20 answers from as many agencies, read and recorded on SQLite with one, two and four readers.

The ceiling is the standard library taking the same letters apart. python -m benchmarks.readers [LETTERS]
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import sqlalchemy as sa

from benchmarks.answered import AUDIT, letters_to
from benchmarks.table import tell
from cli import wiring
from cli.post import postroom
from config.questionnaire import SHIPPED, load_folder
from intake.forms import SentForm
from intake.mail.inward import FolderMailbox, taken_in
from torture.killed import run
from torture.workers import HEAD, WHO_ASKS

LETTERS = 120
FIRST = 10  # letters, while children start
ANSWERS = 20


def main() -> None:
    many = int(sys.argv[1]) if sys.argv[1:] else LETTERS
    with tempfile.TemporaryDirectory() as name:
        model, folder = Path(name) / "model", Path(name) / "in"
        os.environ["S11_HOME"] = str(model)
        raws = letters_to(_asked(model, many), load_folder(SHIPPED)[AUDIT], ANSWERS)
        folder.mkdir()
        for number, raw in enumerate(raws):
            (folder / f"{number:05}.eml").write_bytes(raw)
        parsed = cpu(lambda: _parse(raws)) / many
        alone = 0.0
        for readers in (1, 2, 4):
            took, spent = _read(model, Path(name) / f"with{readers}", folder, readers)
            alone = alone or took
            tell(f"{many} letters read and recorded, {readers} at once: by the clock, a letter", 1000 * took, unit="ms")
            tell("   times as fast as one", alone / took, unit="")
            tell("   CPU of all processes, beside the parsing", 1000 * spent, 1000 * parsed, unit="ms")


def _asked(home: Path, agencies: int) -> dict[str, SentForm]:
    """The audit open for all agencies; the form each contact was sent."""
    rows = [f"A{n:03},Agency {n},health,anytown,Jo {n},jo{n}@a{n}.example,,lead\n" for n in range(agencies)]
    home.mkdir(parents=True)
    (home / "agencies.csv").write_text(HEAD + "".join(rows))
    run(home, "init")
    (home / "config" / "partnerships.toml").write_text(WHO_ASKS)
    run(home, "audit", "open", AUDIT, "--agencies", str(home / "agencies.csv"), "--due", "2030-03-31")
    run(home, "invite", AUDIT, "--out", str(home / "out"))
    with wiring.unopened(wiring.settings()) as record, record.read() as db:
        found = db.execute(sa.text("SELECT email, form FROM sent JOIN contacts ON contacts.id = contact_id"))
        return {str(email): SentForm.from_stored(str(form)) for email, form in found}


def _read(model: Path, home: Path, folder: Path, readers: int) -> tuple[float, float]:
    """Seconds a letter by the clock once the children are there, and of CPU with their start."""
    shutil.copytree(model, home)
    os.environ |= {"S11_HOME": str(home), "S11_READERS": str(readers)}
    using, before, own = wiring.settings(), _of_children(), time.process_time()
    with wiring.open_record(using) as record, postroom(using, record) as room:
        came = taken_in(room, list(FolderMailbox(folder).letters()))
        said = Counter(next(came).outcome.outcome for _ in range(FIRST))
        began = time.monotonic()
        said.update(each.outcome.outcome for each in came)
        took = (time.monotonic() - began) / (said.total() - FIRST)
    if said.keys() != {"answered"}:
        raise AssertionError(f"Not all of them were answered: {said}.")
    return took, (time.process_time() - own + _of_children() - before) / said.total()


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parse(raws: list[bytes]) -> None:
    for raw in raws:
        for part in message_from_bytes(raw, policy=policy.compat32).walk():
            part.get_payload(decode=True)


if __name__ == "__main__":
    main()
