"""What a later letter says of a rating that we have, in words that we do not read: it is asked about. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from config.notation import LatePattern, compiled_once
from config.questionnaire import RATING
from intake.letters.disowned import asked_back
from intake.letters.lines.dictated import in_figures
from intake.letters.ours import Known
from intake.letters.questions import given_in, names_rating, numbering_of
from intake.letters.reading import Form, Puzzle
from intake.ratings import Spoken, levelled

_LONGEST = 300  # characters of a line that says so
_FIRST = 100  # of the words of an answer
_PART = LatePattern(r"\b(?:was|were|had|rated|judged|ofsted|cqc|inspect\w*)\b")
_CHANGES = LatePattern(
    r"\b(?:now|should|make|slips?|mistakes?|typo|error|wrong|instead|rather|change[ds]?|correct(?:ion|ed)?|amend\w*"
    r"|sorry|meant|put|says?|gone|went|go|up|down|moved?|raised?|lowered|dropped|slipped|no longer|not)\b"
)
_INSTEAD = LatePattern(r"\W*(?:sorry,? |but |and )?(?:it|that|this|they|both)(?:'s| is| are| should be| ought to be)\b")
_NAMES_ON = re.compile(r" [A-Z][a-z]")  # "Red Lion Court"
_MOVES = LatePattern(  # "2.3 to PM please", whatever that is to its writer
    r"\W*(?:(?:please|also|and|change|move|put|set)\s){0,3}(?P<ref>\d{1,2}(?:\.\d{1,2})?)\s"
    r"(?:(?:up|down|back)\s)?to\s(?!(?:do|be|follow|come|us|our|the|a)\b)[^\W\d_]"
)
_WHY = "We have {1} for question {0}. If that is to change, write “[{0}]” and the rating of now on a line."


def with_unheard(form: Form, known: Known) -> Form:
    """The form that also asks of each rating which its left words may change, where a letter of ours shows it.

    "I put Good for 4. It is Requires Improvement." gives the rating that stands and takes it back in the same breath.
    """
    have = dict(known.recorded)
    if not have or form.of_all:
        return form
    told = {each.question for each in form.answers if each.prompt == RATING} | {
        each.question for each in form.not_understood
    }
    left = [in_figures(text, known.refs) for text in (*form.leftovers, *form.signature)]  # "Thank you." may close it
    asked = {ref: text for text in left for ref in _changed(text, have, known) if ref not in told}
    names = {each.code: str(each.name) for each in known.template.scale.given}
    why = {ref: _WHY.format(ref, names.get(code, code)) for ref, code in have.items()}
    puzzles = (Puzzle(ref, text, why[ref]) for ref, text in asked.items())
    form = replace(form, not_understood=(*form.not_understood, *puzzles))
    form = asked_back(form, {ref: why[ref] for ref in _in_words(form, have, known)})
    again = {each.question for each in form.answers if each.prompt == RATING and have.get(each.question) == each.value}
    after = next((text for text in left if _takes_over(text, known.spoken)), None)
    if after is None or len(again) != 1:
        return form
    (ref,) = again
    return asked_back(form, {ref: why[ref]}, said={ref: after})


def _in_words(form: Form, have: Mapping[str, str], known: Known) -> set[str]:
    """The questions whose words begin with another rating, in a way that we do not read: "it's green actually"."""
    rated = {each.question for each in form.answers if each.prompt == RATING}
    told = [each for each in form.answers if each.question in have and each.question not in rated]
    given = given_in(known.spoken)
    opens = compiled_once(rf"\W*(?:(?:is|are|now|at)\s)?(?:an?\s)?(?P<said>{known.spoken.pattern})(?!\w)")
    firsts = {each.question: levelled(re.split(r"[.!?]\s", each.value)[0][:_FIRST]) for each in told}
    begun = {
        each.question
        for each in told
        if (found := opens.match(firsts[each.question]))
        and (code := known.spoken.rating_of(found["said"]))
        and not found["said"].isdigit()
        and code != have[each.question]
        and not _NAMES_ON.match(each.value, found.end())
    }
    return begun | {
        ref
        for ref, flat in firsts.items()
        if (found := given.search(flat)) and not _PART.search(_clause(flat, found.start()))
    }


def _clause(flat: str, at: int) -> str:
    """The part between commas that holds a rating: what happened behind it is why, and rates nothing of its own."""
    end = flat.find(", ", at)
    return flat if end < 0 else flat[:end]


def _changed(text: str, have: Mapping[str, str], known: Known) -> Iterator[str]:
    """The questions whose rating a line may change: it names them, and another rating or a change of theirs."""
    flat, refs = levelled(text), numbering_of(known.refs).refs
    if (moved := _MOVES.match(flat)) and (ref := refs.get(moved["ref"], "")) in have:
        yield ref
    if len(text) > _LONGEST or not _CHANGES.search(flat) or not names_rating(text, known.spoken):
        return
    for found in re.finditer(r"(?<![\w.])\d{1,2}(?:\.\d{1,2})?(?![\w%]|\.\d)", flat):
        ref = refs.get(found[0], found[0])
        if ref in have and not _is_rating(flat, found, known.spoken):
            yield ref


def _is_rating(flat: str, found: re.Match[str], spoken: Spoken) -> bool:
    """Whether a figure stands as a rating, and so names no question: "is now 3"."""
    spelled = given_in(spoken).finditer(flat)
    return any(each.start() <= found.start() and found.end() <= each.end() for each in spelled) and not re.search(
        r"\b(?:for|at)\s\Z", flat[: found.start()]
    )


def _takes_over(text: str, spoken: Spoken) -> bool:
    flat = levelled(text)
    return len(text) <= _LONGEST and _INSTEAD.match(flat) is not None and names_rating(text, spoken)
