"""What a person is shown: values that each channel draws in its own way. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.audit import RATING, Kind, Prompt, Question, Rating
from config.dates import uk_date, uk_moment
from config.settings import LONDON
from intake.cells import REASON
from intake.here import Asks, Attached, Here, Key, Place
from intake.moves import Show
from intake.steps import (
    EVIDENCE,
    Step,
    each_standard,
    files_needed,
    is_begun,
    is_done,
    needed,
    progress,
    prompts,
    questions,
    step_at,
)


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what to type, what it is called and means; `colour` for ratings only."""

    value: str
    label: str
    meaning: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Asking:
    """One prompt of one question. `is_first` where the question itself is to be shown with it."""

    progress: str
    question: Question
    prompt: Prompt
    is_first: bool
    done: int  # questions answered so far, of those that are reported
    of: int
    choices: tuple[Choice, ...] = ()
    stands: str = ""
    stands_by: str = ""
    held: str = ""
    files: tuple[Attached, ...] = ()
    holder: str = ""


@dataclass(frozen=True)
class Wanted:
    """Free words asked for: a reason, a name, a choice between two answers."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Task:
    """One standard in the task list."""

    ref: str
    title: str
    status: str  # Completed | In progress | Not yet started
    done: int
    of: int
    holders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tasks:
    """The task list: U2."""

    title: str
    done: int
    of: int
    tasks: tuple[Task, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One answer on the review page; `is_missing` where one is needed."""

    label: str
    value: str
    by: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Checked:
    """One question on the review page, with its change."""

    question: Question
    lines: tuple[Line, ...]
    change: str  # what to type


@dataclass(frozen=True)
class Review:
    """Check your answers: U3."""

    title: str
    scope: str
    standards: tuple[tuple[str, tuple[Checked, ...]], ...]
    missing: tuple[str, ...]
    files_missing: tuple[str, ...]
    is_ready: bool


@dataclass(frozen=True)
class Receipt:
    """What a person has in hand after submitting."""

    reference: str
    lines: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """A page of words: help, why we ask, what is open."""

    title: str
    lines: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()


Page = Asking | Wanted | Tasks | Review | Receipt | Lines


@dataclass(frozen=True)
class Reply:
    """What one turn comes to: what happened, then what is shown, and the place the next words belong to."""

    place: Place
    notes: tuple[str, ...]
    pages: tuple[Page, ...]
    at_risk: tuple[str, ...] = ()  # what to do if a child is at risk now, said when a conversation starts
    did: str = ""  # what the turn was: answered, skip, submitted, unclear…
    is_unclear: bool = False
    show: Show | None = None  # the page asked for; COPY and AGENCIES are the channel's to carry out

    @property
    def is_over(self) -> bool:
        """Whether the person stopped for now."""
        return self.show is Show.PAUSED


def page_at(here: Here, place: Place, *, is_first: bool | None = None) -> Page:
    """The page of a place."""
    match place.asks:
        case Asks.PROMPT:
            step = step_at(here, place.key)
            return asking(here, step, place, is_first) if step else tasks(here)
        case Asks.REVIEW:
            return review(here)
        case Asks.HOME:
            return receipt(here) if here.state.submitted_at else tasks(here)
        case Asks.CLASH:
            return _clash(here, place)
        case _:
            return _wanted(here, place)


def asking(here: Here, step: Step, place: Place, is_first: bool | None = None) -> Asking:
    question, prompt = step
    own = prompts(here, question)
    stands = here.standing.get(step.key)
    holder = here.holders.get(question.ref)
    cell = here.cell(question.ref)
    shown = value_shown(here, step.key) if stands or cell.is_set_aside else ""
    aside = here.standing.get(Key(question.ref, RATING)) if cell.is_set_aside else None
    return Asking(
        progress=progress(here, question),
        question=question,
        prompt=prompt,
        is_first=prompt == own[0] if is_first is None else is_first,
        done=sum(is_done(here, each) for each in questions(here) if each.reported),
        of=sum(each.reported for each in questions(here)),
        choices=choices(here, step),
        stands=shown,
        stands_by=(aside or stands).said_by if shown and (aside or stands) else "",  # type: ignore[union-attr]
        held=place.held if prompt.kind is Kind.TEXT else "",
        files=here.files.get(question.ref, ()) if prompt.kind is Kind.FILES else (),
        holder=holder.name if holder and holder.id != here.me.id else "",
    )


def choices(here: Here, step: Step) -> tuple[Choice, ...]:
    """What can be chosen at a prompt, best first; none where words, a number or a date are asked for."""
    scale = here.template.scale
    aside = (Choice("N/A", "Not applicable", "It does not apply to you. You say why."),) if scale.not_applicable else ()
    match step.prompt.kind:
        case Kind.RATING:
            return tuple(_rating(each) for each in scale.given) + aside
        case Kind.YES_NO:
            return (Choice("Yes", "Yes"), Choice("No", "No"), *aside)
        case Kind.CHOICE:
            return tuple(Choice(each, each) for each in step.prompt.choices)
        case _:
            return ()


