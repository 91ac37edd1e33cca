"""Who speaks for which return: the person behind an account, the return they mean, and a turn of theirs, opened."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import NamedTuple

from sqlalchemy import Insert, Select, bindparam, select
from sqlalchemy.orm import Session

from config import dates
from config.branches import WHOLE, Circle
from config.notation import LatePattern
from config.questionnaire import Question, Template, Unclear, load_template
from config.ways import Way
from intake.conversation.intents import Do, with_words
from intake.conversation.session.choose_return import (
    chosen,
    is_choosing,
    is_in_doubt,
    last_spoken_for,
    returns_of_contact,
    which,
)
from intake.conversation.session.load import last_turn, place_of, refuse_stranger
from intake.conversation.session.talker import Talk, Talker
from intake.conversation.session.turn_log import answers_of, recorded, was_heard
from intake.conversation.state import Here, Key, Place
from intake.ledger import Refused, Saying
from storage.nouns import Answer, Contact, Shown, Submission, Turn
from storage.record import Database, new_row, trail, within

_ABOUT = LatePattern(r"(?:(?:for|the|my|our|i mean|it is|it's|as)\s+)+", re.IGNORECASE)  # before a name
UNCHOSEN = "Nothing was recorded. Choose one of these, and say it again."
AGAIN = "You have just read of another return, so nothing was recorded. Choose, and say it again."
Find = Callable[[Session, int], Submission | None]


class Came(NamedTuple):
    """What came by a channel: who did it, its source, which counts once, and where it was done."""

    user: str
    source: str
    channel: str
    thread: str = ""  # the message of ours that it is said under


class WhichReturn(Exception):
    """The person has several returns open: `page` asks which they mean, `returns` are the ids in its order."""

    def __init__(self, returns: Sequence[Submission], lost: str = "") -> None:
        self.page, self.returns = which(returns, lost), [each.id for each in returns]
        super().__init__(self.page.title)


@dataclass(frozen=True)
class Desk:
    """Where one channel meets the record: finds people and returns; one transaction a turn."""

    database: Database
    talk: Talk
    now: Callable[[], datetime]
    way: Way
    templates: dict[int, Template] = field(default_factory=dict)  # by audit: they never change once it is open
    circle: Circle = WHOLE  # whose people come by this channel: nobody else's return is there

    @contextmanager
    def turn(self, came: Came, submission: int | None = None, thread: str = "") -> Iterator["OpenTurn"]:
        """One person's turn for one return. Raises Refused for a stranger, WhichReturn where it is not clear."""
        with self.database.write.begin() as db:
            pressed = trail.held_return(db, submission) if submission is not None else None
            contact = self.contact(db, came.user, among=pressed.agency.contacts if pressed else ())
            if contact.is_shut(self.way) and not self.way.is_letter:
                setattr(contact, self.way.shut, None)  # whoever speaks there is there
            shown = self.shown_in(db, came.channel, thread) if thread and submission is None else None
            found = self._submission(db, contact, shown.submission_id if shown else submission, trail.held_return)
            trail.hold_return(db, found)  # before anything is looked up: the second of two sees what the first did
            refuse_stranger(found, contact, dates.today(self.now()), self.way.name)
            saying = Saying(trail.Speaker(contact.name, self.way.name, self.now()), came.source)
            yield OpenTurn(self.talker(db, found, contact), saying, Place.read(shown.place) if shown else None)

    @contextmanager
    def looking(self, came: Came, submission: int) -> Iterator[Talker]:
        """A return to look at, for one who may."""
        with self.database.read() as db:
            contact = self.contact(db, came.user)
            found = self._submission(db, contact, submission, trail.whole_return)
            refuse_stranger(found, contact, dates.today(self.now()), self.way.name)
            yield self.talker(db, found, contact)

    def talker(self, db: Session, submission: Submission, contact: Contact) -> Talker:
        return Talker(db, self.template_of(submission), submission, contact, self.talk, today=dates.today(self.now()))

    def contact(self, db: Session, user: str, *, has_said: bool = True, among: Sequence[Contact] = ()) -> Contact:
        """The contact with this account, most likely one of these; raises Refused where there is none, or they left."""
        known = (each for each in among if each.address(self.way) == user)
        contact = next(known, None) or db.scalar(_known(self.way.field), {"user": user})
        if contact is None or contact.has_left(dates.today(self.now())) or not self._is_ours(contact):
            lost = ", so nothing was recorded" if has_said else ""
            told = f"Your {self.way.account} is not named for an agency here{lost}."
            raise Refused(f"{told} Ask your partnership to add it. Your {self.way.known_by} is {user}.")
        return contact

    def returns(self, db: Session, contact: Contact) -> list[Submission]:
        found = returns_of_contact(db, contact)
        inside = within(db, self.circle, {each.id for each in found})
        return [each for each in found if each.id in inside]

    def _is_ours(self, contact: Contact) -> bool:
        if self.circle.is_whole:  # a press need not look
            return True
        return any(self.circle.serves_any([one.key for one in each.partnerships]) for each in contact.agencies)

    def named_in(self, user: str, words: str) -> int | None:
        """The return of theirs (its id) that these words name, and not by number alone: that may be a rating."""
        said = _ABOUT.sub("", words.strip().rstrip("!."), count=1)
        if not any(mark.isalpha() for mark in said):
            return None
        with self.database.read() as db:
            try:
                return chosen(self.returns(db, self.contact(db, user)), said).id
            except Unclear:
                return None

    def switched_to(self, user: str, words: str) -> int | None:
        """The other return of theirs that a whole message asks for by name: "switch to the school"."""
        command = with_words(words)
        if command is None or command.do is not Do.AGENCY:
            return None
        with self.database.read() as db:
            is_one = len(self.returns(db, self.contact(db, user))) < 2
        return None if is_one else self.named_in(user, command.about)

    def template_of(self, submission: Submission) -> Template:
        audit = submission.audit
        if audit.id not in self.templates:
            self.templates[audit.id] = load_template(audit.template, f"the questionnaire of {audit.key}")
        return self.templates[audit.id]

    def shown_in(self, db: Session, channel: str, thread: str) -> Shown | None:
        """What was last shown in a thread, or in the message that began it."""
        wanted = select(Shown).where(Shown.channel == channel, Shown.thread == thread)
        return db.scalar(wanted.order_by(Shown.id.desc()).limit(1))

    def note_shown(self, shown: Mapping[str, object]) -> None:
        """Remember which place a message of ours (a row of `shown`) asked for, so that words in its thread find it."""
        with self.database.writing() as connection:
            connection.execute(_note_shown(connection.dialect.name), shown)

    def _submission(self, db: Session, contact: Contact, wanted: int | None, find: Find) -> Submission:
        if wanted is not None:
            found = find(db, wanted)
            if found is None or not within(db, self.circle, {found.id}):
                raise Refused("That return is no longer in the record. Type status to see yours.")
            return found
        returns = self.returns(db, contact)
        last = last_spoken_for(db, contact)
        last = last if last is not None and within(db, self.circle, {last}) else None
        known = next((each for each in returns if each.id == last), None)
        if known is not None and len(returns) > 1 and is_in_doubt(db, contact, self.way, known.id):
            raise WhichReturn(returns, AGAIN)
        if len(returns) > 1 and is_choosing(db, contact):
            raise WhichReturn(returns, UNCHOSEN)
        if known is not None or len(returns) == 1:
            return known or returns[0]
        if returns:
            raise WhichReturn(returns)
        closed = db.get(Submission, last) if last is not None else None
        if closed is None:
            raise Refused("No audit is open for you now. You will hear from us here when one opens.")
        return closed


