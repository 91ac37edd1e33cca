"""The letter back: what was understood, what was not, and what is still open, so that a reply answers it."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.words import count, listing
from intake.conversation import ERASE, NAME_TELLS, warning
from intake.forms import last_lines, new_token, sent_form
from intake.last_time import last_time_of, not_yet_kept
from intake.letters import says_more_than_thanks
from intake.mail.files import asks_place, lacks_files, noted
from intake.mail.outward.layout import questions
from intake.mail.outward.matter import CarriedFile, Matter, Recorded, standing
from intake.mail.outward.offers import offers_of, said_of_all, shown_over, still_offered
from intake.mail.outward.requests import Passed
from intake.mail.outward.two_answers import seen_in, two_answers
from intake.mail.outward.understood import as_lines, in_short, puzzles_by_question, theirs, understood
from intake.notices import NOTICE, Stationery, may_notify, reply, unused_key
from intake.returns import EMPTY, Cells, evidence_outstanding, still_open
from nlp.danger import tells_of_danger
from storage.nouns import Sent

_THANKS = re.compile(r"\b(?:thank|cheers|noted|will do|received|perfect|great|lovely)", re.IGNORECASE)
_SUBMITTED = "The return is submitted."
_OF_REST = re.compile(r"\b(?:rest|others|remaining|everything else|what i said)\b", re.IGNORECASE)


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
    said, token = standing(db, matter), new_token()
    open_ = still_open(matter.template, matter.submission.sector, said)
    is_asked = matter.submission.submitted_at is None and (matter.submission.excused_at is None or asked_to_submit)
    wanted = [each for each in _files_wanted(matter, said) if each not in open_]
    begun = [ref for ref in open_ if said.get((ref, "agency"), EMPTY) != EMPTY]
    facts = _facts(stationery, matter, recorded, files, open_, begun, wanted, is_asked=is_asked)
    facts |= {"lacks_files": _lacks_files(recorded, files, said), "moved": recorded.moved}
    facts |= {"asks_place": asks_place(files, [ref for ref, side in said if ref and side == "agency"])}
    again = still_offered(db, matter, said, recorded.accepted) if is_asked and not _speaks_of_rest(recorded) else []
    offers = offers_of(matter.template, recorded.not_understood, recorded.over, open_ if is_asked else (), again)
    facts |= {"offered": {each.about: each.lines for each in offers if each.about}}
    facts |= {"yes": {each.whose: each.word for each in offers if not each.is_again}}
    facts |= {"again": [each.lines for each in offers if each.is_again]}
    before = last_time_of(db, matter.template, matter.submission, today(now)) if is_asked else None
    last = last_lines(not_yet_kept(db, matter.submission, before), open_)
    text, html = _still_asked(stationery, matter, open_, said, last) if is_asked else ("", "")
    facts |= {"open_text": text, "open_html": html}
    facts |= {"asked_to_submit": asked_to_submit, "passed": passed, "token": token}
    facts |= {"is_past": matter.submission.due < today(now)}
    facts |= {"loose": [each for each in recorded.remarks if not any(each in said.words for said in passed)]}
    is_short = bool(passed) or _only_thanks(stationery, matter, recorded, files)
    only_asks = is_short and not (new or recorded.not_understood or asked_to_submit)
    name = "passed-on" if only_asks else "acknowledgement"
    body = stationery.letters.render(name, **facts)
    page = stationery.letters.render(f"{name}.html", **facts)
    shows = (*(each.given for each in (*recorded.answers, *recorded.kept)), *seen_in(recorded.clashes))
    shows = (*shows, *shown_over(offers))
    asks = open_ if is_asked and not only_asks else None  # a letter without questions is answered by any
    form = sent_form(
        matter.template, matter.submission.sector, token, body, asks, shows, last, [each.offer for each in offers]
    )
    ids = {"contact_id": matter.contact.id, "submission_id": matter.submission.id}
    db.add(Sent(token=token, form=form.as_stored(), sent_at=now, **ids))
    key = f"{'ack' if new else NOTICE + 'acknowledgement'}:{matter.receipt.source}"
    key = unused_key(db, key) if matter.vouched else key  # only a letter that a person let in was answered before
    message = reply(matter.header, key, matter.contact.email, body, page, token)
    message.submission_id, message.contact_id = matter.submission.id, matter.contact.id
    message.not_before, message.partnership = now, matter.receipt.partnership
    db.add(message)


def _speaks_of_rest(recorded: Recorded) -> bool:
    """Whether the letter says anything new of the questions that it does not name: what was offered before is old."""
    told = [*recorded.remarks, *(each.text for each in recorded.not_understood)]
    told += [each.value for each in recorded.answers]
    return any(_OF_REST.search(each) for each in told)


def _facts(
    stationery: Stationery,
    matter: Matter,
    recorded: Recorded,
    files: Sequence[CarriedFile],
    open_: list[str],
    begun: Collection[str],
    wanted: Sequence[str],
    *,
    is_asked: bool,
) -> dict[str, Any]:
    """What the letter back says of what came; what is open is shown only to whom it is asked of."""
    known = [words for each in matter.submission.agency.contacts for words in (each.name, each.email or "")]
    quoted = theirs(recorded.not_understood)
    asked_alone = [each for each in recorded.not_understood if each.whose not in quoted]
    notes = [noted(*each, _caution(each[0].attachment.name, known)) for each in files]
    brought_by_them = [
        each for each, (_, brought) in zip(notes, files, strict=True) if brought
    ]  # without forms of ours
    facts = stationery.facts(matter.submission)
    return facts | {
        "alarm": facts["at_risk"] if _tells_of_danger(recorded) else "",
        "contact": matter.contact,
        "agency": matter.submission.agency,
        "submission": matter.submission,
        "title": matter.template.title,
        "understood": understood(matter.template, recorded.answers, today(matter.speaker.at)),
        "of_all": said_of_all(matter.template, recorded.of_all, recorded.answers),
        "kept_last": understood(matter.template, recorded.kept, today(matter.speaker.at)),
        "dropped": listing(recorded.dropped),
        "stands": listing(recorded.stands),
        "in_short": in_short(
            recorded.answers,
            brought_by_them,
            len(recorded.not_understood),
            open_ if is_asked else (),
            begun,
            _SUBMITTED if recorded.submitted else _to_sign(wanted) if is_asked else "",
        ),
        "puzzles": list(puzzles_by_question(matter.template, asked_alone)),
        "quoted": {whose: as_lines(said) for whose, said in quoted.items()},
        "files": notes,
        "wanted": wanted,
        "dated": recorded.dated,
        "kept": [each for each in notes if not each.is_unread],
        "remarks": recorded.remarks,
        "writer": "" if matter.receipt.sender == matter.contact.email else matter.receipt.sender,
        "vouched": matter.named_voucher(stationery.managers(matter.submission.partnerships)),
        "two": two_answers(matter.template, recorded.clashes, recorded.told),
        "added": recorded.added,
        "open": open_,
        "submitted": recorded.submitted,
        "due": uk_date(matter.submission.due),
    }


def _to_sign(wanted: Sequence[str]) -> str:
    """What is left of a return in which every question has its answer."""
    if wanted:
        return f"Files for {count(len(wanted), 'question')} and the signature are missing."
    return "Only the signature is missing: reply SUBMIT and your full name."


def _lacks_files(recorded: Recorded, files: Sequence[CarriedFile], said: Cells) -> str:
    words = [(each.question, each.value) for each in recorded.answers]
    words += [(each.question, each.text) for each in recorded.not_understood]
    kept = {name for cell in said.values() for name in cell.files.values()}
    return lacks_files(words, recorded.remarks, files, kept)


def _caution(name: str, known: Collection[str]) -> str:
    """As wherever people talk; `known` are those who answer, who are no secret."""
    return f"{NAME_TELLS} {ERASE}" if warning(name, known) else ""


def _tells_of_danger(recorded: Recorded) -> bool:
    """Whether anything its writer said, understood or not, may be of a child in danger now."""
    heard = [*recorded.answers, *(each.heard for each in recorded.clashes)]
    said = [text for each in heard for text in (each.value, each.words)]
    said += [each.text for each in recorded.not_understood]
    return any(map(tells_of_danger, dict.fromkeys((*said, *recorded.remarks))))


def _only_thanks(stationery: Stationery, matter: Matter, recorded: Recorded, files: Sequence[CarriedFile]) -> bool:
    """Whether a letter says thanks and no more: "Many thanks, will do."; that wants no form."""
    managers = stationery.managers(matter.submission.partnerships)
    names = [matter.contact.name, matter.receipt.sender, *(each.name for each in managers)]
    said = [*recorded.remarks, *(each for each in recorded.signed if _THANKS.search(each))]
    return bool(said) and not files and not says_more_than_thanks(said, names)


def _files_wanted(matter: Matter, said: Cells) -> list[str]:
    """The questions that need a file and have none: a letter may submit without them, and is told which they are."""
    return [each.ref for each in evidence_outstanding(matter.template, matter.submission.sector, said)]


def _still_asked(
    stationery: Stationery, matter: Matter, open_: Sequence[str], said: Cells, last: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """The questions that still want something, in text and HTML, without the boxes that hold something."""
    if not open_:
        return "", ""
    return questions(stationery.letters, matter.template, matter.submission.sector, open_, said, last)
