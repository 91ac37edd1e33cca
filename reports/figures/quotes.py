"""Quotations: what works and what worries, as a manager lets others read it. Nobody's words go out unapproved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.notation import LatePattern
from config.questionnaire import Question, Rating, Template
from intake.ledger import Refused
from nlp.people import passage
from reports.figures.returns import figures_of
from reports.figures.summary import Figures
from reports.figures.themes import is_words
from reports.figures.words import clip
from storage.nouns import Answer, Audit, Quote, Submission
from storage.record import AnswerRow, among, counted_rows, renew, trail

About = Literal["works", "worries"]
PROMPTS: dict[str, About] = {"working_well": "works", "worried_about": "worries"}  # where a question asks for them
SHOWN = 4  # quotations in a digest: of what works and what worries in turn, newest approved first
LONGEST = 300  # characters
_LINK = LatePattern(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:/{2}|\bwww\.)\S*|\b[a-z0-9-]+(?:\.[a-z0-9-]+){0,9}\."
    r"(?:com|org|net|info|biz|io|co|uk|eu|ru|xyz|app|dev|link|click)\b(?:/\S*)?",
    re.IGNORECASE,
)


class Quotation(NamedTuple):
    """A sentence as others would read it: redacted, on one line. `id` names it in s11 quotes."""

    id: str
    agency: str
    name: str
    question: str
    words: str
    themes: Sequence[str] = ()
    approved_by: str = ""
    places: Sequence[str] = ()  # every question to which the agency wrote these words
    about: About = "works"

    @property
    def is_same_as(self) -> tuple[str, str]:
        """The same words of the same agency are one quotation, wherever they stand."""
        return self.agency, self.words.casefold()

    @property
    def line(self) -> str:
        return f"{self.name}, on {self.question}: “{self.words}”"


def candidates(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Quotation]:
    """Sentences with a theme of returns that are in: what works where they do best, and what worries; approved marked.

    An approved one stays listed when its theme is no longer found, so that it can be withdrawn. The same words of the
    same agency are listed once, with all their places.
    """
    listed: dict[tuple[str, str], Quotation] = {}
    for each in _each_place(db, template, submissions):
        before = listed.get(each.is_same_as, each)
        chosen = each if each.approved_by and not before.approved_by else before
        listed[each.is_same_as] = chosen._replace(places=tuple(dict.fromkeys((*before.places, each.question))))
    order = {ref: at for at, ref in enumerate(template.by_ref)}
    return sorted(listed.values(), key=lambda each: (each.agency, order[each.question]))


def _each_place(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Quotation]:
    found = figures_of(db, template, list(submissions))
    stand = {(each.answer_id, each.start): each for each in _standing(db, submissions)}
    of_answer = defaultdict[int, list[Quote]](list)
    for quote in stand.values():
        of_answer[quote.answer_id].append(quote)
    listed = {}
    for submission, answer in _answers(db, template, submissions):
        about = _about(found, submission, answer)
        is_offered = about == "worries" or _is_best(found, submission, answer)
        sentences = _sentences(answer) if is_offered else {}
        places = {place: themes for place, themes in sentences.items()}
        places |= {(one.start, one.end): places.get((one.start, one.end), ()) for one in of_answer[answer.id]}
        for (start, end), themes in sorted(places.items()):
            approved_by = stand[answer.id, start].approved_by if (answer.id, start) in stand else ""
            made = _quotation(submission, answer, (start, end), themes, approved_by)._replace(about=about)
            listed[made.id] = made
    return list(listed.values())


def approved(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Quotation]:
    """Every quotation that others may read, newest approved first: of answers that still stand in returns that are in.

    A sentence that an agency wrote in two places is one quotation. Those approved at one moment stand as in the
    questionnaire, by agency: numbers of rows are others in a restored record.
    """
    quotes = _standing(db, submissions)
    if not quotes:
        return []
    ids = {each.answer_id for each in quotes}
    theirs = set(db.scalars(select(Answer.submission_id).where(among(db, Answer.id, ids))))
    own = [each for each in submissions if each.id in theirs]
    standing = {answer.id: (submission, answer) for submission, answer in _answers(db, template, own)}
    rated = figures_of(db, template, own)
    found: dict[tuple[str, str], Quotation] = {}
    for each in _newest_first(template, quotes, standing):
        submission, answer = standing[each.answer_id]
        place = each.start, each.end
        made = _quotation(submission, answer, place, _sentences(answer).get(place, ()), each.approved_by)
        made = made._replace(about=_about(rated, submission, answer))
        found.setdefault(made.is_same_as, made)
    return list(found.values())


def _newest_first(
    template: Template, quotes: Iterable[Quote], standing: Mapping[int, tuple[Submission, AnswerRow]]
) -> list[Quote]:
    order = {ref: at for at, ref in enumerate(template.by_ref)}

    def spot(quote: Quote) -> tuple[int, str, str, int]:
        submission, answer = standing[quote.answer_id]
        return order[answer.question], answer.prompt, submission.agency.abbr, quote.start

    in_place = sorted((each for each in quotes if each.answer_id in standing), key=spot)
    return sorted(in_place, key=lambda each: each.approved_at, reverse=True)


def in_turn(quotations: Sequence[Quotation], most: int = SHOWN) -> list[Quotation]:
    """The first of what works and of what worries by turns, so that neither crowds out the other."""
    apart = [[each for each in quotations if each.about == about] for about in ("works", "worries")]
    return [each for each in chain.from_iterable(zip_longest(*apart)) if each is not None][:most]


def approve(
    db: Session, audit: Audit, template: Template, submissions: Sequence[Submission], id_: str, by: trail.Speaker
) -> Quotation:
    """Let a sentence be read by others, as the list shows it; raises Refused where it is not in the list."""
    trail.hold(db, audit)
    chosen = next((each for each in _each_place(db, template, submissions) if each.id == id_), None)
    if chosen is None:
        raise Refused(f"There is no sentence {id_} in {audit.key}. s11 quotes {audit.key} lists them.")
    answer_id, start, end = _place(id_)
    row = db.scalar(select(Quote).where(Quote.answer_id == answer_id, Quote.start == start, Quote.end == end))
    if row is not None and row.withdrawn_at is None and row.approved_by == by.name:
        return chosen._replace(approved_by=by.name)  # said again, it stands
    if row is None:
        row = Quote(answer_id=answer_id, start=start, end=end, approved_by=by.name, approved_at=by.at)
        db.add(row)
    row.approved_by, row.approved_at, row.withdrawn_at = by.name, by.at, None
    _note(db, audit, "quotation approved", chosen, by)
    return chosen._replace(approved_by=by.name)


def withdraw(
    db: Session, audit: Audit, template: Template, submissions: Sequence[Submission], id_: str, by: trail.Speaker
) -> Quotation:
    """Take an approval back; raises Refused where there is none."""
    trail.hold(db, audit)
    places = [each for each in _each_place(db, template, submissions) if each.approved_by]
    chosen = next((each for each in places if each.id == id_), None)
    if chosen is None:
        raise Refused(f"The sentence {id_} is not approved in {audit.key}. s11 quotes {audit.key} lists them.")
    for each in (each for each in places if each.is_same_as == chosen.is_same_as):
        answer_id, start, end = _place(each.id)
        wanted = select(Quote).where(Quote.answer_id == answer_id, Quote.start == start, Quote.end == end)
        db.scalars(wanted).one().withdrawn_at = by.at
        _note(db, audit, "quotation withdrawn", each, by)
    return chosen._replace(approved_by="")


def _note(db: Session, audit: Audit, action: str, chosen: Quotation, by: trail.Speaker) -> None:
    db.flush()
    answer_id, start, end = _place(chosen.id)
    here = select(Quote.id).where(Quote.answer_id == answer_id, Quote.start == start, Quote.end == end)
    renew(db, "quotes", db.scalars(here), by.at)
    facts = {"answer": answer_id, "start": start, "end": end}
    trail.note(db, audit, by, action, f"{chosen.agency} {chosen.question}", facts)


def _place(id_: str) -> tuple[int, int, int]:
    answer_id, start, end = map(int, id_.split("-"))
    return answer_id, start, end


def _standing(db: Session, submissions: Iterable[Submission]) -> list[Quote]:
    ids = [each.id for each in submissions]
    wanted = select(Quote).join(Answer, Answer.id == Quote.answer_id)
    return list(db.scalars(wanted.where(among(db, Answer.submission_id, ids), Quote.withdrawn_at.is_(None))))


def _answers(
    db: Session, template: Template, submissions: Iterable[Submission]
) -> Iterator[tuple[Submission, AnswerRow]]:
    """The words that stand in returns that are in."""
    sent = {each.id: each for each in submissions if each.signed_at is not None and each.excused_at is None}
    for answer in counted_rows(db, list(sent.values()), tags=True):
        if answer.by == "agency" and is_words(template, answer) and _may_tell(template.by_ref[answer.question], answer):
            yield sent[answer.submission_id], answer


def _may_tell(question: Question, answer: AnswerRow) -> bool:
    """Whether the words say what works or what worries, and not what is to be done."""
    return answer.prompt in PROMPTS or not any(question.prompt(key) for key in PROMPTS)


def _about(found: Figures, submission: Submission, answer: AnswerRow) -> About:
    """What the words are asked for; where neither is asked, as the agency rated itself."""
    rating = _rating_of(found, submission, answer)
    is_low = rating is not None and rating.counts_as == "not_met"
    return PROMPTS.get(answer.prompt, "worries" if is_low else "works")


def _is_best(found: Figures, submission: Submission, answer: AnswerRow) -> bool:
    best = found.template.scale.given[0]
    return best.counts_as == "met" and _rating_of(found, submission, answer) == best


def _rating_of(found: Figures, submission: Submission, answer: AnswerRow) -> Rating | None:
    standing = found.standings.get((submission.agency.abbr, answer.question))
    return found.template.scale.by_code[standing.rating] if standing is not None and standing.rating else None


def _sentences(answer: AnswerRow) -> dict[tuple[int, int], tuple[str, ...]]:
    """Where the sentences with a theme begin and end, and their themes."""
    tags = [each for each in answer.tags if each.decision != "rejected" and each.sentence_end > each.sentence_start]
    places = {(each.sentence_start, each.sentence_end) for each in tags}
    return {
        place: tuple(sorted({each.theme for each in tags if (each.sentence_start, each.sentence_end) == place}))
        for place in places
    }


def _quotation(
    submission: Submission, answer: AnswerRow, place: tuple[int, int], themes: Sequence[str], by: str
) -> Quotation:
    start, end = place
    words = clip(_LINK.sub("[link]", passage(answer.value, start, end)), LONGEST)
    agency = submission.agency
    return Quotation(f"{answer.id}-{start}-{end}", agency.abbr, agency.name, answer.question, words, tuple(themes), by)
