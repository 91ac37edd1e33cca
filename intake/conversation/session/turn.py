"""The conversation on the record: one transaction a turn. Every channel speaks through here.

A channel calls `hello` when a person comes, `speak` for words, `press` for a button, `give_file` for a file and
`answer_form` (in question_form) for a whole question, and shows the Reply. `about` is
the place that was shown (`str(reply.place)` travels on a button); without it the person's last turn says where they
are. All of them raise Refused for somebody who may not speak for the agency.
"""

from collections.abc import Sequence
from dataclasses import replace

from config import dates
from config.questionnaire import Unclear
from config.words import size_in_words
from intake import returns
from intake.conversation.engine import act, ask_again, begin, inferred, literal_note
from intake.conversation.intents import Command, Intent, understand
from intake.conversation.pages import Page, Reply, page_at, shown, welcome
from intake.conversation.session.carry_out import BesideFile, age_told, carry_out
from intake.conversation.session.caution import ERASE, NAME_TELLS, alarmed, noticed, people
from intake.conversation.session.colleagues import news, two_answers
from intake.conversation.session.load import before, last_turn, place_of, refuse_stranger
from intake.conversation.session.talker import Talker
from intake.conversation.session.turn_log import did, earlier, keep, note
from intake.conversation.state import Asks, Here, KeepLast, Move, Overrule, Place, Record, Show, Skip, onward, questions
from intake.ledger import Saying, attach
from intake.returns import Given
from storage.nouns import Evidence, Turn
from storage.record import trail


def hello(talker: Talker, saying: Saying) -> Reply:
    """Welcome a person, or welcome them back to where they stopped."""
    _hold(talker, saying)
    now, last = talker.look(), last_turn(talker.db, talker.submission, talker.contact)
    place = begin(now, place_of(last) if last else None)
    notes = (*welcome(now, is_new=last is None), *news(talker, last), *two_answers(talker))
    page = page_at(now, place, is_first=True)
    reply = Reply(place, notes, (page,), at_risk=now.at_risk, did="hello")
    return keep(talker, note(talker, saying, Place(), "hello"), reply)


def speak(talker: Talker, words: str, saying: Saying, about: Place | None = None) -> Reply:
    """Words typed by a person: understood, recorded, and answered with what comes next."""
    return _turn(talker, saying, about, words, None)


def press(
    talker: Talker, heard: Given | Command, saying: Saying, about: Place | None = None, now: Here | None = None
) -> Reply:
    """A button pressed: as `speak`, with nothing to understand. `now`: as this turn found it, if it looked."""
    return _turn(talker, saying, about, "", heard, now)


def read_choice(talker: Talker, about: Place, says: str) -> Given | None:
    """The answer that a choice pressed at this place gives; None where it is words, to be spoken."""
    asked = talker.template.by_ref.get(about.question)
    if about.asks is not Asks.PROMPT or asked is None:
        return None
    try:
        return returns.understand(talker.template, asked, about.prompt, says)
    except Unclear:
        return None


def give_file(
    talker: Talker,
    evidence: Evidence,
    saying: Saying,
    about: Place | None = None,
    beside: BesideFile = BesideFile(),  # noqa: B008  (it never changes)
) -> Reply:
    """A file given: put with the question it was given at (else with the return), and said with its name and size.

    Where the person is does not change by it. `beside`: what was said of its age beside it, and its first page.
    """
    _hold(talker, saying)
    now = talker.look()
    last, was_heard = before(talker.db, talker.submission, talker.contact, saying.source)
    stays = place_of(last) if last else about or Place()
    place = about or stays
    if was_heard:
        return Reply(place, (), (page_at(now, place, is_first=False),), did="attached")
    ref = question_of_file(now, place)
    attach(talker.db, talker.template, talker.submission, ref, evidence, saying)
    told: tuple[str, ...] = (
        f"{evidence.name} ({size_in_words(evidence.size)}) is now with {f'question {ref}' if ref else 'your return'}.",
    )
    told += age_told(talker, evidence, saying, beside)
    if talker.talk.notice(evidence.name, people(now)):
        told += (NAME_TELLS, ERASE)
    _stay(talker, saying, place, stays, last, "attached")
    return Reply(stays, told, (page_at(talker.look(), place, is_first=False),), did="attached")


