"""The forms of an action: how far it is, and how it ends. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from bot.slack import views
from bot.slack.api import JSON, OPTION, TITLE, VIEW_BLOCKS, packed, plain
from bot.slack.api import words as in_blocks
from bot.slack.views import VALUE
from config.dates import timescale_words, uk_date
from config.dates import today as day_of
from storage.nouns import Action

UPDATE, DECIDE = "act_update", "act_decide"  # how the action_ids begin
UPDATED, DECIDED = "s11.act_update", "s11.act_decide"  # the callback ids of the forms
SAID, FAR, DAY = "said", "far", "day"
LONGEST = 2000


class Far(StrEnum):
    """How far an action is, or what is to come of it."""

    GOING = "going"
    DONE = "done"
    ACCEPT = "accept"
    TIME = "time"
    AGAIN = "again"
    CLOSE = "close"


OWNERS = {Far.GOING: "It is still being done", Far.DONE: "It is done"}
MANAGERS = {
    Far.ACCEPT: "It is done, and accepted",
    Far.TIME: "It gets another last day",
    Far.AGAIN: "It is not done after all",
    Far.CLOSE: "Nobody follows it any more",
}


def update_form(action: Action) -> JSON:
    """For its owner: how far it is, in words."""
    boxes = [_choice("How far is it?", OWNERS), _words("What is there now that was not?")]
    return _form("How far is it?", UPDATED, action, boxes)


def decide_form(action: Action) -> JSON:
    """For a manager: what is to come of it."""
    picker = {"type": "datepicker", "action_id": VALUE}
    day = {"type": "input", "block_id": DAY, "label": plain("Another last day"), "element": picker, "optional": True}
    boxes = [_choice("What is to come of it?", MANAGERS), day, _words("Why? Needed where nobody said it is done.")]
    return _form("An action", DECIDED, action, boxes)


def said(state: JSON) -> Mapping[str, str]:
    """What each box holds, as words."""
    found = {name: (box or {}).get(VALUE) or {} for name, box in state.items()}
    return {
        name: str(box.get("value") or box.get("selected_date") or (box.get("selected_option") or {}).get("value") or "")
        for name, box in found.items()
    }


def _form(title: str, callback: str, action: Action, boxes: Sequence[JSON]) -> JSON:
    told = [block for line in _about(action) for block in in_blocks(line)]
    return views.reading(title, [*told[: VIEW_BLOCKS - len(boxes)], *boxes]) | {
        "callback_id": callback,
        "submit": plain("Save", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": packed({"n": action.id, "s": action.submission_id or 0}),
    }


def _about(action: Action) -> Iterator[str]:
    yield f"{action.number}. {action.what}"
    named = (("Who does it", action.owned_by), ("How it will be known", action.known_by))
    yield from (f"{name}: {words}" for name, words in named if words)
    if action.timescale:
        yield f"By when: {timescale_words(action.timescale)}"
    for each in action.entries:
        if each.words:
            yield f"{each.said_by}, {uk_date(day_of(each.said_at))}: {each.words}"


def _choice(label: str, offered: Mapping[Far, str]) -> JSON:
    options = [{"text": plain(told, OPTION), "value": each.value} for each, told in offered.items()]
    element = {"type": "radio_buttons", "options": options, "action_id": VALUE}
    return {"type": "input", "block_id": FAR, "label": plain(label), "element": element}


def _words(label: str) -> JSON:
    element = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST, "action_id": VALUE}
    return {"type": "input", "block_id": SAID, "label": plain(label), "element": element, "optional": True}
