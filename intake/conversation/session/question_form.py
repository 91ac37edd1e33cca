"""The form of a whole question that comes back: every prompt in one transaction, and nobody overwritten unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from config.questionnaire import Kind, Question, Unclear
from intake import returns
from intake.conversation.intents import Command, Do, said_in_box
from intake.conversation.pages import (
    REASON_BOX,
    SET_ASIDE,
    FilledForm,
    OpenedForm,
    QuestionForm,
    Reply,
    page_at,
    question_form,
    value_shown,
)
from intake.conversation.session.load import last_place, last_turn
from intake.conversation.session.talker import Talker
from intake.conversation.session.turn import press
from intake.conversation.session.turn_log import newest_shown, recorded, was_heard
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
from intake.ledger import Saying
from intake.returns import Given
from storage.nouns import Answer


@dataclass(frozen=True)
class FormOutcome:
    """What became of a form. A `reply` where it is recorded; else what is `wrong` by box, or the `form` to show anew.

    The form is shown anew with what a colleague said meanwhile, or to be read only. All are empty for one heard before.
    """

    reply: Reply | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    form: QuestionForm | None = None


@dataclass(frozen=True)
class _Act:
    """One thing a form says: an answer, or a box left empty."""

    place: Place
    heard: Given | Command


def open_form(talker: Talker, ref: str, then: str = "") -> QuestionForm | None:
    """The form of a question, filled with what stands; None where it is not asked of this agency. Only looks."""
    here, asked = talker.look(), talker.template.by_ref.get(ref)
    return question_form(here, asked, then) if asked is not None and prompts(here, asked) else None


def answer_form(talker: Talker, opened: OpenedForm, filled: FilledForm, saying: Saying) -> FormOutcome:
    """Record a form; an error or a clash records nothing and keeps what was typed in the form."""
    asked = talker.template.by_ref.get(opened.question)
    if asked is None or was_heard(talker, saying):
        return FormOutcome()
    here = talker.look()
    if here.state.is_closed or here.state.submitted_at:
        return FormOutcome(form=question_form(here, asked, opened.then))
    givens, wrong = _understood(talker, here, asked, opened, filled)
    if wrong:
        return FormOutcome(wrong=wrong)
    touched = {key: given for key, given in givens.items() if _is_touched(talker, opened, Key(asked.ref, key), given)}
    clashing = [key for key in touched if _clashes(here, opened, Key(asked.ref, key), touched[key])]
    if clashing:
        told = [_told(here, here.standing[Key(asked.ref, key)], Key(asked.ref, key)) for key in clashing]
        return FormOutcome(form=question_form(here, asked, opened.then, told, [*opened.over, *clashing]))
    acts = list(_acts(here, asked, opened, givens, touched, filled))
    return FormOutcome(_carry_out(talker, saying, asked, opened, acts))


def leave_rest(talker: Talker, ref: str, saying: Saying, then: str = "") -> Reply:
    """Note the boxes of a question that nothing was said to as left empty, and go on."""
    here = talker.look()
    empty = [each for each in steps(here) if each.question.ref == ref and is_open(here, each)]
    own, reply = saying, None
    for step in empty:
        reply = press(talker, Command(Do.SKIP), own, Place(Asks.PROMPT, *step.key, then=then))
        own = replace(saying, source=f"{saying.source}#{step.prompt.key}")
    if reply is None:
        place = last_place(talker.db, talker.submission, talker.contact)
        return press(talker, Command(Do.NEXT), saying, place or Place())
    return reply


def ask_once(talker: Talker, reply: Reply, note: str) -> Reply:
    """After a change to another question nothing is asked twice: our newest message asks it already."""
    if reply.is_unclear or reply.place.asks is not Asks.PROMPT or not _is_asked(talker, reply.place):
        return reply
    return replace(reply, pages=(), notes=reply.notes or (note,))


def _is_asked(talker: Talker, place: Place) -> bool:
    """Whether our newest message to this person asks for this place already."""
    newest = next((each.place for each in newest_shown(talker) if each.contact_id == talker.contact.id), None)
    shown = Place.read(newest or "")
    return newest is not None and (shown.asks, shown.key) == (place.asks, place.key)


def _understood(
    talker: Talker, here: Here, asked: Question, opened: OpenedForm, filled: FilledForm
) -> tuple[dict[str, Given], dict[str, str]]:
    """What each box says, and by box what is wrong with it."""
    givens: dict[str, Given] = {}
    wrong: dict[str, str] = {}
    template = talker.template
    aside = [
        key for key, said in filled.values.items() if said.casefold() == SET_ASIDE.casefold() and _judges(asked, key)
    ]
    for key, said in filled.values.items():
        if key in aside or not said.strip():
            continue
        try:
            givens[key] = returns.understand(template, asked, key, said)
            prompt = asked.prompt(key)
            if prompt is not None and _is_touched(talker, opened, Key(asked.ref, key), givens[key]):
                meant = said_in_box(here, Step(asked, prompt), said)
                givens[key] = returns.understand(template, asked, key, meant)
        except Unclear as unclear:
            wrong[key] = str(unclear)
    if aside and not filled.reason:
        wrong[REASON_BOX] = "Say in a few words why it does not apply to you."
    elif aside:
        givens[aside[0]] = returns.not_applicable(template, asked, filled.reason)
        givens = {key: each for key, each in givens.items() if key == aside[0] or not _judges(asked, key)}
    elif filled.reason and any(_judges(asked, key) for key in givens):
        wrong[REASON_BOX] = "You answered it too. Choose N/A above, or clear this box."
    return givens, wrong


def _judges(asked: Question, key: str) -> bool:
    prompt = asked.prompt(key)
    return prompt is not None and prompt.kind in (Kind.RATING, Kind.YES_NO)


def _is_touched(talker: Talker, opened: OpenedForm, key: Key, given: Given) -> bool:
    """Whether this is another answer than the one the form was opened with."""
    shown = talker.db.get(Answer, opened.shown.get(given.prompt, opened.shown.get(key.prompt, 0)))
    return shown is None or (shown.value, shown.not_applicable) != (given.value, given.not_applicable)


def _clashes(here: Here, opened: OpenedForm, key: Key, given: Given) -> bool:
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
    opened: OpenedForm,
    givens: Mapping[str, Given],
    touched: Mapping[str, Given],
    filled: FilledForm,
) -> Iterator[_Act]:
    """In the order of the question: what is new, what was emptied, and what is left empty."""
    is_aside = any(each.not_applicable for each in givens.values())
    for prompt in prompts(here, asked):
        step = Step(asked, prompt)
        stands = here.standing.get(step.key)
        place = Place(Asks.PROMPT, asked.ref, prompt.key, stands.id if stands else 0, opened.then)
        if prompt.key in touched:
            given = touched[prompt.key]
            yield _over(place, given) if prompt.key in opened.over and stands else _Act(place, given)
        elif prompt.key in givens or is_aside:
            continue
        elif prompt.kind is Kind.TEXT and _was_emptied(filled, opened, stands, prompt.key):
            yield _Act(place, Given(*step.key, ""))
        elif is_open(here, step) and not (prompt.kind is Kind.FILES and filled.files):
            yield _Act(place, Command(Do.SKIP))


def _over(place: Place, given: Given) -> _Act:
    """Put this in the place of a colleague's answer, who is told."""
    clash = replace(place, asks=Asks.CLASH, held=given.value)
    return _Act(clash, Command(Do.REPLACE))


