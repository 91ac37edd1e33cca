"""s11 action show: one action as it was agreed, and all that was said of it since, with its files."""

from collections.abc import Iterator

from cli import wiring
from cli.options import ActionNumber, Key
from config.dates import timescale_words, today, uk_date
from config.words import listing, size_in_words
from intake import actions
from reports.actions import TrackedAction, tracked
from reports.figures import action_files, submissions_of
from storage.nouns import Action, ActionEntry

SAID = {
    "update": "update",
    "done": "done, its owner says",
    "moved": "new last day",
    "rated": "plan rated",
    "revised": "plan revised",
    "closed": "closed",
    "opened": "followed again",
    "owned": "who does it now",
}


def show(key: Key, number: ActionNumber) -> None:
    """Show an action as it was agreed, with all that was said of it since and the files that came with it.

    Example: s11 action show section-11 3
    """
    using = wiring.settings()
    with wiring.reading(using) as db:
        audit, _ = wiring.audit_of(db, key)
        kept = actions.action_at(db, audit, number)
        found = tracked(db, audit, submissions_of(db, audit, None), None, today(wiring.now(using)))
        told = list(_told(key, next(each for each in found if each.number == number), kept))
    wiring.say("\n".join(told))


def _told(key: str, each: TrackedAction, kept: Action) -> Iterator[str]:
    yield f"Action {each.number} of {each.who or 'nobody'}: {each.state}"
    yield each.what
    facts = (
        ("By when", each.timescale),
        ("Known by", each.known_by),
        ("Because", each.because),
        ("Rests on", listing(each.refs)),
        ("Agreed", f"{uk_date(today(kept.made_at))}, {kept.made_by} ({kept.via})"),
    )
    yield from (f"{name}: {words}" for name, words in facts if words)
    for entry in kept.entries:
        yield from _said(entry)
    if files := action_files(kept):
        yield f"To have {'it' if len(files) == 1 else 'them'}: s11 evidence get {key} 'action {each.number}' --out DIR"


def _said(entry: ActionEntry) -> Iterator[str]:
    value = timescale_words(entry.value) if entry.kind == "moved" else entry.value
    words = ": ".join(filter(None, (SAID[entry.kind], value, entry.words.replace("\n", "\n  "))))
    yield f"{uk_date(today(entry.said_at))}, {entry.said_by} ({entry.via}): {words}"
    for file in entry.evidence:
        yield f"  File: {file.name}, {size_in_words(file.size)}, {file.scan} ({file.sha256[:12]})"
