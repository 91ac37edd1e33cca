"""What Slack sends, read: who it is from, and the source by which it counts once. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.slack.api.blocks import JSON
from bot.slack.api.numbers import TooLarge, row_number, small
from config.ways import SLACK
from intake.conversation import Came

VIA = SLACK.name
ShowHome = Callable[..., JSON]  # the home of a user, drawn anew: `bot.slack.home` knows how


SECRETS = ("token", "response_url", "response_urls")


def delivered(body: JSON) -> JSON:
    """A payload as it may be kept: without what would let its holder act for Slack."""
    return {name: value for name, value in body.items() if name not in SECRETS}


def source_of(channel: Any, ts: Any) -> str:
    return f"{VIA}:{channel}:{ts}"


def file_source(file_id: Any) -> str:
    """One upload is one turn, whichever of its events comes first."""
    return f"{VIA}:file:{file_id}"


def thread_of(inner: JSON) -> str:
    """The message whose thread this one is in; empty for one that stands alone."""
    thread = str(inner.get("thread_ts") or "")
    return thread if thread != str(inner.get("ts")) else ""


def pressed(body: JSON, action: JSON) -> tuple[Came, tuple[str, str] | None]:
    """Who pressed, and the message the button stands in; a view has none."""
    user = str(body["user"]["id"])
    box = body.get("container") or {}
    source = f"{VIA}:press:{body.get('trigger_id')}:{action.get('action_ts')}"
    channel = str((body.get("channel") or {}).get("id") or box.get("channel_id") or "")
    ts = str(box.get("message_ts") or (body.get("message") or {}).get("ts") or "")
    thread = thread_of(body.get("message") or {})
    if not channel or not ts:
        return Came(user, source, user), None
    return Came(user, source, channel, thread), (channel, ts)


def is_in_modal(body: JSON) -> bool:
    return (body.get("view") or {}).get("type") == "modal"


def form_source(view: JSON, state: JSON) -> str:
    """The same form with the same words is one turn, however often it is delivered."""
    said = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
    return f"{VIA}:form:{view.get('id')}:{view.get('hash')}:{said}"


def is_in_reach(payload: JSON) -> bool:
    """Whether every number that our buttons, menus and forms brought back could be one of ours."""
    try:
        for each in _carried(payload):
            _read_numbers(each)
    except TooLarge:
        return False
    return True


def _carried(payload: JSON) -> Iterator[str]:
    view, pressed_ = payload.get("view"), payload.get("actions")
    if isinstance(view, dict):
        yield str(view.get("private_metadata") or "")
    for action in pressed_ if isinstance(pressed_, list) else ():
        if isinstance(action, dict) and "selected_option" in action:
            yield str((action["selected_option"] or {}).get("value") or "")
        elif isinstance(action, dict) and action.get("type") == "button":
            yield str(action.get("value") or "")


def _read_numbers(text: str) -> None:
    try:
        json.loads(text, parse_int=small)
    except TooLarge:
        raise
    except (ValueError, RecursionError):  # a menu's: a word, a colon, and the number of a return
        number = text.rpartition(":")[2]
        if number.isascii() and number.isdecimal() and row_number(number) is None:
            raise TooLarge from None
