"""What a letter leaves in the record, in one transaction: answers, files, remarks, and the letter that says so."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.words import count
from intake.audits import mark_reached, open_returns
from intake.last_time import drop, keep, last_time_of
from intake.ledger import Refused, Saying, attach, enter_file, record, refuse_forbidden, submit
from intake.letters import OTHERS, YES, Form, Header, Puzzle, ReadAnswer, asks_to_submit, ends_in_submit
from intake.mail.files import (
    FileDesk,
    LetterFiles,
    SaidInLetter,
    date_files,
    not_read,
    placed_by_evidence,
    says_only_dates,
)
from intake.mail.outward.acknowledgement import acknowledge
from intake.mail.outward.colleagues import Weighed, weigh
from intake.mail.outward.matter import VIA, CarriedFile, Clash, Matter, Recorded, standing, unanswered
from intake.mail.outward.offers import leave_standing, said_of_all
from intake.mail.outward.requests import Passed, pass_on
from intake.mail.outward.two_answers import tell_colleagues
from intake.mail.outward.understood import in_words
from intake.notices import Stationery, notice
from intake.returns import EMPTY, kept_rows, storable
from storage.nouns import Receipt, Remark, Sent, Submission
from storage.record import HELD, insert_new, trail
from storage.record.trail import Speaker

_UNPROVED = "It answers a letter of ours by its reference. No mail server confirmed who sent it."


def answer(
    db: Session, stationery: Stationery, matter: Matter, form: Form, files: Iterable[CarriedFile], now: datetime,
    named: Sequence[Sent] = (),
) -> Recorded:  # fmt: skip
    """Record what the letter says and queue its acknowledgement; the letter's outcome is set.

    `named` are the forms of ours that the letter names.
    """
    _hold(db, matter)
    form, over = leave_standing(db, matter, form)
    weighed, unfit = _fitting(matter, weigh(db, matter, form, named))
    heard, refused = take_answers(db, matter, weighed.answers)
    kept, dropped = take_last(db, matter, form)
    carried = placed_by_evidence(files, standing(db, matter), only_brings=not heard) if files else []
    evidence = take_files(db, matter, carried)
    moved = _told_of_files(db, matter, form, evidence)
    dated = date_files(db, matter.template, matter.submission, _said(form), LetterFiles.of(carried), matter.speaker)
    left = [each for each in _besides_submitting(form) if not (dated and says_only_dates(each)) and each not in moved]
    remarks = _remark(db, matter, left, weighed.kept)
    submitted = take_signature(db, matter, form.submits)
    puzzling = [
        each for each in form.not_understood if not (dated and says_only_dates(each.text)) and each.text not in moved
    ]
    puzzles = (*_not_answered(db, matter, puzzling), *unfit, *refused)
    recorded = Recorded(heard, puzzles, evidence, remarks, submitted, weighed.clashes, weighed.added)
    recorded = recorded._replace(kept=kept, dropped=dropped, dated=dated, stands=_answered(db, matter, dropped))
    recorded = recorded._replace(of_all=form.of_all, over=over, accepted=form.accepted, signed=form.signature)
    recorded = recorded._replace(moved=tuple(told for each in moved.values() for told in each))
    new = bool(heard or evidence or submitted or kept or dropped or dated or moved)
    unread = not_read([each for each, _ in carried])
    matter.note_whose()
    matter.receipt.outcome = _outcome(matter, recorded, unread, new=new)
    matter.receipt.reason = " ".join(
        filter(None, (_how_sure(matter), unread, *map(_decided, weighed.clashes), *_unnamed(matter, recorded)))
    )
    _note_won(db, matter, weighed.won)
    about = f"letter {matter.receipt.id} of {matter.submission.agency.abbr}"
    if weighed.clashes:
        with stationery.apart(db, f"the question to colleagues after {about}"):
            told = tell_colleagues(db, stationery, matter, weighed.clashes, now)
            recorded = recorded._replace(told=told)
    if matter.receipt.sender == matter.contact.email:
        mark_reached(db, matter.contact, matter.speaker)
    asked = bool(form.submits) or any(asks_to_submit(each) or ends_in_submit(each) for each in form.leftovers)
    heeded = new or bool(weighed.clashes)
    is_silent = not (heeded or asked or recorded.not_understood)
    passed: Sequence[Passed] = ()
    if remarks:
        with stationery.apart(db, f"the letter that passes on what {about} asks"):
            passed = pass_on(db, stationery, matter, remarks, now, is_silent=is_silent)
    with stationery.apart(db, f"the acknowledgement of {about}"):
        acknowledge(db, stationery, matter, recorded, carried, now, new=heeded, asked_to_submit=asked, passed=passed)
    return recorded


def _hold(db: Session, matter: Matter) -> None:
    """Nobody answers between what is weighed here and what is recorded.

    Who is reached again is so in every return of theirs, and all of these are held at once, in order.
    """
    theirs = open_returns(db, matter.contact.agencies) if matter.contact.bounced_at is not None else []
    trail.hold_returns(db, {matter.submission, *theirs})


def _outcome(matter: Matter, recorded: Recorded, unread: str, *, new: bool) -> str:
    """A letter whose only answers stand in a file that nobody could read waits for a person, until one lets it pass."""
    if unread and not matter.vouched and not (recorded.answers or recorded.not_understood or recorded.submitted):
        return HELD
    return "answered" if new else "nothing_new"


def say_closed(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, submission: Submission, now: datetime
) -> None:
    """The audit is closed: nothing is recorded, the letter is kept, and its sender is told whom to ask."""
    receipt.outcome, receipt.reason = "refused", f"The audit {submission.audit.key} is closed."
    managers = stationery.managers(submission.partnerships)
    facts = stationery.facts(submission) | {
        "agency": submission.agency,
        "closed_on": uk_date(today(submission.audit.closed_at or now)),
        "is_signed": submission.signed_at is not None,
        "who": managers[0].name if managers else "The partnership",
    }
    notice(db, stationery, "closed", header, receipt.source, now, **facts)


def take_answers(
    db: Session, matter: Matter, answers: Iterable[ReadAnswer]
) -> tuple[tuple[ReadAnswer, ...], tuple[Puzzle, ...]]:
    """The answers taken, and those the questionnaire does not take: one of these costs none of the others."""
    said = tuple(answers)
    saying = Saying(matter.speaker, matter.receipt.source)
    try:
        record(db, matter.template, matter.submission, [heard.given for heard in said], saying)
    except Refused:
        return _record_each(db, matter, said, saying)
    return said, ()


def _record_each(
    db: Session, matter: Matter, answers: Iterable[ReadAnswer], saying: Saying
) -> tuple[tuple[ReadAnswer, ...], tuple[Puzzle, ...]]:
    taken: list[ReadAnswer] = []
    refused: list[Puzzle] = []
    for heard in answers:
        try:
            record(db, matter.template, matter.submission, [heard.given], saying)
        except Refused as told:
            refused.append(Puzzle(heard.question, heard.words or heard.value, str(told)))
        else:
            taken.append(heard)
    return tuple(taken), tuple(refused)


def take_last(db: Session, matter: Matter, form: Form) -> tuple[tuple[ReadAnswer, ...], tuple[str, ...]]:
    """Keep or drop what was said last time, as the letter asks; the answers that count now, and the questions let go.

    A question that was answered meanwhile keeps what it has.
    """
    if not (form.kept or form.dropped):
        return (), ()
    last = last_time_of(db, matter.template, matter.submission, today(matter.receipt.received_at))
    if last is None:
        return (), ()
    saying = Saying(matter.speaker, matter.receipt.source)
    before = standing(db, matter)
    refs = keep(db, matter.template, matter.submission, last, form.kept, saying)
    dropped = tuple(ref for ref in form.dropped if drop(db, matter.submission, last, ref, saying))
    rows = [given for ref in refs for given in kept_rows(last.answers[ref], before.get((ref, "agency"), EMPTY))]
    return tuple(ReadAnswer(*given) for given in rows), dropped


def _answered(db: Session, matter: Matter, questions: Sequence[str]) -> tuple[str, ...]:
    """Those of these questions that hold an answer of this round."""
    said = standing(db, matter) if questions else {}
    return tuple(ref for ref in questions if said.get((ref, "agency"), EMPTY) != EMPTY)


def take_files(db: Session, matter: Matter, files: Iterable[CarriedFile]) -> tuple[tuple[str, str, str | None], ...]:
    """Tie each file to its question, or to the return as a whole; a form of ours, or an empty file, is no evidence."""
    saying = Saying(matter.speaker, matter.receipt.source)
    tied = []
    for filed, brought in files:
        if brought is not None and not brought.is_empty:
            evidence = enter_file(db, brought, matter.receipt.received_at)
            for question in filed.questions or ("",):
                attach(db, matter.template, matter.submission, question, evidence, saying)
                tied.append((brought.name, brought.sha256, question or None))
    return tuple(tied)


def _told_of_files(
    db: Session, matter: Matter, form: Form, evidence: Iterable[tuple[str, str, str | None]]
) -> dict[str, list[str]]:
    """What the letter says of files that came before, by its words: they are put elsewhere, or taken back."""
    saying = Saying(matter.speaker, matter.receipt.source)
    came = frozenset(sha256 for _, sha256, _ in evidence)
    desk = FileDesk(db, matter.template, matter.submission, saying, came)
    told: dict[str, list[str]] = {}
    for words, heeded in desk.heard(dict.fromkeys((*form.leftovers, *(each.text for each in form.not_understood)))):
        told.setdefault(words, []).append(heeded)
    return told


def _said(form: Form) -> Iterator[SaidInLetter]:
    """All words of a letter, each with its question: among them may stand how old a file is."""
    yield from (SaidInLetter("", each) for each in form.leftovers)
    yield from (SaidInLetter(each.question, each.value) for each in form.answers)
    yield from (SaidInLetter(each.question, each.text) for each in form.not_understood)


def _remark(db: Session, matter: Matter, leftovers: Iterable[str], kept: Iterable[Clash]) -> tuple[str, ...]:
    """Keep the words that answer nothing, and after them the answers that met a colleague's; gives back the words."""
    words = [storable(each) for each in leftovers if each.strip()]
    said = {"said_by": matter.speaker.name, "said_at": matter.speaker.at, "source": matter.receipt.source}
    whats: list[dict[str, object]] = [{"words": each} for each in words]
    whats += [_as_kept(matter, clash) for clash in kept]
    blank = {"question": "", "prompt": "", "value": "", "not_applicable": False, "met_source": "", "met_prompt": ""}
    rows = [
        blank | what | {"submission_id": matter.submission.id, "number": number} | said
        for number, what in enumerate(whats, start=1)
    ]
    with db.no_autoflush:  # the end of the trail is written once, with the entry of these
        added = insert_new(db, Remark, rows)
    if added:
        about = f"{matter.submission.agency.abbr} return"
        questions = [str(each["question"]) for each in rows if each["question"]]
        facts = {"count": len(rows)} | ({"questions": questions} if questions else {})
        trail.note(db, matter.submission, matter.speaker, "remarks kept", about, facts)
    return tuple(words)


