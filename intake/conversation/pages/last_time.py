"""Last time's answer as it is shown before the question is asked again. Pure."""

from collections.abc import Iterator

from config.dates import today, uk_date
from intake.conversation.pages.page import Choice, Wanted
from intake.conversation.state import Here, Place, is_undecided, last_of, progress, questions, undecided_with
from intake.returns import LastAnswer, is_old

KEEP, CHANGE, DROP = Choice("keep", "Keep"), Choice("change", "Change"), Choice("drop", "Drop")
STANDARD = Choice("keep standard", "See this standard whole, to keep it")


def last_page(here: Here, place: Place) -> Wanted:
    """One question with what was said of it last time, and what can be done with that."""
    question = next(each for each in questions(here) if each.ref == place.question)
    last = last_of(here, place.question)
    lines = [f"{question.ref}. {question.text}"]
    lines += [question.guidance.strip()] if question.guidance else []
    if last is None:
        return Wanted(progress(here, question), tuple(lines), (CHANGE,))
    lines += [_headed(here, last), *_said(last), *_not_kept(here, last), _left(here)]
    ways = (KEEP, CHANGE, DROP) if last.can_be_kept else (CHANGE, DROP)
    more = (STANDARD,) if len(undecided_with(here, place.question)) > 1 else ()
    return Wanted(progress(here, question), tuple(lines), (*ways, *more))


def standard_page(here: Here, place: Place) -> Wanted:
    """Every answer of last time that waits in one standard, to be kept as it is seen."""
    lines: list[str] = []
    for question in undecided_with(here, place.question):
        last = last_of(here, question.ref)
        if last is not None:
            lines += [f"{question.ref}. {question.text}", _headed(here, last), *_said(last), *_not_kept(here, last)]
    lines.append("Keep keeps all of these as you see them. To do otherwise, go back and take them one by one.")
    return Wanted("Last time's answers in this standard", tuple(lines), (Choice("keep", "Keep these"),))


def _headed(here: Here, last: LastAnswer) -> str:
    name = here.last.name if here.last else ""
    was = f" There it was question {last.was}." if last.was != last.question else ""
    return f"Last time ({name}), on {uk_date(today(last.said_at))}, by {last.said_by}:{was}"


def _said(last: LastAnswer) -> Iterator[str]:
    for asked, said in last.said:
        yield f"{asked} {said}" if asked else said
    for file in last.files:
        yield f"File: {file.name}, from {uk_date(file.of)}"


def _not_kept(here: Here, last: LastAnswer) -> Iterator[str]:
    """What keep would leave behind, and why."""
    if here.last and here.last.scale_changed:
        yield "The ratings have changed since, so only words and files can be kept."
    for file in last.files:
        if file.is_old:
            yield f"{file.name} has grown old. A newer one is asked for."


def grown_old(here: Here, ref: str) -> Iterator[str]:
    """That a file given here, or last time where none was given since, has grown old."""
    own, months = here.files.get(ref, ()), here.template.file_months
    last = last_of(here, ref)
    names = [
        each.name for each in own if is_old(each.days.dated or here.today, each.days.review_by, months, here.today)
    ]
    names += [each.name for each in last.files if each.is_old] if last and not own else []
    yield from (f"{each} has grown old. A newer one is asked for." for each in names)


def _left(here: Here) -> str:
    left = sum(is_undecided(here, each.ref) for each in questions(here))
    return f"{left} of last time's answers {'is' if left == 1 else 'are'} still to look at."
