"""What a letter says of all its answers at once that takes them back: "Those are Mill Road's". Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.notation import compiled_once
from config.questionnaire import RATING, YES_NO
from intake.letters.disowned.aside import asked_back
from intake.letters.disowned.back.sayings import (
    COUNTS,
    HOLDS,
    NOBODYS,
    OF_BEFORE,
    ONLY,
    ORIGIN,
    POINTS,
    POINTS_BELOW,
    RECKONS,
    SMALL_PRINT,
    SPEAKS,
    THEIRS,
)
from intake.letters.disowned.back.withdrawn import outside_form
from intake.letters.disowned.headings import is_others_view
from intake.letters.disowned.times import is_dated_before, of_another_time
from intake.letters.disowned.ways import speaks_of_now, way_it_says
from intake.letters.lines import Line
from intake.letters.ours import YOU, Known
from intake.letters.questions import numbering_of, points_at_none
from intake.letters.reading import Form
from intake.ratings import levelled

_LONGEST = 300  # characters of a line that says so
_WHY = "Your letter says “{0}”, so nothing was recorded. Write “[{1}]” and your answer once it counts."


def without_taken_back(form: Form, wordings: Iterable[Sequence[Line]], known: Known) -> Form:
    """What the letter says, without all the ratings of which its own words, outside its answers, say that they do not
    count; these are asked about, and their evidence is kept with the return."""
    found = next((each for lines in wordings if (each := _disowned(lines, known))), None)
    if found is None:
        return form
    sentence, but = found
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO) or each.not_applicable}
    return asked_back(form, {ref: _WHY.format(sentence, ref) for ref in rated - but})


def _disowned(lines: Sequence[Line], known: Known) -> tuple[str, set[str]] | None:
    """The sentence that takes all answers back, and the questions that it leaves."""
    numbers = numbering_of(known.refs)
    one = rf"(?:{numbers.lead}(?:{numbers.bare}))"
    only = compiled_once(ONLY.format(rf"(?:{one}(?: ?(?:,|and|&) ?{one}){{0,5}})"))
    has_older = any(line.author == YOU for line in lines)
    own = outside_form(lines, known)
    below_list = set(_below_list(own, numbers.begins))
    for text, is_answer in _outside_answers(own, numbers.begins):
        below = text in below_list
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            flat = levelled(sentence)
            if kept := only.search(flat):
                return sentence, {numbers.refs[each["ref"]] for each in numbers.alone.finditer(kept[0])}
            if RECKONS.search(flat):
                return sentence, set()
            if below and points_at_none(text, known):
                return text, set()
            if not is_answer and not numbers.alone.search(flat) and _takes_all(sentence, flat, known, has_older):
                return sentence, set()
    return None


def _outside_answers(own: Sequence[str], begins: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The lines that begin with a question's number, marked so, and those above the first of them and below the last.

    Between two of them stands what belongs to the first.
    """
    coded = [number for number, text in enumerate(own) if begins.match(levelled(text[:40]))]
    for number, text in enumerate(own):
        is_answer = number in coded
        is_small = SMALL_PRINT.search(levelled(" ".join(own[max(0, number - 2) : number + 3]))) is not None
        if (
            text
            and len(text) <= _LONGEST
            and not is_small
            and (is_answer or not coded or not coded[0] < number < coded[-1])
        ):
            yield text, is_answer


def _below_list(own: Sequence[str], begins: re.Pattern[str]) -> Iterator[str]:
    """The first lines of the paragraphs below a list of answers, of which each may put one of them right."""
    coded = [number for number, text in enumerate(own) if begins.match(levelled(text[:40]))]
    for number in range(coded[-1] + 1, len(own)) if len(coded) > 1 else ():
        if own[number] and not own[number - 1]:
            yield own[number]


def _takes_all(sentence: str, flat: str, known: Known, has_older: bool) -> bool:
    if COUNTS.search(flat) or speaks_of_now(flat):
        return False
    if way_it_says(flat):
        return True
    is_older = OF_BEFORE.search(flat) is not None or (has_older and POINTS_BELOW.search(flat) is not None)
    if not is_older and HOLDS.search(flat):
        return True
    if has_older and is_older:
        return False
    if ORIGIN.search(flat) or _is_of_others(sentence, flat, known):
        return True
    if SPEAKS.search(sentence):
        return False
    theirs = THEIRS.search(sentence.replace("\u2019", "'"))
    return theirs is not None and _is_of_another(theirs["whose"].removesuffix("'s").lower(), known)


def _is_of_others(sentence: str, flat: str, known: Known) -> bool:
    """Whether a sentence that points at the answers gives them to an earlier year or to somebody else."""
    if POINTS.match(flat) is None:
        return is_dated_before(sentence, known)
    return of_another_time(sentence, known) or is_others_view(flat, known)


def _is_of_another(whose: str, known: Known) -> bool:
    """Whether the answers are given to whoever is named: "I hope that is OK" and "This is Jane" give them to nobody."""
    first = whose.split()[0].strip(".")
    return whose not in known.subject and first not in NOBODYS and first not in known.names
