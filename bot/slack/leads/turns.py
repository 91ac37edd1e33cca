"""Words, presses and changed messages: each one turn on the record, and what Slack shows for it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.slack import views
from bot.slack.api import JSON, Card
from bot.slack.leads.again import another, copy_file, heard_before
from bot.slack.leads.open_cards import echoed, own_redrawn
from bot.slack.leads.outcome import TurnOutcome, came_to, drawing
from bot.slack.views import CardDrawing, Carried
from config.questionnaire import Kind, Question
from intake.conversation import (
    Came,
    Command,
    Desk,
    Do,
    OpenTurn,
    Talker,
    WhichReturn,
    alone,
    ask_once,
    hello,
    leave_rest,
    named,
    open_form,
    press,
    read_choice,
    same_again,
    speak,
)
from intake.conversation.pages import SET_ASIDE, Reply, checked_at, question_form
from intake.conversation.state import Asks, Here, Place, Show, is_answered, steps


def words(desk: Desk, came: Came, said: str) -> TurnOutcome:
    """Words typed in our messages, in a thread, or after the slash command.

    Where it is not clear which return they are about, words that name one choose it.
    """
    if (other := desk.switched_to(came.user, said)) is not None:
        return greeted(desk, came, other)
    try:
        return _said(desk, came, said)
    except WhichReturn:
        if (meant := desk.named_in(came.user, said)) is None:
            raise
        return greeted(desk, came, meant)


def _said(desk: Desk, came: Came, said: str) -> TurnOutcome:
    with desk.turn(came, thread=came.thread) as turn:
        if turn.was_heard:
            return heard_before(turn)
        if turn.last is None or not said.strip():
            return came_to(turn, hello(turn.talker, turn.saying))
        reply = echoed(turn, speak(turn.talker, said, turn.saying, turn.about))
        outcome = _finished(desk, turn, reply)
        return replace(outcome, redrawn=(*outcome.redrawn, *own_redrawn(turn, drawing(turn.talker))))


def greeted(desk: Desk, came: Came, submission: int) -> TurnOutcome:
    """A person says which return they speak for."""
    with desk.turn(came, submission) as turn:
        return heard_before(turn) if turn.was_heard else came_to(turn, hello(turn.talker, turn.saying))


def commanded(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """A button that stands for a word, such as back or skip."""
    with desk.turn(came, carried.submission) as turn:
        if turn.was_heard:
            return heard_before(turn)
        command = alone(carried.says, choice=True)
        if command is None:
            return _finished(desk, turn, speak(turn.talker, carried.says, turn.saying, carried.place))
        return _finished(desk, turn, press(turn.talker, command, turn.saying, carried.place))


def onward(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """The rest of a question is left empty: on to the next."""
    with desk.turn(came, carried.submission) as turn:
        if turn.was_heard:
            return heard_before(turn)
        reply = leave_rest(turn.talker, carried.place.question, turn.saying, carried.place.then)
        return _drawn(turn, _finished(desk, turn, reply, about=carried.place.question), carried)


def chosen(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """A choice pressed: recorded; then the form for the rest of the question, or the next message."""
    with desk.turn(came, carried.submission) as turn:
        if turn.was_heard:
            return heard_before(turn)
        heard = read_choice(turn.talker, carried.place, carried.says)
        if heard is None:
            return _finished(desk, turn, speak(turn.talker, carried.says, turn.saying, carried.place))
        turn.found.append(now := turn.talker.look())
        same = same_again(turn.talker, heard, turn.saying, now)
        if same is not None:
            return _drawn(turn, _chosen(desk, turn, same, carried), carried)
        reply = press(turn.talker, heard, turn.saying, carried.place, now)
        return _drawn(turn, _chosen(desk, turn, reply, carried), carried)


def went_on(desk: Desk, came: Came, carried: Carried, told: Sequence[str]) -> TurnOutcome:
    """After the files of a form: on from the prompt for files, with what became of each."""
    with desk.turn(came._replace(source=f"{came.source}#files"), carried.submission) as turn:
        if turn.was_heard:
            return heard_before(turn)
        here = turn.talker.look()
        own = [each for each in steps(here) if each.question.ref == carried.place.question]
        file_step = next((each for each in own if each.prompt.kind is Kind.FILES), own[-1])
        place = Place(Asks.PROMPT, *file_step.key, then=carried.place.then)
        reply = press(turn.talker, Command(Do.NEXT), turn.saying, place)
        reply = replace(reply, notes=(*(each for each in told if each), *reply.notes))
        return _drawn(turn, replace(came_to(turn, reply), about=carried.place.question), carried)


def form_for(desk: Desk, came: Came, carried: Carried) -> TurnOutcome:
    """The form of a question; the record is only looked at."""
    with desk.looking(came, carried.submission) as talker:
        form = open_form(talker, carried.place.question, carried.place.then)
        if form is None:
            return TurnOutcome(view=views.gone("That question is not asked of you. Type status to see what is."))
        return TurnOutcome(view=views.form(form, carried, named(talker)))


def answered_card(desk: Desk, came: Came, outcome: TurnOutcome) -> Card | None:
    """What the message that asked becomes; None while nothing was said of its question. Writes nothing."""
    with desk.looking(came, outcome.submission) as talker:
        return _answered(talker, talker.look(), outcome)


def _drawn(turn: OpenTurn, outcome: TurnOutcome, carried: Carried) -> TurnOutcome:
    """With what the message that was pressed becomes: the turn knows it, so nobody need look again."""
    if outcome.answered is not None or not outcome.about or not carried.message[0]:
        return outcome
    return replace(outcome, answered=_answered(turn.talker, turn.then, outcome))


def _answered(talker: Talker, here: Here, outcome: TurnOutcome) -> Card | None:
    own = [each for each in steps(here) if each.question.ref == outcome.about]
    if not any(is_answered(here, each) for each in own):
        return None
    checked = checked_at(here, own[0].question)
    is_open = here.state.submitted_at is None and not here.state.is_closed
    cards = CardDrawing(outcome.submission, is_open, named(talker))
    return cards.answered(checked, Place(Asks.PROMPT, outcome.about), is_open=outcome.is_open)


def _chosen(desk: Desk, turn: OpenTurn, reply: Reply, carried: Carried) -> TurnOutcome:
    asked = turn.question(carried.place.question)
    has_more = reply.place.asks is Asks.PROMPT and reply.place.question == carried.place.question
    wants_form = carried.has_form and has_more and carried.says != SET_ASIDE and not reply.is_unclear
    if asked is not None and not drawing(turn.talker).may_fill:
        return replace(_finished(desk, turn, reply, about=asked.ref), view=_view(turn, asked, carried))
    if wants_form and asked is not None:
        place = replace(carried.place, then=reply.place.then)
        view = _view(turn, asked, replace(carried, place=place, says="", has_form=False))
        return replace(came_to(turn, reply), view=view, about=carried.place.question, is_open=True, instead=True)
    return _finished(desk, turn, reply, about=carried.place.question)


def _view(turn: OpenTurn, asked: Question, carried: Carried) -> JSON:
    return views.form(question_form(turn.then, asked, carried.place.then), carried, named(turn.talker))


def _finished(desk: Desk, turn: OpenTurn, reply: Reply, about: str = "") -> TurnOutcome:
    """The reply with what a channel must do itself: the other agency, the copy, the message that asked."""
    if reply.show is Show.AGENCIES:
        return another(turn, desk.returns(turn.talker.db, turn.talker.contact))
    said = turn.recorded
    stands = f"Question {about} is changed." if said else f"Question {about} stands as it was."
    shown = ask_once(turn.talker, reply, stands) if about else reply
    outcome = came_to(turn, shown, said)
    if reply.show is Show.COPY:
        outcome = replace(outcome, files=(copy_file(turn),))
    return replace(outcome, about=about)
