"""A form whose window waits no longer: what came of it is shown in the window that stayed, or said in a message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.slack import views
from bot.slack.api import JSON, FormWait, without_shell, words
from bot.slack.leads.show import Screen
from bot.slack.views import VALUE, errors, told
from intake.conversation import Came

SHAPE = ("type", "callback_id", "title", "submit", "close", "private_metadata", "blocks")
INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_date": "initial_date",
    "selected_user": "initial_user",
}


@dataclass(frozen=True)
class FormWindow:
    """The window of a form that was saved. `waits` is None where the process that heard it is gone."""

    stage: Screen
    came: Came
    view: JSON
    waits: FormWait | None

    def close(self, said: str) -> None:
        """The form is done with: its window closes, or says what came of it where it says "One moment"."""
        if not self._answered({}):
            self._drawn(views.gone(said))

    def tell(self, said: str) -> None:
        """Nothing more can be done in this form: its window says why, or a message does."""
        said = without_shell(said)
        shown = views.gone(said)
        if not self._answered({"response_action": "update", "view": shown}) and not self._drawn(shown):
            self._say(said)

    def give_back(self, wrong: Mapping[str, str]) -> None:
        """What is wrong with which box, beside it; past the wait in the form drawn anew, with all that was typed."""
        wrong = {box: without_shell(said) for box, said in wrong.items()}
        if not self._answered({"response_action": "errors", "errors": errors(wrong)}):
            self._draw_anew(self.view, wrong)

    def show_anew(self, fresh: JSON) -> None:
        """The form with what a colleague said meanwhile; what was typed stays in it."""
        if not self._answered({"response_action": "update", "view": fresh}):
            self._draw_anew(fresh, {})

    def _answered(self, answer: JSON) -> bool:
        return self.waits is not None and self.waits.give(answer)

    def _drawn(self, shown: JSON) -> bool:
        return self.stage.posting.update_view(str(self.view.get("id")), shown)

    def _draw_anew(self, shown: JSON, wrong: Mapping[str, str]) -> None:
        if not self._drawn(refilled(shown, _state(self.view), wrong)):
            self._say("\n".join(_in_words(self.view, wrong)))

    def _say(self, said: str) -> None:
        self.stage.posting.whisper(self.came.channel, self.came.user, told(said))


def refilled(view: JSON, state: Mapping[str, JSON], wrong: Mapping[str, str]) -> JSON:
    """A form with what was typed in it, and above it what is wrong with which box."""
    labels = _labels(view)
    notices = [block for box, said in wrong.items() for block in words(f"{labels.get(box, box)}: {said}")]
    boxes = [_filled(each, (state.get(str(each.get("block_id"))) or {}).get(VALUE) or {}) for each in view["blocks"]]
    return {name: view[name] for name in SHAPE if name in view} | {"blocks": [*notices, *boxes]}


def _filled(block: JSON, held: JSON) -> JSON:
    given = {INITIAL[name]: value for name, value in held.items() if name in INITIAL and value}
    return block | {"element": block["element"] | given} if block.get("type") == "input" and given else block


def _in_words(view: JSON, wrong: Mapping[str, str]) -> Iterator[str]:
    title = str((view.get("title") or {}).get("text") or "The form")
    yield f"{title} was not saved. Open the form again, and save it."
    labels = _labels(view)
    for box, said in wrong.items():
        yield f"{labels.get(box, box)}: {said}"
    for box, held in _state(view).items():
        if written := str((held.get(VALUE) or {}).get("value") or "").strip():
            yield f"You wrote, under {labels.get(box, box)}: {written}"


def _labels(view: JSON) -> dict[str, str]:
    inputs = (each for each in view.get("blocks") or () if each.get("type") == "input")
    return {str(each.get("block_id")): str((each.get("label") or {}).get("text") or "") for each in inputs}


def _state(view: JSON) -> Mapping[str, JSON]:
    values: Mapping[str, JSON] = (view.get("state") or {}).get("values") or {}
    return values