def say_beside(talker: Talker, saying: Saying, told: Sequence[str], did: str) -> Reply:
    """What was said beside the questions, and kept elsewhere: it is answered, and the person stays where they are."""
    _hold(talker, saying)
    last, was_heard = before(talker.db, talker.submission, talker.contact, saying.source)
    here = talker.look()
    stays = place_of(last) if last else begin(here, None)
    if not was_heard:
        _stay(talker, saying, stays, stays, last, did)
    return Reply(stays, tuple(told), (page_at(here, stays, is_first=False),), did=did)


def _stay(talker: Talker, saying: Saying, about: Place, stays: Place, last: Turn | None, did: str) -> None:
    turn = note(talker, saying, about, did)
    turn.place, turn.held, turn.seen = str(stays), stays.held, last.seen if last else 0
    talker.db.add(turn)
    talker.db.flush()


def question_of_file(here: Here, place: Place) -> str:
    """The question that a file given at this place goes to; empty for the return as a whole."""
    return place.question if place.question in {each.ref for each in questions(here)} else ""


def _hold(talker: Talker, saying: Saying) -> None:
    trail.hold_return(talker.db, talker.submission)  # two people at once: the second sees what the first did
    refuse_stranger(talker.submission, talker.contact, dates.today(saying.speaker.at), saying.speaker.via)
    talker.contact.is_heard()


def _turn(
    talker: Talker, saying: Saying, about: Place | None, words: str, pressed: Given | Command | None,
    seen: Here | None = None,
) -> Reply:  # fmt: skip
    _hold(talker, saying)
    now = seen or talker.look()
    last, was_heard = earlier(talker, saying)
    place = about or (place_of(last) if last else begin(now, None))
    if last is not None and about is not None and str(place_of(last)) == str(about) and last.held:
        place = place_of(last)
    if was_heard:
        again = place_of(last) if last else place
        return Reply(again, (), (page_at(now, again),))
    heard: Intent | None = pressed
    try:
        heard = pressed or understand(now, place, words)
        move = act(now, place, heard)
        told = literal_note(now, place, words, heard) or (None if pressed else inferred(now, words, heard))
    except Unclear as unclear:
        move, told = ask_again(now, place, words, str(unclear)), None
    turn = note(talker, saying, place, did(heard, move))
    for effect in move.effects:
        if isinstance(effect, Skip):  # the turn itself says so, and the next look finds it
            talker.db.add(turn)
        carry_out(talker, saying, effect, now)
    brings_answers = all(isinstance(effect, Record | Overrule | KeepLast) for effect in move.effects)
    then = talker.look(now if brings_answers else None) if move.effects else now
    going = move.go or onward(then, move.after)
    going = _as_it_stands(then, going)
    lost = _lost(move, place, going)
    cautions = noticed(talker, then, move, place)
    told_too = (told,) if told else ()
    notes = (*alarmed(then, words, move, place), *move.notes, *told_too, *lost, *cautions, *news(talker, last))
    pages = _pages(then, move, place, going)
    reply = Reply(going, notes, pages, did=turn.did, is_unclear=move.is_unclear, show=move.show)
    return keep(talker, turn, reply)


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
    is_settled = was.asks is Asks.CLASH and bool(move.effects or move.after)
    is_chosen = is_settled or was.held == going.held or move.show is not None
    said = [effect.given for effect in move.effects if isinstance(effect, Record | Overrule)]
    is_answered = any((each.question, each.prompt) == was.key for each in said if was.held) and not move.after
    is_kept = going.held or any(was.held in each.value or each.prompt == was.prompt for each in said)
    if not was.held or is_chosen or is_answered or is_kept or not (move.effects or _leaves(was, going)):
        return ()
    return (f"Not saved: {was.held}",)


def _leaves(was: Place, going: Place) -> bool:
    return was.question != going.question or was.asks is not going.asks