@dataclass(frozen=True)
class OpenTurn:
    """A turn under way; `about` is the place that the thread it was said in asked for."""

    talker: Talker
    saying: Saying
    about: Place | None = None
    found: list[Here] = field(default_factory=list)  # how it stood before, where this turn brings answers and no more

    @property
    def was_heard(self) -> bool:
        return was_heard(self.talker, self.saying)

    @property
    def last(self) -> Turn | None:
        return last_turn(self.talker.db, self.talker.submission, self.talker.contact)

    @property
    def place(self) -> Place | None:
        """Where the person was before this turn."""
        turn = self.last
        return place_of(turn) if turn else None

    @property
    def recorded(self) -> list[Key]:
        """What this turn recorded: whoever says what is saved says it from here."""
        return recorded(self.talker, self.saying)

    @property
    def answers(self) -> list[Answer]:
        """The same, with the files that came with it."""
        return answers_of(self.talker, self.saying)

    @cached_property
    def then(self) -> Here:
        """How it stands once the turn is carried out, looked at once: ask when nothing more is to be recorded."""
        return self.talker.look(next(iter(self.found), None))

    def question(self, ref: str) -> Question | None:
        return self.talker.template.by_ref.get(ref)


# Said once: to put a statement together takes longer than to carry it out.
@cache
def _known(field: str) -> Select[Contact]:
    return select(Contact).where(getattr(Contact, field) == bindparam("user"))


@cache
def _note_shown(dialect: str) -> Insert:
    return new_row(dialect, Shown)
