"""Block Kit with its limits kept: texts, sections, buttons, messages. People's words are escaped and never lost."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.api.numbers import small

JSON = dict[str, Any]
SECTION, OPTION, BUTTON, TITLE, ERROR = 3000, 75, 75, 24, 500
BLOCKS, VIEW_BLOCKS, BUTTONS, CONTEXTS = 50, 100, 25, 10
LONGEST = 12_000  # characters of all texts of a message; Slack refuses somewhere past 13,000
FALLBACK = 3_000  # of the text that screen readers and notifications get
EMPTY = "(empty)"
_HALF = re.compile(r"&[a-z]{0,3}$")  # an escape cut in two


@dataclass(frozen=True)
class Card:
    """One message: its blocks, and its words for notifications and wherever the blocks are not taken."""

    text: str
    blocks: tuple[JSON, ...] = ()


def escape(words: str) -> str:
    """The words as Slack shows them and nobody is called: its three control characters written out."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(words: str, most: int) -> Iterator[str]:
    """The words in parts that are at most so long once escaped, cut at a line or a space where there is one."""
    rest = words
    while len(escape(rest)) > most:
        end = _fits(rest, most)
        at = max(rest.rfind("\n", end // 2, end), rest.rfind(" ", end // 2, end)) + 1
        yield rest[: at or end]
        rest = rest[at or end :]
    yield rest


def short(words: str, most: int) -> str:
    """The beginning of the words that takes so much room once escaped, with an ellipsis where that is not all.

    They are as people wrote them still: whoever makes a text of them escapes them, once.
    """
    if len(escape(words)) <= most:
        return words
    return words[: _fits(words, most - 1)].rstrip() + "…"


def plain(words: str, most: int = SECTION) -> JSON:
    """A text in which nothing is formatted."""
    return {"type": "plain_text", "text": escape(short(words if words.strip() else EMPTY, most)), "emoji": False}


def marked(markup: str) -> JSON:
    """A text of our own formatting; whatever people wrote in it was escaped before."""
    return {"type": "mrkdwn", "text": markup, "verbatim": True}


def bold(words: str) -> str:
    """The words in bold, where their own marks do not stand in the way."""
    said = escape(" ".join(words.split()))
    return said if not said or set(said) & set("*_~`") else f"*{said}*"


def section(markup: str, button: JSON | None = None) -> JSON:
    return {"type": "section", "text": marked(markup), **({"accessory": button} if button else {})}


def strong(said: str) -> Iterator[JSON]:
    """A title or a question in bold, in full; unformatted where it is too long for that."""
    title = bold(said)
    if title and len(title) <= SECTION and "\n" not in said.strip():
        yield section(title)
    else:
        yield from words(said)


def words(said: str) -> Iterator[JSON]:
    """Sections that hold all of somebody's words, unformatted."""
    for piece in pieces(said if said.strip() else EMPTY, SECTION):
        text = piece if piece.strip() else " \u200b"
        yield {"type": "section", "text": {"type": "plain_text", "text": escape(text), "emoji": False}}


def lines(markup: Iterable[str]) -> Iterator[JSON]:
    """Lines of our own markup, as few sections as hold them; a line too long for one is cut."""
    held = ""
    for line in markup:
        line = line if len(line) <= SECTION else _HALF.sub("", line[: SECTION - 1]) + "…"
        if held and len(held) + 1 + len(line) > SECTION:
            yield section(held)
            held = ""
        held = f"{held}\n{line}" if held else line
    if held.strip():
        yield section(held)


def context(said: str) -> Iterator[JSON]:
    """Small grey words."""
    for piece in pieces(said, SECTION):
        if piece.strip():
            yield {"type": "context", "elements": [marked(escape(piece))]}


def header(title: str) -> JSON:
    return {"type": "header", "text": plain(title, 150)}


def button(label: str, action: str, value: JSON, *, primary: bool = False) -> JSON:
    made = {"type": "button", "text": plain(label, BUTTON), "action_id": action[:255], "value": packed(value)}
    return {**made, "style": "primary"} if primary else made


def actions(buttons: Sequence[JSON]) -> Iterator[JSON]:
    for first in range(0, len(buttons), BUTTONS):
        yield {"type": "actions", "elements": list(buttons[first : first + BUTTONS])}


def packed(value: JSON) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str | None) -> JSON:
    """What a button or a form of ours carried; empty for anything else."""
    try:
        value = json.loads(text or "{}", parse_int=small)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def size(block: JSON) -> int:
    """The characters of a block that count for the size of a message."""
    return len(json.dumps(block, ensure_ascii=False)) if block["type"] == "actions" else _letters(block)


def card(text: str, blocks: Iterable[JSON]) -> Card:
    return Card(short_fallback(text), tuple(blocks))


def short_fallback(text: str) -> str:
    return escape(short(text if text.strip() else EMPTY, FALLBACK))


def fitted(card_: Card) -> list[Card]:
    """The card as one message, or as several where it is more than Slack takes in one."""
    found: list[list[JSON]] = [[]]
    room = LONGEST
    for block in card_.blocks:
        needs = size(block)
        if len(found[-1]) == BLOCKS or (found[-1] and needs > room):
            found.append([])
            room = LONGEST
        found[-1].append(block)
        room -= needs
    return [Card(card_.text, tuple(each)) for each in found]


def _fits(said: str, most: int) -> int:
    """How many characters of the words can stand, escaped, in so many."""
    low, high = 0, min(len(said), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(escape(said[:middle])) <= most else (low, middle - 1)
    return max(low, 1)


def _letters(value: object) -> int:
    if isinstance(value, dict):
        return sum(
            len(each) if key == "text" and isinstance(each, str) else _letters(each) for key, each in value.items()
        )
    return sum(map(_letters, value)) if isinstance(value, list) else 0