def _as_kept(matter: Matter, clash: Clash) -> dict[str, object]:
    heard, stands = clash.heard, clash.stands
    return {
        "words": storable(in_words(matter.template, matter.template.by_ref[heard.question], heard)),
        "question": heard.question,
        "prompt": heard.prompt,
        "value": storable(heard.value),
        "not_applicable": heard.not_applicable,
        "met_source": stands.source,
        "met_prompt": stands.prompt,
    }


def _fitting(matter: Matter, weighed: Weighed) -> tuple[Weighed, tuple[Puzzle, ...]]:
    """Without the clashes of answers that the questionnaire does not take: nobody is asked about these."""
    fit: list[Clash] = []
    unfit: list[Puzzle] = []
    for clash in weighed.clashes:
        heard = clash.heard
        try:
            refuse_forbidden(matter.template, matter.submission, heard.given)
        except Refused as told:
            if not clash.why:  # those that win are refused when they are recorded
                unfit.append(Puzzle(heard.question, heard.words or heard.value, str(told)))
        else:
            fit.append(clash)
    return weighed._replace(clashes=tuple(fit)), tuple(unfit)


def _decided(clash: Clash) -> str:
    """What became of an answer that met a colleague's, as the receipt tells it."""
    about = f"{clash.heard.question} {clash.heard.prompt}"
    return f"{about}: {clash.why}" if clash.why else f"{about}: kept, for {clash.stands.said_by} answered otherwise."


