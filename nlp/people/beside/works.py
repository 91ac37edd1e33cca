"""What people do, are and have, and things do not: told of a word that is a name too."""

import re
from collections.abc import Sequence

from nlp.people.initials import PRONOUN, does
from nlp.people.wordlists import NameWord, cues, lists

OF_A_POST = re.compile(r"(?:, | \()(?:(?:our|the|her|his|their|an?|my|lead|named|deputy) )?(?:[a-z]+ )?([A-Za-z]+)\b")
A_POST = re.compile(r" (?:is|was|became|has been) (?:a|an|the|her|his|our|their|my) ((?:[A-Za-z-]+ ?){1,4})")
TWO = re.compile(r" and ([A-Za-z][a-z]+) ([a-z]+)(?: ([a-z]+))?(?: ([a-z]+))?")
ON_A_LIST = re.compile(
    r" (?:is|was|has been) (?:now |still |put |placed )?on (?:the barred list|the sex|the register|bail|remand|licence"
    r"|tag\b|an? (?:child|cin|cp|plan|protection|pre-birth)\b)",
    re.IGNORECASE,
)
FROM_WHERE = re.compile(
    r" (?:from|at|in) (?:the |our )?(?:[a-z-]+ ){1,3}?(told|said|asked|rang|saw|wrote|spoke|knew|thinks)\b"
)
NEVER = frozenset({"never", "always", "still", "often", "also", "now", "just", "only", "sometimes"})
BEING = frozenset(
    {"was", "is", "has", "had", "will", "would", "could", "can", "cannot", "did", "does", "never", "always"}
    | {"isn't", "wasn't", "hasn't", "hadn't", "won't", "can't"}
)
TO_DO = re.compile(r" (?:not )?to [a-z]")


def acts(token: NameWord, rest: str, words: Sequence[str]) -> bool:
    """Whether a name does what a thing may do too, but is "he" or "she" further on: "Basil got a letter he kept"."""
    if token.low not in lists().names:
        return False
    if _works(token, words):
        return True
    if not any(words[0] in each for each in (cues().acts, cues().runs, cues().works)):
        return False
    if words[0] in ("kept", "keeps") and words[1].endswith("ing"):
        return True
    return PRONOUN.match(rest) is not None or (words[0] == "leads" and words[1] in ("on", "for"))


def may_name(token: NameWord) -> bool:
    """Whether it is in the lists of names, or a word in no list that may be one."""
    if token.low in lists().names:
        return True
    return token.is_capital and token.low not in lists().words and not token.text.isupper()


def _works(token: NameWord, words: Sequence[str]) -> bool:
    """Whether a name does what is done at work: "Dawn runs group supervision", "Mark checks the"."""
    low = token.low
    if low not in lists().given and low not in lists().sure_family:
        return False  # "Frost runs the service" may be a firm
    if low in lists().sector or low in lists().places or low in cues().buildings or token.text.isupper():
        return False
    if low in cues().inquiries or low in cues().seldom:
        return False
    if words[0] in NEVER and any(words[1] in each for each in (cues().doing, cues().acts, cues().runs)):
        return True
    if _is_hardly_a_thing(low) and (words[0] in BEING or words[0].endswith("n't") or _does_to(words)):
        return True
    if words[0].endswith("ed") and len(words[0]) > 4 and words[1] in cues().at_work and low not in cues().passed:
        return True
    if words[0] in cues().runs:
        return words[1] != "through"
    return words[0] in cues().works and (not words[1] or words[1] in cues().at_work)


def _is_hardly_a_thing(low: str) -> bool:
    """Whether a given name that is a word too is a word agencies hardly write: "Robin", "Olive", but not "Hope"."""
    if low not in lists().given or low not in lists().words:
        return False
    return not any(low in each for each in (cues().abstract, cues().months, cues().seasons, cues().colours))


def _does_to(words: Sequence[str]) -> bool:
    """Whether a verb and what belongs to it follow: "mends the bikes", "calls his mother"; not "rooms for babies"."""
    verb = words[0]
    if not verb.endswith("s") or len(verb) < 4 or words[1] not in cues().at_work:
        return False
    return not any({verb, verb[:-1]} & each for each in (cues().rooms, cues().things, cues().papers))


def has_a_post(token: NameWord, rest: str) -> bool:
    """Whether a name is that of somebody at work: "Bill was her support worker", "Moss, the caretaker,"."""
    if not may_name(token) or token.owns:
        return False
    if told := A_POST.match(rest):
        return any(each.lower() in cues().posts for each in told[1].split())
    beside = OF_A_POST.match(rest)
    return beside is not None and beside[1].lower() in cues().posts


def has(token: NameWord, rest: str, words: Sequence[str]) -> bool:
    """Whether it has what only somebody has: "Winter has autism", "Rose has two brothers"."""
    if not may_name(token):
        return False
    if ON_A_LIST.match(rest):
        return True
    if words[0] in ("is", "was", "isn't", "wasn't"):
        return _is_so(token, words)
    if words[0] in ("worked", "works") and words[1] in ("there", "here", "as", "alone", "nights"):
        return True
    if words[0] in ("in", "from", "on", "at"):
        return not cues().desks.isdisjoint(words[1:3])
    return words[0] in ("has", "had") and not cues().ails.isdisjoint(rest.replace(",", "").split()[1:4])


def is_somebody(token: NameWord, rest: str, words: Sequence[str]) -> bool:
    """Whether a given name is "Rose, who", "Jade and Amber share" or "had a": no thing that it may be does so."""
    known = lists()
    if token.low not in known.given or token.low in known.sector or token.low in known.places:
        return False
    if rest.startswith(", who ") or ((said := FROM_WHERE.match(rest)) and said[1] in cues().doing):
        return True
    if two := TWO.match(rest):
        return (
            two[1].lower() in known.given
            and token.is_capital == two[1][0].isupper()
            and (does(two[2], two[3] or "", two[4] or "") or two[2] in ("share", "live", "have", "both"))
        )
    return (
        words[0] in ("has", "had") and words[1] in ("a", "an", "no", "two", "three") and token.low not in cues().months
    )


def is_told_to(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a name is told to do something: "told Page to ring"."""
    return (
        tokens[place - 1].low in ("told", "asked")
        and tokens[place].low in lists().names
        and TO_DO.match(text, tokens[place].end) is not None
    )


def _is_so(token: NameWord, words: Sequence[str]) -> bool:
    """Whether it is what only somebody is: "Hazel is autistic", "Ruby is in foster care"."""
    if words[1:3] == ["known", "to"]:
        return True
    if words[1] in ("taken", "rushed", "brought", "admitted", "discharged"):
        return words[2] in ("to", "from", "by")
    if words[1] == "in":
        return words[2] in cues().kept
    rest = words[2] if words[1] in cues().between or words[1] in ("very", "at") else words[1]
    return rest in cues().states and token.low not in cues().months