def _was_emptied(filled: FilledForm, opened: OpenedForm, stands: StandingAnswer | None, key: str) -> bool:
    """Whether words that the form showed were cleared."""
    if stands is None or not stands.value or stands.id != opened.shown.get(key):
        return False
    return key in filled.values and not filled.values[key].strip()


def _carry_out(talker: Talker, saying: Saying, asked: Question, opened: OpenedForm, acts: list[_Act]) -> Reply:
    own, notes = saying, list[str]()
    reply: Reply | None = None
    for act in acts or [_Act(_last(talker, asked, opened.then), Command(Do.KEEP))]:
        reply = press(talker, act.heard, own, act.place)
        notes += [each for each in reply.notes if each not in notes]
        own = replace(saying, source=f"{saying.source}#{act.place.prompt}")
    assert reply is not None
    reply = _onward(talker, reply, asked, opened.then)
    return ask_once(talker, replace(reply, notes=tuple(notes)), _saved(talker, saying, asked.ref))


def _saved(talker: Talker, saying: Saying, ref: str) -> str:
    return f"Question {ref} is saved." if recorded(talker, saying) else f"Nothing in question {ref} is new."


def _onward(talker: Talker, reply: Reply, asked: Question, then: str) -> Reply:
    """Past boxes of the question that stood already: the form showed them all."""
    here = talker.look()
    own = [each for each in steps(here) if each.question.ref == asked.ref]
    place = reply.place
    if place.question != asked.ref or place.asks is not Asks.PROMPT or not all(is_answered(here, e) for e in own):
        return reply
    going = Place(Asks.REVIEW) if then == "review" else onward(here, Place(Asks.PROMPT, *own[-1].key))
    last = last_turn(talker.db, talker.submission, talker.contact)
    if last is not None:
        last.place = str(going)
    return replace(reply, place=going, pages=(page_at(here, going),))


def _last(talker: Talker, asked: Question, then: str) -> Place:
    here = talker.look()
    prompt = prompts(here, asked)[-1]
    stands = here.standing.get(Key(asked.ref, prompt.key))
    return Place(Asks.PROMPT, asked.ref, prompt.key, stands.id if stands else 0, then)
