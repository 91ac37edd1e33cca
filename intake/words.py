"""The plain words people steer a conversation with, the same on every channel. Pure."""

import difflib
import re
from enum import StrEnum
from typing import NamedTuple


class Do(StrEnum):
    """What a person may ask for at any time."""

    BACK = "back"
    SKIP = "skip"
    NEXT = "next"
    STATUS = "status"
    REPEAT = "repeat"
    OPEN = "open"
    HELP = "help"
    WHY = "why"
    REVIEW = "review"
    SUBMIT = "submit"
    SUBMIT_WITHOUT = "submit without"
    CHANGE = "change"
    JUMP = "go to"
    HAND = "hand"
    TAKE_BACK = "take back"
    RETURN = "hand back"
    WITHDRAW = "remove"
    KEEP = "keep"
    REPLACE = "replace"
    BOTH = "both"
    PAUSE = "pause"
    SCOPE = "scope"
    COPY = "copy"
    REOPEN = "reopen"
    AGENCY = "agency"
    NOT_APPLICABLE = "n/a"


class Command(NamedTuple):
    """A wish, and what it is about: a question or standard as typed, or a reason; `who` is a name, or a new answer."""

    do: Do
    about: str = ""
    who: str = ""


# Said alone, these are commands wherever they are said. To answer with such a word, people put it in quotes.
SURE: dict[Do, tuple[str, ...]] = {
    Do.BACK: (
        "cancel",
        "never mind",
        "wait go back",
        "back",
        "go back",
        "previous",
        "previous question",
        "back one",
        "go back one",
        "last question",
    ),
    Do.SKIP: (
        "skip",
        "skip it",
        "skip this",
        "skip this question",
        "skip this one",
        "skip that",
        "skip for now",
        "skip the question",
        "leave it for now",
        "leave this for later",
        "come back to this",
        "come back to it",
        "come back to this later",
        "come back to it later",
        "i'll come back to this",
        "i'll come back to it",
        "i'll come back to this later",
        "skip question",
        "pass",
        "later",
    ),
    Do.NEXT: (
        "next",
        "next question",
        "what's next",
        "what next",
        "continue",
        "carry on",
        "go on",
        "resume",
        "start",
        "begin",
    ),
    Do.STATUS: (
        "status",
        "progress",
        "where am i",
        "where was i",
        "where were we",
        "how far am i",
        "how much is left",
        "how many left",
        "how many are left",
        "how many to go",
        "how many questions are left",
        "how long will this take",
        "task list",
        "tasks",
        "menu",
        "home",
        "list",
    ),
    Do.REPEAT: ("repeat", "again", "repeat the question", "say that again", "ask again", "what was the question"),
    Do.OPEN: (
        "open",
        "what is open",
        "what's open",
        "what is left",
        "what's left",
        "what is left to do",
        "what's left to do",
        "what is missing",
        "what's missing",
        "to do",
        "todo",
    ),
    Do.HELP: ("help", "help me", "?", "commands", "what can i say", "what can i type", "options"),
    Do.WHY: (
        "why",
        "why do you ask",
        "why are you asking",
        "guidance",
        "what does this mean",
        "explain",
        "meaning",
        "who can see this",
        "who will see this",
        "who reads this",
        "who will read this",
    ),
    Do.REVIEW: (
        "review",
        "check",
        "check answers",
        "check my answers",
        "review my answers",
        "show my answers",
        "skip all",
        "skip everything",
        "skip the rest",
        "skip all of them",
        "skip to the end",
        "go to the end",
    ),
    Do.SUBMIT: ("submit", "send", "send it", "submit it", "sign off", "finish", "submit my return", "send my return"),
    Do.SUBMIT_WITHOUT: ("submit without", "submit without it", "submit without them", "submit anyway"),
    Do.TAKE_BACK: ("take back", "take it back", "take it back from them"),
    Do.RETURN: ("hand back", "hand it back", "give it back", "give back"),
    Do.WITHDRAW: ("remove", "remove it", "remove that", "delete that", "undo", "undo that", "withdraw", "scrap that"),
    Do.KEEP: ("keep", "keep it", "no change", "leave it", "same", "unchanged", "keep theirs", "keep that"),
    Do.PAUSE: (
        "pause",
        "stop",
        "stop there",
        "stop here",
        "quit",
        "exit",
        "bye",
        "goodbye",
        "save",
        "save and finish later",
        "finish later",
        "that's me done for today",
        "done for today",
        "that's all for today",
    ),
    Do.SCOPE: ("scope", "departments", "change scope"),
    Do.COPY: ("copy", "save a copy", "a copy", "send me a copy", "download", "print", "my copy"),
    Do.REOPEN: ("reopen", "re-open", "open again", "reopen my return"),
    Do.AGENCY: ("agency", "switch agency", "change agency", "another agency", "switch"),
    Do.CHANGE: ("change", "edit", "change this", "change it"),
    Do.HAND: ("hand over", "hand this over", "delegate", "hand on", "ask a colleague", "ask someone else"),
}
# Said alone, these steer only where no free words are asked for: elsewhere they may well be the answer.
AT_A_CHOICE: dict[Do, tuple[str, ...]] = {
    Do.BACK: ("oops", "wait", "that was wrong", "that's wrong", "i made a mistake", "my mistake", "mistake", "wrong"),
    Do.SKIP: ("i don't know", "i dont know", "don't know", "dont know", "not sure", "no idea", "unsure", "not now"),
    Do.NEXT: ("ok", "okay", "go", "ready", "done", "hi", "hello"),
    Do.KEEP: ("theirs", "keep mine as it was"),
    Do.HAND: ("not me", "not mine", "not my question", "not for me", "not my area", "somebody else", "someone else"),
    Do.REPLACE: ("replace", "replace it", "mine", "use mine", "replace theirs", "overwrite"),
    Do.BOTH: ("both", "keep both", "join", "join them", "add mine"),
    Do.HELP: ("what", "eh", "huh", "what do i do", "what now", "i need help"),
    Do.WHY: ("what is this", "what do you mean", "more", "more information"),
    Do.PAUSE: ("that's all for now", "thats all for now", "enough for now", "i'm done for now", "tomorrow"),
}
_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"))
_PADDING = re.compile(
    r"^(?:please |pls |plz |can i |could i |may i |can we |could we |can you |could you |would you |will you |"
    r"i want to |i would like to |i'd like to |i need to |we want to |we'd like to |let me |let us |let's |lets |"
    r"just |ok |okay |/)+"
)
_AFTER = re.compile(r"(?:,? (?:please|pls|plz|thanks|thank you|cheers|now))+$")
_REF = r"(?:my answer to |answer to |answer |question |questions |no\.? |number |q ?)?(?P<about>\S.*?)"
_WITH_WORDS = (
    (Do.TAKE_BACK, rf"(?:take|get) back {_REF}"),
    (Do.TAKE_BACK, rf"(?:take|get) {_REF} back"),
    (Do.RETURN, rf"(?:hand|give|send) back {_REF}"),
    (Do.RETURN, rf"(?:hand|give|send) {_REF} back"),
    (Do.HAND, rf"(?:hand|give|delegate|pass|assign|send|forward)(?: over)? {_REF}(?: over)? to (?P<who>\S.*)"),
    (Do.JUMP, rf"(?:go|jump|skip|move|take me|show me|back)(?: back| ahead)? to {_REF}"),
    (Do.JUMP, r"(?:question|q) ?(?P<about>[0-9][\w.\-]*)"),
    (Do.JUMP, r"(?P<about>(?:standard|section|part|area) [\w.\-]+)"),
    (Do.AGENCY, r"(?:(?:switch|change) agency|switch) to (?P<about>\S.*)"),
    (Do.CHANGE, rf"(?:change|edit|correct|amend|fix|update|revise) {_REF} (?:to|into) (?P<who>\S.*)"),
    (Do.CHANGE, rf"(?:change|edit|correct|amend|fix|update|redo|revise) {_REF}"),
    (Do.WITHDRAW, r"(?:remove|withdraw|delete|detach)(?: the| my)?(?: file| attachment)? (?P<about>\S.*)"),
    (Do.SCOPE, r"(?:scope|departments?)(?:\s*:\s*| is | are )(?P<about>\S.*)"),
    (Do.REOPEN, r"re-?open(?: it)?(?:\s*[:,]\s*| because )(?P<about>\S.*)"),
)
_PATTERNS = tuple((do, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for do, pattern in _WITH_WORDS)


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
