"""What people type, read as the commands they steer a conversation with, the same on every channel. Pure."""

import difflib
import re

from config.notation import LatePattern
from intake.conversation.intents.commands import Command, Do
from intake.conversation.intents.phrases import AT_A_CHOICE, SURE

_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"))
_UNSEEN = " \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PADDING = LatePattern(
    r"^(?:please |pls |plz |can i |could i |may i |can we |could we |can you |could you |would you |will you |"
    r"i want to |i would like to |i'd like to |i need to |we want to |we'd like to |let me |let us |let's |lets |"
    r"just |ok |okay |/)+"
)
_AFTER = LatePattern(r"(?:,? (?:please|pls|plz|thanks|thank you|cheers|now))+$")
_REF = r"(?:my answer to |answer to |answer |question |questions |no\.? |number |q ?)?(?P<about>\S.*?)"
_WITH_WORDS = (
    (Do.TAKE_BACK, rf"(?:take|get) back {_REF}"),
    (Do.TAKE_BACK, rf"(?:take|get) {_REF} back"),
    (Do.RETURN, rf"(?:hand|give|send) back {_REF}(?: to \S.*)?"),
    (Do.RETURN, rf"(?:hand|give|send) {_REF} back(?: to \S.*)?"),
    (Do.HAND, rf"(?:hand|give|delegate|pass|assign|send|forward)(?: over)? {_REF}(?: over)? to (?P<who>\S.*)"),
    (Do.HAND, r"(?:hand|give|delegate|pass|assign|send|forward)(?: over| on)? to (?P<who>\S.*)"),
    (Do.HAND, r"(?:can|could) (?P<who>\S+(?: \S+)?) (?:do|answer|take) (?:this|it|this one|this question)"),
    (Do.JUMP, rf"(?:(?:go|jump|skip|move|take me|show me|back)(?: back| ahead)? to|goto) {_REF}"),
    (Do.JUMP, r"(?:question|q) ?(?P<about>[0-9][\w.\-]*)"),
    (Do.JUMP, r"(?P<about>(?:standard|section|part|area) [\w.\-]+)"),
    (Do.AGENCY, r"(?:(?:switch|change) agency|switch) to (?P<about>\S.*)"),
    (Do.CHANGE, rf"(?:change|edit|correct|amend|fix|update|revise) {_REF} (?:to|into) (?P<who>\S.*)"),
    (Do.CHANGE, rf"(?:change|edit|correct|amend|fix|update|redo|revise) {_REF}"),
    (Do.KEEP, r"keep (?:the |this |my |our |whole |entire )*(?P<about>standard(?: [\w.\-]+)?)"),
    (Do.SUBMIT, r"submit[\s:,.–-]+(?P<who>\S.*)"),
    (Do.KEEP, r"keep (?:question |q ?)?(?P<about>[0-9][\w.\-]*)"),
    (Do.DROP, r"drop (?:question |q ?)?(?P<about>[0-9][\w.\-]*)"),
    (Do.KEEP, r"keep (?P<about>all|everything|them all|all of (?:it|them)|the rest|all the rest)"),
    (Do.WITHDRAW, r"(?:remove|withdraw|delete|detach)(?: the| my)?(?: file| attachment)? (?P<about>\S.*)"),
    (Do.SCOPE, r"(?:scope|departments?)(?:\s*:\s*| is | are )(?P<about>\S.*)"),
    (Do.REOPEN, r"re-?open(?: it)?(?:\s*[:,]\s*| because )(?P<about>\S.*)"),
)
THIS = (
    "this",
    "it",
    "that",
    "this one",
    "this question",
    "the question",
    "my answer",
    "the answer",
    "answer",
    "rating",
)
_PATTERNS = tuple((do, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for do, pattern in _WITH_WORDS)


def visible(words: str) -> str:
    """The words without what nobody sees before and after them: spaces, and marks of no width."""
    return words.strip(_UNSEEN)


def plain(words: str) -> str:
    """The words without case, politeness and closing marks, for comparing."""
    said = " ".join(words.replace("’", "'").casefold().split())
    said = "?" if said and not said.strip("? ") else said.rstrip(".!?, ")
    return _AFTER.sub("", _PADDING.sub("", said)).strip()


def alone(words: str, *, choice: bool) -> Command | None:
    """The command these words are when they are all that was said; `choice` where no free words are asked for."""
    said = plain(words)
    for table in (SURE, AT_A_CHOICE) if choice else (SURE,):
        for do, phrases in table.items():
            if said.replace("'", "") in (phrase.replace("'", "") for phrase in phrases):
                return Command(do)
    return None


def with_words(words: str) -> Command | None:
    """A command that names something: "go to 5.2", "hand 4 to Bo". Whether that exists is for the caller to see."""
    trimmed = " ".join(words.split()).rstrip(".!? ")
    trimmed = _AFTER.sub("", _PADDING.sub("", trimmed[:1].lower() + trimmed[1:]))
    for do, pattern in _PATTERNS:
        found = pattern.fullmatch(trimmed)
        if found:
            groups = found.groupdict()
            return Command(do, _bare(groups.get("about")), _bare(groups.get("who")))
    return None


def near(words: str) -> str | None:
    """The command word that a single mistyped word is closest to."""
    said = plain(words)
    if len(said) < 3 or " " in said:
        return None
    known = [phrase for phrases in SURE.values() for phrase in phrases if " " not in phrase and len(phrase) > 2]
    if said in known:
        return None
    found = difflib.get_close_matches(said, known, n=1, cutoff=0.74)
    return found[0] if found else None


def unquoted(words: str) -> str | None:
    """What stands in quotes, where everything does."""
    said = words.strip()
    for left, right in _QUOTES:
        if len(said) > 2 and said.startswith(left) and said.endswith(right):
            return said[1:-1].strip()
    return None


def _bare(words: str | None) -> str:
    """What is named; nothing where it is the question in hand."""
    bare = (words or "").strip().rstrip(".!?,").strip()
    return "" if bare.casefold() in THIS else bare
