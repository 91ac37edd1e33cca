"""s11 answers: ratings and words from a table, without any channel."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli import wiring
from cli.options import Key
from intake.importing import import_answers
from intake.tables import FaultyTable

app = typer.Typer(help="Answers from a table.", no_args_is_help=True, rich_markup_mode=None)


@app.command("import")
def import_(
    key: Key,
    file: Annotated[Path, typer.Argument(help="A CSV file: a matrix, or one answer a row.")],
    submit: Annotated[bool, typer.Option("--submit", help="Submit the returns in the file as they are.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, record nothing.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of words.")] = False,
) -> None:
    """Record answers from a CSV file; a file with a fault changes nothing and every fault is named.

    A matrix has "question" and then one column an agency; long rows have agency, question, prompt, value.
    """
    using = wiring.settings()
    data = wiring.read_file(file)
    with wiring.writing(using, dry_run=dry_run) as db:
        audit, template = wiring.audit_of(db, key)
        try:
            done = import_answers(
                db, audit, template, data, wiring.speaker(using, file.name, "import"), also_submit=submit
            )
        except FaultyTable as faulty:
            raise FaultyFile(file, faulty) from None
    if json_:
        wiring.say(json.dumps({"dry_run": dry_run, **done._asdict()}))
        return
    would = "Would record" if dry_run else "Recorded"
    wiring.say(f"{would} {done.recorded} answers; {done.unchanged} stood already. Submitted: {len(done.submitted)}.")


class FaultyFile(FaultyTable):
    """The faults of a table with the name of its file."""

    def __init__(self, file: Path, faulty: FaultyTable) -> None:
        super().__init__(faulty.faults)
        self.file = file

    def __str__(self) -> str:
        count = len(self.faults)
        many = "1 fault" if count == 1 else f"{count} faults"
        return f"{self.file}: {many}, nothing was recorded.\n{super().__str__()}"
