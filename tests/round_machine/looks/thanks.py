"""Whoever says something is told all of it again, and whoever is to decide on it hears of it, once."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from storage.nouns import Message, Plea
from tests.round_machine.letters import ATTACHED
from tests.round_machine.people import MANAGERS, OF
from tests.round_machine.truth import MARKER, Return, Row, on_record
from tests.round_machine.world import World

HEAD = re.compile(r"^\((\d\.\d)\)", re.MULTILINE)
TOLD_AGAIN = {
    "answers",
    "remarks",
    "pleas",
}  # the letter back repeats these; of a word in a thread it says that it is kept


@dataclass
class Thanks:
    """Looks at what was kept since it last looked, and at the letters that say so."""

    world: World
    wishes: dict[int, bool] = field(default_factory=dict)  # by number, whether decided

    def look(self, line: str, before: list[Return], after: list[Return], new: list[Message]) -> None:
        known = {row.id for each in before for row in each.rows}
        kept = {each.abbr: [row for row in each.rows if row.id not in known] for each in after}
        outcome = self.world.outcome
        if outcome is not None and outcome.outcome == "answered":
            acks = [each for each in new if each.key.startswith(("ack:", "back-kept:", "notice:"))]
            self._is_thanked(line, [row for rows in kept.values() for row in rows], acks)
        self._is_of_one(line, {abbr for abbr, rows in kept.items() if rows})
        self._is_wished(line, after, new)
        if outcome is not None and outcome.outcome == "held":  # what else is held within the hour is told together
            told = [each for each in self.world.messages() if each.key.startswith(("held:", "held-decided:"))]
            assert told, f"{line}: it is held, and no manager is asked to decide"

    def _is_thanked(self, line: str, rows: Iterable[Row], acks: list[Message]) -> None:
        """Each answer of a letter stands in the letter back, by its question and in its words."""
        words = "\n".join(each.body for each in acks)
        told = set(HEAD.findall(words))
        for row in rows:
            if not row.prompt.startswith("file:"):
                assert row.question in told, f"{line}: {row} is kept, and the letter back does not say so:\n{words}"
            assert set(MARKER.findall(row.value)) <= set(MARKER.findall(words)), f"{line}: {row} is not told:\n{words}"
        lost = [name for name, _ in ATTACHED.findall(line) if name not in words]
        assert not lost, f"{line}: {lost} came, and the letter back does not say so:\n{words}"
        said = set(MARKER.findall(line))
        with self.world.record.read() as db:
            kept = {each for each, where in on_record(db).items() if each in said and where & TOLD_AGAIN}
        assert kept <= set(MARKER.findall(words)), (
            f"{line}: {kept} is kept, and the letter back does not say so:\n{words}"
        )

    def _is_of_one(self, line: str, of: set[str]) -> None:
        """What somebody says who speaks for several agencies counts for the one that they said it for."""
        named = re.match(r"\w+(?: [a-z ]+)? for (\w+):", line)
        assert not named or of <= {named[1]}, f"{line}: it counts for {of}"
        assert not self.world.speaker or len(of) < 2, f"{line}: it counts for {of}"

    def _is_wished(self, line: str, after: list[Return], new: list[Message]) -> None:
        """A wish reaches every manager who may grant it, once; whoever had it hears once what became of it."""
        with self.world.record.read() as db:
            wishes = list(db.scalars(sa.select(Plea)))
        of = {each.id: each for each in after}
        for each in wishes:
            about = of.get(each.submission_id)
            if about is not None and each.id not in self.wishes and each.decided_at is None:
                told = Counter(one.recipient for one in new if one.key.startswith(f"plea:{each.id}:"))
                managers = Counter(MANAGERS[OF[key]][1] for key in about.partnerships)
                assert told == managers, f"{line}: the wish of {about.abbr} is told to {told}, and not to {managers}"
            elif about is not None and self.wishes.get(each.id) is False and each.decided_at is not None:
                self._is_settled(line, each, about, new)
        self.wishes = {each.id: each.decided_at is not None for each in wishes}

    def _is_settled(self, line: str, wish: Plea, about: Return, new: list[Message]) -> None:
        """By a manager: every manager hears of it, and whoever had the wish."""
        told = Counter(one.recipient for one in new if one.key.startswith(f"plea-settled:{wish.id}:"))
        managers = Counter(MANAGERS[OF[key]][1] for key in about.partnerships)
        assert told == managers, f"{line}: what became of the wish is told to {told}, and not to {managers}"
        asker = next((one for one in about.people if one.id == wish.contact_id), None)
        times = sum(one.key == f"plea-decided:{wish.id}" for one in new)
        assert times == 1 or asker is None or asker.has_left(self.world.now), f"{line}: {asker} is not told"
