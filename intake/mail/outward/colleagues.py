"""What a letter says beside what colleagues of its writer said: what is recorded, what is kept and asked back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from config.questionnaire import Question
from config.ways import SPOKEN
from intake.forms import SentForm
from intake.letters import Form, ReadAnswer
from intake.mail.outward.matter import Clash, Matter
from intake.returns import SeenAnswer, TwoWords, adds_up, both, is_file, met, storable, words_of
from storage.nouns import Answer, Receipt, Remark, Sent

_NOTHING = TwoWords("", "")


class Weighed(NamedTuple):
    """What of a letter is to be recorded, and what met a colleague's answer."""

    answers: tuple[ReadAnswer, ...]
    clashes: tuple[Clash, ...] = ()
    added: tuple[tuple[str, str], ...] = ()  # question, and whose words stand before the letter's; "": its writer's own

    @property
    def kept(self) -> tuple[Clash, ...]:
        return tuple(each for each in self.clashes if not each.why)

    @property
    def won(self) -> tuple[Clash, ...]:
        return tuple(each for each in self.clashes if each.why)


def weigh(db: Session, matter: Matter, form: Form, named: Iterable[Sent]) -> Weighed:
    """Part the answers of a letter; `named` are the forms of ours it names. The caller holds the audit."""
    weighing = _Letter(db, matter, form, named)
    answers: list[ReadAnswer] = []
    clashes: list[Clash] = []
    added: list[tuple[str, str]] = []
    for heard in form.answers:
        question = matter.template.by_ref.get(heard.question)
        stands = weighing.stands(question, heard) if question else None
        why = weighing.why(heard, stands) if stands else ""
        if stands is not None and why is not None:
            clashes.append(Clash(heard, stands, why))
        if stands is None or why:
            before = weighing.before(heard) if question and adds_up(question, heard.given) else _NOTHING
            answers.append(heard._replace(value=both(before.others, both(before.own, heard.value))))
            added += [(heard.question, weighing.teller(heard))] if before.others else []
            added += [(heard.question, "")] if before.own else []
    return Weighed(tuple(answers), tuple(clashes), tuple(dict.fromkeys(added)))


class _Letter:
    """One letter and what stands where it answers."""

    def __init__(self, db: Session, matter: Matter, form: Form, named: Iterable[Sent]) -> None:
        self.db, self.matter = db, matter
        self.names = {matter.speaker.name, matter.contact.name}
        self._ever_said = self._history_of_all()
        self.said: dict[str, dict[str, Answer]] = {}
        for question, prompt in sorted(self._ever_said):
            stands = self._ever_said[question, prompt][-1]
            if not is_file(prompt) and (stands.value or stands.not_applicable):
                self.said.setdefault(question, {})[prompt] = stands
        self.quoted = {SeenAnswer.of(each) for each in form.quoted}
        self.named = [each for each in named if each.submission_id == matter.submission.id]

    @cached_property
    def forms(self) -> list[tuple[datetime, Collection[SeenAnswer]]]:
        """When each form of the return that the letter names was sent, and the answers it showed."""
        return [(each.sent_at, _shown(each)) for each in self.named]

    def stands(self, question: Question, heard: ReadAnswer) -> Answer | None:
        """The colleague's answer that cannot stand beside this one."""
        meets = met(self.matter.template, question, heard.given, self.said.get(question.ref, {}))
        return next((each for each in meets if not self._is_mine(each)), None)

    def before(self, heard: ReadAnswer) -> TwoWords:
        """The words that stay before these: those of colleagues, and the writer's own where the letter adds to them."""
        history = self._history(heard)
        mine = {each.said_by for each in history if each.via in SPOKEN and self._is_mine(each)} | self.names
        said = words_of(history, mine)
        return said if heard.adds else said._replace(own="")

    def teller(self, heard: ReadAnswer) -> str:
        return next((each.said_by for each in reversed(self._history(heard)) if not self._is_mine(each)), "")

    def _history(self, heard: ReadAnswer) -> Sequence[Answer]:
        """What was said to a prompt since it was last set aside or taken up, oldest first."""
        found = self._ever_said.get((heard.question, heard.prompt), [])
        other = [at for at, each in enumerate(found) if each.not_applicable != heard.not_applicable]
        return found[other[-1] + 1 :] if other else found

    def _history_of_all(self) -> dict[tuple[str, str], list[Answer]]:
        """All that the agency said, by question and prompt, oldest first: what stands is the last of each."""
        found: dict[tuple[str, str], list[Answer]] = {}
        for each in self.db.scalars(_SAID, {"submission": self.matter.submission.id}):
            found.setdefault((each.question, each.prompt), []).append(each)
        return found

    def _is_mine(self, answer: Answer) -> bool:
        """Whether the writer said it, or nobody did who can be asked: a table, or a manager for the agency."""
        if answer.said_by in self.names or answer.via not in SPOKEN:
            return True
        letter = self.db.scalar(select(Receipt).where(Receipt.source == answer.source))
        return letter is not None and letter.contact_id == self.matter.contact.id

    def why(self, heard: ReadAnswer, stands: Answer) -> str | None:
        """Why the letter's answer takes the place of a colleague's; None where both were asked about it already."""
        shown, is_older = SeenAnswer.of(stands), self.matter.speaker.at < stands.said_at
        if not is_older and shown in self.quoted:
            return f"It quotes what {stands.said_by} answered."
        if not is_older and any(shown in shows and sent_at >= stands.said_at for sent_at, shows in self.forms):
            return f"It replies to a letter that showed what {stands.said_by} answered."
        asked = self._asked(heard, stands)
        is_again = SeenAnswer.of(heard.given) in self.quoted  # an older letter of theirs, below a word of thanks
        if is_older or is_again or any(map(self._is_same_letter, asked)):
            return None if asked else ""
        return "It was asked back, and is written once more." if asked else ""

    def _asked(self, heard: ReadAnswer, stands: Answer) -> list[Remark]:
        """What the same person wrote to the same before, against this answer or the same one given once more."""
        wanted = select(Remark).where(
            Remark.submission_id == self.matter.submission.id,
            Remark.question == heard.question,
            Remark.prompt == heard.prompt,
            Remark.not_applicable == heard.not_applicable,
            Remark.said_by.in_(self.names),
            Remark.source != self.matter.receipt.source,
        )
        same = wanted if heard.not_applicable else wanted.where(Remark.value == storable(heard.value))
        return [each for each in self.db.scalars(same) if self._met(each) == SeenAnswer.of(stands)]

    def _met(self, remark: Remark) -> SeenAnswer | None:
        wanted = select(Answer).where(
            Answer.submission_id == remark.submission_id, Answer.source == remark.met_source,
            Answer.question == remark.question, Answer.prompt == remark.met_prompt,
        )  # fmt: skip
        found = self.db.scalar(wanted)
        return SeenAnswer.of(found) if found is not None else None

    def _is_same_letter(self, remark: Remark) -> bool:
        """Whether the letter came before by another way, on which its Message-ID was lost."""
        before = self.db.scalar(select(Receipt).where(Receipt.source == remark.source))
        mine = self.matter.receipt
        if before is None or (before.message_id and mine.message_id):
            return False
        return (before.body_sha256, before.received_at) == (mine.body_sha256, mine.received_at)


def _shown(sent: Sent) -> Collection[SeenAnswer]:
    return {SeenAnswer.of(each) for each in SentForm.from_stored(sent.form).shows}


_SAID = (  # put together once: that takes the longest
    select(Answer)
    .where(Answer.submission_id == bindparam("submission"), Answer.by == "agency")
    .order_by(Answer.said_at, Answer.id)
)
