"""SUBMIT and a name: how a return is handed in by letter."""

import re
from collections.abc import Sequence

from intake.letters.lines.line import Line
from intake.letters.ours.closings import greets, signs_off
from intake.letters.ours.texts import Ours

_SUBMIT = re.compile(
    r"[\s*_\"'“>-]{0,4}(?:(?:please|i|we|i hereby|i would like to|yes,?|ok,?|confirmed:?)\s+)?"
    r"(?P<word>submit(?:ted)?)\b[\"'”*_]{0,3}(?P<rest>.*)",
    re.IGNORECASE,
)
_NOT_A_NAME = frozenset(
    [
        "when",
        "later",
        "not",
        "yet",
        "form",
        "evidence",
        "now",
        "the",
        "our",
        "all",
        "on",
        "by",
        "this",
        "we",
        "i",
        "it",
        "and",
        "to",
        "for",
        "will",
        "please",
        "thank",
        "thanks",
        "cheers",
        "you",
        "yes",
        "no",
        "oh",
        "ok",
        "okay",
        "name",
        "me",
        "myself",
        "tomorrow",
        "once",
        "after",
        "until",
        "before",
        "file",
        "files",
        "answers",
        "return",
        "audit",
        "is",
        "are",
        "a",
        "an",
        "soon",
        "data",
        "weekly",
        "monthly",
        "quarterly",
        "termly",
        "annually",
        "yearly",
        "daily",
        "regularly",
        "report",
        "reports",
        "returns",
        "policy",
        "policies",
        "plan",
        "plans",
        "minutes",
        "figures",
        "information",
        "referrals",
        "forms",
        "notes",
        "records",
        "statistics",
        "every",
        "each",
        "as",
        "via",
        "through",
        "online",
        "their",
        "your",
        "my",
        "in",
        "of",
        "with",
        "at",
        "from",
    ]
)
_NOT_NOW = frozenset(("when", "later", "not", "yet", "tomorrow", "once", "after", "until", "before", "soon"))
_NOT_NOW |= {"will", "file", "files", "evidence", "form"}
_TAIL = re.compile(
    r"[\s:,;.–—-]*(?:(?:the|this|our|my) (?:return|audit|form|answers)\b)?[\s:,;.–—-]*(?:by\s+|from\s+|signed\s+)?"
)


def signed(lines: Sequence[Line], known: Ours) -> str | None:
    """The name under which the letter submits the return; None where it does not say SUBMIT, or names nobody."""
    said = [line.text for line in lines if line.text]
    for number, text in enumerate(said):
        found = _SUBMIT.fullmatch(text)
        if found is None or len(text) > 120 or known.begins(text):
            continue
        rest = found["rest"]
        tail = _TAIL.match(rest)
        name = name_in(rest[tail.end() :] if tail else rest, shouted=found["word"] == "SUBMIT")
        if name:
            return name
        if re.search(r"\w", rest[tail.end() :] if tail else rest):
            continue
        return next((name for each in said[number + 1 : number + 5] if (name := _below(each))), None)
    return None


def says_submit(text: str) -> bool:
    """Whether the words are nothing but SUBMIT and a name."""
    return all(_SUBMIT.fullmatch(line) or name_in(line) for line in text.split("\n"))


def asks_to_submit(text: str) -> bool:
    """Whether the words do nothing but ask for the return to be submitted now, in whoever's name or in none."""
    found = _SUBMIT.fullmatch(text.strip())
    if found is None or len(text) > 120:
        return False
    tail = _TAIL.match(found["rest"])
    left = re.findall(r"\w+", found["rest"][tail.end() if tail else 0 :])
    if any(word.lower() in _NOT_NOW for word in left):
        return False
    return len(left) < 2 or all(word[0].isupper() or word in ("please", "now", "thank", "you") for word in left)


def stands_alone(text: str) -> bool:
    """SUBMIT in capitals on a line of its own: no answer to the question it stands below."""
    return asks_to_submit(text) and "SUBMIT" in text


def hands_in(text: str) -> bool:
    """Whether a line is SUBMIT in capitals, alone or with a name."""
    found = _SUBMIT.fullmatch(text)
    if found is None or found["word"] != "SUBMIT":
        return False
    return not re.search(r"\w", found["rest"]) or name_in(found["rest"].lstrip(" :,;.–—-")) is not None


def _below(text: str) -> str | None:
    if greets(text):
        return None
    if signs_off(text, frozenset()):
        after = re.split(r"[,\n]", text, maxsplit=1)
        return name_in(after[1]) if len(after) > 1 else None
    return name_in(text)


def is_full_name(text: str) -> bool:
    """Whether the words are a first and a last name as people write their own, a role after a comma left out."""
    words = _words_of_name(text)
    if not 2 <= len(words) <= 6 or len(text) > 100 or "\n" in text:
        return False
    return not words[0][0].islower() and not words[-1][0].islower()


def name_in(text: str, *, shouted: bool = True) -> str | None:
    """The words as a name, a role after a comma left out; small letters make one only after SUBMIT in capitals."""
    words = _words_of_name(text)
    said = " ".join(words)
    if not 1 <= len(words) <= 5 or len(said) > 60:
        return None
    is_written = all(word[0].isupper() or word.lower() in ("de", "van", "der", "von", "al", "bin") for word in words)
    is_typed = shouted and len(words) in (2, 3) and said.replace(" ", "").isalpha()
    return said if is_written or is_typed else None


def _words_of_name(text: str) -> list[str]:
    """The words before a role or a comma; none where one of them is in no name."""
    said = re.split(r"[,(;|]|\s[-–—]\s", text.strip(" .:*_\"'"))[0].strip()
    words = said.split()
    is_other = re.search(r"[\d@?!]", said) or any(
        word.lower().strip(".") in _NOT_A_NAME for word in words if word != "Will"
    )
    return [] if is_other else words
