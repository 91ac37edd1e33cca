"""s11 review: a manager looks at the returns: rates, asks back, sends back for points, accepts."""

import sys
from pathlib import Path
from secrets import token_hex
from typing import Annotated

import typer

from cli import post, wiring
from cli.answers import FaultyFile
from cli.decisions import submission_of
from cli.options import UNNAMED, By, Key, Partnership
from cli.review_walk import ReviewWalk
from config.settings import Settings
from config.words import count
from intake import after
from intake.after import ReviewCase, ReviewWords
from intake.audits import FaultyTable
from intake.ledger import Refused, Saying
from reports.after import in_line, in_lines, queue, seen_return, whole_lines
from reports.figures import submissions_of

VIA = "command line"


def review(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="The agency's abbreviation: its return in full.")] = None,
    does: Annotated[str | None, typer.Argument(metavar="WHAT", help=f"One of: {after.VERBS}.")] = None,
    question: Annotated[str | None, typer.Argument(help="A question's number, or all for the whole return.")] = None,
    words: Annotated[str | None, typer.Argument(help="The rating, the question back, or what is to mend.")] = None,
    because: Annotated[str, typer.Option(help="The reason, in a sentence.")] = "",
    with_open: Annotated[bool, typer.Option("--with-open", help="Accept, and close what is asked back.")] = False,
    sheet: Annotated[Path | None, typer.Option(help="A CSV file with the partnership's ratings.")] = None,
    walk: Annotated[bool, typer.Option("--walk", help="Walk through the returns; lines may come from a pipe.")] = False,
    partnership: Partnership = None,
    by: By = UNNAMED,
) -> None:
    """Look at the returns that are in: rate, ask back, send back for points, accept.

    In a terminal it walks through those that wait for you; elsewhere it lists them.

      s11 review section-11 GP1

      s11 review section-11 GP1 rate 1.1 2 --because "No date on the policy." --by "Meg Vale"

      s11 review section-11 GP1 ask 1.1 "When was it last reviewed?"

      s11 review section-11 GP1 return --because "Two points to mend."

      s11 review section-11 --sheet ratings.csv --because "Scrutiny panel, 4 May."
    """
    using = wiring.settings()
    if partnership is not None and agency is not None:
        _refuse_elsewhere(using, key, agency, partnership)
    if sheet is not None:
        _rate_all(using, key, sheet, because, by)
    elif does is not None and agency is not None:
        said = ReviewWords(question or "", words or "", because, with_open)
        wiring.say(_decided(using, key, agency, does, said, by))
    elif agency is not None:
        wiring.say(shown(using, key, agency))
    elif walk or (sys.stdin.isatty() and sys.stdout.isatty()):
        ReviewWalk(using, key, partnership, by, lambda abbr, what, said: decide(using, key, abbr, what, said, by)).run()
    else:
        wiring.say(listed(using, key, partnership))


def _refuse_elsewhere(using: Settings, key: str, agency: str, partnership: str) -> None:
    """Raises Refused where the agency does not answer to the partnership, and UnknownPartnership where nobody does."""
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        if submission_of(db, audit, agency) not in submissions_of(db, audit, partnership):
            raise Refused(f"{agency} does not answer to {partnership} in {key}.")


def _decided(using: Settings, key: str, agency: str, does: str, said: ReviewWords, by: str) -> str:
    """What came of it; a refusal names the option, where others have words to type."""
    try:
        return decide(using, key, agency, does, said, by)
    except Refused as told:
        raise Refused(str(told).replace("accept it with open.", "add --with-open.")) from told


def decide(using: Settings, key: str, agency: str, does: str, said: ReviewWords, by: str) -> str:
    """Do one thing to one return, in a transaction of its own; what came of it, in a sentence."""
    with wiring.writing(using) as db:
        audit, template = wiring.audit_of(db, key)
        saying = Saying(wiring.speaker(using, by, VIA), f"review:{token_hex(8)}", "partnership")
        submission = submission_of(db, audit, agency)
        return after.act(ReviewCase(db, template, submission, saying, post.stationery(using)), does, said)


def listed(using: Settings, key: str, partnership: str | None) -> str:
    """The queue: who waits for a manager, and for what."""
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        found = queue(db, template, submissions_of(db, audit, partnership))
        waiting = [in_line(each) for each in found if each.waits]
        rest = [in_line(each) for each in found if not each.waits]
    head = f"{count(len(waiting), 'return waits', 'returns wait')} for you, of {len(found)}."
    head = head if waiting else "No return waits for you."
    return "\n".join(
        [head, *(f"  {each}" for each in waiting), *(["The others:"] if rest else []), *(f"  {each}" for each in rest)]
    )


def shown(using: Settings, key: str, agency: str) -> str:
    """One return in full."""
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        found = seen_return(db, template, submission_of(db, audit, agency))
        title = f"{found.submission.agency.abbr} {found.submission.agency.name}: {found.stands.replace('_', ' ')}"
        lines = [title, ""]
        for standard in template.standards:
            own = found.of_standard(standard.ref)
            if own:
                lines += [f"{standard.ref} {standard.title}", *(line for each in own for line in in_lines(each)), ""]
        lines += list(whole_lines(found))
    return "\n".join(lines).rstrip()


def _rate_all(using: Settings, key: str, sheet: Path, because: str, by: str) -> None:
    data = wiring.read_file(sheet)
    try:
        with wiring.writing(using) as db:
            audit, template = wiring.audit_of(db, key)
            new, stood = after.rate_by_sheet(db, audit, template, data, because, wiring.speaker(using, by, VIA))
    except FaultyTable as faulty:
        raise FaultyFile(sheet, faulty) from None
    wiring.say(f"Recorded {count(new, 'rating')} of the partnership; {stood} stood already.")
