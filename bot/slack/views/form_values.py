"""The boxes of a form as they come back: what it was opened with, and what was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.slack.api import ERROR, JSON, packed, row_number, unpacked
from bot.slack.views.button_value import Carried
from bot.slack.views.plain import VALUE
from config.questionnaire import Kind
from intake.conversation.pages import REASON_BOX, Box, FilledForm, OpenedForm, QuestionForm

LONGEST_WORDS = 3000  # that a box of ours can show


@dataclass(frozen=True)
class ShownAnswers:
    """What a form was opened with: the answers it showed (their ids), and the prompts whose answer it may replace."""

    carried: Carried
    shown: Mapping[str, int] = field(default_factory=dict)
    over: tuple[str, ...] = ()

    def packed(self) -> str:
        return packed(self.carried.packed() | {"i": dict(self.shown), "o": list(self.over)})

    @property
    def opened(self) -> OpenedForm:
        place = self.carried.place
        return OpenedForm(place.question, place.then, self.shown, self.over)

    @classmethod
    def read(cls, metadata: str) -> "ShownAnswers | None":
        value = unpacked(metadata)
        carried = Carried.read(value)
        if carried is None:
            return None
        shown, over = value.get("i", {}), value.get("o", [])
        if not isinstance(shown, dict) or not isinstance(over, list):
            return None
        ids = {str(key): each for key, each in shown.items() if isinstance(each, int)}
        return cls(carried, ids, tuple(map(str, over)))


def filled(form: QuestionForm, state: Mapping[str, JSON]) -> FilledForm:
    """What was filled in, as the words a person would have typed; `files` are the ids that Slack has for them."""
    values: dict[str, str] = {}
    files: tuple[str, ...] = ()
    for box in form.boxes:
        key, came = box.prompt.key, (state.get(box.prompt.key) or {}).get(VALUE) or {}
        if box.prompt.kind is Kind.FILES:
            files += tuple(str(each.get("id", "")) for each in came.get("files") or () if each.get("id"))
        elif key in state and (_said(box, came).strip() or not is_too_long(box)):
            values[key] = _said(box, came)
    reason = ((state.get(REASON_BOX) or {}).get(VALUE) or {}).get("value") or ""
    return FilledForm(values, str(reason).strip(), files)


def is_too_long(box: Box) -> bool:
    """Whether what stands is more than a box shows, so that an empty one keeps it."""
    return box.stands is not None and len(box.stands.value) > LONGEST_WORDS


def errors(found: Mapping[str, str]) -> JSON:
    """What is wrong with which box, as Slack shows it beside the box."""
    return {prompt: told[:ERROR] for prompt, told in found.items()}


def _said(box: Box, came: JSON) -> str:
    option = came.get("selected_option")
    if option:
        number = row_number(str(option.get("value", "")))
        return box.choices[number].value if number is not None and number < len(box.choices) else ""
    return str(came.get("value") or came.get("selected_date") or "")
