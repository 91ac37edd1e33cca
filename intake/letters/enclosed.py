"""Whether a document of somebody's own answers, without our table: its lines begin with our codes, each rated. Pure."""

import re

from config.questionnaire import RATING, YES_NO
from intake.letters.lines import Line
from intake.letters.ours import Known
from intake.letters.questions import Pieces
from intake.letters.reading import Form
from intake.letters.tables import years_of
from intake.ratings import cue, levelled

_HEAD = 6  # lines, in which a document says what it is
_LEAST = 2  # ratings
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def answers_by_code(pieces: Pieces, form: Form, known: Known) -> bool:
    """Whether most of the questions that the document names are rated there; a policy's "1.1 Purpose" rates none."""
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO)}
    named = {each.question for each in pieces.pieces if each.question and each.text}
    asked = {each.question for each in form.not_understood}
    return len(rated) >= _LEAST and 2 * len(rated) > len(named | asked) and rated <= set(known.refs)


def is_of_another(name: str, lines: list[Line], known: Known) -> bool:
    """Whether its name or its first lines say that it is of another year, or somebody else's word."""
    said = levelled(" ".join([re.sub(r"[_\W]+", " ", name), *(line.text for line in lines if line.text)][: _HEAD + 1]))
    written = [int(year) for year in _YEAR.findall(said)]
    is_old = bool(written) and max(written) < min(years_of(known.template.year), default=0)
    return is_old or cue("past.named", "theirs.people").search(said) is not None
