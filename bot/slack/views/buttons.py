"""The buttons under what we show: each carries which return it is for, at which place, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.api import BUTTONS, JSON, button
from bot.slack.views.button_value import Carried
from intake.conversation.pages import Choice
from intake.conversation.pages import named as choice_named
from intake.conversation.state import Place

SAY, DO, FORM, LOOK, PICK = "say", "do", "form", "look", "pick"  # how the action_id of a button begins
MOST_WORDS = 1500  # of a choice that a button can carry


@dataclass(frozen=True)
class Presses:
    """The buttons of one return. `may_fill` where there is a form to open: a return that can still be answered."""

    submission: int
    may_fill: bool = True

    def button(
        self, label: str, action: str, place: Place, says: str = "", *, primary: bool = False, has_form: bool = False
    ) -> JSON:
        return button(label, action, Carried(self.submission, place, says, has_form).packed(), primary=primary)

    def choices(self, choices: Sequence[Choice], place: Place, *, has_form: bool = False) -> list[JSON]:
        """A button for each; what no button can carry is typed."""
        return [
            self.button(choice_named(each), f"{SAY}:{number}", place, each.value, has_form=has_form)
            for number, each in enumerate(choices[: BUTTONS - 5])
            if len(each.value) <= MOST_WORDS
        ]