def _unnamed(matter: Matter, recorded: Recorded) -> Iterator[str]:
    """From which sentence answers were taken that name no question, as the receipt tells it."""
    for each in said_of_all(matter.template, recorded.of_all, recorded.answers):
        yield f"“{each.words}” was taken as {each.rating} for {each.questions}."
    if taken := sum(each.by == YES for each in recorded.answers):
        yield f"YES recorded {count(taken, 'answer')} that we had offered."


def _note_won(db: Session, matter: Matter, won: Iterable[Clash]) -> None:
    for clash in won:
        about = f"{matter.submission.agency.abbr} {clash.heard.question}"
        facts = {"prompt": clash.heard.prompt, "because": clash.why}
        trail.note(db, matter.submission, matter.speaker, "colleague's answer replaced", about, facts)


def _not_answered(db: Session, matter: Matter, puzzles: Sequence[Puzzle]) -> Iterator[Puzzle]:
    """Without the quoted words of others about questions that have their answer: a long thread would ask them all."""
    open_ = unanswered(db, matter) if any(each.cue == OTHERS for each in puzzles) else []
    return (each for each in puzzles if each.cue != OTHERS or each.question in open_)


def _besides_submitting(form: Form) -> list[str]:
    """The leftovers without the words that submit: echoed in our letter they would look like ours in the next one."""
    return [
        each
        for each in form.leftovers
        if not (asks_to_submit(each) or (form.submits and each.lstrip(" *_>").upper().startswith("SUBMIT")))
    ]


def take_signature(db: Session, matter: Matter, name: str | None) -> bool:
    """Submit the return in that name, where it is open, whole, and the name will do; whether it was."""
    if not name or not _may_sign(matter, name) or matter.submission.submitted_at is not None or unanswered(db, matter):
        return False
    submit(db, matter.submission, Speaker(storable(name)[:200], VIA, matter.receipt.received_at))
    return True


def _may_sign(matter: Matter, name: str) -> bool:
    """A signature is more than a first name, or the whole name that we know the contact by."""
    return len(name.split()) > 1 or name.casefold() == matter.contact.name.casefold()


def _how_sure(matter: Matter) -> str:
    if matter.vouched:
        return f"Released by {matter.vouched}."
    return "" if matter.authenticated else _UNPROVED
