"""The letter back: what was understood, what was not, and what is still open, so that a reply answers it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.words import size_in_words
from intake.forms import new_token, sent_form
from intake.ledger import Brought
from intake.letters import Filed
from intake.mail.outward.layout import questions
from intake.mail.outward.matter import CarriedFile, Matter, Recorded, unanswered
from intake.mail.outward.requests import Passed
from intake.mail.outward.two_answers import seen_in, two_answers
from intake.mail.outward.understood import NotedFile, in_short, puzzles_by_question, understood
from intake.notices import NOTICE, Stationery, may_notify, reply
from storage.nouns import Sent

_ATTACHED = re.compile(
    r"\b(?:(?:see|find|per|in|please)\s+(?:the\s+|our\s+|my\s+)?(?:attached|attachments?|enclosed)"
    r"|(?:is|are|have|i've|we've)\s+(?:attached|enclosed)(?!\s+to\b)|(?:attached|enclosed)\s?(?:[.:)]|$))",
    re.IGNORECASE,
)


def acknowledge(
    db: Session,
    stationery: Stationery,
    matter: Matter,
    recorded: Recorded,
    files: list[CarriedFile],
    now: datetime,
    *,
    new: bool,
    asked_to_submit: bool,
    passed: Sequence[Passed] = (),
) -> None:
    """One letter back; a letter that did no more than ask a person something (`passed`) gets no form again."""
    if not new and not may_notify(db, matter.contact.email, now, is_known=True):
        return
    open_, token = unanswered(db, matter), new_token()
    is_asked = matter.submission.submitted_at is None and (matter.submission.excused_at is None or asked_to_submit)
    facts = _facts(stationery, matter, recorded, files, open_, is_asked=is_asked)
    facts |= {"asked_to_submit": asked_to_submit, "passed": passed, "token": token}
    facts |= {"is_past": matter.submission.due < today(now)}
    facts |= {"loose": [each for each in recorded.remarks if not any(each in said.words for said in passed)]}
    only_asks = bool(passed) and not (new or recorded.not_understood or asked_to_submit)
    name = "passed-on" if only_asks else "acknowledgement"
    body = stationery.letters.render(name, **facts)
    page = stationery.letters.render(f"{name}.html", **facts)
    shows = (*(each.given for each in recorded.answers), *seen_in(recorded.clashes))
    asks = open_ if is_asked and not only_asks else None  # a letter without questions is answered by any
    form = sent_form(matter.template, matter.submission.sector, token, body, asks, shows).as_stored()
    ids = {"contact_id": matter.contact.id, "submission_id": matter.submission.id}
    db.add(Sent(token=token, form=form, sent_at=now, **ids))
    key = f"{'ack' if new else NOTICE + 'acknowledgement'}:{matter.receipt.source}"
    message = reply(matter.header, key, matter.contact.email, body, page, token)
    message.submission_id, message.contact_id = matter.submission.id, matter.contact.id
    message.not_before = now
    db.add(message)


def _facts(
    stationery: Stationery,
    matter: Matter,
    recorded: Recorded,
    files: Sequence[CarriedFile],
    open_: list[str],
    *,
    is_asked: bool,
) -> dict[str, Any]:
    """What the letter back says of what came; what is open is shown only to whom it is asked of."""
    noted = [_file(*each) for each in files]
    said, asked = understood(matter.template, recorded.answers), open_ if is_asked else []
    text, html = questions(stationery.letters, matter.template, matter.submission.sector, asked) if asked else ("", "")
    return stationery.facts(matter.submission) | {
        "contact": matter.contact,
        "agency": matter.submission.agency,
        "submission": matter.submission,
        "title": matter.template.title,
        "understood": said,
        "in_short": in_short(recorded.answers, len(recorded.not_understood), len(asked)),
        "puzzles": list(puzzles_by_question(matter.template, recorded.not_understood)),
        "files": noted,
        "kept": [each for each in noted if not each.is_unread],
        "lacks_files": _lacks_files(recorded, files),
        "remarks": recorded.remarks,
        "writer": "" if matter.receipt.sender == matter.contact.email else matter.receipt.sender,
        "vouched": matter.named_voucher(stationery.managers(matter.submission.partnerships)),
        "two": two_answers(matter.template, recorded.clashes, recorded.told),
        "added": recorded.added,
        "open": open_,
        "open_text": text,
        "open_html": html,
        "submitted": recorded.submitted,
        "due": uk_date(matter.submission.due),
    }


def _file(filed: Filed, brought: Brought | None) -> NotedFile:
    if brought is None:
        return NotedFile(filed.attachment.name, size_in_words(len(filed.attachment.content)), "", "read as your form")
    wary = f"kept, not opened ({brought.flags})" if brought.flags else ""
    name = brought.name or "a file without a name"
    if filed.unread:
        kept = f"{wary or 'kept'}, but its answers were not read: it is {filed.unread}. {_instead(filed)}"
        return NotedFile(name, size_in_words(brought.size), "", kept, is_unread=True)
    place = f"with question {filed.question}" if filed.question else "with the return as a whole"
    return NotedFile(name, size_in_words(brought.size), place, wary or "kept")


def _instead(filed: Filed) -> str:
    if filed.unread == "encrypted":
        return "Send the letter once more without encryption"
    return "Send it as .xlsx or .docx, or write your answers in a reply"


def _lacks_files(recorded: Recorded, files: Sequence[CarriedFile]) -> bool:
    """Whether the letter speaks of a file that it brings, and brings none."""
    words = (*(each.value for each in recorded.answers), *recorded.remarks)
    return not files and any(_ATTACHED.search(each) for each in words)
