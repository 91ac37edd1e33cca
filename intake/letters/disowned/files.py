"""What stands above a table or document of somebody's own, or names its tab, and makes it another's. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from config.questionnaire import RATING, YES_NO
from intake.letters.disowned.aside import asked_back
from intake.letters.disowned.headings import STANDS_ABOVE, heads_another
from intake.letters.disowned.said import disowned
from intake.letters.disowned.titles import is_no_return
from intake.letters.enclosed import HEAD, begins_by_code, head_is_of_another, without_own
from intake.letters.lines import TAB, Line
from intake.letters.ours import Known, words_of
from intake.letters.reading import Form
from intake.letters.tables import ANSWERS, is_of_another_time
from intake.ratings import levelled

_TITLE = re.compile(r"(?P<who>.{1,120}): answers by .{1,60}")  # the head of our form: whose it is
_HOUSE = re.compile(r"\b(?:road|street|lane|avenue|surgery)\W{0,3}\Z")


def without_others_tabs(lines: list[Line], known: Known) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of a workbook without those of its tabs whose names say that they are another's; and these names."""
    starts = [number for number, line in enumerate(lines) if line.label == TAB]
    nameless = replace(known, addressed=frozenset())  # "Safer recruitment practice" is no house
    houses = {at for at in starts if _HOUSE.search(lines[at].text.lower()) and not _is_addressed(lines[at].text, known)}
    others = [at for at in starts if at in houses or heads_another(lines[at].text, nameless)]
    if not others or len(others) == len(starts):
        return lines, ()
    ends = dict(zip(starts, [*starts[1:], len(lines)], strict=True))
    out = {number for at in others for number in range(at, ends[at])}
    return [line for number, line in enumerate(lines) if number not in out], tuple(lines[at].text for at in others)


def _is_addressed(name: str, known: Known) -> bool:
    return set(words_of(name)) <= known.addressed


def heading_of_another(lines: list[Line], known: Known) -> str:
    """What stands above a table of somebody's own, or names its tab, and says that it is another's; empty for none."""
    nameless = replace(known, addressed=frozenset())  # a name alone may be the writer's own house
    above = list(takewhile(lambda line: not begins_by_code(line, known), lines))[:HEAD]
    beside = Counter((line.cell.table, line.cell.row) for line in above if line.cell)
    alone = [line.text for line in above if not line.cell or beside[line.cell.table, line.cell.row] == 1]
    return next(
        (text for text in alone if text and (head_is_of_another(text, known) or _is_none(text, known, nameless))),
        "",
    )


def _is_none(text: str, known: Known, nameless: Known) -> bool:
    return is_no_return(text, known) or heads_another(without_own(levelled(text)), nameless)


def form_disowns(lines: list[Line], left: Iterable[str], known: Known) -> str:
    """What a form of ours says of itself that makes its answers none of now: above its questions or beside them.

    `left`: its words that answer nothing.
    """
    above = list(takewhile(lambda line: not line.text.startswith("["), lines))
    last = next((line.cell.row for line in above[-1:] if line.cell), -1)
    heads = [line for line in above if line.cell and line.cell.row == last]
    is_answered = any(" ".join(words_of(line.text)) in ANSWERS for line in heads)  # beside it a column is their own
    for line in above:
        titled = _TITLE.fullmatch(line.text)
        if titled and not set(words_of(titled["who"])) <= known.addressed:
            return line.text
        if line in heads:
            is_none = not is_answered and (is_no_return(line.text, known) or _is_past(line, known))
        else:
            is_none = not known.ours.begins(line.text) and is_no_return(line.text, known)
        if is_none:
            return line.text
    return next((text for text in left if is_no_return(text, known) or disowned([text], known)), "")


def _is_past(line: Line, known: Known) -> bool:
    is_dated = re.search(r"\b20\d\d\b", line.text) is not None
    return head_is_of_another(line.text, known) or (not is_dated and is_of_another_time(line.text))


def without_answers(form: Form, heading: str) -> Form:
    """What a file says below such a heading: each rating asked about, its words left for a person to read."""
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO)}
    form = asked_back(form, {ref: STANDS_ABOVE.format(heading, ref) for ref in rated})
    words = tuple(each.value for each in form.answers if each.value)
    return replace(form, answers=(), leftovers=(*form.leftovers, *words))
