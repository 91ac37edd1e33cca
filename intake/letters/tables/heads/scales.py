"""Whether the head of a column says that its figures are of another scale: "Rating (1-5)", "Score out of 10". Pure."""

from config.notation import LatePattern
from intake.letters.ours import Known
from intake.ratings import levelled

_WORD = r"(?: ?(?:=|\(|is)? ?(?:high|highest|low|lowest|best|worst|good|poor|weak|strong)\)?)?"
_RANGE = LatePattern(rf"(?<![\w.])(?P<low>\d{{1,3}}){_WORD} ?(?:-|to|/|\u2013|,) ?(?P<high>\d{{1,3}})(?![\w.])")
_TOP = LatePattern(r"(?:\bout of |\bmax(?:imum)? |/ ?)(?P<top>\d{1,3})(?![\w.])")
_SHARE = LatePattern(r"%|\bper ?cent(?:age)?\b")
_END = LatePattern(
    r"(?<![\w.])(?P<number>\d{1,2}) ?(?:=|is|being) ?(?:the )?"
    r"(?:(?P<best>best|highest?|strongest|strong|excellent|outstanding|good)|(?P<worst>worst|lowest?|weakest|weak|poor))\b"
)
_OF_QUESTIONS = LatePattern(r"\b(?:questions?|standards?|items?|q)\b")


def is_of_other_scale(heading: str, known: Known) -> bool:
    """Whether it names ends that are not those of our ratings by number."""
    numbers = [int(each.code) for each in known.template.scale.given if each.code.isdigit()]
    flat = levelled(heading)
    if not numbers or _OF_QUESTIONS.search(flat):
        return False
    low, high = min(numbers), max(numbers)
    for found in _RANGE.finditer(flat):
        ends = {int(found["low"]), int(found["high"])}
        if ends & {0, 1} and max(ends) > 1 and ends != {low, high}:  # "25-26" is a year
            return True
    if any(int(found["top"]) != high for found in _TOP.finditer(flat) if not _RANGE.search(flat)):
        return True
    ends_said = [(int(found["number"]), found["best"]) for found in _END.finditer(flat)]
    return _SHARE.search(flat) is not None or any(number != (high if best else low) for number, best in ends_said)
