"""A form that comes back: every prompt of a question in one transaction, and nobody overwritten unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.slack import views
from bot.slack.api import JSON, Came
from bot.slack.leads.desk import Desk, Speaking, TurnOutcome
from bot.slack.leads.owed_files import owe
from bot.slack.leads.turns import asked_once
from bot.slack.views import REASON_BOX, FilledForm, ShownAnswers, filled
from config.questionnaire import Kind, Question, Unclear
from intake import returns
from intake.conversation import Command, Do, press
from intake.conversation.pages import Reply, page_at, value_shown
from intake.conversation.state import (
    Asks,
    Here,
    Key,
    Place,
    StandingAnswer,
    Step,
    is_answered,
    is_open,
    onward,
    prompts,
    steps,
)
from intake.returns import Given
from storage.nouns import Answer

NOT_APPLICABLE = "n/a"


@dataclass(frozen=True)
class Returned:
    """What became of a form: wrong boxes, or the form anew with what a colleague said meanwhile, or an outcome."""

    errors: Mapping[str, str] | None = None
    view: JSON | None = None
    outcome: TurnOutcome | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """One thing a form says: an answer, or a box left empty."""

    place: Place
    heard: Given | Command


def returned(desk: Desk, came: Came, opened: ShownAnswers, state: Mapping[str, JSON]) -> Returned:
    """Record a form; an error or a clash records nothing and keeps what was typed in the form."""
    with desk.turn(came, opened.carried.submission) as turn:
        asked = turn.question(opened.carried.place.question)
        if turn.was_heard or asked is None:
            return Returned(outcome=TurnOutcome())
        here = turn.talker.look()
        if here.state.is_closed or here.state.submitted_at:
            return Returned(view=views.form(here, asked, opened.carried))
        form = filled(here, asked, state)
        givens, wrong = understood(turn, asked, form)
        if wrong:
            return Returned(errors=wrong)
        touched = {key: given for key, given in givens.items() if _is_touched(turn, opened, Key(asked.ref, key), given)}
        clashing = [key for key in touched if _clashes(here, opened, Key(asked.ref, key), touched[key])]
        if clashing:
            told = [_told(here, here.standing[Key(asked.ref, key)], Key(asked.ref, key)) for key in clashing]
            return Returned(view=views.form(here, asked, opened.carried, told, over=[*opened.over, *clashing]))
        acts = list(_acts(here, asked, opened, givens, touched, form))
        place = str(opened.carried.place)
        owe(turn.talker.db, came, form.files, turn.saying.speaker.at, turn.talker.submission.id, place)
        return Returned(outcome=_carry_out(turn, asked, opened, acts), files=form.files)


def understood(turn: Speaking, asked: Question, form: FilledForm) -> tuple[dict[str, Given], dict[str, str]]:
    """What each box says, and by box what is wrong with it."""
    givens: dict[str, Given] = {}
    wrong: dict[str, str] = {}
    template = turn.talker.template
    aside = [key for key, said in form.values.items() if said.casefold() == NOT_APPLICABLE and _judges(asked, key)]
    for key, said in form.values.items():
        if key in aside or not said.strip():
            continue
        try:
            givens[key] = returns.understand(template, asked, key, said)
        except Unclear as unclear:
            wrong[key] = str(unclear)
    if aside and not form.reason:
        wrong[REASON_BOX] = "Say in a few words why it does not apply to you."
    elif aside:
        givens[aside[0]] = returns.not_applicable(template, asked, form.reason)
        givens = {key: each for key, each in givens.items() if key == aside[0] or not _judges(asked, key)}
    elif form.reason and any(_judges(asked, key) for key in givens):
        wrong[REASON_BOX] = "You answered it too. Choose N/A above, or clear this box."
    return givens, wrong


def _judges(asked: Question, key: str) -> bool:
    prompt = asked.prompt(key)
    return prompt is not None and prompt.kind in (Kind.RATING, Kind.YES_NO)


def _is_touched(turn: Speaking, opened: ShownAnswers, key: Key, given: Given) -> bool:
    """Whether this is another answer than the one the form was opened with."""
    shown = turn.talker.db.get(Answer, opened.shown.get(given.prompt, opened.shown.get(key.prompt, 0)))
    return shown is None or (shown.value, shown.not_applicable) != (given.value, given.not_applicable)


def _clashes(here: Here, opened: ShownAnswers, key: Key, given: Given) -> bool:
    stands = here.standing.get(Key(key.question, given.prompt))
    if stands is None or stands.said_by == here.me.name:
        return False
    is_same = (stands.value, stands.not_applicable) == (given.value, given.not_applicable)
    return not is_same and stands.id != opened.shown.get(key.prompt, 0)


def _told(here: Here, stands: StandingAnswer, key: Key) -> str:
    return f"{stands.said_by} answered while you were writing: {value_shown(here, key)}"


def _acts(
    here: Here,
    asked: Question,
    opened: ShownAnswers,
    givens: Mapping[str, Given],
    touched: Mapping[str, Given],
    form: FilledForm,
) -> Iterator[Act]:
    """In the order of the question: what is new, what was emptied, and what is left empty."""
    then = opened.carried.place.then
    is_aside = any(each.not_applicable for each in givens.values())
    for prompt in prompts(here, asked):
        step = Step(asked, prompt)
        stands = here.standing.get(step.key)
        shown = stands.id if stands else 0
        place = Place(Asks.PROMPT, asked.ref, prompt.key, shown, then)
        if prompt.key in touched:
            given = touched[prompt.key]
            yield _over(place, given) if prompt.key in opened.over and stands else Act(place, given)
        elif prompt.key in givens or is_aside:
            continue
        elif prompt.kind is Kind.TEXT and _was_emptied(form, opened, stands, prompt.key):
            yield Act(place, Given(*step.key, ""))
        elif is_open(here, step) and not (prompt.kind is Kind.FILES and form.files):
            yield Act(place, Command(Do.SKIP))


def _over(place: Place, given: Given) -> Act:
    """Put this in the place of a colleague's answer, who is told."""
    clash = replace(place, asks=Asks.CLASH, held=given.value)
    return Act(clash, Command(Do.REPLACE))


