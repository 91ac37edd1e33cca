"""One thing that a manager does to a return, by its verb, and the sentence that says what came of it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.notation import LatePattern
from config.questionnaire import Template
from intake.after.decide import accept_return, decide_silence, drop_point, note_point, points, send_back
from intake.after.rate import GivenRating, rate
from intake.after.threads import ask_back, ask_for_missing, close_thread, threads_at
from intake.ledger import Refused, Saying
from intake.notices import Stationery
from storage.nouns import Submission

WHOLE = ("all", "return", "-")  # names the return as a whole where a question could be named
VERBS = "rate, ask, done, mend, mended, missing, return, accept, decide"
_RATE = LatePattern(r"rate\s+(\S+)\s+(.+?)\s+because\s+(.+)", re.IGNORECASE)
_WORD = LatePattern(r"(ask|mend|done|mended)\s+(\S+)\s*(.*)", re.IGNORECASE)
_WHOLE = LatePattern(r"(return|accept|missing|decide)\b\s*(?:because\b[:,]?\s*)?(.*)", re.IGNORECASE)
_WITH_OPEN = ("all", "with open", "--with-open")  # behind accept: what is asked back is closed with it


class ReviewCase(NamedTuple):
    """One return in front of a manager, open for a decision."""

    db: Session
    template: Template
    submission: Submission
    saying: Saying
    stationery: Stationery


class ReviewWords(NamedTuple):
    """What a manager says of a return: the question, the rating or words, and why."""

    question: str = ""
    words: str = ""
    because: str = ""
    with_open: bool = False


def spoken(typed: str) -> tuple[str, ReviewWords] | None:
    """What was typed in one line, as what to do and to which question; None where it is not known."""
    if found := _RATE.fullmatch(typed):
        return "rate", ReviewWords(found[1], found[2], found[3])
    if found := _WORD.fullmatch(typed):
        return found[1].lower(), ReviewWords(found[2], found[3])
    if found := _WHOLE.fullmatch(typed):
        is_all = found[1].lower() == "accept" and found[2].strip().casefold() in _WITH_OPEN
        return found[1].lower(), ReviewWords(because="" if is_all else found[2], with_open=is_all)
    return None


def act(at: ReviewCase, verb: str, said: ReviewWords) -> str:
    """Do it, as every door does; what came of it, in a sentence. Raises Refused, or Unclear for a rating."""
    does = ACTS.get(verb.casefold())
    if does is None:
        raise Refused(f"{verb} is not known. Write one of: {VERBS}.")
    return does(at, said)


def _rate(at: ReviewCase, said: ReviewWords) -> str:
    """The rating and its reason; the rest of the words is the reason where none is named."""
    given = GivenRating(said.question, said.words, said.because)
    is_news = rate(at.db, at.template, at.submission, given, at.saying)
    told = f"{at.submission.agency.abbr} {said.question}: the partnership rates {said.words}."
    counts = "" if at.template.rated_by == "partnership" else " The agency's own rating stays, and counts."
    return told + counts if is_news else f"Nothing was changed. {told}"


def _ask(at: ReviewCase, said: ReviewWords) -> str:
    ref = "" if said.question.casefold() in WHOLE else said.question
    if not ref and not said.question:
        raise Refused("Name a question, or write all for the whole return.")
    told = ask_back(at.db, at.template, at.submission, ref, said.words or said.because, at.saying, at.stationery)
    about = f"question {ref}" if ref else "its return"
    return _asked(at, told, f"{at.submission.agency.abbr} is asked about {about}.")


def _missing(at: ReviewCase, _: ReviewWords) -> str:
    told = ask_for_missing(at.db, at.template, at.submission, at.saying, at.stationery)
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
    for thread in threads_at(at.db, at.template, at.submission, ref):
        close_thread(at.db, at.submission, thread, at.saying)
    return f"What was asked back about {f'question {ref}' if ref else 'the whole return'} is closed."


def _mend(at: ReviewCase, said: ReviewWords) -> str:
    words = said.words or said.because
    is_news = note_point(at.db, at.template, at.submission, said.question, words, at.saying)
    told = (
        f"Noted: {at.submission.agency.abbr} {said.question} is to mend. The agency hears it when the return goes back."
    )
    return told if is_news else "Nothing was changed. The point stands so."


def _mended(at: ReviewCase, said: ReviewWords) -> str:
    drop_point(at.db, at.template, at.submission, said.question, at.saying)
    return f"Question {said.question} is no point to mend any more."


def _return(at: ReviewCase, said: ReviewWords) -> str:
    why = said.because or " ".join(filter(None, (said.question, said.words)))
    told = send_back(at.db, at.submission, why, at.saying, at.stationery)
    abbr = at.submission.agency.abbr
    if told is None:
        return f"It is with {abbr} already."
    done = "for its points" if points(at.db, at.submission) else "again, with your reason"
    return f"The return of {abbr} is open {done}. {_heard(abbr, told)}"


def _accept(at: ReviewCase, said: ReviewWords) -> str:
    told = accept_return(at.db, at.submission, at.saying, at.stationery, with_open=said.with_open)
    abbr = at.submission.agency.abbr
    if told is None:
        return f"The return of {abbr} is accepted already."
    return f"The return of {abbr} is accepted. {_heard(abbr, told)}"


def _heard(abbr: str, told: int) -> str:
    return f"{abbr} was told." if told else f"Nobody of {abbr} was told, as nobody there was asked. Call them."


def _decide(at: ReviewCase, said: ReviewWords) -> str:
    what = said.because or " ".join(filter(None, (said.question, said.words)))
    decide_silence(at.db, at.submission, what, at.saying)
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
