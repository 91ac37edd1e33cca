"""A form that comes back from Slack: read into its boxes, answered, and drawn anew where it is not recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.slack import views
from bot.slack.api import JSON
from bot.slack.leads.again import heard_before
from bot.slack.leads.outcome import TurnOutcome, came_to
from bot.slack.views import ShownAnswers, filled
from intake.conversation import Came, Desk, answer_form, named
from intake.conversation.pages import question_form


@dataclass(frozen=True)
class Returned:
    """What became of a form: wrong boxes, or the form anew with what a colleague said meanwhile, or an outcome."""

    errors: Mapping[str, str] = field(default_factory=dict)
    view: JSON | None = None
    outcome: TurnOutcome | None = None
    files: tuple[str, ...] = ()


def returned(desk: Desk, came: Came, opened: ShownAnswers, state: Mapping[str, JSON]) -> Returned:
    """Record a form; an error or a clash records nothing and keeps what was typed in the form."""
    carried = opened.carried
    with desk.turn(came, carried.submission) as turn:
        asked = turn.question(carried.place.question)
        if asked is None:
            return Returned(outcome=TurnOutcome())
        form = filled(question_form(turn.talker.look(), asked), state)
        if turn.was_heard:
            return Returned(outcome=replace(heard_before(turn), about=asked.ref), files=form.files)
        became = answer_form(turn.talker, opened.opened, form, turn.saying)
        if became.wrong:
            return Returned(errors=became.wrong)
        if became.form is not None:
            return Returned(view=views.form(became.form, carried, named(turn.talker)))
        return Returned(outcome=replace(came_to(turn, became.reply), about=asked.ref), files=form.files)
