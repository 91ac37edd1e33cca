"""What one side has said on one question, all prompts together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, Protocol

from config.questionnaire import RATING, YES_NO, Kind, Prompt, Question, Side, Template
from intake.returns.answer import FILE, is_file

REASON = "reason"  # among the words of a question that is not applicable


class Said(Protocol):
    """What is read of an answer; the record's Answer is one."""

    @property
    def id(self) -> int: ...
    @property
    def by(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def prompt(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def not_applicable(self) -> bool: ...
    @property
    def said_at(self) -> datetime: ...


class Cell(NamedTuple):
    """One question's answer by one side. A missing rating and N/A speak for the whole question."""

    rating: str | None = None
    yes_no: str | None = None
    not_applicable: bool = False
    missing: bool = False
    words: Mapping[str, str] = {}
    files: Mapping[str, str] = {}  # names by SHA-256

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered; a file supports an answer and is none."""
        return not (self.rating or self.yes_no or self.not_applicable or self.words)

    def has(self, prompt: str, value: str, not_applicable: bool) -> bool:
        """Whether this very thing stands already."""
        if is_file(prompt):
            return self.files.get(prompt.removeprefix(FILE), "") == value
        if not_applicable:
            return self.not_applicable and self.words.get(REASON, "") == value
        return {RATING: self.rating, YES_NO: self.yes_no}.get(prompt, self.words.get(prompt)) == value

    def answers(self, prompt: Prompt) -> bool:
        """Whether something was said at this prompt."""
        if prompt.key == RATING:
            return self.rating is not None
        if prompt.kind is Kind.FILES:
            return bool(self.files)
        return self.yes_no is not None if prompt.key == YES_NO else prompt.key in self.words

    @property
    def is_set_aside(self) -> bool:
        return self.missing or self.not_applicable

    def asks_plan(self, template: Template) -> bool:
        """Whether the rating here is so low that a plan is asked for."""
        return not self.is_set_aside and template.wants_plan(self.rating)


EMPTY = Cell()
Cells = Mapping[tuple[str, str], Cell]  # by question and side


def cells(template: Template, answers: Iterable[Said]) -> dict[tuple[str, str], Cell]:
    """The cells of one submission's current answers, by question and side; "" has the files for all of it."""
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for answer in answers:
        groups[answer.question, answer.by].append(answer)
    return {key: _with_files(template, key[0], said) for key, said in groups.items()}


def outstanding(template: Template, sector: str, said: Cells) -> Iterator[tuple[Question, Prompt]]:
    """The required prompts an agency of this sector has yet to answer.

    Nothing is outstanding on a question set aside by either side, nor on one the partnership has judged: it had
    the answer before it. A rating it gave beside the agency's own is no answer of the agency's.
    """
    for question, prompts in template.required:
        if not prompts or not question.asked_of(sector):
            continue
        own, judged = said.get((question.ref, "agency"), EMPTY), said.get((question.ref, "partnership"))
        if own.is_set_aside or (judged is not None and _is_judged(template, judged)):
            continue
        for prompt in prompts:
            if not own.answers(prompt):
                yield question, prompt


def progress(template: Template, sector: str, said: Cells) -> tuple[int, int]:
    """How many of the reported questions an agency of this sector is asked it has answered, and how many there are."""
    asked = [question.ref for question in template.reported if question.asked_of(sector)]
    spoken = {
        ref
        for (ref, side), cell in said.items()
        if not cell.is_empty and (side == "agency" or _is_judged(template, cell))
    }
    owed = {question.ref for question, _ in outstanding(template, sector, said)} if spoken else set()
    return sum(ref in spoken and ref not in owed for ref in asked), len(asked)


def is_ready(template: Template, sector: str, said: Cells) -> bool:
    """Whether a return lacks nothing but a signature; where the audit requires nothing, each question was touched."""
    if next(outstanding(template, sector, {}), None) is not None:
        return next(outstanding(template, sector, said), None) is None
    return all((each.ref, "agency") in said for each in template.questions if each.asked_of(sector))


def _is_judged(template: Template, judged: Cell) -> bool:
    """Whether what the partnership said stands for an answer; a rating beside the agency's own does not."""
    return not judged.is_empty and (template.rated_by == "partnership" or judged.rating is None)


def evidence_outstanding(template: Template, sector: str, said: Cells) -> Iterator[Question]:
    """The questions that require evidence of this sector and have no file from either side, nor are set aside."""
    for question in template.questions:
        if question.evidence == "required" and question.asked_of(sector):
            sides = [said.get((question.ref, side), EMPTY) for side in ("agency", "partnership")]
            if not any(each.files or each.is_set_aside for each in sides):
                yield question


def chosen(said: Cells, ref: str, rater: Side) -> Cell:
    """The cell that counts: the rater's where it spoke, with the agency's yes or no where the rater gave none."""
    judged = said.get((ref, rater), EMPTY)
    own = said.get((ref, "agency"), EMPTY)
    if judged.is_empty:
        return own._replace(rating=None) if rater == "partnership" and not own.is_set_aside else own
    if judged.yes_no is None and not judged.is_set_aside:
        return judged._replace(yes_no=own.yes_no)
    return judged


def _with_files(template: Template, ref: str, said: Iterable[Said]) -> Cell:
    answers, files = [], {}
    for answer in said:
        prompt = answer.prompt
        if not is_file(prompt):
            answers.append(answer)
        elif answer.value:  # without a name it was withdrawn
            files[prompt.removeprefix(FILE)] = answer.value
    cell = _cell(template, template.by_ref[ref], answers) if ref else EMPTY
    return cell._replace(files=files) if files else cell


def _cell(template: Template, question: Question, said: Iterable[Said]) -> Cell:
    """What the latest answers to each prompt come to.

    The question is set aside while nothing but words came after the N/A or the missing rating: they explain it. On
    a question that asks for words alone, words lift it.
    """
    ordered = sorted(said, key=_said_at)
    aside = [place for place, answer in enumerate(ordered) if _sets_aside(template, answer)]
    if not aside:
        words = {answer.prompt: answer.value for answer in ordered}
        rating, yes_no = words.pop(RATING, None), words.pop(YES_NO, None)
        return Cell(rating, yes_no, words={prompt: value for prompt, value in words.items() if value})
    judged = question.is_rated or question.yes_no is not None
    if not any(_lifts(answer, judged) for answer in ordered[aside[-1] + 1 :]):
        words = _words(ordered if judged else ordered[aside[-1] :])
        setter = ordered[aside[-1]]
        if setter.not_applicable:
            return Cell(not_applicable=True, words=words | ({REASON: setter.value} if setter.value else {}))
        return Cell(rating=setter.value, missing=True, words=words)
    standing = {answer.prompt: answer.value for answer in ordered if not _sets_aside(template, answer)}
    return Cell(rating=standing.get(RATING), yes_no=standing.get(YES_NO), words=_words(ordered))


_said_at = attrgetter("said_at", "id")


def _sets_aside(template: Template, answer: Said) -> bool:
    return answer.not_applicable or (
        answer.prompt == RATING and template.scale.by_code[answer.value].counts_as == "missing"
    )


def _lifts(answer: Said, judged: bool) -> bool:
    return answer.prompt in (RATING, YES_NO) or not judged


def _words(said: Iterable[Said]) -> dict[str, str]:
    return {answer.prompt: answer.value for answer in said if answer.value and answer.prompt not in (RATING, YES_NO)}


def still_open(template: Template, sector: str, said: Cells) -> list[str]:
    """The questions with something required and not yet answered, by ref, in the order of the questionnaire."""
    return list(dict.fromkeys(question.ref for question, _ in outstanding(template, sector, said)))
