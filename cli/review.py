"""s11 review: a manager looks at the returns: rates, asks back, sends back for points, accepts."""

import sys
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Annotated, NamedTuple

import typer
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.answers import FaultyFile
from cli.decisions import submission_of
from cli.options import By, Key, Partnership
from cli.review_walk import ReviewWalk
from config.questionnaire import Template
from config.settings import Settings
from config.words import count
from intake import after
from intake.audits import FaultyTable
from intake.ledger import Refused, Saying
from intake.notices import Stationery
from reports.after import in_line, in_lines, queue, seen_return, thread_lines
from reports.figures import submissions_of
from storage.nouns import Submission

VIA = "command line"
WHOLE = ("all", "return", "-")  # names the return as a whole where a question could be named
VERBS = "rate, ask, done, mend, mended, missing, return, accept, decide"


class ReviewCase(NamedTuple):
    """One return in front of a manager, open for a decision."""

    db: Session
    template: Template
    submission: Submission
    saying: Saying
    stationery: Stationery


class ReviewWords(NamedTuple):
    """What a manager says of a return: the question, the rating or words, and why."""

    question: str
    words: str
    because: str
    with_open: bool


def review(
    key: Key,
    agency: Annotated[str | None, typer.Argument(help="The agency's abbreviation: its return in full.")] = None,
    does: Annotated[str | None, typer.Argument(metavar="WHAT", help=f"One of: {VERBS}.")] = None,
    question: Annotated[str | None, typer.Argument(help="A question's number, or all for the whole return.")] = None,
    words: Annotated[str | None, typer.Argument(help="The rating, the question back, or what is to mend.")] = None,
    because: Annotated[str, typer.Option(help="The reason, in a sentence.")] = "",
    with_open: Annotated[bool, typer.Option("--with-open", help="Accept, and close what is asked back.")] = False,
    sheet: Annotated[Path | None, typer.Option(help="A CSV file with the partnership's ratings.")] = None,
    walk: Annotated[bool, typer.Option("--walk", help="Walk through the returns; lines may come from a pipe.")] = False,
    partnership: Partnership = None,
    by: By = "operator",
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
        wiring.say(decide(using, key, agency, does, said, by))
    elif agency is not None:
        wiring.say(shown(using, key, agency))
    elif walk or (sys.stdin.isatty() and sys.stdout.isatty()):
        ReviewWalk(
            using, key, partnership, by, lambda abbr, what, said: decide(using, key, abbr, what, ReviewWords(*said), by)
        ).run()
    else:
        wiring.say(listed(using, key, partnership))


def _refuse_elsewhere(using: Settings, key: str, agency: str, partnership: str) -> None:
    """Raises Refused where the agency does not answer to the partnership, and UnknownPartnership where nobody does."""
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        if submission_of(db, audit, agency) not in submissions_of(db, audit, partnership):
            raise Refused(f"{agency} does not answer to {partnership} in {key}.")


def decide(using: Settings, key: str, agency: str, does: str, said: ReviewWords, by: str) -> str:
    """Do one thing to one return, in a transaction of its own; what came of it, in a sentence."""
    act = ACTS.get(does.casefold())
    if act is None:
        raise Refused(f"{does} is not known. Write one of: {VERBS}.")
    with wiring.writing(using) as db:
        audit, template = wiring.audit_of(db, key)
        saying = Saying(wiring.speaker(using, by, VIA), f"review:{token_hex(8)}", "partnership")
        submission = submission_of(db, audit, agency)
        return act(ReviewCase(db, template, submission, saying, post.stationery(using)), said)


def _rate(at: ReviewCase, said: ReviewWords) -> str:
    """The rating and its reason; the rest of the words is the reason where none is named."""
    given = after.GivenRating(said.question, said.words, said.because)
    is_news = after.rate(at.db, at.template, at.submission, given, at.saying)
    told = f"{at.submission.agency.abbr} {said.question}: the partnership rates {said.words}."
    counts = "" if at.template.rated_by == "partnership" else " The agency's own rating stays, and counts."
    return told + counts if is_news else f"Nothing was changed. {told}"


def _ask(at: ReviewCase, said: ReviewWords) -> str:
    ref = "" if said.question.casefold() in WHOLE else said.question
    if not ref and not said.question:
        raise Refused("Name a question, or write all for the whole return.")
    told = after.ask_back(at.db, at.template, at.submission, ref, said.words or said.because, at.saying, at.stationery)
    about = f"question {ref}" if ref else "its return"
    return _asked(at, told, f"{at.submission.agency.abbr} is asked about {about}.")


def _missing(at: ReviewCase, _: ReviewWords) -> str:
    told = after.ask_for_missing(at.db, at.template, at.submission, at.saying, at.stationery)
    abbr = at.submission.agency.abbr
    if told is None:
        return f"Nothing is missing from {abbr}."
    return _asked(at, told, f"{abbr} is asked for what is missing.")


def _asked(at: ReviewCase, told: int, done: str) -> str:
    """What was asked, or that it waits because nobody can be written to."""
    if told:
        return done
    return f"It is kept, and nobody of {at.submission.agency.abbr} can be written to. Call them, or name a contact."


def _done(at: ReviewCase, said: ReviewWords) -> str:
    ref = "" if said.question.casefold() in WHOLE else said.question
    for thread in after.threads_at(at.db, at.template, at.submission, ref):
        after.close_thread(at.db, at.submission, thread, at.saying)
    return f"What was asked back about {f'question {ref}' if ref else 'the whole return'} is closed."


def _mend(at: ReviewCase, said: ReviewWords) -> str:
    words = said.words or said.because
    is_news = after.note_point(at.db, at.template, at.submission, said.question, words, at.saying)
    told = (
        f"Noted: {at.submission.agency.abbr} {said.question} is to mend. The agency hears it when the return goes back."
    )
    return told if is_news else "Nothing was changed. The point stands so."


def _mended(at: ReviewCase, said: ReviewWords) -> str:
    after.drop_point(at.db, at.template, at.submission, said.question, at.saying)
    return f"Question {said.question} is no point to mend any more."


def _return(at: ReviewCase, said: ReviewWords) -> str:
    why = said.because or " ".join(filter(None, (said.question, said.words)))
    is_news = after.send_back(at.db, at.submission, why, at.saying, at.stationery)
    abbr = at.submission.agency.abbr
    return (
        f"The return of {abbr} is open for its points. {abbr} was told." if is_news else f"It is with {abbr} already."
    )


def _accept(at: ReviewCase, said: ReviewWords) -> str:
    is_news = after.accept_return(at.db, at.submission, at.saying, at.stationery, with_open=said.with_open)
    abbr = at.submission.agency.abbr
    return (
        f"The return of {abbr} is accepted. {abbr} was told."
        if is_news
        else f"The return of {abbr} is accepted already."
    )


def _decide(at: ReviewCase, said: ReviewWords) -> str:
    what = said.because or " ".join(filter(None, (said.question, said.words)))
    after.decide_silence(at.db, at.submission, what, at.saying)
    return f"Decided for {at.submission.agency.abbr}: {what}"


ACTS: dict[str, Callable[[ReviewCase, ReviewWords], str]] = {
    "rate": _rate,
    "ask": _ask,
    "done": _done,
    "mend": _mend,
    "mended": _mended,
    "missing": _missing,
    "return": _return,
    "accept": _accept,
    "decide": _decide,
}


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
        lines += [line for each in found.threads for line in thread_lines(each)]
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
