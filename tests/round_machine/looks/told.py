"""Who was told what by a step: exactly those it concerns, once, and only what is so."""

import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from storage.nouns import Message, Remark, Sent
from tests.round_machine.looks import days, years
from tests.round_machine.looks.asked import Asking, reader_of
from tests.round_machine.looks.outputs import MET, ratings_of, reads_right
from tests.round_machine.looks.thanks import Thanks
from tests.round_machine.looks.whose import Whose
from tests.round_machine.people import KEY, SECOND
from tests.round_machine.truth import (
    MARKER,
    Return,
    approved,
    is_aside,
    on_record,
    outcomes_of,
    rated_by_us,
    returns,
    today,
)
from tests.round_machine.world import World

BY_MANAGERS = re.compile(r"^\S+ (replies|decides|orders):")
UNDERSTOOD = re.compile(r"^WHAT WE UNDERSTOOD$(.*?)^(?=[A-Z][A-Z0-9 ,']{5,}$)", re.MULTILINE | re.DOTALL)
REPLIES = ("notice:", "ack:", "held", "taken-up:")  # what answers a letter of theirs


def stand(each: Return, now: datetime) -> tuple[object, ...]:
    """What an agency has to know of the decisions about it."""
    pause = each.paused_until if each.paused_until and each.paused_until > today(now) else None
    due = each.due if each.is_waited_for else None
    stands = (each.excused, each.because, each.submitted, each.accepted, each.reopened_because, each.reopened_at)
    return (each.closed and not each.submitted, *stands, due, pause)


