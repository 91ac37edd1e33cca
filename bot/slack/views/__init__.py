"""Pages as Block Kit. Pure."""

from bot.slack.views.button_value import Carried
from bot.slack.views.buttons import DO, FORM, LOOK, PICK, SAY
from bot.slack.views.cards import LONG_LABEL, CardDrawing, labelled, told, which_card
from bot.slack.views.form_values import ShownAnswers, errors, filled
from bot.slack.views.overview import task_line
from bot.slack.views.plain import LOADING, READ, VALUE, gone, loading, reading
from bot.slack.views.question_form import FILL, form

__all__ = [
    "DO",
    "FILL",
    "FORM",
    "LOADING",
    "LONG_LABEL",
    "LOOK",
    "PICK",
    "READ",
    "SAY",
    "VALUE",
    "CardDrawing",
    "Carried",
    "ShownAnswers",
    "errors",
    "filled",
    "form",
    "gone",
    "labelled",
    "loading",
    "reading",
    "task_line",
    "told",
    "which_card",
]
