"""What an agency hears at the end: its own result beside its sector's, what was accepted, what is to mend, thanks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.letters import one_line
from config.questionnaire import Template
from intake.forms import new_token, sent_form
from intake.notices import Stationery
from intake.returns import storable
from reports.both import both_ratings
from reports.figures import Figures, of
from storage.nouns import Contact, Message, Sent, Submission, way
from storage.record import knows_of, people_asked, points_of, reviews_of, threads_of, trail

FEWEST_OTHERS = 3  # agencies: under that, one could be told from the sum
FEEDBACK = "feedback:"


class Feedback(NamedTuple):
    """One letter of feedback, and for which contact of which return."""

    submission: Submission
    contact: Contact
    message: Message


def feedback(
    db: Session, template: Template, found: Figures, submissions: Sequence[Submission], stationery: Stationery,
    speaker: trail.Speaker, *, is_sent: bool = False,
) -> list[Feedback]:  # fmt: skip
    """The letters for these returns that nobody has had since they were last signed; with `is_sent` they are queued.

    `found` are the figures of the whole audit, with which each is compared.
    """
    made: list[Feedback] = []
    for submission in submissions:
        own = list(_letters(db, template, found, submission, stationery, speaker))
        made += own
        if is_sent and own:
            trail.hold_return(db, submission)
            for each in own:
                _queue(db, template, each, speaker)
            about = f"{submission.agency.abbr} return"
            trail.note(db, submission, speaker, "feedback sent", about, {"letters": len(own)})
    return made


def _letters(
    db: Session, template: Template, found: Figures, submission: Submission, stationery: Stationery,
    speaker: trail.Speaker,
) -> Iterator[Feedback]:  # fmt: skip
    asked, day = people_asked(db, [submission.id])[submission.id], today(speaker.at)
    there = [each for each in submission.agency.contacts if each.is_reachable(day, stationery.ways)]
    facts = _facts(db, template, found, submission, stationery)
    for contact in there:
        key = f"{FEEDBACK}{submission.id}:{submission.signed_at}:{contact.id}"
        is_told = db.scalar(select(Message.id).where(Message.key == key)) is not None
        if is_told or not knows_of(submission, contact.id, asked):
            continue
        by = way(contact, stationery.ways)
        own = facts | {"contact": contact, "token": new_token() if by.is_letter else ""}
        own["by"] = stationery.who(speaker.name, submission)
        message = Message(
            key=key,
            via=by.name,
            recipient=contact.address(by),
            subject=one_line(f"What became of the return of {submission.agency.name} · {template.title}")[:150],
            body=storable(stationery.letters.render_for(by, "feedback", **own)),
            html=storable(stationery.letters.render("feedback.html", **own)) if by.is_letter else "",
            token=str(own["token"]),
            auto_submitted="auto-generated",
            submission_id=submission.id,
            contact_id=contact.id,
            not_before=speaker.at,
        )
        yield Feedback(submission, contact, message)


def _queue(db: Session, template: Template, each: Feedback, speaker: trail.Speaker) -> None:
    if each.message.token:
        form = sent_form(template, each.submission.sector, each.message.token, each.message.body, [])
        ids = {"contact_id": each.contact.id, "submission_id": each.submission.id}
        db.add(Sent(token=each.message.token, form=form.as_stored(), sent_at=speaker.at, **ids))
    db.add(each.message)


def _facts(
    db: Session, template: Template, found: Figures, submission: Submission, stationery: Stationery
) -> dict[str, object]:
    abbr = submission.agency.abbr
    reviews = reviews_of(db, [submission.id]).get(submission.id, ())
    apart = [each for each in both_ratings(found) if each.agency == abbr and each.is_apart]
    name = {each.code: each.name for each in template.scale.ratings}
    open_ = [each for each in threads_of(db, [submission.id]).get(submission.id, ()) if each.closed_at is None]
    tally = found.by_agency[abbr]
    return stationery.facts(submission) | {
        "agency": submission.agency,
        "title": template.title,
        "signed_on": uk_date(today(submission.signed_at)) if submission.signed_at else "",
        "signed_by": submission.signed_by,
        "accepted_on": uk_date(today(submission.accepted_at)) if submission.accepted_at else "",
        "accepted_by": stationery.who(submission.accepted_by, submission),
        "met": of(*found.counts(abbr)),
        "ratings": [(each.name, tally.ratings[each.code]) for each in template.scale.given if tally.ratings[each.code]],
        "beside": beside(found, submission.agency.abbr, submission.sector),
        "apart": [(each.question, name.get(each.own, each.own), name.get(each.judged, each.judged)) for each in apart],
        "counts": template.rated_by,
        "points": [(template.by_ref[each.question], each.because) for each in points_of(reviews)],
        "asked_back": [each.question or "the whole return" for each in open_],
    }


def beside(found: Figures, abbr: str, sector: str) -> str:
    """How the others did: those of its sector, or all others; empty where either is fewer than three agencies."""
    others = [each for each in found.submitted if each.abbr != abbr]
    same = [each for each in others if each.sector == sector]
    told = (("other agencies of your sector", same), ("other agencies", others))
    for whose, group in told:
        counts = [(met, whole) for met, whole in (found.counts(each.abbr) for each in group) if whole]
        if len(counts) >= FEWEST_OTHERS:  # whoever rated nothing hides nobody
            met, whole = (sum(part) for part in zip(*counts, strict=True))
            return f"The {len(counts)} {whose} met {of(met, whole)}."
    return ""
