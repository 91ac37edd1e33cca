"""What an acknowledgement says: what was understood, what was not, what is still open. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from config.dates import last_day, read_timescale, uk_date
from config.questionnaire import PLAN_WHEN, RATING, YES_NO, Kind, Question, Template
from config.words import count, listing
from intake.letters import OTHERS, Puzzle, ReadAnswer
from intake.mail.files import NotedFile


class Understood(NamedTuple):
    """One question with what was said to each of its prompts, as (what was asked, what was said)."""

    ref: str
    text: str
    said: tuple[tuple[str, str], ...]


def understood(template: Template, answers: Iterable[ReadAnswer], on: date) -> list[Understood]:
    """The answers by question, in the order of the questionnaire and in its words, as they were said on a day."""
    by_question: dict[str, list[ReadAnswer]] = {}
    for heard in answers:
        by_question.setdefault(heard.question, []).append(heard)
    return [
        Understood(
            question.ref,
            question.text,
            tuple(pair for each in by_question[question.ref] for pair in _said(template, question, each, on)),
        )
        for question in template.questions
        if question.ref in by_question
    ]


_FEW = 2  # questions that a headline names


def in_short(
    answers: Sequence[ReadAnswer],
    files: Sequence[NotedFile],
    puzzles: int,
    open_: Sequence[str],
    begun: Collection[str] = (),
    ends: str = "",
) -> str:
    """The whole letter in a line, for whoever reads no further: what was recorded first; `files` without our forms.

    `begun`: the open questions with something recorded; `ends`: what is left to do where nothing is open.
    """
    unread = sum(each.is_unread for each in files)
    ratings = sum(each.prompt == RATING for each in answers)
    others = len(answers) - ratings
    counts = [count(ratings, "rating")] if ratings else []
    counts += [count(others, "other answer" if ratings else "answer")] if others else []
    kept = [f"kept {count(len(files) - unread, 'file')}"] if len(files) > unread else []
    done = [f"recorded {' and '.join(counts)}", *kept] if counts else kept
    told = [
        f"We {', and '.join(done)}." if done else "",
        f"{count(unread, 'file')} could not be read." if unread else "",
        f"{count(puzzles, 'answer is', 'answers are')} not clear to us." if puzzles else "",
        _left([each for each in open_ if each not in begun], [each for each in open_ if each in begun]) or ends,
    ]
    return " ".join(filter(None, told))


def _left(untouched: Sequence[str], begun: Sequence[str]) -> str:
    """What is open, so that whoever has just rated a question is not told that it has no answer."""
    told = f"{count(len(untouched), 'question is', 'questions are')} still to answer{_named(untouched)}."
    if not begun:
        return told if untouched else ""
    if not untouched:
        return f"{count(len(begun), 'question is', 'questions are')} answered in part{_named(begun)}."
    return f"{told} {len(begun)} more {'is' if len(begun) == 1 else 'are'} answered in part{_named(begun)}."


def _named(open_: Sequence[str]) -> str:
    return f": {listing(open_)}" if len(open_) <= _FEW else ""


def in_words(template: Template, question: Question, heard: ReadAnswer) -> str:
    """A value as the sector says it: the rating's name, a date in words, the reason why it is not applicable."""
    if heard.not_applicable:
        return f"Not applicable: {heard.value}" if heard.value else "Not applicable"
    if heard.prompt == RATING:
        return template.scale.by_code[heard.value].name
    if heard.prompt == YES_NO:
        return heard.value.capitalize()
    prompt = question.prompt(heard.prompt)
    if prompt is not None and prompt.kind is Kind.DATE:
        return f"{date.fromisoformat(heard.value):%-d %B %Y}"
    return heard.value


def puzzles_by_question(template: Template, puzzles: Iterable[Puzzle]) -> Iterator[tuple[str, str, Puzzle]]:
    """Each puzzle with its question's number and text (both empty for one about the whole letter)."""
    for puzzle in puzzles:
        question = template.by_ref.get(puzzle.question)
        yield puzzle.question, question.text if question else "", puzzle


def theirs(puzzles: Iterable[Puzzle]) -> dict[str, list[Puzzle]]:
    """By who wrote them, the answers of somebody else that a letter quotes, where there are several: one question."""
    by_writer: dict[str, list[Puzzle]] = {}
    for puzzle in puzzles:
        if puzzle.cue == OTHERS and puzzle.question:
            by_writer.setdefault(puzzle.whose, []).append(puzzle)
    return {whose: said for whose, said in by_writer.items() if len(said) > 1}


def as_lines(said: Iterable[Puzzle]) -> list[str]:
    """Such answers, a line each as its reader may send them as their own."""
    return [f"{each.question}: {' '.join(each.text.split())}" for each in said]


def _said(template: Template, question: Question, heard: ReadAnswer, on: date) -> Iterator[tuple[str, str]]:
    prompt = question.prompt(heard.prompt)
    label = "" if prompt is None else prompt.text
    yield label if label.endswith("?") else f"{label.rstrip(':')}:", in_words(template, question, heard)
    if heard.prompt != PLAN_WHEN or prompt is None or not prompt.is_plan or read_timescale(heard.value) is not None:
        return
    if named := read_timescale(heard.value, on):  # "in six months": whoever wrote it is told which day that is
        yield "Its last day is", f"{uk_date(last_day(named))}."
