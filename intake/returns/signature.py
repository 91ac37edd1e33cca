"""A name as people sign with: whose words stand for a signature."""

import re

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


_HOUSES = frozenset((
    "house", "lodge", "manor", "grange", "court", "cottage", "school", "schools",
    "academy", "college", "nursery", "preschool", "playgroup", "surgery", "practice", "clinic",
    "hospital", "hospice", "centre", "center", "trust", "council", "charity", "police",
    "constabulary", "foundation", "partnership", "ltd", "limited", "service", "services", "team",
    "department", "unit", "group", "board", "board's", "office", "agency", "association",
    "club", "cic", "nhs",
))  # fmt: skip


def is_house(name: str) -> bool:
    """Whether a name is an agency's or a house's, and so nobody's who signs: "Elm House"."""
    words = name.lower().replace(".", "").split()
    return bool(words) and (words[-1] in _HOUSES or words[0] in ("the", "st", "team"))


def is_full_name(text: str) -> bool:
    """Whether the words are a first and a last name as people write their own, a role after a comma left out."""
    words = _words_of_name(text)
    if not 2 <= len(words) <= 6 or len(text) > 100 or "\n" in text:
        return False
    return not words[0][0].islower() and not words[-1][0].islower() and not is_house(" ".join(words))


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
