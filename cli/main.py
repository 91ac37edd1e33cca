"""The `s11` command: its parts, each imported when it is asked for, and how it says what went wrong."""

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
import typer.main
from typer.core import TyperGroup

from cli.allowed import allow_named
from cli.options import heed_given
from config.words import visible

EXAMPLES = """Runs Section 11 safeguarding audits: asks agencies, keeps what they say, reports what it adds up to.

Start here:

  s11 demo                                         a real audit, at once

  s11 init                                         make the record and files

  s11 audit list                                   the questionnaires

  s11 audit open section-11 --agencies agencies.csv --due 2027-03-31

  s11 talk section-11 --as jo@surgery.example.org  answer it here

  s11 answers import section-11 ratings.csv

  s11 report section-11 --out report
"""


class Entry(NamedTuple):
    """Where a command or a group of them stands in cli, and its line in the help: the first sentence of its own."""

    where: str
    says: str


PARTS = {
    "demo": Entry(
        "demo:demo",
        "Load City & Hackney 2009-10 (13 agencies, 53 questions, 689 published cells) and report it.",
    ),
    "talk": Entry(
        "talk:talk",
        "Answer an audit here, one question at a time; every answer is kept before the next is asked.",
    ),
    "bot": Entry(
        "bot:bot",
        "Talk with agencies in Slack until stopped; leaves with 1 when Slack cannot be heard, to be started anew.",
    ),
    "init": Entry("init:init", "Make the record, folders and starter files; bring an older record up to date."),
    "doctor": Entry(
        "doctor:doctor",
        "Check the set-up line by line, each with its mend; leaves with 1 when something fails.",
    ),
    "completion": Entry(
        "completion:completion",
        "Print what makes a shell complete the commands and options of s11; keep it where that shell looks.",
    ),
    "man": Entry("man:man", "Print the manual page of s11, with every command, option and setting."),
    "invite": Entry(
        "invite:invite",
        "Ask every contact who has not been asked yet: one letter each, or a Slack message where they use Slack.",
    ),
    "status": Entry(
        "status:status",
        "Show who has answered, how far each has got, when each was last heard of, and whose letters come back.",
    ),
    "nudge": Entry(
        "nudge:nudge",
        "Show every nudge whose day has come, word for word, and when it may leave.",
    ),
    "clock": Entry(
        "clock:clock",
        "Tag answers, queue the nudges, phone lists and digests that are due, every minute, until stopped.",
    ),
    "run": Entry(
        "run:run",
        "Everything in one process: letters in and out, Slack, the clock, the web.",
    ),
    "export": Entry("record:export", "Write an audit's whole record: every answer, who said it, when, and the trail."),
    "verify": Entry(
        "record:verify",
        "Check every audit's trail and every seal against the record; name what does not hold.",
    ),
    "backup": Entry(
        "backup:backup",
        "Write record, evidence, outbox and your own folder to one file that only the backup key opens.",
    ),
    "prune": Entry(
        "prune:prune",
        "List stored files that nothing refers to and that are older than 30 days; with --delete, let them go.",
    ),
    "figures": Entry(
        "report:figures",
        "The numbers of the report: as a few lines to read, or all of them with --json.",
    ),
    "report": Entry(
        "report:report",
        "Write report.html, report.xlsx, report.csv, figures.json and heat-map.png into a folder.",
    ),
    "paper": Entry(
        "paper:paper_",
        "Write the board's paper: summary, standards, a page an agency, appendix; words only where approved.",
    ),
    "digest": Entry(
        "digest:digest",
        "Say on one screen what an audit adds up to, whole or for a partnership; bare, it is only shown.",
    ),
    "quotes": Entry(
        "quotes:quotes",
        "List sentences on what works and worries as others would read them; approve one, or take an approval back.",
    ),
    "excuse": Entry("decisions:excuse", "An agency need not answer: it counts as invited no longer and hears no more."),
    "extend": Entry("decisions:extend", "Give one agency more time, or with --all move the due date for everybody."),
    "pause": Entry("decisions:pause", "Leave one agency in peace until a day."),
    "reopen": Entry("decisions:reopen", "Take a submitted return back for a change."),
    "submit": Entry("decisions:submit", "Sign a return off for an agency that has answered and not submitted."),
    "review": Entry(
        "review:review",
        "Look at the returns that are in: rate, ask back, send back for points, accept.",
    ),
    "feedback": Entry(
        "feedback:feedback_",
        "Show what each agency hears of its return: its result, what was accepted, what is to mend.",
    ),
    "action": Entry("action:app", "What is to be done after a round."),
    "pack": Entry(
        "pack:pack",
        "Write what to take into a meeting with one agency, or with all: the questions worth asking, with why.",
    ),
    "meeting": Entry("meeting:app", "Meetings with agencies about their returns."),
    "recommendation": Entry("recommendation:app", "What the partnership recommends."),
    "call": Entry("decisions:call", "Note a telephone call to an agency."),
    "worker": Entry(
        "worker:worker",
        "Take up what the mailbox and the clock hand out, one thing at a time, until stopped.",
    ),
    "web": Entry("web:web", "Serve health and expiring links to evidence at S11_WEB_BIND until it is stopped."),
    "tag": Entry(
        "themes:tag",
        "Say what a text is about, with the words that tell it marked and the reason for each theme.",
    ),
    "import": Entry(
        "imported:import_", "Restore an exported audit, byte for byte, into a record that does not have it."
    ),
    "restore": Entry(
        "backup:restore_",
        "Restore a backup into an empty home, then prove the record and every file.",
    ),
    "audit": Entry("audits:app", "The questionnaires, and the audits opened with them."),
    "answers": Entry("answers:app", "Answers from a table."),
    "contact": Entry("contact:app", "Who speaks for an agency."),
    "evidence": Entry("evidence:app", "The files behind the answers."),
    "mail": Entry("mail:app", "Letters in and out."),
    "outbox": Entry("outbox:app", "Letters and messages on their way out."),
    "held": Entry("held:app", "Letters held for a person to decide."),
    "person": Entry("person:app", "Where a person is named, and their rights over it."),
    "retention": Entry(
        "retention:retention",
        "Let go of letters, messages, words and leavers kept as long as partnerships.toml says; --dry-run lists them.",
    ),
    "themes": Entry("themes:app", "Train, measure and correct the recognition of themes."),
}


