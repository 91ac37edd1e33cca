"""Columns of ratings that hold no words, where the colour of a cell is the rating, which is asked about. Pure."""

from collections.abc import Sequence

from config.questionnaire import RATING, Kind
from config.words import listing
from intake.letters.lines import Line, by_row
from intake.letters.ours import Known
from intake.letters.reading import Form, Puzzle
from intake.letters.tables import label_in_words

_LEAST = 2  # rows with words and no rating
_WHY = "No rating stands there in words, and a colour is not read. Write the ratings of {} in lines such as “{}: {}”."


def about_colours(source: str, lines: Sequence[Line], said: Form, whole: Form, known: Known) -> tuple[Puzzle, ...]:
    """What to ask about a table of `said` whose column of ratings is empty; nothing where the letter rates its rows.

    `whole`: what the letter says with all that came with it.
    """
    heading = _empty_column(lines, known)
    rated = {each.question for each in (*said.answers, *whole.answers) if each.prompt == RATING}
    asked = {each.question for each in whole.not_understood}
    told = {each.question for each in said.answers if each.value}
    silent = [ref for ref in known.refs if ref in told and _takes_rating(ref, known)]
    if not heading or len(silent) < _LEAST or rated & set(silent) or asked & set(silent):
        return ()
    why = _WHY.format(listing(silent), silent[0], known.template.scale.given[0].label)
    return (Puzzle("", f"{source}, “{heading}”", why, "a colour"),)


def _empty_column(lines: Sequence[Line], known: Known) -> str:
    """What heads a column of ratings in which nothing stands, though rows follow."""
    rows = by_row(lines)
    for (table, row), cells in rows.items():
        heads = [line for line in cells if line.cell and label_in_words(line.text, known) == RATING]
        below = [more for (same, at), more in rows.items() if same == table and at > row]
        for head in heads if len(cells) > 1 and len(below) >= _LEAST else ():
            filled = {line.cell.column for more in below for line in more if line.cell}
            if head.cell and head.cell.column not in filled:
                return head.text
    return ""


def _takes_rating(ref: str, known: Known) -> bool:
    return any(each.kind is Kind.RATING for each in known.template.by_ref[ref].prompts)
