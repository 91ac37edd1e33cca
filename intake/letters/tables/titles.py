"""What a column headed "Question" says in short beside a question's number, which is no evidence. Pure."""

from collections.abc import Collection

from intake.letters.lines import Line
from intake.letters.ours import Known, words_of

SHORTENED = "\0shortened"  # the heading of a column that says in short what we ask
_MOST = 8  # words of a title
_SAME = 0.7  # of the words of a longer one must be the question's


def without_title(line: Line, coded: Collection[tuple[int, int]], known: Known) -> Line | None:
    """The line as any other; None for what stands for a question. `coded`: the rows with its number in another cell."""
    if line.label != SHORTENED or line.cell is None:
        return line
    if known.ours.begins(line.text):  # whole: it says which question the row is of
        return line._replace(label="")
    is_title = (line.cell.table, line.cell.row) in coded and len(line.text.split()) <= _MOST
    if is_title and (line.text.strip(" .").isdigit() or not known.spoken.head(line.text).says_something):
        return None
    said = [word[:5] for word in words_of(line.text)]
    for ref in known.refs:
        asked = {word[:5] for word in words_of(known.template.by_ref[ref].text)}
        if len(said) > 1 and sum(word in asked for word in said) >= _SAME * len(said):
            return None
    return line._replace(label="")
