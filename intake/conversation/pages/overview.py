"""The return as a whole: its task list, its answers to check, its receipt. Pure."""

from collections.abc import Iterator

from config import dates
from config.dates import uk_date, uk_moment
from config.questionnaire import RATING, Kind, Question
from config.words import count
from intake.conversation.pages.page import Checked, ReturnReceipt, ReviewLine, ReviewPage, Task, Tasks
from intake.conversation.pages.values import value_kept, value_shown
from intake.conversation.state import (
    EVIDENCE,
    Here,
    Key,
    Step,
    each_standard,
    files_needed,
    is_begun,
    is_done,
    needed,
    prompts,
    questions,
)


def tasks(here: Here, *lines: str) -> Tasks:
    found = []
    for standard, own in each_standard(here):
        done = sum(is_done(here, each) for each in own)
        begun = done or any(is_begun(here, each) for each in own)
        status = "Completed" if done == len(own) else "In progress" if begun else "Not yet started"
        with_ = sorted({here.holders[each.ref].name for each in own if each.ref in here.holders})
        found.append(Task(standard.ref, standard.title, status, done, len(own), tuple(with_)))
    asked = [each for each in questions(here) if each.reported]
    return Tasks(
        f"{here.template.title} · {here.state.agency}",
        sum(is_done(here, each) for each in asked),
        len(asked),
        tuple(found),
        (*lines, *_files_to_come(here)),
    )


def _files_to_come(here: Here) -> Iterator[str]:
    refs = [step.question.ref for step in files_needed(here)]
    if refs:
        named = f"question {', '.join(refs)}" if len(refs) < 6 else count(len(refs), "question")
        yield f"Files still to come for {named}."


def review(here: Here) -> ReviewPage:
    missing, files = needed(here), files_needed(here)
    refs = [step.question.ref for step in missing]
    return ReviewPage(
        title=f"Check your answers · {here.template.title}",
        scope=here.state.scope or "the whole agency",
        standards=tuple(
            (f"{standard.ref}. {standard.title}", tuple(checked_at(here, each) for each in own))
            for standard, own in each_standard(here)
        ),
        missing=tuple(dict.fromkeys(_missing(here, ref) for ref in refs)),
        files_missing=tuple(f"{step.question.ref}: {step.prompt.text}" for step in files),
        is_ready=not missing,
    )


def _missing(here: Here, ref: str) -> str:
    own = [step.prompt.text for step in needed(here) if step.question.ref == ref]
    with_ = f" (with {here.holders[ref].name})" if ref in here.holders else ""
    return f"{ref}: {', '.join(own)}{with_}"


def checked_at(here: Here, question: Question) -> Checked:
    if here.cell(question.ref).is_set_aside:
        shown = value_shown(here, Key(question.ref, RATING))
        return Checked(question, (ReviewLine("", shown), *_beside(here, question)), f"change {question.ref}")
    lines = tuple(_line(here, Step(question, each)) for each in prompts(here, question))
    return Checked(question, lines, f"change {question.ref}")


def _beside(here: Here, question: Question) -> Iterator[ReviewLine]:
    """What was said and given beside a question that is set aside: it is kept, so it is shown."""
    for step in (Step(question, each) for each in prompts(here, question)):
        if step.prompt.kind is Kind.FILES and here.files.get(question.ref):
            yield _line(here, step)
        elif step.prompt.kind not in (Kind.FILES, Kind.RATING, Kind.YES_NO) and (kept := value_kept(here, step.key)):
            yield ReviewLine(step.prompt.text, kept, here.standing[step.key].said_by)


def _line(here: Here, step: Step) -> ReviewLine:
    question, prompt = step
    if prompt.kind is Kind.FILES:
        files = ", ".join(each.name for each in here.files.get(question.ref, ()))
        return ReviewLine(
            "File" if prompt.key == EVIDENCE else prompt.text, files, is_missing=prompt.required and not files
        )
    standing = here.standing.get(step.key)
    value = value_shown(here, step.key)
    is_missing = step.key in {each.key for each in needed(here)}
    by = f"{standing.said_by}, kept from last time" if standing and standing.kept_from else ""
    return ReviewLine(prompt.text, value, (by or standing.said_by) if standing and value else "", is_missing)


def receipt(here: Here) -> ReturnReceipt:
    state = here.state
    at = state.submitted_at
    is_late = at is not None and dates.today(at) > state.due
    asked = [each for each in questions(here) if each.reported]
    lines = [
        f"{state.agency}, {here.template.title}.",
        "Signed"
        + (f" by {state.submitted_by}" if state.submitted_by else "")
        + (f" on {uk_moment(at)}." if at else "."),
        f"It speaks for {state.scope or 'the whole agency'}.",
        f"Answered: {sum(is_done(here, each) for each in asked)} of {count(len(asked), 'question')}.",
    ]
    if is_late:
        lines.append(f"It was due on {uk_date(state.due)}, so it is marked late. It counts all the same.")
    if state.reopened_at:
        lines.append(f"It was opened again on {uk_moment(state.reopened_at)}: {state.reopened_because}")
    lines += [
        f"A file is still to come for question {ref.question.ref}: {ref.prompt.text}" for ref in files_needed(here)
    ]
    return ReturnReceipt(state.reference, tuple(lines), _what_next(here))


def _what_next(here: Here) -> tuple[str, ...]:
    to_ask = (f"Questions? Write to {here.ask_whom[0]}.",) if here.ask_whom else ()
    if here.state.is_closed:
        return ("The audit is closed. Your answers are in the partnership's report.", *to_ask)
    return (
        "Your partnership reads the returns and reports what they add up to.",
        "You can change an answer until the audit closes: type change and its number.",
        "Type copy to keep a copy of everything you said.",
        *to_ask,
    )
