"""What asks somebody for something: it is still wanted when it goes, of whoever can give it, and nobody is left out."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time

from config.dates import LONDON
from storage.nouns import Message
from tests.round_machine.looks.outputs import about_what_is_open
from tests.round_machine.people import MANAGERS, OF
from tests.round_machine.truth import (
    Asked,
    Deed,
    Person,
    Return,
    deeds,
    forgotten,
    has_left,
    judged,
    threads,
    today,
    unsettled,
)
from tests.round_machine.world import World

LADDER = ("lead", "deputy", "senior lead")  # who is reminded, step by step
FOR_A_DECISION = ("held:", "plea:")
LISTED = re.compile(r"^Letter (\d+), from ", re.MULTILINE)
FOR_A_RETURN = ("nudge:", "invite:", "overdue:", "overdue-told:")


@dataclass
class Asking:
    """Looks at every question that is put to somebody, when it is put and when it leaves."""

    world: World
    before: dict[int, Asked] = field(default_factory=dict)

    def look(self, line: str, new: list[Message], found: list[Return]) -> None:
        """Who is asked by this line, and who hears of an answer: all whom it concerns, once, in these words."""
        with self.world.record.read() as db:
            now = {each.id: each for each in threads(db)}
            reviewed = judged(db)
        for each in now.values():
            about = next((one for one in found if one.id == each.submission), None)
            was = self.before.get(each.id)
            added = each.said[len(was.said) if was else 0 :]
            if about is None or not added:
                continue
            if any(one.by == "partnership" for one in added) and each.waits_for == "agency":
                self._is_put(line, each, about, new)
            if added[-1].by == "agency":
                self._is_answered(line, each, about, new)
        self._is_accepted(line, now, found)
        for message in new:
            if message.key.startswith("nudge:"):
                self._is_his_turn(line, message, found)
        if line.startswith("s11 clock"):
            self._is_put_to_somebody(now, found)
            for about in found:
                back = any(one.verdict == "returned" for one in reviewed.get(about.id, ()))
                if back and about.state == "re_submitted" and not about.closed:
                    self._came_in_again(about)
        self.before = now

    def _is_his_turn(self, line: str, message: Message, found: list[Return]) -> None:
        """The first reminder goes to the lead, the next also to the deputy, the last to all."""
        _, number, contact, step = message.key.split(":")
        about = next((each for each in found if each.id == int(number)), None)
        if about is None:
            return
        there = [one for one in about.people if one.knows and not one.has_left(self.world.now)]
        named = [one.id for one in there if one.can_be_reached and one.role in LADDER[: int(step)]]
        assert not named or int(contact) in named, (
            f"{line}: {message.key} goes to {message.recipient}, and not to {named}"
        )

    def _is_accepted(self, line: str, now: dict[int, Asked], found: list[Return]) -> None:
        """What was accepted is what stood then: a later word of the agency opens it, or is refused."""
        for about in (each for each in found if each.accepted_at):
            said = [each.at for each in about.rows]
            said += [
                each.at
                for one in now.values()
                if one.submission == about.id
                for each in one.said
                if each.by == "agency"
            ]
            assert about.accepted_at and max(said) <= about.accepted_at, (
                f"{line}: {about.abbr} is accepted, and spoke since"
            )

    def _is_put_to_somebody(self, now: dict[int, Asked], found: list[Return]) -> None:
        """Of what waits for an agency, somebody hears who is there on a morning on which the clock writes."""
        of, at = {each.id: each for each in found}, self.world.now.astimezone(LONDON)
        if at.weekday() not in (1, 2, 3) or not time(9, 30) <= at.time() < time(11, 30):
            return
        sent = [each for each in self.world.messages() if each.key.startswith("asked-back:")]
        for each in now.values():
            about = of.get(each.submission)
            if about is None or each.waits_for != "agency" or about.excused or about.closed:
                continue
            there = [one for one in about.people if one.can_be_reached and not one.has_left(self.world.now)]
            own = f"asked-back:{each.id}:{len(each.said)}."
            heard = {one.contact_id for one in sent if one.key.startswith(own)} & {one.id for one in there}
            is_paused = about.paused_until and about.paused_until > today(self.world.now)
            assert heard or is_paused or not there, (
                f"nobody who is there at {about.abbr} is asked {each.said[-1].words}"
            )

    def _is_put(self, line: str, each: Asked, about: Return, new: list[Message]) -> None:
        own = [one for one in new if one.key.startswith(f"asked-back:{each.id}:")]
        for person in about.people:
            must = person.knows and person.can_be_reached and not person.has_left(self.world.now)
            times = sum(one.recipient in (person.email, person.slack) for one in own)
            assert times <= 1, f"{line}: {person.name} is asked {times} times"
            assert times or not must, f"{line}: {person.name} of {about.abbr} is not asked"
        for message in own:
            assert plain(each.said[-1].words) in plain(message.body), f"{line}: {message.key} does not ask it"

    def _is_answered(self, line: str, each: Asked, about: Return, new: list[Message]) -> None:
        own = [one for one in new if one.key.startswith(f"answered-back:{each.id}:")]
        for manager in managers_of(about):
            times = sum(one.recipient == manager for one in own)
            assert times == 1, f"{line}: {manager} hears {times} times what {about.abbr} answered"
        for message in own:
            assert plain(each.said[-1].words)[:200] in plain(message.body), f"{line}: {message.key} does not tell it"

    def _came_in_again(self, about: Return) -> None:
        own = [one for one in self.world.messages() if one.key.startswith(f"sent-again:{about.id}:{stamp(about)}")]
        told = Counter(one.recipient for one in own)
        assert told == Counter(managers_of(about)), f"{about.abbr} is in again, and this is who was told: {told}"

    def leaves(self, at: datetime, message: Message, found: list[Return]) -> None:
        """At the moment it goes: nothing asks for what is there, of one who has left, or of nobody's."""
        about = next((each for each in found if each.id == message.submission_id), None)
        kind = message.key.partition(":")[0] + ":"
        self._may_go(at, message, kind)
        if kind == "action-late:":
            self._is_late(at, message)
            assert about is None or not about.excused, f"{message.key} asks {message.recipient}, and {about} is excused"
        if about is None or kind not in (*FOR_A_RETURN, "asked-back:", "action-late:"):
            return
        if kind in FOR_A_RETURN:
            assert about.is_waited_for, f"{message.key} leaves for {about.abbr}, which is {about.state}"
        if kind == "asked-back:":
            self._is_asked(message, about)
        person = reader_of(message, found)
        if message.contact_id is not None:
            assert person in about.people, f"{message.key} leaves for {message.recipient}, nobody of {about.abbr}"
            assert person is not None and not person.has_left(at), f"{message.key} leaves for one who has left"
        if kind == "nudge:":
            about_what_is_open(message.body, about, at)
        if kind == "nudge:" or kind == "overdue:":
            assert not (about.paused_until and about.paused_until > today(at)), f"{message.key} in a pause"
            assert kind == "nudge:" or about.due < today(at), f"{message.key} before the last day of {about.abbr}"

    def _may_go(self, at: datetime, message: Message, kind: str) -> None:
        """Nobody is written to of whom nothing is kept, nor asked for a decision that another took."""
        with self.world.record.read() as db:
            letters, wishes = unsettled(db)
            assert message.contact_id not in forgotten(db), f"{message.key} leaves for one who is forgotten"
            gone = has_left(db, message.contact_id, at)
        assert not gone or kind == "plea-decided:", f"{message.key} leaves for one who has left"
        number = int(message.key.split(":")[1]) if kind in FOR_A_DECISION else 0
        if kind == "held:":
            listed = {int(each) for each in LISTED.findall(message.body)} or {number}
            assert listed <= letters, f"{message.key} asks to decide on what is decided:\n{message.body}"
        if kind == "plea:":
            assert number in wishes, f"{message.key} asks to decide on what is decided:\n{message.body}"

    def _is_asked(self, message: Message, about: Return) -> None:
        number = int(message.key.split(":")[1])
        with self.world.record.read() as db:
            thread = next(each for each in threads(db) if each.id == number)
        assert thread.waits_for == "agency", f"{message.key} asks what is answered or closed"
        assert not about.excused, f"{message.key} asks {about.abbr}, which is excused"
        assert not about.closed, f"{message.key} asks {about.abbr}, and the audit is closed"

    def _is_late(self, at: datetime, message: Message) -> None:
        with self.world.record.read() as db:
            deed: Deed = next(each for each in deeds(db) if each.id == int(message.key.split(":")[1]))
        assert deed.is_late(today(at)), f"{message.key} asks about what is done, closed or not late: {deed}"


def managers_of(about: Return) -> list[str]:
    """The addresses of the managers to whom an agency answers."""
    return sorted(MANAGERS[OF[key]][1] for key in about.partnerships)


def stamp(about: Return) -> str:
    return about.signed_at.isoformat() if about.signed_at else ""


def plain(words: str) -> str:
    """Words as they are compared: blanks, and the marks of a quoted line, say nothing."""
    return " ".join(words.replace(">", " ").split())


def reader_of(message: Message, found: list[Return]) -> Person | None:
    """Whom of the agencies a message goes to, of its own return first."""
    people = [one for each in found if each.id == message.submission_id for one in each.people]
    people += [one for each in found for one in each.people]
    return next((one for one in people if message.recipient in (one.email, one.slack)), None)
