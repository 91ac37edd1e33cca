"""The `s11` command: its parts, and how it says what went wrong."""

import sys

import typer

from cli import (
    answers,
    audits,
    backup,
    bot,
    clock,
    decisions,
    demo,
    evidence,
    held,
    inviting,
    mail,
    nudging,
    prune,
    record,
    reporting,
    running,
    sending,
    setup,
    talk,
    themes,
)
from cli.web import web
from cli.wiring import NotReady
from config.loading import Faulty
from config.settings import UnknownSetting
from intake.answers import Refused
from intake.tables import FaultyTable
from reports.returns import UnknownPartnership
from storage.evidence import Damaged, Missing, Unavailable
from storage.sealed import Unusable

EXAMPLES = """Runs Section 11 safeguarding audits: asks agencies, keeps what they say, reports what it adds up to.

Start here:

  s11 demo                                            a real audit, loaded and reported, no accounts needed

  s11 init                                            make the record and starter files

  s11 audit list                                      which questionnaires there are

  s11 audit open section-11 --agencies agencies.csv --due 2027-03-31

  s11 talk section-11 --as jo@surgery.example.org     answer it, one question at a time

  s11 answers import section-11 ratings.csv

  s11 report section-11 --out report
"""

app = typer.Typer(help=EXAMPLES, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(audits.app, name="audit")
app.add_typer(answers.app, name="answers")
app.add_typer(decisions.contacts, name="contact")
audits.app.command()(decisions.close)
app.add_typer(evidence.app, name="evidence")
app.add_typer(mail.app, name="mail")
app.add_typer(sending.app, name="outbox")
app.add_typer(held.app, name="held")
app.add_typer(themes.app, name="themes")
for command in (
    demo.demo,
    talk.talk,
    bot.bot,
    setup.init,
    setup.doctor,
    inviting.invite,
    inviting.status,
    nudging.nudge,
    clock.clock,
    running.run,
    record.export,
    record.verify,
    backup.backup,
    prune.prune,
    reporting.figures,
    reporting.report,
    decisions.excuse,
    decisions.extend,
    decisions.pause,
    decisions.reopen,
    decisions.call,
    web,
    themes.tag,
):
    app.command()(command)
app.command(name="import")(record.import_)
app.command(name="restore")(backup.restore_)


TOLD = (
    NotReady,
    Faulty,
    UnknownSetting,
    Refused,
    FaultyTable,
    UnknownPartnership,
    Unavailable,
    Missing,
    Damaged,
    Unusable,
)


def main() -> None:
    """Run the command line; what a person must know is said on stderr and left with 2."""
    try:
        app()
    except TOLD as told:
        sys.stderr.write(f"{told}\n")
        raise SystemExit(2) from None
