"""A reply of YES to what a letter of ours offered. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from config.notation import LatePattern
from intake.forms import Offer
from intake.letters.lines import BREAK, Wording
from intake.letters.of_all.beside import hedged
from intake.letters.ours import Known, greets
from intake.letters.questions import numbering_of
from intake.letters.reading import YES, Form, Puzzle, ReadAnswer
from intake.ratings import levelled

_YES = LatePattern(
    r"[\W_]{0,4}(?:ok(?:ay)?[\s,:-]{1,3})?yes(?:[\s,:.!-]{1,3}(?:please|pls|thanks|thank you|many thanks|do|go ahead"
    r"|all|to all|both|to both|correct|that's (?:right|fine)|that is (?:right|fine)"
    r"|record (?:it|this|that|them|these|all)|to (?:record|that|this|it|them|these)|of (?:them|these))){0,5}"
    r"(?P<numbers>(?:[\s,:-]{1,3}(?:to |and |& |number |no\.?\s?)?\(?\d{1,2}\)?){0,9})"
    r"(?:[\s,.!]{1,3}(?:please|pls|thanks|thank you|many thanks|cheers)){0,3}[\s.!)*_-]*"
)
_ALL = re.compile(r"\b(?:all|both)\b")
_WHICH = "Our letter offers several things. Write YES and the number of the one you mean, such as “YES 1”."
_BUT = "Something stands beside it, so nothing was recorded. Write each rating after its code, or {} alone."


class _Yes(NamedTuple):
    """The line that says it, and the offers it names by number."""

    line: int
    text: str
    numbers: tuple[int, ...]
    is_all: bool


def set_yes_aside(wording: Wording, known: Known) -> Wording:
    """Without the YES that a letter begins with, where ours offered something: it answers no question."""
    said = _said(wording, known)
    if said is None:
        return wording
    kept = [line for number, line in enumerate(wording.lines) if number != said.line]
    return wording._replace(lines=kept)


def accept(form: Form, wordings: Iterable[Wording], known: Known) -> Form:
    """The form with what we offered and its letter says YES to, but for what it answers itself."""
    said = next((yes for each in wordings if (yes := _said(each, known))), None)
    if said is None:
        return form
    chosen = _chosen(said, known)
    offered = [given for each in chosen for given in each.answers]
    if not chosen:
        return _asked(form, said.text, _WHICH)
    if _is_limited(form, known):
        return _asked(form, said.text, _BUT.format("YES" if len(known.offers) == 1 else "YES and its number"))
    own = {(each.question, each.prompt) for each in form.answers}
    doubted = {each.question for each in form.not_understood if each.doubts_choice}
    taken = [
        ReadAnswer(*given, words=said.text, by=YES)
        for given in dict.fromkeys(offered)
        if (given.question, given.prompt) not in own and given.question not in doubted
    ]
    once = {(each.question, each.prompt): each for each in reversed(taken)}
    return replace(form, answers=(*form.answers, *reversed(once.values())), accepted=tuple(chosen))


def _asked(form: Form, text: str, why: str) -> Form:
    return replace(form, not_understood=(*form.not_understood, Puzzle("", text, why, "YES")))


def _said(wording: Wording, known: Known) -> _Yes | None:
    """The YES that the letter's own words begin with, behind a greeting at the most."""
    if not known.offers:
        return None
    for number, line in enumerate(wording.lines):
        if line.label == BREAK or line.depth or line.cell:
            return None
        if not line.text.strip() or line.file is not None or (greets(line.text) and not _YES.fullmatch(line.text)):
            continue
        found = _YES.fullmatch(levelled(line.text)) if len(line.text) < 80 else None
        if found is None:
            return None
        numbers = tuple(int(each) for each in re.findall(r"\d+", found["numbers"]))
        is_all = _ALL.search(levelled(line.text)) is not None
        is_plain = bool(numbers) or is_all or not (known.implied and known.offers[0].number)
        return _Yes(number, line.text.strip(), numbers, is_all) if is_plain else None
    return None


def _chosen(said: _Yes, known: Known) -> list[Offer]:
    """The offers that are meant; none where that is not plain."""
    if said.numbers:
        is_known = all(0 < each <= len(known.offers) for each in said.numbers)
        return [known.offers[each - 1] for each in said.numbers] if is_known else []
    return list(known.offers) if said.is_all or not known.offers[0].number else []


def _is_limited(form: Form, known: Known) -> bool:
    """Whether the letter says more at no question: "YES, but not 2.1" is no yes to all of it."""
    named = numbering_of(known.refs).alone
    return any(
        hedged(text) or any("." in each["ref"] or each["named"] for each in named.finditer(levelled(text)))
        for text in form.leftovers
    )
