"""The conversation on the record: one transaction a turn. Every channel speaks through here.

A channel calls `hello` when a person comes, `speak` for words, `press` for a button, and shows the Reply. `about` is
the place that was shown (`str(reply.place)` travels on a button); without it the person's last turn says where they
are. All of them raise Refused for somebody who may not speak for the agency.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.audit import Kind, Template, Unclear
from config.partnerships import PartnershipTable
from config.settings import LONDON
from intake.answers import Saying, attach, hand, record, reopen, speak_for, submit
from intake.answers import withdraw as detach
from intake.commands import Command
from intake.conversation import act, ask_again, begin, literal_note
from intake.given import Given
from intake.here import Asks, Here, Person, Place
from intake.knowing import here as look
from intake.knowing import last_turn, place_of, refuse_stranger
from intake.moves import Detach, Effect, Hand, Move, Overrule, Record, Reopen, Show, Skip, SpeakFor, Submit, onward
from intake.noticing import warning
from intake.pages import Page, Reply
from intake.prompting import page_at
from intake.saying import shown, welcome
from intake.steps import is_done
from intake.telling import tell_answered, tell_handed, tell_overruled
from intake.understanding import Heard, Said, understand
from storage import trail
from storage.models import Answer, Contact, Evidence, Submission, Turn

TAKE_BACK = "To take your words back, type remove."
ERASE = "To have it erased, ask your partnership."


@dataclass(frozen=True)
class Talk:
    """What a conversation needs beside the record.

    `notice` reads words as they are recorded, with the names and addresses of those who take part, and returns
    sentences for their writer; it is the one place where personal data is looked for.
    """

    partnerships: Mapping[str, PartnershipTable] = field(default_factory=dict)
    notice: Callable[[str, Collection[str]], Sequence[str]] = warning


@dataclass(frozen=True)
class Talker:
    """One person speaking for one return, within one transaction of `Database.write`."""

    db: Session
    template: Template
    submission: Submission
    contact: Contact
    talk: Talk = field(default_factory=Talk)

    def look(self) -> Here:
        return look(self.db, self.template, self.submission, self.contact, self.talk.partnerships)


def hello(talker: Talker, saying: Saying) -> Reply:
    """Welcome a person, or welcome them back to where they stopped."""
    _hold(talker, saying)
    now, last = talker.look(), last_turn(talker.db, talker.submission, talker.contact)
    place = begin(now, place_of(last) if last else None)
    notes = (*welcome(now, is_new=last is None), *_news(talker, last))
    page = page_at(now, place, is_first=True)
    reply = Reply(place, notes, (page,), at_risk=now.at_risk, did="hello")
    return _keep(talker, _note(talker, saying, Place(), "hello"), reply)


def speak(talker: Talker, words: str, saying: Saying, about: Place | None = None) -> Reply:
    """Words typed by a person: understood, recorded, and answered with what comes next."""
    return _turn(talker, saying, about, words, None)


def press(talker: Talker, heard: Given | Command, saying: Saying, about: Place | None = None) -> Reply:
    """A button pressed: as `speak`, with nothing to understand."""
    return _turn(talker, saying, about, "", heard)


def give_file(talker: Talker, evidence: Evidence, saying: Saying, about: Place | None = None) -> Reply:
    """A file given: put with the question it was given at (else with the return), and said with its name and size."""
    _hold(talker, saying)
    now, last = talker.look(), last_turn(talker.db, talker.submission, talker.contact)
    place = about or (place_of(last) if last else begin(now, None))
    told: tuple[str, ...] = ()
    if not _was_heard(talker, saying):
        attach(talker.db, talker.template, talker.submission, place.question, evidence, saying)
        where = f"question {place.question}" if place.question else "your return"
        told = (f"{evidence.name} ({in_kb(evidence.size)}) is now with {where}.",)
        if talker.talk.notice(evidence.name, _people(now)):
            told += ("Its name seems to tell who a child is.", ERASE)
    now = talker.look()
    reply = Reply(place, told, (page_at(now, place, is_first=False),), did="attached")
    return _keep(talker, _note(talker, saying, place, "attached"), reply) if told else reply


def in_kb(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"


def page_now(talker: Talker, about: Place) -> Page:
    """A place as it stands now, to draw it anew; changes nothing."""
    return page_at(talker.look(), about)


def _hold(talker: Talker, saying: Saying) -> None:
    trail.hold(talker.db, talker.submission.audit)  # two people at once: the second sees what the first did
    talker.db.refresh(talker.submission)
    refuse_stranger(talker.submission, talker.contact, saying.speaker.at.astimezone(LONDON).date())


def _turn(talker: Talker, saying: Saying, about: Place | None, words: str, pressed: Given | Command | None) -> Reply:
    _hold(talker, saying)
    now, last = talker.look(), last_turn(talker.db, talker.submission, talker.contact)
    place = about or (place_of(last) if last else begin(now, None))
    if last is not None and about is not None and str(place_of(last)) == str(about) and last.held:
        place = place_of(last)
    if _was_heard(talker, saying):
        again = place_of(last) if last else place
        return Reply(again, (), (page_at(now, again),))
    heard: Heard | None = pressed
    try:
        heard = pressed or understand(now, place, words)
        move = act(now, place, heard)
        told = literal_note(now, place, words, heard)
    except Unclear as unclear:
        move, told = ask_again(now, place, words, str(unclear)), None
    turn = _note(talker, saying, place, _did(heard, move))  # a skip is this row, so it is written before the next look
    for effect in move.effects:
        _carry_out(talker, saying, effect, now)
    then = talker.look() if move.effects else now
    going = move.go or onward(then, move.after)
    going = _as_it_stands(then, going)
    lost = _lost(move, place, going)
    notes = (*move.notes, *((told,) if told else ()), *lost, *_noticed(talker, then, move, place), *_news(talker, last))
    pages = _pages(then, move, place, going)
    reply = Reply(going, notes, pages, did=turn.did, is_unclear=move.is_unclear, show=move.show)
    return _keep(talker, turn, reply)


def _was_heard(talker: Talker, saying: Saying) -> bool:
    wanted = select(Turn.id).where(Turn.submission_id == talker.submission.id, Turn.source == saying.source)
    return talker.db.scalar(wanted) is not None


def _carry_out(talker: Talker, saying: Saying, effect: Effect, now: Here) -> None:
    db, submission, speaker = talker.db, talker.submission, saying.speaker
    match effect:
        case Record(given):
            record(db, talker.template, submission, [given], saying)
            _tell_if_answered(talker, saying, now, given.question)
        case Overrule(given, over):
            record(db, talker.template, submission, [given], saying)
            tell_overruled(db, submission, speaker, now, given.question, over)
        case Detach(question, sha256):
            detach(db, talker.template, submission, question, sha256, saying)
        case Hand(questions, to):
            hand(db, submission, questions, talker.contact, to.id if to else None, saying)
            tell_handed(db, submission, saying, now, questions, to)
        case Submit(name):
            submit(db, submission, speaker._replace(name=_signature(now.me, name)))
        case Reopen(because):
            reopen(db, submission, speaker, because)
        case SpeakFor(scope):
            speak_for(db, submission, speaker, scope)
        case Skip():
            pass  # the turn itself says so


def _signature(me: Person, name: str) -> str:
    return name if name.casefold() == me.name.casefold() else f"{name} (entered by {me.name})"


def _tell_if_answered(talker: Talker, saying: Saying, was: Here, question: str) -> None:
    """Tell whoever handed a question over that their colleague has answered it."""
    asked = talker.template.by_ref[question]
    if question in was.holders and was.holders[question].id == talker.contact.id and not is_done(was, asked):
        now = talker.look()
        if is_done(now, asked):
            tell_answered(talker.db, talker.submission, saying, now, question)


def _as_it_stands(now: Here, place: Place) -> Place:
    """The place with the answer that its page is about to show."""
    if place.asks not in (Asks.PROMPT, Asks.REASON):
        return place
    standing = now.standing.get(place.key)
    return replace(place, shown=standing.id if standing else 0)


def _pages(now: Here, move: Move, was: Place, going: Place) -> tuple[Page, ...]:
    if move.show is not None and going.asks in (Asks.HOME, Asks.REVIEW) and move.show is not Show.PAUSED:
        extra = shown(now, move.show, was)
        return (extra,) if extra else (page_at(now, going),)
    is_same = was.question == going.question and was.asks in (Asks.PROMPT, Asks.CLASH) and not move.is_new
    is_far = move.show in (Show.STATUS, Show.OPEN, Show.HELP)  # a long page: the question is out of sight
    page = page_at(now, going, is_first=is_far or not is_same)
    if move.show is None:
        return (page,)
    extra = shown(now, move.show, was)
    if move.show is Show.PAUSED:
        return (extra,) if extra else ()
    return (extra, page) if extra else (page,)


def _lost(move: Move, was: Place, going: Place) -> tuple[str, ...]:
    """Words that were held and have now no place to go are said once more, so that they can be given again."""
    is_chosen = was.asks is Asks.CLASH or was.held == going.held or move.show is not None
    said = [effect.given for effect in move.effects if isinstance(effect, Record | Overrule)]
    is_answered = any((each.question, each.prompt) == was.key for each in said if was.held) and not move.after
    is_kept = going.held or any(was.held in each.value or each.prompt == was.prompt for each in said)
    if not was.held or is_chosen or is_answered or is_kept or not (move.effects or _leaves(was, going)):
        return ()
    return (f"Not saved: {was.held}",)


def _leaves(was: Place, going: Place) -> bool:
    return was.question != going.question or was.asks is not going.asks


def _noticed(talker: Talker, now: Here, move: Move, was: Place) -> tuple[str, ...]:
    """A gentle word where what was just said tells who a child is, and how to take it back."""
    kept, other = list(_words_in(now, move, was)), list(_reasons_in(move))
    for words in (kept, other):
        for said in words:
            told = talker.talk.notice(said, _people(now))
            if told:
                return (*told, TAKE_BACK if words is kept else ERASE)
    return ()


def _words_in(now: Here, move: Move, was: Place) -> Iterator[str]:
    """Free words of this turn that `remove` takes back; figures, dates and choices are looked at by nobody."""
    for effect in move.effects:
        if isinstance(effect, Record | Overrule):
            prompt = now.template.by_ref[effect.given.question].prompt(effect.given.prompt)
            if effect.given.not_applicable or (prompt is not None and prompt.kind is Kind.TEXT):
                yield effect.given.value
    for going in (move.go, move.after):
        if going is not None and going.held and going.held != was.held:
            yield going.held


def _reasons_in(move: Move) -> Iterator[str]:
    for effect in move.effects:
        if isinstance(effect, Reopen | SpeakFor):
            yield effect.because if isinstance(effect, Reopen) else effect.scope


def _people(now: Here) -> tuple[str, ...]:
    """The names and addresses of those who take part: no secret in their own return."""
    everybody = (now.me, *now.colleagues)
    return (
        *(each.name for each in everybody),
        *(each.email for each in everybody),
        *", ".join(now.ask_whom).split(", "),
    )


def _news(talker: Talker, last: Turn | None) -> tuple[str, ...]:
    """What colleagues have answered since this person's last turn."""
    if last is None:
        return ()
    wanted = select(Answer).where(
        Answer.submission_id == talker.submission.id,
        Answer.by == "agency",
        Answer.id > last.seen,
        Answer.said_by != talker.contact.name,
    )
    found: dict[str, dict[str, None]] = {}
    for each in talker.db.scalars(wanted.order_by(Answer.id)):
        found.setdefault(each.said_by, {})[each.question] = None
    return tuple(_who_answered(who, list(refs)) for who, refs in found.items())


