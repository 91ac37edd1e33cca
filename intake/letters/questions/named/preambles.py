"""What stands before the question a line answers, and says nothing of it: "i)", "Then", "Quality Assurance:". Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.questions.named.said import NamedWords
from intake.letters.questions.sentences import PREFIX, Numbering
from intake.ratings import Spoken, levelled

_ITEM = LatePattern(rf"[\W_]{{0,3}}(?:[ivx]{{1,4}}|[a-h])[.)]\s{{1,3}}(?=\[?\d{{1,2}}\.\d|{PREFIX}\.?\s?\d)")
_THEN = LatePattern(
    r"[\W_]{0,3}(?:(?:and|also|then|next|now|so|plus|lastly|finally|firstly|secondly)\b[\s,:]{1,3}){1,2}"
    r"|[\W_]{0,3}(?:the\s)?(?:last|final|next|first|second|third|other)\s"
    r"(?:folder|file|part|bit|batch|few|two|three|set|lot|ones?|page|half|section)\s?[:\u2013-]\s{1,3}"
)
_ALL = r"(?:all|both|each|every\s?one|throughout)(?:\s(?:of\s)?(?:them|these|questions?|two|three|four))?"
_LONGEST = 200  # characters of a line that may stand behind a standard's title


class Preambles:
    """The questions of one audit, behind what a line may say before it names one or several."""

    def __init__(self, titled: Mapping[str, Sequence[str]], numbering: Numbering, spoken: Spoken) -> None:
        self._titles = {short: refs for title, refs in titled.items() for short in _shortened(levelled(title))}
        self._spoken = spoken
        title = "|".join(re.escape(each) for each in sorted(self._titles, key=len, reverse=True)) or "(?!)"
        self._titled = compiled_once(rf"[\W_]{{0,4}}(?P<title>{title})\s?[:\u2013-]\s{{0,3}}")
        self._called = compiled_once(
            rf"{numbering.lead}\[?{numbering.bare}\]?\s{{0,2}}[\s:=-]\s{{0,2}}{spoken.pattern}"
        )
        self._every = compiled_once(
            rf"[\W_]{{0,4}}(?P<title>{title})(?:\s?[:\u2013-]|\s(?:is|are))?\s{{1,3}}"
            rf"(?:{_ALL}\s(?:is\s|are\s)?(?P<said>{spoken.pattern})|(?P<alike>{spoken.pattern})\s(?:for\s)?{_ALL})\W*"
        )

    def end(self, text: str, is_alone: Callable[[str], bool]) -> int:
        """Past such words, where a question follows; `is_alone`: whether what is left rates questions and no more."""
        flat = levelled(text[:_LONGEST])
        led = self._titled.match(flat) or _ITEM.match(flat)
        if led and self._called.match(flat, led.end()):
            return led.end()
        then = _THEN.match(flat)
        return then.end() if then and is_alone(text[then.end() :]) else 0

    def is_titled(self, text: str) -> bool:
        """Whether a standard's title stands before a question and its rating."""
        flat = levelled(text[:_LONGEST])
        title = self._titled.match(flat)
        return title is not None and self._called.match(flat, title.end()) is not None

    def of_standard(self, text: str) -> list[NamedWords]:
        """The one rating of all rated questions of a standard that a line calls by its title: "Policies: all Green"."""
        found = self._every.fullmatch(levelled(text)) if len(text) < _LONGEST else None
        said = (found["said"] or found["alike"]) if found else ""
        if found is None or not self._spoken.head(said).is_clear:
            return []
        refs = self._titles[found["title"]]
        is_fit = " both" not in found[0] or len(refs) == len("ab")
        return [NamedWords(ref, said) for ref in refs] if is_fit else []


def _shortened(title: str) -> list[str]:
    """A title, and what it begins with where that says enough: "Quality Assurance" of "Quality Assurance / Impact"."""
    first = re.split(r"\s?[/,&]", title)[0]
    return [title, first] if " " in first else [title]