def _rating(rating: Rating) -> Choice:
    return Choice(rating.code, rating.name, rating.meaning, rating.colour)


def value_shown(here: Here, key: Key) -> str:
    """An answer as people read it: a rating by its name, a date in words."""
    cell = here.cell(key.question)
    if cell.not_applicable:
        return "Not applicable" + (f": {cell.words[REASON]}" if REASON in cell.words else "")
    standing = here.standing.get(key)
    if cell.missing and cell.rating is not None:
        return here.template.scale.by_code[cell.rating].name
    if standing is None or standing.not_applicable:  # an N/A that a later yes or no has lifted
        return ""
    step = step_at(here, key)
    kind = step.prompt.kind if step else Kind.TEXT
    if kind is Kind.RATING:
        return here.template.scale.by_code[standing.value].name
    if kind is Kind.YES_NO:
        return standing.value.capitalize()
    if kind is Kind.DATE:
        return uk_date(date.fromisoformat(standing.value))
    return standing.value


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
        named = f"question {', '.join(refs)}" if len(refs) < 6 else f"{len(refs)} questions"
        yield f"Files still to come for {named}."


def review(here: Here) -> Review:
    missing, files = needed(here), files_needed(here)
    refs = [step.question.ref for step in missing]
    return Review(
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
        return Checked(question, (Line("", shown),), f"change {question.ref}")
    lines = tuple(_line(here, Step(question, each)) for each in prompts(here, question))
    return Checked(question, lines, f"change {question.ref}")


def _line(here: Here, step: Step) -> Line:
    question, prompt = step
    if prompt.kind is Kind.FILES:
        files = ", ".join(each.name for each in here.files.get(question.ref, ()))
        return Line("File" if prompt.key == EVIDENCE else prompt.text, files, is_missing=prompt.required and not files)
    standing = here.standing.get(step.key)
    value = value_shown(here, step.key)
    is_missing = step.key in {each.key for each in needed(here)}
    return Line(prompt.text, value, standing.said_by if standing and value else "", is_missing)


def receipt(here: Here) -> Receipt:
    state = here.state
    at = state.submitted_at
    is_late = at is not None and at.astimezone(LONDON).date() > state.due
    asked = [each for each in questions(here) if each.reported]
    lines = [
        f"{state.agency}, {here.template.title}.",
        f"Signed by {state.submitted_by}" + (f" on {uk_moment(at)}." if at else "."),
        f"It speaks for {state.scope or 'the whole agency'}.",
        f"Answered: {sum(is_done(here, each) for each in asked)} of {len(asked)} questions.",
    ]
    if is_late:
        lines.append(f"It was due on {uk_date(state.due)}, so it is marked late. It counts all the same.")
    if state.reopened_at:
        lines.append(f"It was opened again on {uk_moment(state.reopened_at)}: {state.reopened_because}")
    lines += [
        f"A file is still to come for question {ref.question.ref}: {ref.prompt.text}" for ref in files_needed(here)
    ]
    return Receipt(state.reference, tuple(lines), _what_next(here))


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


def _clash(here: Here, place: Place) -> Wanted:
    step = step_at(here, place.key)
    stands = here.standing.get(place.key)
    if step is None or stands is None:
        return Wanted("Two answers", ("The other answer is gone. Type your answer again.",))
    mine = place.held
    if step.prompt.kind is Kind.RATING:
        mine = here.template.scale.by_code[mine].name if mine in here.template.scale.by_code else mine
    lines = (
        f"{stands.said_by} answered question {place.question} while you were writing: {value_shown(here, place.key)}",
        f"You said: {mine}",
        "Nothing is lost. Which should stand?",
    )
    both = (Choice("both", "Keep both, theirs first"),) if step.prompt.kind is Kind.TEXT else ()
    return Wanted(
        "Two answers to one question",
        lines,
        (Choice("keep", f"Keep {stands.said_by}'s answer"), Choice("replace", "Use mine"), *both),
    )


def _wanted(here: Here, place: Place) -> Wanted:
    match place.asks:
        case Asks.REASON:
            return Wanted(
                "Why does it not apply?", (f"Say in a few words why question {place.question} does not apply to you.",)
            )
        case Asks.NAME:
            return Wanted("Sign and send", ("Type your full name to sign. This sends your return.",))
        case Asks.REOPEN:
            why = "Your return is submitted. Say why it is changed; the reason is kept with it."
            return Wanted("Open it again", (why, "Type back to leave it as it is."))
        case Asks.HAND:
            names = tuple(Choice(each.name, each.name) for each in here.colleagues)
            return Wanted("Hand it over", (f"Who should answer question {place.question}?",), names)
        case _:
            now = f"This return speaks for {here.state.scope or 'the whole agency'}."
            return Wanted("Who it speaks for", (now, "Name the departments it speaks for, or type all."))
