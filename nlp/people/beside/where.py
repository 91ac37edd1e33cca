"""Names of places: where something stands, and rooms, districts and houses that bear people's names."""

from collections.abc import Sequence

from config.notation import LatePattern
from nlp.people.wordlists import NameWord, cues, lists

LISTED_AT_MOST = 5  # places in a list that are looked at, lest a long list is walked from each of its names
LISTED = r"(?:(?:, and |, | and | & )[A-Z][\w'’-]{1,20}){0,5}"
ROOMS = LatePattern(LISTED + r",? ([a-z]+)\b")
ARE_OURS = LatePattern(LISTED + r" (?:are|is) (?:our|the|one|a) ((?:[a-z]+ ?){1,5})")
COVERED = LatePattern(LISTED + r" (?:are|is) (?:covered|served|staffed) by\b")
NATIONAL = LatePattern(LISTED + r"(?:['’]s)? (?:national|public|independent|published) (?:review|inquiry)\b")
SHARE = LatePattern(LISTED + r" (?:shares?|have|has|uses?) (?:one|an?|the|our|its|their|no) ((?:[a-z-]+ ?){1,3})")


def is_of_a_house(text: str, end: int) -> bool:
    """Whether rooms or districts are named by it: "Jasmine and Lily rooms", "Ashton and Denton are one area"."""
    if COVERED.match(text, end) or NATIONAL.match(text, end):
        return True
    shares = SHARE.match(text, end)
    if shares and not cues().shared.isdisjoint(shares[1].split()):
        return True
    return any(
        told is not None and not cues().rooms.isdisjoint(told[1].split())
        for told in (ROOMS.match(text, end), ARE_OURS.match(text, end))
    )


def is_located(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether something stands or happens there: "the stations at Stanley and Leyland"."""
    if not tokens[place].text[1:].islower():
        return False  # a file's name: "AishaKhan"
    for _ in range(LISTED_AT_MOST):
        if place > 1 and tokens[place - 1].low in ("and", "or") and tokens[place - 2].is_capital:
            place -= 2
    if _is_beside_a_place(tokens, place):
        return True
    if not place or tokens[place - 1].is_capital or text[tokens[place - 1].end : tokens[place].start] != " ":
        return False
    before = tokens[place - 1].low
    if before == "at":
        return place > 1 and tokens[place - 2].low.endswith("s") and tokens[place - 2].low not in cues().doing
    return before in cues().where and (place < 2 or tokens[place - 2].low not in cues().trusted)


def _is_beside_a_place(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a place is named in the same breath: "Georgia and Albania"."""
    beside = [at for at in (place - 2, place + 2) if 0 <= at < len(tokens) and tokens[(at + place) // 2].low == "and"]
    return any(_is_a_place(tokens[at]) for at in beside)


def _is_a_place(other: NameWord) -> bool:
    return other.is_capital and other.low in lists().places and other.low not in lists().names
