"""Views with nothing to fill in: to wait, to read, and to be told why there is no form."""

from collections.abc import Sequence

from bot.slack.api import JSON, TITLE, VIEW_BLOCKS, plain, section, words

LOADING, READ = "s11.loading", "s11.read"  # callback ids
VALUE = "value"  # the action_id of every box of a form


def loading() -> JSON:
    """What is shown at once, while the form is made."""
    return {
        "type": "modal",
        "callback_id": LOADING,
        "title": plain("Section 11", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [section("One moment…")],
    }


def gone(said: str) -> JSON:
    """A view that says why there is no form."""
    return loading() | {"callback_id": READ, "blocks": list(words(said))}


def reading(title: str, blocks: Sequence[JSON]) -> JSON:
    """A view to read, with nothing to fill in."""
    return loading() | {"callback_id": READ, "title": plain(title, TITLE), "blocks": list(blocks)[:VIEW_BLOCKS]}
