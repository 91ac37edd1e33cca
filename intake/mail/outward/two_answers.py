"""Two answers to one question: what both people are told and asked, in the transaction that kept one of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.questionnaire import RATING, YES_NO, Template
from config.ways import Way
from config.words import count
from intake.forms import new_token, sent_form
from intake.letters import ReadAnswer
from intake.mail.outward.matter import Clash, Matter
from intake.mail.outward.understood import in_words
from intake.notices import Stationery
from intake.returns import Given, storable
from storage.nouns import Answer, Contact, Message, Sent, way
from storage.record import teller


class TwoAnswers(NamedTuple):
    """A question to which a letter and a colleague gave different answers, in the words of a letter about it."""

    ref: str
    text: str
    label: str  # of the prompt, where the question has several that are no rating
    theirs: str  # the colleague's answer
    by: str
    on: str  # the day they gave it
    written: str  # what the letter says
    wins: bool  # the letter's stands now
    is_told: bool = False  # the colleague is written to about it


def two_answers(template: Template, clashes: Iterable[Clash], told: Collection[str] = ()) -> list[TwoAnswers]:
    """Each clash of a letter in words, those that stay as they were first; `told` names who is written to about it."""
    return [_two(template, each, told) for each in sorted(clashes, key=lambda each: bool(each.why))]


def _two(template: Template, clash: Clash, told: Collection[str]) -> TwoAnswers:
    stands, question = clash.stands, template.by_ref[clash.heard.question]
    theirs = ReadAnswer(stands.question, stands.prompt, stands.value, stands.not_applicable)
    day = today(stands.said_at)
    written = in_words(template, question, clash.heard)
    prompt = None if clash.heard.prompt in (RATING, YES_NO) else question.prompt(clash.heard.prompt)
    label = prompt.text if prompt else ""
    by = stands.said_by
    return TwoAnswers(
        question.ref, question.text, label, in_words(template, question, theirs), by, f"{day.day} {day:%B}", written,
        bool(clash.why), by in told,
    )  # fmt: skip


def seen_in(clashes: Iterable[Clash]) -> tuple[Given, ...]:
    """Both answers of each clash: whoever reads a letter about it has seen them."""
    both = [(each.heard.given, each.stands) for each in clashes]
    stood = [Given(stands.question, stands.prompt, stands.value, stands.not_applicable) for _, stands in both]
    return (*(given for given, _ in both), *stood)


def tell_colleagues(
    db: Session, stationery: Stationery, matter: Matter, clashes: Iterable[Clash], now: datetime
) -> frozenset[str]:
    """One message to each colleague whose answers a letter met, by their first way, with what stands now.

    Returns the names under which those who were written to gave their answers.
    """
    by_contact: dict[int, list[Clash]] = {}
    for clash in clashes:
        if (colleague := colleague_of(db, matter, clash.stands, now, stationery.ways)) is not None:
            by_contact.setdefault(colleague.id, []).append(clash)
    for number, own in by_contact.items():
        _tell(db, stationery, matter, db.get_one(Contact, number), own, now)
    return frozenset(each.stands.said_by for own in by_contact.values() for each in own)


def colleague_of(
    db: Session, matter: Matter, stands: Answer, now: datetime, open_ways: Sequence[Way]
) -> Contact | None:
    """Who gave the answer and can be asked about it; None who moved, has left, or can be reached in no way."""
    found = teller(db, matter.submission, stands.source, stands.said_by)
    is_other = found is not None and found.id != matter.contact.id
    return found if found is not None and is_other and found.is_reachable(today(now), open_ways) else None


def _tell(
    db: Session, stationery: Stationery, matter: Matter, colleague: Contact, clashes: list[Clash], now: datetime
) -> None:
    two, by = two_answers(matter.template, clashes), way(colleague, stationery.ways)
    facts = stationery.facts(matter.submission) | {
        "contact": colleague,
        "agency": matter.submission.agency,
        "title": matter.template.title,
        "writer": matter.speaker.name,
        "asked": matter.contact.name,  # who gets the letter back, whoever wrote
        "two": two,
        "due": uk_date(matter.submission.due),
        "token": new_token() if by.is_letter else "",
    }
    message = Message(
        key=f"two answers:{matter.receipt.source}:{colleague.id}",
        via=by.name,
        recipient=colleague.address(by),
        subject=f"{_questions(two)}: two answers, one stands",
        body=storable(stationery.letters.render_for(by, "two-answers", **facts)),
        submission_id=matter.submission.id,
        contact_id=colleague.id,
        not_before=now,
    )
    if by.is_letter:
        message.html = storable(stationery.letters.render("two-answers.html", **facts))
        message.token, message.auto_submitted = str(facts["token"]), "auto-generated"
        _keep_form(db, matter, colleague, message, clashes, now)
    db.add(message)


def _questions(two: list[TwoAnswers]) -> str:
    refs = list(dict.fromkeys(each.ref for each in two))
    return f"Question {refs[0]}" if len(refs) == 1 else count(len(refs), "question")


def _keep_form(
    db: Session, matter: Matter, colleague: Contact, message: Message, clashes: list[Clash], now: datetime
) -> None:
    """What a reply of the colleague is read against."""
    refs = {each.heard.question for each in clashes}
    form = sent_form(matter.template, matter.submission.sector, message.token, message.body, refs, seen_in(clashes))
    db.add(
        Sent(
            token=message.token,
            contact_id=colleague.id,
            submission_id=matter.submission.id,
            form=form.as_stored(),
            sent_at=now,
        )
    )
