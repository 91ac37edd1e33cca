"""What a line says of the questions that it names: some of its words, and what they do there."""

from collections.abc import Sequence
from typing import NamedTuple


class NamedWords(NamedTuple):
    """Some words of a line, the question they are said of, and what they do there."""

    ref: str
    words: str
    role: str = "words"
    prompt: str = ""


class Several(NamedTuple):
    """What a line says of one question after another; `is_whole` where the next line says nothing of the last."""

    said: Sequence[NamedWords]
    is_whole: bool
