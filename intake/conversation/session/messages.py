"""What colleagues of an agency are told of each other's answers: messages in the transaction that caused them."""

from collections.abc import Sequence

from sqlalchemy import select

from config.words import count
from intake.conversation.session.talker import Talker
from intake.conversation.state import Here, Person, StandingAnswer
from intake.ledger import Saying
from storage.nouns import Contact, Handover, Message, way
from storage.record.trail import Speaker


def tell_overruled(talker: Talker, speaker: Speaker, here: Here, question: str, over: StandingAnswer) -> None:
    """Tell the person whose answer no longer stands."""
    other = next((each for each in here.colleagues if each.name == over.said_by), None)
    if other is None:
        return
    body = (
        f"{speaker.name} answered question {question} of {here.template.title} while you did.\n\n"
        f"Theirs stands now. Yours is kept in the record: {over.value}\n\n"
        f"To change it, type change {question}, or talk to {speaker.name}."
    )
    subject = f"Question {question}: two answers, one stands"
    _tell(talker, f"overruled:{talker.submission.id}:{over.id}", other, subject, body)


def tell_handed(talker: Talker, saying: Saying, here: Here, questions: Sequence[str], to: Person | None) -> None:
    """Tell a colleague what they were handed, or that it was taken back."""
    told = to or (here.holders.get(questions[0]) if questions else None)
    if told is None or told.id == here.me.id:
        return
    listed = "\n".join(f"{ref}. {here.template.by_ref[ref].text}" for ref in questions)
    many = "a question" if len(questions) == 1 else count(len(questions), "question")
    if to is None:
        subject = f"{here.me.name} has taken back {many}"
        body = f"{subject} of {here.template.title}. You need not answer:\n\n{listed}"
    else:
        subject = f"{here.me.name} asks you to answer {many}"
        body = f"{subject} of {here.template.title} for {here.state.agency}:\n\n{listed}\n\n"
        body += "Type hand back if it is not yours."
    _tell(talker, f"handed:{talker.submission.id}:{saying.source}", told, subject, body)


def tell_answered(talker: Talker, saying: Saying, here: Here, question: str) -> None:
    """Tell whoever handed a question over that it is answered."""
    wanted = select(Handover).where(Handover.submission_id == talker.submission.id, Handover.question == question)
    handed = talker.db.scalars(wanted.order_by(Handover.id.desc()).limit(1)).one()
    giver = next((each for each in here.colleagues if each.id == handed.by_contact_id), None)
    if giver is not None:
        subject = f"{here.me.name} has answered question {question}"
        body = f"{subject} of {here.template.title}. Type change {question} to look at it."
        _tell(talker, f"answered:{handed.id}:{saying.source}", giver, subject, body)


def tell_reopened(talker: Talker, saying: Saying, here: Here, because: str) -> None:
    """Tell the colleagues that a return they may think is done is open again."""
    subject = f"{here.me.name} has opened the return of {here.state.agency} again"
    body = f"{subject}: {here.template.title}.\n\nThe reason: “{' '.join(because.split())}”\n\n"
    body += "Until it is submitted again, it counts as it was signed."
    for each in here.colleagues:
        _tell(talker, f"reopened:{talker.submission.id}:{saying.source}:{each.id}", each, subject, body)


def _tell(talker: Talker, key: str, to: Person, subject: str, body: str) -> None:
    contact = talker.db.get_one(Contact, to.id)
    by = way(contact, talker.talk.ways)
    there, whose = contact.address(by), talker.submission.id
    talker.db.add(Message(key=key, via=by.name, recipient=there, subject=subject, body=body, submission_id=whose))