@dataclass
class Watch:
    """Looks at what was queued and what left since it last looked."""

    world: World
    seen: int = 0
    left: int = 0
    before: list[Return] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asking, self.whose, self.thanks = Asking(self.world), Whose(), Thanks(self.world)

    def look(self, line: str) -> None:
        with self.world.record.read() as db:
            after = [each for key in (KEY, SECOND) for each in returns(db, key)]
        new = self.world.messages(self.seen)
        self.seen = max((each.id for each in new), default=self.seen)
        for message in new:
            self._sound(message, after)
        same = Counter((each.recipient, each.body) for each in new)
        people = ((reader_of(each, after), each.key.rpartition(":")[0]) for each in new)
        same.update((person.name, what) for person, what in people if person and what)
        assert not [each for each, times in same.items() if times > 1], f"told twice by {line}: {same}"
        if not line.startswith(("post:", "later:", "restart:")):
            self._decided(line, new, after)
        self.whose.heard(line, self.world.speaker, [*self.before, *after])
        for message in new:
            self.whose.told(message, after)
            self.whose.goes_to(message, [*self.before, *after])
            days.look(message, after)
            self._feedback(message, after)
            if message.key.startswith("digest:"):
                with self.world.record.read() as db:
                    self.whose.approved(message, " ".join(approved(db)))
        self.asking.look(line, new, after)
        self._spoken(line, after)
        years.look(self.world, self.before, after, new)
        self._recorded(line, new)
        self.thanks.look(line, self.before, after, new)
        if line.startswith("s11 pack"):
            self._packed(line, after)
        if self.world.on_form:
            self._unseen(line, after)
        if line.startswith("s11 person erase"):
            self._erased(after)
        for at, message, sender in self.world.left[self.left :]:
            self.asking.leaves(at, message, after)
            self.whose.leaves_from(message, sender, [*after, *self.before])
        self.left = len(self.world.left)
        self.before = after

    def _sound(self, message: Message, found: list[Return]) -> None:
        if message.cancelled_at and not message.recipient:
            return  # a step at which nobody is there is noted, and never leaves
        reads_right(f"{message.subject}\n{message.body}")
        if message.html:
            reads_right(message.html.split("<body", 1)[-1])
        person = reader_of(message, found)
        if person is not None and person.has_left(self.world.now):
            assert message.key.startswith(REPLIES), f"{message.key} to {person.name}, who has left:\n{message.body}"

    def _feedback(self, message: Message, found: list[Return]) -> None:
        """An agency's own result, and where the partnership rates otherwise."""
        about = next((each for each in found if each.id == message.submission_id), None)
        if about is None or not message.key.startswith("feedback:"):
            return
        given = ratings_of(about)
        fixed = not is_aside("1.4", [each for each in about.counted if each.question == "1.4"])
        result = f"{list(given.values()).count(MET)} of {len(given) + fixed}"
        assert result in message.body, f"{about.abbr} is told another result than {result}:\n{message.body}"
        with self.world.record.read() as db:
            ours = rated_by_us(db).get(about.id, {})
        apart = {ref for ref, rating in ours.items() if ref in given and given[ref] != rating}
        told = set(re.findall(r"^- (\d\.\d): you say", message.body, re.MULTILINE)) & set(given)
        assert told == apart, f"{about.abbr} is told that these part: {told}, and not {apart}"

    def _decided(self, line: str, new: list[Message], after: list[Return]) -> None:
        earlier = {each.id: each for each in self.before}
        is_theirs = not line.startswith("s11 ") and not BY_MANAGERS.search(line)
        for each in after:
            was = earlier.get(each.id)
            own = [one for one in new if one.submission_id == each.id]
            news = [one for one in own if one.key.startswith(("decided:", "plea-decided:"))]
            changed = was is not None and stand(was, self.world.now) != stand(each, self.world.now)
            told_of_nothing = [one.key for one in own if one.key.startswith("decided:") and not changed]
            assert not told_of_nothing, f"{line}: {told_of_nothing} though nothing changed for {each.abbr}"
            if any(one.key.startswith("decided:") for one in own):
                self._has_heard(line, each, new)
            if was is None or not changed or is_theirs or not self._concerns(was, each):
                continue
            for person in each.people:
                must = person.knows and person.can_be_reached and not person.has_left(self.world.now)
                times = sum(one.recipient in (person.email, person.slack) for one in news)
                assert times <= 1, f"{line}: {person.name} is told {times} times"
                assert times or not must, f"{line}: {person.name} of {each.abbr} is not told"
            self._with_reasons(line, was, each, news)

    def _has_heard(self, line: str, about: Return, new: list[Message]) -> None:
        """Nobody is told of what becomes of something that none of their agency ever heard of."""
        before = [each for each in self.world.messages() if each.id not in {one.id for one in new}]
        written = any(each.submission_id == about.id and each.contact_id and not each.cancelled_at for each in before)
        is_known = written or about.rows or any(each.knows for each in about.people)
        assert is_known, f"{line}: {about.abbr} is told, and never heard of it"

    def _with_reasons(self, line: str, was: Return, now: Return, news: list[Message]) -> None:
        """Who is told of a decision reads why it was taken."""
        reasons = [(was.because, now.because), (was.reopened_because, now.reopened_because)]
        for why in [new for old, new in reasons if new and new != old]:
            for message in news:
                assert why in message.body, (
                    f"{line}: {message.recipient} of {now.abbr} is not told why:\n{message.body}"
                )

    def _spoken(self, line: str, after: list[Return]) -> None:
        """Who speaks for an agency is one of its people; a letter that a manager let in speaks by their decision."""
        known = {row.id for each in self.before for row in each.rows}
        people = {each.id: list(each.people) for each in after}
        for was in self.before:
            people[was.id] += was.people
        for each in after if self.world.speaker and not BY_MANAGERS.search(line) else ():
            ours = [one for one in people[each.id] if self.world.speaker in (one.email, one.slack)]
            new = [row for row in each.rows if row.id not in known]
            assert ours or not new, f"{self.world.speaker} is nobody of {each.abbr}, and {new} counts"

    def _recorded(self, line: str, new: list[Message]) -> None:
        """Of words of this line that we say again, in thanks for them, each is on the record."""
        thanks = [words for each in new for words in UNDERSTOOD.findall(each.body) if each.key.startswith("ack:")]
        told = set(MARKER.findall("\n".join(thanks))) & set(MARKER.findall(line)) if self.world.speaker else set()
        if told:
            with self.world.record.read() as db:
                assert told <= set(on_record(db)), f"{line}: told as if it were recorded, and is not:\n{thanks}"

    def _packed(self, line: str, after: list[Return]) -> None:
        """What is taken into a meeting: nothing of other agencies, nor in the words in which it was answered."""
        path, about = self.world.folder / "pack.docx", line.split()[3]
        if not path.exists():
            return  # it said why there is nothing to meet about
        with zipfile.ZipFile(path) as packed:
            words = packed.read("word/document.xml").decode()
        path.unlink()
        with self.world.record.read() as db:
            kept = on_record(db)
            outcomes = outcomes_of(db, about)
        for marker in set(MARKER.findall(words)):
            of = self.whose.of.get(marker)
            assert not of or about in of, f"{line}: it holds {marker}, which is of {of}"
            assert kept[marker] != {"answers"}, f"{line}: it holds {marker}, which is an answer's"
        for each in outcomes:
            assert each in words, f"{line}: it does not tell what came of the last meeting: {each}"

    def _unseen(self, line: str, after: list[Return]) -> None:
        """A letter takes the place of no colleague's word that was said after its form left, and that it never saw."""
        with self.world.record.read() as db:
            form = db.scalar(sa.select(Sent).where(Sent.token == self.world.on_form))
            remarks = {(each.question, each.prompt, each.value) for each in db.scalars(sa.select(Remark))}
        earlier = {each.id: each for each in self.before}
        for each in after if form else ():
            names = {one.name for one in each.people if one.email != self.world.speaker}
            for at, was in earlier[each.id].said().items() if each.id in earlier else ():
                now = each.said()[at]
                is_over = now.id != was.id and was.said_by in names and now.said_by != was.said_by
                is_new = form is not None and form.sent_at < was.at and at[1] in ("rating", "yes_no")
                if is_over and is_new and now.value != was.value and not now.is_na and (*at, now.value) not in remarks:
                    raise AssertionError(f"{line}: {was} of a colleague gives way to {now}, whose writer never saw it")

    def _erased(self, after: list[Return]) -> None:
        """Whoever is no contact any more, by their address, is named nowhere."""
        addresses = {person.email for each in after for person in each.people}
        for name, email in {(person.name, person.email) for each in self.before for person in each.people}:
            if email not in addresses:
                found = json.loads(self.world.s11("person", "find", name, "--also", email, "--json").out)
                assert not found["times"], f"{name} is erased and named still: {found['mentions']}"

    def _concerns(self, was: Return, now: Return) -> bool:
        """A decision about a return that is in, or excused, changes nothing for its people; undoing that does."""
        if now.closed != was.closed:
            return not (now.submitted or now.excused)
        if was.excused and not now.excused:
            return not now.submitted
        if was.excused and now.excused:
            return was.because != now.because
        if was.accepted and not now.accepted and now.submitted:
            return False  # a later word of the agency lifted it
        if was.paused_until != now.paused_until:
            return now.paused_until is not None and now.paused_until > today(self.world.now) and now.is_waited_for
        return True