GROUPS = {
    "Setting up": ("demo", "init", "doctor", "completion", "man"),
    "A round": (
        "audit",
        "invite",
        "status",
        "nudge",
        "contact",
        "call",
        "extend",
        "pause",
        "excuse",
        "reopen",
        "submit",
    ),
    "After the return": ("review", "feedback", "action", "recommendation", "meeting", "pack"),
    "Answers": ("talk", "answers", "mail", "held", "evidence"),
    "What goes back": ("figures", "report", "paper", "digest", "quotes", "tag", "themes"),
    "Running": ("run", "bot", "web", "clock", "worker", "outbox"),
    "Keeping": ("backup", "restore", "verify", "export", "import", "prune", "person", "retention"),
}


class Parts(TyperGroup):
    """Help, and every small command, wait for no library that they do not use."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.commands: dict[str, Any] = dict.fromkeys(PARTS)  # their names, for whoever mistypes one

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for names in GROUPS.values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return load(cmd_name) if cmd_name in PARTS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for group, names in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name, PARTS[name].says) for name in names])


def load(name: str) -> Any:
    """The command of this name, or its group."""
    module, _, attribute = PARTS[name].where.partition(":")
    found = getattr(import_module(f"cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        command: Any = typer.main.get_group(found)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command()(found)
        command = typer.main.get_command(alone)
    command.name = name
    heed_given(command)
    allow_named(command, name)
    if not gc.isenabled():
        gc.freeze()  # what is loaded stays: nobody looks through it for forgotten cycles again
        gc.enable()
    return command


app = typer.Typer(
    cls=Parts,
    help=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"s11 {version('s11')}\n")
        raise typer.Exit


@app.callback()
def s11(
    version_: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show which version this is.")
    ] = False,
) -> None:
    pass


def told() -> tuple[type[Exception], ...]:
    """What a person must know, and may be told in its own words."""
    from cli.wiring import NotReady
    from config.faults import PlainFault
    from config.questionnaire import Faulty, Unclear
    from config.settings import UnknownSetting
    from intake.audits import FaultyTable
    from intake.ledger import Refused
    from reports.figures import UnknownPartnership
    from storage.backups.seal import Unusable
    from storage.evidence import Damaged, Missing, Unavailable

    return (
        NotReady,
        Faulty,
        PlainFault,
        UnknownSetting,
        Refused,
        Unclear,
        FaultyTable,
        UnknownPartnership,
        Unavailable,
        Missing,
        Damaged,
        Unusable,
    )


def main() -> None:
    """Run the command line; what a person must know is said on stderr and left with 2, what a machine lacks with 1."""
    os.umask(0o077)  # whatever the shell says: what s11 writes is its owner's alone
    gc.disable()  # until the command is loaded
    atexit.register(
        gc.freeze
    )  # the machine clears up at once; to look for cycles in all of it first took a third of a start
    try:
        app()
    except SystemExit:
        raise
    except told() as error:  # looked up only now that something was raised
        sys.stderr.write(f"{visible(str(error))}\n")
        raise SystemExit(1 if isinstance(error, failed()) else 2) from None
    except failed() as error:
        sys.stderr.write(f"{visible(_failure(error))}\n")
        raise SystemExit(1) from None


def failed() -> tuple[type[Exception], ...]:
    """What a disk, a folder or a database may do to any command: nobody used it wrongly."""
    from sqlalchemy.exc import DBAPIError

    from cli.wiring import Broken
    from storage.evidence import Unavailable

    return (OSError, DBAPIError, Unavailable, Broken)


def _failure(error: Exception) -> str:
    """One line: what happened, and what to do."""
    from cli.wiring import WAIT, is_held, reason

    what = "A file could not be used" if isinstance(error, OSError) else "The record could not be used"
    mend = WAIT if is_held(error) else "Run s11 doctor, mend it, and run this again."
    return f"{what}: {reason(error)}. What was told as done is kept. {mend}"
