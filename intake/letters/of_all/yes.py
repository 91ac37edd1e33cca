"""A reply of YES to what a letter of ours offered. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from intake.forms import Offer
from intake.letters.lines import Wording
from intake.letters.of_all.beside import hedged
from intake.letters.of_all.said_yes import SaidYes, said_yes
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.letters.reading import YES, Form, Puzzle, ReadAnswer
from intake.ratings import levelled

_WHICH = "Our letter offers several things. Write YES and the number of the one you mean, such as “{}”."
_ONE = "Our letter offers one thing. To record it, reply {}."
_BUT = "Something stands beside it, so nothing was recorded. Write each rating after its code, or {} alone."


def set_yes_aside(wording: Wording, known: Known) -> Wording:
    """Without the YES that a letter begins with, where ours offered something: it answers no question."""
    said = said_yes(wording, known)
    if said is None:
        return wording
    lines = list(wording.lines)
    lines[said.line : said.line + said.lines] = [lines[said.line]._replace(text=said.rest)] if said.rest else []
    return wording._replace(lines=lines)


def accept(form: Form, wordings: Iterable[Wording], known: Known) -> Form:
    """The form with what we offered and its letter says YES to, but for what it answers itself."""
    said = next((yes for each in wordings if (yes := said_yes(each, known))), None)
    if said is None:
        return form
    chosen = _chosen(said, known)
    offered = [given for each in chosen for given in each.answers]
    words = [f"YES {each.number}" if each.number else "YES" for each in known.offers]
    if not chosen or said.is_agreed:
        return _asked(form, said.text, (_ONE if len(words) == 1 else _WHICH).format(words[0]))
    if said.is_limited or _is_limited(form, known):
        return _asked(form, said.text, _BUT.format(words[0] if len(words) == 1 else "YES and its number"))
    own = {(each.question, each.prompt) for each in form.answers}
    doubted = {each.question for each in form.not_understood if each.doubts_choice}
    taken = [
        ReadAnswer(*given, words=said.text, by=YES)
        for given in dict.fromkeys(offered)
        if (given.question, given.prompt) not in own and given.question not in {*doubted, *said.without}
    ]
    once = {(each.question, each.prompt): each for each in reversed(taken)}
    return replace(form, answers=(*form.answers, *reversed(once.values())), accepted=tuple(chosen))


def _asked(form: Form, text: str, why: str) -> Form:
    return replace(form, not_understood=(*form.not_understood, Puzzle("", text, why, "YES")))


def _chosen(said: SaidYes, known: Known) -> list[Offer]:
    """The offers that are meant; none where that is not plain."""
    if said.numbers:
        by_number = {each.number or 1: each for each in known.offers}
        return [by_number[each] for each in said.numbers] if set(said.numbers) <= set(by_number) else []
    return list(known.offers) if said.is_all or len(known.offers) == 1 else []


def _is_limited(form: Form, known: Known) -> bool:
    """Whether the letter says more at no question: "YES, but not 2.1" is no yes to all of it."""
    named = numbering_of(known.refs).alone
    return any(
        hedged(text) or any("." in each["ref"] or each["named"] for each in named.finditer(levelled(text)))
        for text in form.leftovers
    )
