"""What is said to us and not for the record: a thank-you, a question, a second thought, a child at risk now. Pure."""

import re

from config.notation import LatePattern
from config.questionnaire import Unclear
from intake.conversation.intents.parse import alone, plain
from nlp.danger import tells_of_danger

MOST_WORDS = 14  # of an aside: more is an answer
_ASIDE = LatePattern(
    r"(?:thanks?|thank you|cheers|hello|hi|hey|sorry|oops|actually|wait|hang on|i meant?|make that|"
    r"(?:i want to |can i )?change my|i want to change|undo|start (?:again|over)|restart|"
    r"(?:take|ignore|forget|scrap|delete) that|that was wrong|that's wrong|i'm done|all done|i(?:'ve| have) finished|"
    r"got to go|(?:i(?:'ll| will) )?come back|tbc|tbd|not sure|no idea|i (?:do not|don't) (?:know|understand)|"
    r"please ask|first question|last question|next section)\b",
    re.IGNORECASE,
)
_ASKS = LatePattern(
    r"(?:who|what|when|where|why|how|which|can|could|may|do|does|is|are|should|will|would)\b", re.IGNORECASE
)
_NO_REASON = ("no", "yes", "thanks", "thank you", "what", "ok", "okay", "none", "no reason", "n/a", "na", "not sure")
_SECOND_THOUGHT = LatePattern(r"(?:sorry|actually|wait|hang on|oops|no,|it does apply)", re.IGNORECASE)


def is_aside(reply: str) -> bool:
    """Whether short words in a box sound as if they were said to us."""
    said = reply.replace("’", "'").strip()
    if "\n" in said or len(said.split()) > MOST_WORDS:
        return False
    return asks_us(said) or _ASIDE.match(said) is not None


def is_for_us(reply: str) -> bool:
    """Whether words in a box may well be no answer at all: they take the place of none."""
    return is_aside(reply) or tells_of_danger(reply)


def asks_us(reply: str) -> bool:
    """Whether a few words ask us something: they are never kept for a box."""
    said = reply.strip()
    return said.endswith("?") and len(said.split()) <= MOST_WORDS and _ASKS.match(plain(said)) is not None


def refuse_unless_reason(words: str, otherwise: str) -> None:
    """Raises Unclear for words that are no reason: a thank-you, a question, a second thought."""
    is_none = plain(words) in _NO_REASON or alone(words, choice=True) is not None
    if is_none or words.rstrip().endswith("?") or _SECOND_THOUGHT.match(words.strip()):
        raise Unclear(otherwise)
