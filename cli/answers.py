"""s11 answers: ratings and words from a table, without any channel."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli import wiring
from cli.options import Key
from config.files import open_file
from config.settings import Settings
from config.words import count
from intake.audits import FaultyTable, import_answers, table_of
from intake.ledger import Brought, bring, look
from intake.letters import Reader

app = typer.Typer(help="Answers from a table.", no_args_is_help=True, rich_markup_mode=None)


@app.command("import")
def import_(
    key: Key,
    file: Annotated[Path, typer.Argument(help="A CSV file: a matrix, or one answer a row.")],
    submit: Annotated[bool, typer.Option("--submit", help="Submit the returns in the file as they are.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, record nothing.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of words.")] = False,
    by: Annotated[str, typer.Option("--by", show_default=False, help="Who says so; the file's name by default.")] = "",
) -> None:
    """Record answers from a CSV file; a file with a fault changes nothing and every fault is named.

    A matrix has "question" and then one column an agency; long rows have agency, question, prompt, value, and may
    have file: a file beside the table that supports the answer.
    """
    using = wiring.settings()
    data = wiring.read_file(file)
    try:
        files = _files(using, key, file, data, dry_run=dry_run)
        with wiring.writing(using, dry_run=dry_run) as db:
            audit, template = wiring.audit_of(db, key)
            speaker = wiring.speaker(using, by or file.name, "import")
            done = import_answers(db, audit, template, data, speaker, also_submit=submit, files=files)
    except FaultyTable as faulty:
        raise FaultyFile(file, faulty) from None
    if json_:
        wiring.say(json.dumps({"dry_run": dry_run, **done._asdict()}))
        return
    would = "Would record" if dry_run else "Recorded"
    wiring.say(
        f"{would} {count(done.recorded, 'answer')}; {done.unchanged} stood already. Submitted: {len(done.submitted)}."
    )


def _files(using: Settings, key: str, file: Path, data: bytes, *, dry_run: bool) -> dict[str, Brought]:
    """The files that a table names, stored before the record is opened for writing: they may be long."""
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        named = {
            each.file for each in table_of(db, audit, template, data, lambda path: _fault(file, path)) if each.file
        }
    brought: dict[str, Brought] = {}
    store = wiring.evidence(using) if named else None
    with Reader() as reader:
        for path in sorted(named):
            with open_file(file.parent / path) as stream:
                name = Path(path).name
                if dry_run or not store:
                    brought[path] = look(stream, name, reader.describe)
                else:
                    brought[path] = bring(store, stream, name, using.clamd, reader.describe)
    return brought


def _fault(table: Path, path: str) -> str | None:
    """What keeps us from a file; one outside the table's folder may be anything of this machine's."""
    folder = table.parent.resolve()
    try:
        found = (folder / path).resolve()
        if not found.is_relative_to(folder):
            return "Name a file that lies beside the table or in a folder below it."
        if not found.is_file():
            return f"There is no such file beside {table.name}."
        with open_file(found) as file:
            return None if file.read(1) else "This file is empty, so it shows nothing."
    except (OSError, ValueError) as error:
        return f"This file cannot be read: {getattr(error, 'strerror', None) or error}."


class FaultyFile(FaultyTable):
    """The faults of a table with the name of its file."""

    def __init__(self, file: Path, faulty: FaultyTable) -> None:
        super().__init__(faulty.faults)
        self.file = file

    def __str__(self) -> str:
        return f"{self.file}: {count(len(self.faults), 'fault')}, nothing was recorded.\n{super().__str__()}"
