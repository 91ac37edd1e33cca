"""Questions of which a line says that they are outstanding, which may mean that they are still to do. Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern, compiled_once
from config.questionnaire import RATING
from intake.letters.disowned.aside import asked_back
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.letters.reading import Form
from intake.ratings import cue, levelled, said

_LONGEST = 300  # characters of a line that says so
_TO_DO = LatePattern(
    r"\b(?:questions?|items?|answers?|still|remain(?:s|ing)?|done|completed?|yet|to do|to follow|waiting|left|send)\b"
)
_WHY = "“Outstanding” may mean that it is still to do, so nothing was recorded. Write “[{0}]” and your rating."


def without_undone(form: Form, lines: Sequence[str], known: Known) -> Form:
    """The form without what one word for several questions rates, where it may mean that they are still to do.

    Where the letter gives another rating to several at once it lists them by rating: "Good: 4, 5. Outstanding: 6, 9".
    """
    works = {each.code for each in known.template.scale.given if cue("senses.work").fullmatch(levelled(each.label))}
    rated = {each.question for each in form.answers if each.prompt == RATING and each.value in works}
    if not rated:
        return form
    alone = numbering_of(known.refs).alone
    codes = "|".join(map(re.escape, sorted(works)))
    named = compiled_once(
        rf"(?<![\w.])(?:{codes})\s?[:=(\u2013-]\s?(?={said('senses.work')})"
    )  # "3 - Outstanding" is one rating
    flats = [named.sub("", levelled(line)) for line in lines if len(line) <= _LONGEST]
    several = [flat for flat in flats if len(alone.findall(flat)) > 1]
    others = [
        rf"\b{re.escape(levelled(each.label))}\b" for each in known.template.scale.given if each.code not in works
    ]
    others_in = {flat: sum(len(re.findall(other, flat)) for other in others) for flat in several}
    told = [
        flat
        for flat in several  # as many ratings as questions are one each, "respectively"
        if len(cue("senses.work").findall(flat)) == 1 and others_in[flat] + 1 != len(alone.findall(flat))
    ]
    is_by_rating = any(others_in.values())
    if not told or (is_by_rating and not any(_TO_DO.search(flat) for flat in told)):
        return form
    own = {found["ref"] for flat in flats if flat not in several and (found := alone.search(flat))}
    return asked_back(form, {ref: _WHY.format(ref) for ref in rated - own})
