"""The page of a place: the question asked there, or the words that are wanted. Pure."""

from config.questionnaire import RATING, Kind
from intake.conversation.pages.last_time import grown_old, last_page, standard_page
from intake.conversation.pages.overview import receipt, review, tasks
from intake.conversation.pages.page import Asking, Choice, Page, Wanted
from intake.conversation.pages.values import choices, last_shown, value_shown
from intake.conversation.state import (
    Asks,
    Here,
    Key,
    Place,
    Step,
    is_done,
    is_undecided,
    progress,
    prompts,
    questions,
    step_at,
    undecided_with,
)


def page_at(here: Here, place: Place, *, is_first: bool | None = None) -> Page:
    """The page of a place."""
    match place.asks:
        case Asks.PROMPT:
            step = step_at(here, place.key)
            return asking(here, step, place, is_first) if step else tasks(here)
        case Asks.REVIEW if here.state.submitted_at is None and not here.state.is_closed:
            return review(here)
        case Asks.HOME | Asks.REVIEW:
            return receipt(here) if here.state.submitted_at else tasks(here)
        case Asks.CLASH:
            return _clash(here, place)
        case Asks.LAST if step := step_at(here, place.key):
            return last_page(here, place) if is_undecided(here, place.question) else asking(here, step, place, is_first)
        case Asks.LAST_OF_STANDARD if undecided_with(here, place.question):
            return standard_page(here, place)
        case Asks.LAST | Asks.LAST_OF_STANDARD:
            return tasks(here)
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
        last=last_shown(here, step) if not shown and not place.held else "",
        held=place.held if prompt.kind is Kind.TEXT else "",
        files=here.files.get(question.ref, ()) if prompt.kind is Kind.FILES else (),
        old=tuple(grown_old(here, question.ref)) if prompt.kind is Kind.FILES else (),
        holder=holder.name if holder and holder.id != here.me.id else "",
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
