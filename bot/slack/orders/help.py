"""What a manager can type, told whole, or only as far as their own words come near to it. Pure."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from bot.slack.api import Card, bold, card, escape, lines, words

PAPERS = {
    "who": "who has not answered, longest silent first",
    "status": "how far each agency is",
    "phone list": "whom to ring, with their numbers",
    "report": "the report, its workbook and its heat map, as files, when they are made",
    "figures": "every figure and every answer as a table, as files",
    "paper": "the board's paper, as a Word file",
    "digest": "what it adds up to, on one screen",
    "help": "this list",
}
ORDERS = {
    "Agencies": {
        "give CSC until 30 June 2027": "another last day for one agency",
        "pause CSC until 4 May 2027": "no reminder before that day",
        "excuse CSC because it closed": "it need not answer; ask CSC again takes that back",
        "call CSC: will answer by Friday": "a note of a telephone call",
        "answers CSC": "what an agency answered, and its files",
        "reopen CSC because the wrong file was sent": "a submitted return is taken back; the agency reads why",
        "add agency HIL, Hill Surgery, health, Sam Hill, sam@hill.example": "another agency, asked at once",
    },
    "People": {
        "invite jo@agency.example": "the form once more, for one person",
        "add contact CSC, jo@agency.example, Jo Park": "somebody who speaks for an agency, asked at once",
        "requests": "what agencies ask of you, each with its button",
        "letters": "the letters that wait for a decision",
        "letter 12": "what letter 12 says; release 12 lets it count; discard 12 sets it aside",
    },
    "After a return": {
        "returns": "those that wait for you, each with its button",
        "review CSC rate 4 2 because no date": "your rating; also ask 4, done 4, mend 4, missing, return, accept",
        "meetings": "with whom you met, and what was kept",
        "meet CSC on 12 April 2027: Challenge event": "the day of a meeting with an agency",
        "meeting 1: They told of supervision. Outcome: It is in place.": "notes; also There: and Actions: 3",
        "ratings KEY because Panel, 4 May": "with a CSV file: your ratings by sheet",
        "actions": "those past their day or said to be done, each with its button",
        "quotes": "sentences that others may read: approve 7-0-12; withdraw 7-0-12",
        "themes": "what answers are about: confirm 3; refuse 3",
    },
    "The audit": {
        "send digest": "to whom it goes; send digest yes sends it",
        "move KEY to 30 June 2027": "another last day for everybody",
        "close KEY": "what is outstanding; close KEY yes closes it",
    },
}
CLOSING = "Home shows each agency, and what you may decide about it. To name one audit, type its key after the word."
UNKNOWN = "I do not know those words, and nothing was recorded. Type help to see all words; who and status come first."
ALIKE = 0.75  # how much of a word is right in a slip
MEANT = {
    "extend": "give",
    "deadline": "move",
    "remind": "invite",
    "chase": "invite",
    "ring": "phone",
    "numbers": "phone",
    "phonelist": "phone",
}


def whole(who: str) -> Card:
    """Every word, by what it is about."""
    text, markup = [who], list[str]()
    for title, known in ({"To read": PAPERS} | ORDERS).items():
        text += [title, *(f"{word}: {means}" for word, means in known.items())]
        markup += [f"*{title}*", *(f"{bold(word)}  {escape(means)}" for word, means in known.items())]
    return card("\n".join([*text, CLOSING]), [*words(who), *lines(markup), *words(CLOSING)])


def unknown(who: str) -> Card:
    told = f"{who} {UNKNOWN}"
    return card(told, words(told))


def near(said: str) -> Card | None:
    """Only what comes near to these words, by one of our own words in them, or a slip of one; None where none does."""
    found = dict(_near(said))
    if not found:
        return None
    told = "I did not understand that, and nothing was recorded. Write it like this:"
    listed = [f"{word}: {means}" for word, means in found.items()]
    more = "Type help to see all words."
    blocks = [*words(told), *lines(f"{bold(word)}  {escape(means)}" for word, means in found.items()), *words(more)]
    return card("\n".join([told, *listed, more]), blocks)


def _near(said: str) -> Iterator[tuple[str, str]]:
    known = _by_verb()
    for word in re.findall(r"[a-z]+", said.casefold())[:4]:
        meant = MEANT.get(word, word)
        for verb in [meant] if meant in known else get_close_matches(meant, known, n=1, cutoff=ALIKE):
            yield from known[verb].items()
            return


def _by_verb() -> Mapping[str, dict[str, str]]:
    """Our words by the verb each begins with, at the front or after a semicolon or colon in what it means."""
    found: dict[str, dict[str, str]] = {}
    for word, means in (PAPERS | {word: means for known in ORDERS.values() for word, means in known.items()}).items():
        for verb in re.findall(r"(?:^|[;:] |also |, )([a-z]+)\b", f"{word}; {means}"):
            found.setdefault(verb, {})[word] = means
    return {verb: rows for verb, rows in found.items() if verb in VERBS}


VERBS = frozenset(
    {
        *("who", "status", "phone", "report", "figures", "digest", "help", "give", "pause", "excuse", "ask", "call"),
        *("answers", "reopen", "add", "invite", "requests", "actions", "letters", "letter", "release", "discard"),
        *("returns", "review", "ratings", "meetings", "meeting", "meet", "quotes", "approve", "withdraw", "themes"),
        *("confirm", "refuse", "send", "move", "close"),
    }
)
