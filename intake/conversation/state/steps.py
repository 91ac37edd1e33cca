"""The order of the questions: which are asked of an agency, which are open, and which comes next. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import NamedTuple, TypeVar

from config.questionnaire import PLAN_WHAT, RATING, YES_NO, Kind, Prompt, Question, Standard
from intake.conversation.state.situation import Here, Key
from intake.returns import outstanding

EVIDENCE = "evidence"  # the prompt of a question that asks for a file without a prompt of its own


Found = TypeVar("Found")


class Step(NamedTuple):
    """One thing to ask."""

    question: Question
    prompt: Prompt

    @property
    def key(self) -> Key:
        return Key(self.question.ref, self.prompt.key)


def _once(work: Callable[[Here], Found]) -> Callable[[Here], Found]:
    """A page asks for it again and again, and nothing of what it rests on changes meanwhile."""

    @wraps(work)
    def worked(here: Here) -> Found:
        if work not in here.worked_out:
            here.worked_out[work] = work(here)
        found: Found = here.worked_out[work]
        return found

    return worked


@_once
def questions(here: Here) -> tuple[Question, ...]:
    """The questions this agency is asked, in the order of the questionnaire."""
    return tuple(each for each in here.template.questions if each.asked_of(here.sector) and prompts(here, each))


def prompts(here: Here, question: Question) -> tuple[Prompt, ...]:
    """What the agency is asked within a question: no rating that is fixed or somebody else's, files at the end.

    A plan is asked for where the rating that stands is low, and who and when once it is said what.
    """
    own = [
        each
        for each in here.template.said_by(question, "agency")
        if not (each.key == RATING and question.fixed_rating is not None)
        and (not each.is_plan or _is_planned(here, question, each))
    ]
    if question.evidence != "none" and not any(each.kind is Kind.FILES for each in own):
        text = question.evidence_text or "A file that shows this."
        own.append(Prompt(EVIDENCE, Kind.FILES, text, required=question.evidence == "required"))
    return tuple(own)


def _is_planned(here: Here, question: Question, prompt: Prompt) -> bool:
    cell = here.cell(question.ref)
    return cell.asks_plan(here.template) and (prompt.key == PLAN_WHAT or PLAN_WHAT in cell.words)


@_once
def steps(here: Here) -> tuple[Step, ...]:
    """Every step of the audit, but those of a question set aside."""
    return tuple(
        Step(question, prompt)
        for question in questions(here)
        for prompt in (prompts(here, question)[:1] if here.cell(question.ref).is_set_aside else prompts(here, question))
    )


def step_at(here: Here, key: Key) -> Step | None:
    question = next((each for each in questions(here) if each.ref == key.question), None)
    prompt = question and next((each for each in prompts(here, question) if each.key == key.prompt), None)
    return Step(question, prompt) if question and prompt else None


def first_of(here: Here, ref: str) -> Step | None:
    """The first step of a question."""
    return next((step for step in steps(here) if step.question.ref == ref), None)


def is_answered(here: Here, step: Step) -> bool:
    cell = here.cell(step.question.ref)
    if cell.is_set_aside:
        return True
    if step.prompt.kind is Kind.FILES:
        return bool(here.files.get(step.question.ref))
    if step.prompt.key == RATING:
        return cell.rating is not None
    return cell.yes_no is not None if step.prompt.key == YES_NO else step.prompt.key in cell.words


def is_open(here: Here, step: Step) -> bool:
    """Whether it is still to be asked: neither answered nor left empty."""
    return not is_answered(here, step) and step.key not in here.left


def next_step(here: Here, after: Key | None = None) -> Step | None:
    """What to ask next; None when it is time to look the answers over.

    The rest of the question comes first, then what follows it, then what came before. A question put off comes
    round once more at the end. A question that is with a colleague is theirs.
    """
    order = _from(here, after)
    rest = [each for each in order if after and each.question.ref == after.question and _is_later(here, each, after)]
    mine = [each for each in order if here.holders.get(each.question.ref) == here.me]
    others = [each for each in order if not here.is_with_another(each.question.ref)]
    for candidates, put_off in ((rest, 9), (mine if after is None else [], 0), (others, 0), (others, 1)):
        for step in candidates:
            if is_open(here, step) and here.skips.get(step.question.ref, 0) <= put_off:
                return step
    return None


def any_open(here: Here) -> Step | None:
    """The first thing that is still needed, however often it was put off, with whomever it is."""
    needs = {step.key for step in needed(here)} | {step.key for step in files_needed(here)}
    return next((step for step in steps(here) if step.key in needs), None)


def before(here: Here, key: Key) -> Step | None:
    """The step before this one."""
    order = steps(here)
    place = next((number for number, step in enumerate(order) if step.key == key), 0)
    return order[place - 1] if place else None


def rest_of(here: Here, key: Key) -> Step | None:
    """The next step of the same question, answered or not."""
    same = [step for step in steps(here) if step.question.ref == key.question]
    return next((step for step in same if _is_later(here, step, key)), None)


def needed(here: Here) -> list[Step]:
    """What must be answered before the return can be sent."""
    found = outstanding(here.template, here.sector, here.said)
    return [Step(*each) for each in found if each[1].kind is not Kind.FILES]


def files_needed(here: Here) -> list[Step]:
    """Where a file is required and none has come."""
    return [
        step
        for step in steps(here)
        if step.prompt.kind is Kind.FILES and step.prompt.required and not is_answered(here, step)
    ]


def progress(here: Here, question: Question) -> str:
    """ "Question 7 of 19 · Safer recruitment"; questions that are not reported are counted by themselves."""
    same = [each for each in questions(here) if each.reported == question.reported]
    count = f"{[each.ref for each in same].index(question.ref) + 1} of {len(same)}"
    return f"{'Question ' if question.reported else ''}{count} · {standard_of(here, question).title}"


def standard_of(here: Here, question: Question) -> Standard:
    return next(each for each in here.template.standards if each.ref == question.standard)


def is_done(here: Here, question: Question) -> bool:
    """Whether nothing that must be said of this question is missing, and something was said of it; files aside."""
    own = [Step(question, prompt) for prompt in prompts(here, question) if prompt.kind is not Kind.FILES]
    musts = [step for step in own if step.prompt.required]
    if musts:
        return all(is_answered(here, step) for step in musts)
    return any(is_answered(here, step) or step.key in here.left for step in own)


def is_begun(here: Here, question: Question) -> bool:
    return any(is_answered(here, Step(question, prompt)) for prompt in prompts(here, question))


def without_handovers(here: Here) -> Here:
    return replace(here, holders={})


def _from(here: Here, after: Key | None) -> list[Step]:
    order = list(steps(here))
    place = next((number for number, step in enumerate(order) if after and step.key == after), None)
    if place is None and after is not None:  # a step that is asked no longer: go on after its question
        numbers = [number for number, step in enumerate(order) if step.question.ref == after.question]
        place = numbers[-1] if numbers else None
    return order if place is None else order[place + 1 :] + order[: place + 1]


def _is_later(here: Here, step: Step, key: Key) -> bool:
    keys = [prompt.key for prompt in prompts(here, step.question)]
    return key.prompt in keys and keys.index(step.prompt.key) > keys.index(key.prompt)


def each_standard(here: Here) -> Iterator[tuple[Standard, list[Question]]]:
    """The standards this agency is asked about, with its questions."""
    asked = questions(here)
    for standard in here.template.standards:
        own = [each for each in asked if each.standard == standard.ref]
        if own:
            yield standard, own
