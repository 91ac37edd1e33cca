"""A reply to our letter on an action: its words are an update, and DONE says that it is done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import timescale_words, today
from config.letters import one_line
from intake.actions import Followed, follow, open_action, says_done, says_not_done
from intake.ledger import Brought, Refused, Saying, enter_file
from intake.mail.back.words import own_words
from intake.mail.outward import Matter
from intake.notices import Stationery, reply
from storage.nouns import Action, Message, Sent

MOST_WORDS = 2_000  # of an update
LONGEST_LIST = 300  # characters of it that name files


def action_of(db: Session, number: int | None) -> Action | None:
    """The action of this id."""
    return db.get(Action, number) if number else None


def reply_to_action(
    db: Session, stationery: Stationery, matter: Matter, action: Action, words: str, files: Sequence[Brought],
    now: datetime,
) -> None:  # fmt: skip
    """Keep what the letter says of the action, and answer it; the letter's outcome is set.

    Its files are evidence of the action, and named in the update. An assurance report that comes as a file is there.
    """
    submission, receipt = matter.submission, matter.receipt
    sent = select(Message.body).join(Sent, Sent.token == Message.token).where(Sent.submission_id == submission.id)
    lines = own_words(words, db.scalars(sent).all(), matter.contact.name)
    own = "\n".join(lines)
    is_done = says_done(own) or (action.is_assurance and bool(files) and not says_not_done(own))
    brought = f"With the letter: {', '.join(one_line(each.name) for each in files)}"[:LONGEST_LIST] if files else ""
    lines = [*"\n".join(lines)[: MOST_WORDS - LONGEST_LIST - 1].splitlines(), *([brought] if brought else [])]
    kept_files = [enter_file(db, each, receipt.received_at) for each in files]
    said, saying = Followed("\n".join(lines), is_done=is_done, files=kept_files), Saying(matter.speaker, receipt.source)
    kept: list[str] = []
    try:
        kept = follow(db, submission.audit, action, said, saying) if lines else []
        if kept and action.is_done and says_not_done(said.words):
            open_action(db, submission.audit, action, said.words, saying)
    except Refused as told:
        receipt.reason = str(told)
    receipt.outcome = "answered" if kept else "nothing_new"
    with stationery.apart(db, f"the acknowledgement of letter {receipt.id}"):
        _acknowledge(db, stationery, matter, action, kept, [one_line(each.name) for each in files], now)


def _acknowledge(
    db: Session,
    stationery: Stationery,
    matter: Matter,
    action: Action,
    kept: list[str],
    files: list[str],
    now: datetime,
) -> None:
    facts = stationery.facts(matter.submission) | {
        "number": action.number,
        "due": timescale_words(action.timescale) if action.timescale else "",
        "is_done": "done" in kept,
        "is_kept": bool(kept),
        "was_done": action.is_done,
        "files": files if kept else [],
        "is_closed": not action.is_open(today(now)),
        "token": "",
    }
    body, html = (stationery.letters.render(name, **facts) for name in ("action-kept", "action-kept.html"))
    own = select(Sent.token).where(Sent.action_id == action.id, Sent.contact_id == matter.contact.id)
    token = db.scalar(own.order_by(Sent.id.desc()).limit(1)) or ""
    message = reply(matter.header, f"ack:{matter.receipt.source}", matter.receipt.sender, body, html, token)
    message.submission_id, message.contact_id, message.not_before = matter.submission.id, matter.contact.id, now
    message.partnership = matter.receipt.partnership
    db.add(message)
