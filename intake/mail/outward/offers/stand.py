"""Answers that no word of a letter names, beside what stands: nothing is replaced before its writer says so."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from config.questionnaire import Template
from config.words import form
from intake.letters import OF_ALL, YES, Form, Puzzle, ReadAnswer
from intake.mail.outward.matter import Matter
from intake.mail.outward.understood import in_words
from intake.returns import Given, SeenAnswer, is_file, met
from storage.nouns import Answer
from storage.record import current_answers


def leave_standing(db: Session, matter: Matter, read: Form) -> tuple[Form, tuple[Given, ...]]:
    """The form without what it would replace unsaid, which is asked about; and what stands there.

    What it offers, it offers only where nothing stands.
    """
    unnamed = [each for each in read.answers if each.by]
    if not unnamed and not any(each.offered for each in read.not_understood):
        return read, ()
    said = _said(db, matter)
    seen = {SeenAnswer.of(given) for offer in read.accepted for given in offer.over}
    against: dict[ReadAnswer, Answer] = {}
    for heard in unnamed:
        stands = _against(matter.template, heard, said)
        if stands is not None and SeenAnswer.of(stands) not in seen:
            against[heard] = stands
    puzzles = [_open(each, said) for each in read.not_understood]
    of_all = {heard: stands for heard, stands in against.items() if heard.by == OF_ALL}
    puzzles += _of_all(matter.template, of_all)
    puzzles += [_of_yes(matter.template, *each) for each in against.items() if each[0].by == YES]
    left = tuple(each for each in read.answers if each not in against)
    return replace(read, answers=left, not_understood=tuple(puzzles)), tuple(map(_given, of_all.values()))


def _said(db: Session, matter: Matter) -> dict[str, dict[str, Answer]]:
    """What the agency's answers are, by question and prompt."""
    found: dict[str, dict[str, Answer]] = {}
    for each in current_answers(db, [matter.submission.id], tags=False):
        if each.by == "agency" and not is_file(each.prompt) and (each.value or each.not_applicable):
            found.setdefault(each.question, {})[each.prompt] = each
    return found


def _against(template: Template, heard: ReadAnswer, said: Mapping[str, Mapping[str, Answer]]) -> Answer | None:
    question = template.by_ref[heard.question]
    return next(iter(met(template, question, heard.given, dict(said.get(heard.question, {})))), None)


def _open(puzzle: Puzzle, said: Mapping[str, Mapping[str, Answer]]) -> Puzzle:
    """The puzzle with what it offers where nothing stands."""
    free = [
        each
        for each in puzzle.offered
        if not any(key == each.prompt or stands.not_applicable for key, stands in said.get(each.question, {}).items())
    ]
    return puzzle._replace(offered=tuple(free))


def _of_all(template: Template, against: Mapping[ReadAnswer, Answer]) -> Iterable[Puzzle]:
    """One for each sentence, with all the questions that hold another answer."""
    for words in dict.fromkeys(heard.words for heard in against):
        own = {heard: stands for heard, stands in against.items() if heard.words == words}
        held = ", ".join(f"{heard.question} ({_name(template, stands)})" for heard, stands in own.items())
        why = f"{form(len(own), 'This holds', 'These hold')} another answer, which stays: {held}."
        yield Puzzle("", words, why, offered=tuple(own))


def _of_yes(template: Template, heard: ReadAnswer, stands: Answer) -> Puzzle:
    said = in_words(template, template.by_ref[heard.question], heard)
    why = (
        f"Question {heard.question} was answered {_name(template, stands)} after we offered this, and that stays."
        f" Write “[{heard.question}] {said}” if that is right."
    )
    return Puzzle(heard.question, heard.words, why)


def _name(template: Template, stands: Answer) -> str:
    return in_words(template, template.by_ref[stands.question], ReadAnswer(*_given(stands)))


def _given(stands: Answer) -> Given:
    return Given(stands.question, stands.prompt, stands.value, stands.not_applicable)