def _who_answered(who: str, refs: list[str]) -> str:
    refs = [each for each in refs if each]
    if len(refs) > 5:
        return f"Since your last message {who} has answered {len(refs)} questions."
    return f"Since your last message {who} has answered question {', '.join(refs)}."


def _did(heard: Heard | None, move: Move) -> str:
    if move.is_unclear or heard is None:
        return "unclear"
    if any(isinstance(effect, Skip) for effect in move.effects):
        return "skip"
    if any(isinstance(effect, Submit) for effect in move.effects):
        return "submitted"
    if isinstance(heard, Command):
        return "asked " + heard.do
    return "said" if isinstance(heard, Said) else "answered"


def _note(talker: Talker, saying: Saying, about: Place, did: str) -> Turn:
    """Write the turn down, so that its source counts once."""
    turn = Turn(
        submission_id=talker.submission.id,
        contact_id=talker.contact.id,
        source=saying.source,
        via=saying.speaker.via,
        at=saying.speaker.at,
        did=did,
        question=about.question,
        prompt=about.prompt,
        place="",
    )
    talker.db.add(turn)
    talker.db.flush()
    return turn


def _keep(talker: Talker, turn: Turn, reply: Reply) -> Reply:
    """Note where the turn left the person, so that their next words find their place."""
    turn.place, turn.held = str(reply.place), reply.place.held
    newest = select(func.max(Answer.id)).where(Answer.submission_id == talker.submission.id)
    turn.seen = talker.db.scalar(newest) or 0
    talker.db.flush()
    return reply
