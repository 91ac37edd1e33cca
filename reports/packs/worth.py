"""Which questions are worth asking an agency when one meets, and why: from its answers and figures alone. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from config.words import count, listing
from reports.actions import OVERDUE_STATE, TrackedAction
from reports.after import ReviewedAnswer, ReviewedReturn
from reports.both import both_ratings
from reports.figures import Figures, ThemeFigures

WORDS = 15  # from which an answer tells of something done
MANY_UNSHOWN = 3  # answers without a file, of a return that brought none: that is one question, and not one each
_IMPACT = re.compile(
    r"\b(as a result|because of this|better|chang\w+|differen\w+|effect\w*|evaluat\w+|feedback|few?er|impact\w*"
    r"|improv\w+|increas\w+|outcomes?|reduc\w+|safer|told us)\b",
    re.IGNORECASE,
)


class WorthAsking(NamedTuple):
    """A question to ask, the answer it is about (empty: the whole return), and why it is worth asking."""

    ref: str
    ask: str
    why: str


def worth_asking(
    seen: ReviewedReturn, found: Figures, themes: Sequence[ThemeFigures], actions: Sequence[TrackedAction]
) -> dict[str, list[WorthAsking]]:
    """By reason, those with the most to gain first; a reason with nothing to ask is left out."""
    abbr = seen.submission.agency.abbr
    made = {
        "The ratings part": list(_apart(seen, found, abbr)),
        "Rated met, and nothing shows it": list(_unshown(seen, found, abbr)),
        "Much done, and no word of what changed": list(_without_impact(seen, found, abbr)),
        "Others write of it, this return does not": list(_silent(themes, abbr)),
        "Asked for, and missing": list(_missing(seen)),
        "Not met, and what comes next": list(_not_met(seen, found, abbr, actions)),
        "Other than last time": list(_moved(seen, found, abbr)),
        "Agreed before, and past its day": list(_overdue(abbr, actions)),
    }
    return {why: own for why, own in made.items() if own}


def _apart(seen: ReviewedReturn, found: Figures, abbr: str) -> Iterator[WorthAsking]:
    names = {each.code: each.name for each in seen.template.scale.ratings}
    order = [each.code for each in seen.template.scale.ratings]
    because = {each.question.ref: each.reason.because for each in seen.answers if each.reason}
    parted = [each for each in both_ratings(found) if each.agency == abbr and each.is_apart]
    for each in sorted(parted, key=lambda one: -_steps(order, one.own, one.judged)):
        own, judged = names.get(each.own, each.own), names.get(each.judged, each.judged)
        reason = f' because: "{because[each.question]}"' if each.question in because else "."
        yield WorthAsking(
            each.question,
            "What do you have here that we have not seen, or what have we read otherwise than you meant it?",
            f"The agency rates {own}. The partnership rates {judged}{reason}",
        )


def _unshown(seen: ReviewedReturn, found: Figures, abbr: str) -> Iterator[WorthAsking]:
    writes = any(map(_words, seen.answers))
    unshown = [
        each.question.ref
        for each in seen.answers
        if each.question.evidence != "none" and _is_met(found, abbr, each.question.ref)
    ]
    if len(unshown) > MANY_UNSHOWN and not seen.files and not any(each.files for each in seen.answers):
        rated = count(len(unshown), "answer is", "answers are")
        why = f"No file is with the return. Where one is wanted, {rated} rated met: {listing(unshown)}."
        yield WorthAsking("", "Which of these could you show us first?", why)
        return
    for each in sorted(seen.answers, key=lambda one: one.lacks != "a file"):
        if each.question.evidence != "none" and not each.files and _is_met(found, abbr, each.question.ref):
            wanted = "The file that is required here is absent." if each.lacks == "a file" else "No file is with it."
            told = " It is rated, and says nothing." if writes and not _words(each) else ""
            yield WorthAsking(
                each.question.ref, "What could you show somebody who doubts it?", f"It is rated met. {wanted}{told}"
            )


def _missing(seen: ReviewedReturn) -> Iterator[WorthAsking]:
    for each in seen.answers:
        counts = each.question.is_rated and each.question.reported and not each.question.fixed_rating
        is_left = counts and not each.stands and not each.judged
        if each.lacks == "an answer" or is_left:
            why = "It was not answered." if is_left else "What is asked here is missing."
            yield WorthAsking(each.question.ref, "What keeps you from answering this?", why)


def _without_impact(seen: ReviewedReturn, found: Figures, abbr: str) -> Iterator[WorthAsking]:
    told = [(len(words.split()), each) for each in seen.answers if (words := _words(each))]
    for number, each in sorted(told, key=lambda one: -one[0]):
        if number >= WORDS and _is_met(found, abbr, each.question.ref) and not _IMPACT.search(_words(each)):
            yield WorthAsking(
                each.question.ref,
                "What is different for a child because of this, and how do you know?",
                f"{count(number, 'word')} on what is done, and none on what came of it.",
            )


def _silent(themes: Sequence[ThemeFigures], abbr: str) -> Iterator[WorthAsking]:
    for each in sorted(themes, key=lambda one: -len(one.total.agencies)):
        many, of = len(each.total.agencies), len(each.total.of_agencies)
        if abbr in each.silent and 2 * many > of:
            ref = each.expected[0] if each.expected else ""
            yield WorthAsking(
                ref,
                f"How does this stand with you: {each.title.lower()}?",
                f"Of {count(of, 'agency', 'agencies')} that wrote anything, {count(many, 'writes', 'write')} of it.",
            )


def _not_met(
    seen: ReviewedReturn, found: Figures, abbr: str, actions: Sequence[TrackedAction]
) -> Iterator[WorthAsking]:
    planned = {
        ref for each in actions if each.agency == abbr and each.is_open and not each.is_handed for ref in each.refs
    }
    for each in seen.answers:
        standing = found.standings.get((abbr, each.question.ref))
        rating = seen.template.scale.by_code.get(standing.rating or "") if standing else None
        is_low = rating is not None and rating.counts_as == "not_met" and not each.question.fixed_rating
        if rating is not None and is_low and each.question.ref not in planned:
            yield WorthAsking(
                each.question.ref,
                "Who does what by when, and what will be there then?",
                f"It is rated {rating.name}, and no action of its own rests on it.",
            )


def _moved(seen: ReviewedReturn, found: Figures, abbr: str) -> Iterator[WorthAsking]:
    for each in seen.answers:
        standing = found.standings.get((abbr, each.question.ref))
        rating = seen.template.scale.by_code.get(standing.rating or "") if standing else None
        if rating is not None and each.last_time and each.last_time != rating.name:
            yield WorthAsking(
                each.question.ref, "What happened in between?", f"Last time {each.last_time}, now {rating.name}."
            )


def _overdue(abbr: str, actions: Sequence[TrackedAction]) -> Iterator[WorthAsking]:
    for each in actions:
        if each.agency == abbr and each.state == OVERDUE_STATE and not each.is_handed:
            said = f" Said last: {each.last_word}" if each.last_word else " Nothing was heard of it."
            yield WorthAsking(
                ", ".join(each.refs),
                f"How far is action {each.number}: {each.what}",
                f"Its last day was {each.timescale}.{said}",
            )


def _words(each: ReviewedAnswer) -> str:
    """What the agency wrote, without its rating."""
    return " ".join(each.stands[1:])


def _is_met(found: Figures, abbr: str, ref: str) -> bool:
    standing = found.standings.get((abbr, ref))
    rating = found.template.scale.by_code.get(standing.rating or "") if standing else None
    return rating is not None and rating.counts_as == "met"


def _steps(order: Sequence[str], one: str, other: str) -> int:
    """How far apart two ratings are; not applicable beside a rating is farthest."""
    return abs(order.index(one) - order.index(other)) if one in order and other in order else len(order)
