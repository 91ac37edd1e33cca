"""The `s11` command: its parts, and how it says what went wrong."""

import sys

import typer

from cli import answers, audits, demo, record, reporting, setup, themes
from cli.wiring import NotReady
from config.loading import Faulty
from config.settings import UnknownSetting
from intake.answers import Refused
from intake.tables import FaultyTable
from reports.returns import UnknownPartnership

EXAMPLES = """Runs Section 11 safeguarding audits: asks agencies, keeps what they say, reports what it adds up to.

Start here:

  s11 demo                                            a real audit, loaded and reported, no accounts needed

  s11 init                                            make the record and starter files

  s11 audit list                                      which questionnaires there are

  s11 audit open section-11 --agencies agencies.csv --due 2027-03-31

  s11 answers import section-11 ratings.csv

  s11 report section-11 --out report
"""

app = typer.Typer(help=EXAMPLES, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(audits.app, name="audit")
app.add_typer(answers.app, name="answers")
app.add_typer(themes.app, name="themes")
for command in (
    demo.demo,
    setup.init,
    setup.doctor,
    record.export,
    record.verify,
    reporting.figures,
    reporting.report,
    themes.tag,
):
    app.command()(command)
app.command(name="import")(record.import_)


def main() -> None:
    """Run the command line; what a person must know is said on stderr and left with 2."""
    try:
        app()
    except (NotReady, Faulty, UnknownSetting, Refused, FaultyTable, UnknownPartnership) as told:
        sys.stderr.write(f"{told}\n")
        raise SystemExit(2) from None
