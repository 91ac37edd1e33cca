"""Words, presses and changed messages: each one turn on the record, and what Slack shows for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.slack import views
from bot.slack.api import Came, Card
from bot.slack.leads.desk import Desk, Speaking, TurnOutcome
from bot.slack.views import CardDrawing, Carried
from config.questionnaire import Kind, Unclear
from intake import conversation, returns
from intake.conversation import Command, Do, hello, press, speak
from intake.conversation.pages import Reply, checked_at, page_at
from intake.conversation.pages.copy import as_docx, copy_of
from intake.conversation.state import Asks, Place, Show, is_answered, is_open, prompts, steps
from intake.returns import Given
from storage.nouns import Answer

TWICE = timedelta(seconds=5)  # the same button again within this is one press
NOT_APPLICABLE = "N/A"


def words(desk: Desk, came: Came, said: str) -> TurnOutcome:
    """Words typed in our messages, in a thread, or after the slash command."""
    with desk.turn(came, thread=came.thread) as turn:
        if turn.was_heard:
            return TurnOutcome()
        if turn.last is None or not said.strip():
            return turn.came_to(hello(turn.talker, turn.saying))
        return _finished(desk, turn, speak(turn.talker, said, turn.saying, turn.about))


def greeted(desk: Desk, came: Came, submission: int) -> TurnOutcome:
    """A person says which return they speak for."""
    with desk.turn(came, submission) as turn:
        return TurnOutcome() if turn.was_heard else turn.came_to(hello(turn.talker, turn.saying))


def commanded(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """A button that stands for a word, such as back or skip."""
    with desk.turn(came, carried.submission) as turn:
        if turn.was_heard:
            return TurnOutcome()
        command = conversation.alone(carried.says, choice=True)
        if command is None:
            return _finished(desk, turn, speak(turn.talker, carried.says, turn.saying, carried.place))
        return _finished(desk, turn, press(turn.talker, command, turn.saying, carried.place))


def onward(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """The rest of a question is left empty: on to the next."""
    with desk.turn(came, carried.submission) as turn:
        if turn.was_heard:
            return TurnOutcome()
        reply = leave_rest(turn, carried.place.question, carried.place.then)
        return _finished(desk, turn, reply, about=carried.place.question)


def chosen(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """A choice pressed: recorded; then the form for the rest of the question, or the next message."""
    with desk.turn(came, carried.submission) as turn:
        asked = turn.question(carried.place.question)
        if turn.was_heard:  # by another process, whose form this one must not take away
            again = replace(carried, says="", has_form=False)
            return TurnOutcome(
                view=views.form(turn.talker.look(), asked, again) if carried.has_form and asked else None
            )
        if carried.place.asks is not Asks.PROMPT or asked is None:
            return _finished(desk, turn, speak(turn.talker, carried.says, turn.saying, carried.place))
        before = turn.place
        try:
            heard = returns.understand(turn.talker.template, asked, carried.place.prompt, carried.says)
        except Unclear:
            return _finished(desk, turn, speak(turn.talker, carried.says, turn.saying, carried.place))
        if _stands(turn, heard):
            return _again(turn, carried, before)
        reply = press(turn.talker, heard, turn.saying, carried.place)
        return _chosen(desk, turn, reply, carried)


def went_on(desk: Desk, came: Came, carried: Carried, told: Sequence[str]) -> TurnOutcome:
    """After the files of a form: on from the prompt for files, with what became of each."""
    with desk.turn(came._replace(source=f"{came.source}#files"), carried.submission) as turn:
        if turn.was_heard:
            return TurnOutcome()
        here = turn.talker.look()
        own = [each for each in steps(here) if each.question.ref == carried.place.question]
        file_step = next((each for each in own if each.prompt.kind is Kind.FILES), own[-1])
        place = Place(Asks.PROMPT, *file_step.key, then=carried.place.then)
        reply = press(turn.talker, Command(Do.NEXT), turn.saying, place)
        reply = replace(reply, notes=(*(each for each in told if each), *reply.notes))
        return replace(turn.came_to(reply), about=carried.place.question)


def form_for(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """The form of a question; the record is only looked at."""
    with desk.looking(came, carried.submission) as talker:
        here = talker.look()
        asked = talker.template.by_ref.get(carried.place.question)
        if asked is None or not prompts(here, asked):
            return TurnOutcome(view=views.gone("That question is not asked of you. Type status to see what is."))
        return TurnOutcome(view=views.form(here, asked, carried))


def leave_rest(turn: Speaking, ref: str, then: str = "") -> Reply:
    """Note the boxes of a question that nothing was said to as left empty, and go on."""
    here = turn.talker.look()
    empty = [each for each in steps(here) if each.question.ref == ref and is_open(here, each)]
    saying, reply = turn.saying, None
    for step in empty:
        reply = press(turn.talker, Command(Do.SKIP), saying, Place(Asks.PROMPT, *step.key, then=then))
        saying = replace(turn.saying, source=f"{turn.saying.source}#{step.prompt.key}")
    if reply is None:
        return press(turn.talker, Command(Do.NEXT), turn.saying, turn.place or Place())
    return reply


def answered_card(desk: Desk, came: Came, outcome: TurnOutcome) -> Card | None:
    """What the message that asked becomes; None while nothing was said of its question. Writes nothing."""
    with desk.looking(came, outcome.submission) as talker:
        here = talker.look()
        own = [each for each in steps(here) if each.question.ref == outcome.about]
        if not any(is_answered(here, each) for each in own):
            return None
        checked, is_open = (
            checked_at(here, own[0].question),
            here.state.submitted_at is None and not here.state.is_closed,
        )
        drawing = CardDrawing(outcome.submission, may_fill=is_open)
        return drawing.answered(checked, Place(Asks.PROMPT, outcome.about), is_open=outcome.is_open)


def _chosen(desk: Desk, turn: Speaking, reply: Reply, carried: Carried) -> TurnOutcome:
    asked = turn.question(carried.place.question)
    has_more = reply.place.asks is Asks.PROMPT and reply.place.question == carried.place.question
    wants_form = carried.has_form and has_more and carried.says != NOT_APPLICABLE and not reply.is_unclear
    if wants_form and asked is not None:
        place = replace(carried.place, then=reply.place.then)
        view = views.form(turn.talker.look(), asked, replace(carried, place=place, says="", has_form=False))
        return replace(turn.came_to(reply), view=view, about=carried.place.question, is_open=True)
    return _finished(desk, turn, reply, about=carried.place.question)


def _finished(desk: Desk, turn: Speaking, reply: Reply, about: str = "") -> TurnOutcome:
    """The reply with what a channel must do itself: the other agency, the copy, the message that asked."""
    if reply.show is Show.AGENCIES:
        raise desk.which(desk.returns(turn.talker.db, turn.talker.contact))
    shown = asked_once(turn, reply, f"Question {about} is changed.") if about else reply
    outcome = turn.came_to(shown)
    if reply.show is Show.COPY:
        outcome = replace(outcome, copy=_copy(turn))
    return replace(outcome, about=about)


def _copy(turn: Speaking) -> tuple[str, bytes]:
    talker = turn.talker
    made = copy_of(talker.db, talker.look(), talker.submission, turn.saying.speaker.at)
    return f"{made.name}.docx", as_docx(made)


def asked_once(turn: Speaking, reply: Reply, note: str) -> Reply:
    """After a change to another question nothing is asked twice: our newest message asks it already."""
    if reply.is_unclear or reply.place.asks is not Asks.PROMPT or not turn.is_asked(reply.place):
        return reply
    return replace(reply, pages=(), notes=reply.notes or (note,))


def _stands(turn: Speaking, heard: Given) -> bool:
    """Whether this very answer of this person stands already."""
    mine = (Answer.submission_id == turn.talker.submission.id, Answer.by == turn.saying.by)
    same = (Answer.question == heard.question, Answer.prompt == heard.prompt)
    newest = select(Answer).where(*mine, *same).order_by(Answer.said_at.desc(), Answer.id.desc()).limit(1)
    stands = turn.talker.db.scalar(newest)
    if stands is None or stands.said_by != turn.talker.contact.name:
        return False
    return (stands.value, stands.not_applicable) == (heard.value, heard.not_applicable)


def _again(turn: Speaking, carried: Carried, before: Place | None) -> TurnOutcome:
    """The answer that stands, pressed once more: nothing is recorded, and a double click is not answered twice."""
    last = turn.last
    if before is None or (last is not None and turn.saying.speaker.at - last.at < TWICE):
        return replace(turn.came_to(None), about=carried.place.question)
    here = turn.talker.look()
    told = f"That is your answer to question {carried.place.question} already."
    return replace(turn.came_to(Reply(before, (told,), (page_at(here, before),))), about=carried.place.question)
