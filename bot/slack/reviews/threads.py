"""What came after returns were sent, in a manager's home: who answered what was asked back, and who has not yet."""

from collections.abc import Iterator, Sequence

from bot.slack.api import JSON, escape, lines
from config.words import listing
from storage.nouns import Submission, Thread

MOST = 20  # named in a line


def asked_back(threads: Sequence[tuple[Submission, Thread]]) -> Iterator[JSON]:
    """Threads that nobody has closed, by whose turn it is."""
    for side, told in (("partnership", "Answered, for you to read"), ("agency", "Asked back, not answered yet")):
        own = [f"{each.agency.abbr} ({one.question or 'all'})" for each, one in threads if one.waits_for == side]
        more = [f"{len(own) - MOST} more"] if len(own) > MOST else []
        if own:
            yield from lines([f"*{told} ({len(own)})*", escape(listing([*own[:MOST], *more]))])
