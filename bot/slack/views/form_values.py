"""The boxes of a form as they come back: what it was opened with, and what was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.slack.api import ERROR, JSON, packed, unpacked
from bot.slack.views.button_value import Carried
from bot.slack.views.plain import VALUE
from config.questionnaire import Kind, Question
from intake.conversation.pages import choices
from intake.conversation.state import Here, Step, prompts

REASON_BOX = "not-applicable-reason"


class FilledForm(NamedTuple):
    """A form as it came back: words by prompt, the reason of an N/A, and the ids of files."""

    values: Mapping[str, str]
    reason: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class ShownAnswers:
    """What a form was opened with: the answers it showed (their ids), and the prompts whose answer it may replace."""

    carried: Carried
    shown: Mapping[str, int] = field(default_factory=dict)
    over: tuple[str, ...] = ()

    def packed(self) -> str:
        return packed(self.carried.packed() | {"i": dict(self.shown), "o": list(self.over)})

    @classmethod
    def read(cls, metadata: str) -> "ShownAnswers | None":
        value = unpacked(metadata)
        carried = Carried.read(value)
        if carried is None:
            return None
        shown, over = value.get("i", {}), value.get("o", [])
        return cls(carried, {str(key): int(each) for key, each in shown.items()}, tuple(map(str, over)))


def filled(here: Here, asked: Question, state: Mapping[str, JSON]) -> FilledForm:
    """What was filled in, as the words a person would have typed; boxes left empty are empty words."""
    values: dict[str, str] = {}
    files: tuple[str, ...] = ()
    for prompt in prompts(here, asked):
        box = (state.get(prompt.key) or {}).get(VALUE) or {}
        if prompt.kind is Kind.FILES:
            files += tuple(str(each.get("id", "")) for each in box.get("files") or () if each.get("id"))
        elif prompt.key in state:
            values[prompt.key] = _said(here, Step(asked, prompt), box)
    reason = ((state.get(REASON_BOX) or {}).get(VALUE) or {}).get("value") or ""
    return FilledForm(values, str(reason).strip(), files)


def errors(found: Mapping[str, str]) -> JSON:
    """What is wrong with which box, as Slack shows it beside the box."""
    return {prompt: told[:ERROR] for prompt, told in found.items()}


def _said(here: Here, step: Step, box: JSON) -> str:
    option = box.get("selected_option")
    if option:
        offered = choices(here, step)
        number = str(option.get("value", ""))
        return offered[int(number)].value if number.isdecimal() and int(number) < len(offered) else ""
    return str(box.get("value") or box.get("selected_date") or "")
