"""People told by their initials, "JS" and "K.B.": letters that do what people do, and are no body's short name."""

import re
from collections.abc import Iterator

from config.notation import LatePattern
from nlp.people.wordlists import cues

SHAPE = LatePattern(
    r"(?<![\w.&/-])(?:[A-Z]\.(?:O['’])?[A-Z]\.?(?:[A-Z]\.)?|[A-Z]\. [A-Z]\.|[A-Z]{2})(?![\w&/]|\.\w|-\w)"
)
NEXT = LatePattern(r"(?:['’]s)?(?:,| \(|:)? ?[\"“]?([a-z'-]+)(?: ([a-z'-]+))?(?: ([a-z'-]+))?")
AGED = LatePattern(r"(?:,| [–-])? \(?(?:aged? )?\d{1,2}\b(?! (?:per|of)|[/.:%-]\d)")
LAST = LatePattern(r"(?<![A-Za-z'])(?:([A-Za-z']++)[ ,]++)?([A-Za-z']++)[ :]++$")
JOINED = LatePattern(r",? (?:and|&) ")
IN_YEAR = LatePattern(r" ?\((?:[Yy]ear|[Yy]r|Y) ?\d|, who (?:is|was|has|had|lives)\b")
OF_ONE = LatePattern(r" (?:(?:what|that|if|how|why|whether) (?:he|she|his|her)|feels|felt|lives|lived|loves|misses)\b")
NOTED = LatePattern(r"\b([a-z]+)\b[^.;:]{0,20} (?:for|about|of|with|from|by) $", re.IGNORECASE)
PRONOUN = LatePattern(r"[^.;:!?\n\"“”]{0,80}?\b(?:he|she|his|her|him|hers|himself|herself)\b")
HEADED = LatePattern(
    r"(?:^|\n)(?:case study(?: \d+)?|re|subject|child|name|example|case|pupil|student)\b ?[:–-]? $", re.IGNORECASE
)
HEADING_ENDS = LatePattern(r"[.:]?(?:\n|$)| ?[–-] ")
FOR_ONE = LatePattern(r",? (?:the|this|it|we|a|school|home|contact|that|our|each)\b")
SUBJECT = LatePattern(
    r" (?:was|is|has|had|got|took|kept|fell|put|said|says|told|went|came|ran|saw|felt|left|met|chose|made|gave|rang"
    r"|spoke|wrote|goes|gets|(?:would|could|did|does|might)(?! be)|[a-z]{2,}ed)\b"
)
AT_AGE = LatePattern(
    r" (?:is|was|turned|turns|will be) (?:only |now |just |nearly )?"
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh)teen)"
    r"(?= (?:and|years|now|when|in)\b|[,.;](?!\d)|$)"
)
TOGETHER = LatePattern(r" (?:are|were|have|had|share|live|lived|both|go|went|moved|stay)\b")
BEGINS = LatePattern(r"^$|[.!?]\s$|\n$")
ALSO = LatePattern(r"(?:, | and | & |/)([A-Z]{2,5})\b")
AMONG = LatePattern(r"(?:^|.*[^A-Z])([A-Z]{2,5})(?:, | and | & |/)$")
WITH_KIN = LatePattern(
    r" and (?:his|her) (?:[a-z]+ )?(?:mum|mother|dad|father|brother|sister|sibling|nan|gran|baby|twin)s?\b"
)
RELATED = LatePattern(
    r" (?:are|were) (?:in the same (?:house|home|placement|class|school)|(?:half-)?sisters|(?:half-)?brothers"
    r"|cousins|siblings|twins|friends)\b"
)
PAIR = LatePattern(
    r" and [A-Z]{2} (?:are|were) (?:in the same (?:house|home|placement|class|school)|(?:half-)?sisters"
    r"|(?:half-)?brothers|cousins|siblings|twins|friends)\b"
)
FIRST_OF_TWO = LatePattern(r"\b[A-Z]{2} and $")
BARE = frozenset({"was", "is", "were", "has", "had", "have", "did", "does", "wo", "ca", "would", "could"})
ROLES = frozenset({"sw", "hv", "gp", "cp", "ic", "dv", "mh", "ea", "hr", "it", "pe", "la", "pc", "yw", "ta"})
BESIDE = LatePattern(r",? (?:and|or|&) $|, $")


def initials(text: str) -> Iterator[tuple[int, int]]:
    """Where people are named by initials, as (start, end); a full stop that ends the sentence is left."""
    last = -1
    for found in SHAPE.finditer(text):
        beside = last >= 0 and BESIDE.fullmatch(text[last : found.start()]) is not None
        joined = JOINED.match(text, found.end())
        if beside or _is_one(text, *found.span()) or (joined and _joins_one(text, joined.end())):
            yield found.span()
            last = found.end()