def _was_emptied(form: FilledForm, opened: ShownAnswers, stands: StandingAnswer | None, key: str) -> bool:
    """Whether words that the form showed were cleared; words too long for the form were never in it."""
    if stands is None or not stands.value or stands.id != opened.shown.get(key):
        return False
    return key in form.values and not form.values[key].strip() and len(stands.value) <= views.LONGEST_WORDS


def _carry_out(turn: Speaking, asked: Question, opened: ShownAnswers, acts: list[Act]) -> TurnOutcome:
    saying, notes = turn.saying, list[str]()
    then = opened.carried.place.then
    reply: Reply | None = None
    for act in acts or [Act(_last(turn, asked, then), Command(Do.KEEP))]:
        reply = press(turn.talker, act.heard, saying, act.place)
        notes += [each for each in reply.notes if each not in notes]
        saying = replace(turn.saying, source=f"{turn.saying.source}#{act.place.prompt}")
    assert reply is not None
    reply = _onward(turn, reply, asked, then)
    reply = asked_once(turn, replace(reply, notes=tuple(notes)), f"Question {asked.ref} is saved.")
    return replace(turn.came_to(reply), about=asked.ref)


def _onward(turn: Speaking, reply: Reply, asked: Question, then: str) -> Reply:
    """Past boxes of the question that stood already: the form showed them all."""
    here = turn.talker.look()
    own = [each for each in steps(here) if each.question.ref == asked.ref]
    place = reply.place
    if place.question != asked.ref or place.asks is not Asks.PROMPT or not all(is_answered(here, e) for e in own):
        return reply
    going = Place(Asks.REVIEW) if then == "review" else onward(here, Place(Asks.PROMPT, *own[-1].key))
    if turn.last is not None:
        turn.last.place = str(going)
    return replace(reply, place=going, pages=(page_at(here, going),))


def _last(turn: Speaking, asked: Question, then: str) -> Place:
    here = turn.talker.look()
    prompt = prompts(here, asked)[-1]
    stands = here.standing.get(Key(asked.ref, prompt.key))
    return Place(Asks.PROMPT, asked.ref, prompt.key, stands.id if stands else 0, then)
