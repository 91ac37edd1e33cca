"""Where a round begins: each agency's return somewhere on its way from the asking to what comes after it."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.round_machine.people import MAIL

REST = "1.2: yes, {rating}\\n1.3: no\\n2.1: Children told us {word}.\\n2.2: 1\\n2.4: 2"
LETTER = {
    "half": ("{who} {writes}: 1.1: {rating} We ask children and hear them {word}.",),
    "all": ("{who} {writes}: " + REST,),
    "sign": ("{who} {writes}: SUBMIT {name}",),
    "back": ("{who} {writes}: Since May {word}.",),
    "mend": ("{who} {writes}: 1.1: 1 We count {word}.",),
}
CHAT = {
    "half": ("{who} fills{of}: 1.1: {rating} / We ask children and hear them {word}.",),
    "all": (
        "{who} fills{of}: 1.2: yes / {rating} / We train {word}.",
        "{who} fills{of}: 1.3: no",
        "{who} fills{of}: 2.1: Children told us {word}.",
        "{who} fills{of}: 2.4: 2",
    ),
    "sign": ("{who}{of}: submit", "{who}{of}: submit", "{who}{of}: {name}"),
    "back": ("{who} answers back{of}: Since May {word}.",),
    "mend": ("{who} fills{of}: 1.1: 1 / We count {word}.",),
}
WAY = (  # what an agency says, and what a manager decides of it, in the order in which it goes
    "half", "all", "sign",
    "s11 review {key} {abbr} ask 1.1 'Since when {word}?'", "back",
    "s11 review {key} {abbr} rate 1.1 0 --because 'No date {word}.'",
    "s11 review {key} {abbr} mend 1.1 'Say how many {word}.'", "s11 review {key} {abbr} return",
    "mend", "sign",
    "s11 review {key} {abbr} accept --with-open", "s11 feedback {key} {abbr} --send",
)  # fmt: skip
LATE = (65, 72, 80, 86)  # days after the opening on which the letters of each step after the last day may be written
FAR = (0, 1, 2, 3, 4, 6, 8, 9, 9, 10, 12)  # of the way; most often to where a draft lies beside what was signed
VOICES = {  # who speaks for each: by letter, by a letter that has to be let in, in Slack
    "CSC": (("cy", "writes"), ("ann", "is let in with"), ("ann", "")),
    "SCH": (("bo", "writes"), ("bo", "writes unread"), ("bo", "is let in with")),
    "GPS": (("ed", "writes"), ("di", "is let in with"), ("di", "")),
    "TRU": (("fay", ""), ("fay", ""), ("fay", "")),
    "YOT": (("fay", ""), ("fay", ""), ("fay", "")),
}
NAMES = {"cy": "Cy Moss", "ann": "Ann Lee", "bo": "Bo Day", "ed": "Ed Ray", "di": "Di Fox", "fay": "Fay Orr"}
SAID = (
    "",
    "{who} is let in with: We were merged in May {word}, so this is not for us.",
    "{who} is let in with: MORE TIME until 20 May 2026",
    "{who} passes it on: 1.1: 2 {word}",
)
DECIDED = (
    "",
    "s11 excuse {key} {abbr} --because 'Merged {word}.' --yes",
    "s11 extend {key} {abbr} --to 2026-05-14",
    "s11 pause {key} {abbr} --until 2026-03-20",
    "s11 submit {key} {abbr} --by 'Meg Vale' --because Agreed. --as-it-stands",
    "s11 reopen {key} {abbr} --because 'Which {word} is it?'",
    "s11 review {key} {abbr} ask 1.2 'How many {word}?'",
    "s11 action add {key} 'Date it {word}.' --agency {abbr} --refs 1.1 --by-when 2026-03-03",
)
PEOPLE = (
    "",
    "s11 contact left {mail}",
    "s11 contact left {mail} --on 2026-03-03",
    "{who} bounces:",
    "{who} is away: I am out of the office until 20 March 2026.",
)


class Beginning(NamedTuple):
    """How far one agency is, by whose voice before its signature and after, and what happened beside it."""

    abbr: str
    far: int
    first: tuple[str, str]
    then: tuple[str, str]
    rating: int
    beside: tuple[str, ...]


def beginnings(dice: Random) -> Iterator[Beginning]:
    """One for each agency, any as likely as another: what Hypothesis draws is often small, or as it was before."""
    for abbr, voices in VOICES.items():
        beside = tuple(dice.choice(each) for each in (SAID, DECIDED, PEOPLE))
        yield Beginning(abbr, dice.choice(FAR), dice.choice(voices), dice.choice(voices), dice.choice((0, 2)), beside)


def so_far(dice: Random) -> list[str]:
    """All that happened until a round begins.

    Most begin on the day after the asking, some long after the last day; some are asked last, when all that was said
    and decided already, and some begin before anything is.
    """
    asking = ["s11 invite {key}", "post:"]
    lines = [line for each in beginnings(dice) for line in lines_of(each)]
    late = ["post:", f"later: {dice.choice(LATE)} days", "s11 clock --once", "post:"]
    began = [*asking, *lines]
    return dice.choice(([], [*lines, *asking], *[began] * 6, *[[*began, *late]] * 3))


def lines_of(each: Beginning) -> Iterator[str]:
    """What happened to an agency until the round begins; `{word}` and `{key}` are still to be filled in."""
    for at, step in enumerate(WAY[: each.far]):
        who, writes = each.first if at < WAY.index("sign") + 1 else each.then
        said = (LETTER if writes else CHAT).get(step, (step,))
        yield from (_filled(line, each, who, writes) for line in said)
    who, writes = each.then
    yield from (_filled(line, each, who, writes) for line in each.beside if line)


def _filled(line: str, each: Beginning, who: str, writes: str) -> str:
    of = f" for {each.abbr}" if who == "fay" and not writes else ""
    told = {"who": who, "writes": writes, "of": of, "name": NAMES[who], "mail": MAIL[who], "abbr": each.abbr}
    return line.format(**told, rating=each.rating, key="{key}", word="{word}")