def _is_one(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    letters = re.sub("[^A-Z]", "", written).lower()
    if "." in written:
        return letters not in cues().dotted or _is_person(text, start, end)
    if AT_AGE.match(text, end) or _is_of_a_pair(text, start, end):
        return True
    if WITH_KIN.match(text, end) or (letters not in ROLES and _is_a_child(text, start, end)):
        return True
    if letters in cues().short_names:
        return AGED.match(text[end : end + 12]) is not None or OF_ONE.match(text, end) is not None
    return _is_person(text, start, end)


def _is_of_a_pair(text: str, start: int, end: int) -> bool:
    """Whether two are what only people are to each other: "LK and OT are in the same house"."""
    if PAIR.match(text, end):
        return True
    return RELATED.match(text, end) is not None and FIRST_OF_TWO.search(text[max(0, start - 8) : start]) is not None


def _is_a_child(text: str, start: int, end: int) -> bool:
    """Whether letters that spell a word are a child's: "Child AM asked", "young person NO refused"."""
    before = LAST.search(text[max(0, start - 20) : start])
    return before is not None and before[2].lower() in cues().child and SUBJECT.match(text, end) is not None


def _joins_one(text: str, start: int) -> bool:
    """Whether initials that stand after "and" are those of a person: "HG and TG live with"."""
    other = SHAPE.match(text, start)
    if other is None:
        return False
    return _is_one(text, *other.span()) or (
        other[0].lower() not in cues().short_names and TOGETHER.match(text, other.end()) is not None
    )


def _is_person(text: str, start: int, end: int) -> bool:
    if AGED.match(text[end : end + 12]) or IN_YEAR.match(text, end):
        return True
    if text.isupper() or _is_of_bodies(text, start, end):
        return False
    if SUBJECT.match(text, end) or PRONOUN.match(text, end) or _stands_alone(text, start, end):
        return True  # whoever does something, or is "she" further on; roles and bodies are among the short names
    before = LAST.search(text[max(0, start - 40) : start])
    if before and before[2].lower() == "case":
        return True
    if before and before[2] in ("For", "With") and not before[1] and FOR_ONE.match(text, end):
        return True
    if _is_headed(text, start, end) or (before and _announces((before[1] or "").lower(), before[2].lower())):
        return True
    noted = NOTED.search(text[max(0, start - 45) : start])
    if noted and any(word in cues().about for word in re.findall("[a-z]+", noted[0].lower())):
        return True
    after = NEXT.match(text, end + 4 * text.startswith(" who", end), end + 50)
    if after is None:
        return False
    if text[end : end + 2] in ("'s", "’s"):
        return any(word in cues().belongings or word in cues().people for word in after.groups() if word)
    return does(*(word or "" for word in after.groups()))


def _is_of_bodies(text: str, start: int, end: int) -> bool:
    """Whether they stand among short names of bodies and roles: "HV, SW and KF"."""
    near = [AMONG.match(text[max(0, start - 30) : start]), ALSO.match(text, end)]
    return any(each is not None and (len(each[1]) > 2 or each[1].lower() in cues().short_names) for each in near)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing makes a thing of them, neither "the" before nor a noun behind: "drove BM home"."""
    after = NEXT.match(text[end : end + 30])
    if BEGINS.search(text[max(0, start - 2) : start]):
        return after is not None and after[1] in cues().at_once
    before = LAST.search(text[max(0, start - 20) : start])
    if before is None or before[2].lower() in cues().the or text[start - 2 : start - 1] in ":)":
        return False
    return after is None or text[end : end + 1] != " " or after[1] in cues().parts


def _is_headed(text: str, start: int, end: int) -> bool:
    """Whether they are all that a heading says: "Case study: JS"."""
    return HEADED.search(text[max(0, start - 24) : start]) is not None and HEADING_ENDS.match(text, end) is not None


def _announces(earlier: str, word: str) -> bool:
    """Whether what is said before speaks of a person: "visited", "child", "the views of"."""
    if word in cues().meeting or word in cues().people or word in cues().child or word in cues().minding:
        return True
    return word in ("for", "about", "of", "with", "to") and (
        earlier in cues().meeting or earlier in cues().people or earlier in cues().about or earlier in cues().minding
    )


def does(word: str, second: str, third: str) -> bool:
    """Whether the words after a name are what only people do or have done to them: "told", "was interviewed"."""
    if word in cues().doing:
        return (word, second) != ("lived", "experience")
    if word in ("was", "is", "were", "are"):
        return (second if second not in cues().between else third) in cues().done_to
    if word in ("has", "had", "have"):
        rest = third if second in cues().between or second == "been" else second
        return rest in cues().doing or rest in cues().had or (second == "been" and rest in (*cues().done_to, "in"))
    if word in ("never", "always", "still", "often"):
        return second in cues().doing or second in cues().acts
    if word.endswith(("n't", "n’t")):
        return _does_not(word[:-3], second, third)
    if word.endswith("nt") and word[:-2] in BARE:
        return _does_not(word[:-2], second, third)  # "didnt turn up"
    if second == "be" and word in cues().could:
        return third in cues().done_to
    return word in cues().could and (second in ("not", "only", "never") or second in cues().minds)


def _does_not(word: str, second: str, third: str) -> bool:
    """The same denied: "doesn't feel", "wasn't asked", "hasn't been seen"."""
    if word in ("was", "is", "were", "are"):
        return (third if second in cues().between else second) in cues().done_to
    if word in ("has", "had", "have"):
        return second in cues().had or second in cues().doing or (second == "been" and third in (*cues().done_to, "in"))
    return second in cues().minds
