"""What stands before the question a line answers, and says nothing of it: "i)", "Then", "Quality Assurance:". Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.questions.named.said import NamedWords
from intake.letters.questions.sentences import PREFIX, Numbering, Pair
from intake.letters.questions.starts import NOT_NOW, stems
from intake.ratings import Spoken, levelled, of_another

_ITEM = LatePattern(rf"[\W_]{{0,3}}(?:[ivx]{{1,4}}|[a-h])[.)]\s{{1,3}}(?=\[?\d{{1,2}}\.\d|{PREFIX}\.?\s?\d)")
_THEN = LatePattern(
    r"[\W_]{0,3}(?:(?:and|also|then|next|now|so|plus|lastly|finally|firstly|secondly)\b[\s,:]{1,3}){1,2}"
    r"|[\W_]{0,3}(?:the\s)?(?:last|final|next|first|second|third|other)\s"
    r"(?:folder|file|part|bit|batch|few|two|three|set|lot|ones?|page|half|section)\s?[:\u2013-]\s{1,3}"
)
_LEAST = 2  # sentences of a paragraph
_ALL = r"(?:all|both|each|every\s?one|throughout)(?:\s(?:of\s)?(?:them|these|questions?|two|three|four))?"
_SENTENCE = LatePattern(r"(?<=[.!;])\s{1,3}(?=\S)")
_OF = LatePattern(  # "Leadership is a strength: …", "In recruitment …"
    r"(?P<lead>[^\d:,.;\n]{3,60}:\s{1,3}"
    r"|(?:and\s)?(?:in|on|for|under|within|as for|as to)\s[^\d:,.;\n]{3,50}[,\s]\s{0,3})(?=\S)",
    re.IGNORECASE,
)
_LONGEST_PARAGRAPH = 1_000
_LONGEST = 200  # characters of a line that may stand behind a standard's title


class Preambles:
    """The questions of one audit, behind what a line may say before it names one or several."""

    def __init__(self, titled: Mapping[str, Sequence[str]], numbering: Numbering, spoken: Spoken) -> None:
        self._titles = {short: refs for title, refs in titled.items() for short in _shortened(levelled(title))}
        self._spoken = spoken
        self._stems = {ref: stems(title) for title, refs in titled.items() for ref in refs}
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

    def in_paragraph(self, text: str, alone: Callable[[str], Sequence[Pair]]) -> list[NamedWords]:
        """The pairs of a paragraph whose sentences rate and say no more, each behind what calls their standard.

        "Leadership is a strength: 1.1 is 3 and 1.3 is 2. In recruitment 6.1 is 2."; `alone`: the pairs of a sentence.
        """
        sentences = _SENTENCE.split(text.strip()) if len(text) < _LONGEST_PARAGRAPH else []
        led = [(each, _OF.match(each)) for each in sentences]
        if len(led) < _LEAST or not any(lead for _, lead in led):
            return []
        found: list[NamedWords] = []
        for sentence, lead in led:
            pairs = alone(sentence[lead.end() :] if lead else sentence)
            if not pairs or (lead and not self._is_of(lead["lead"], [pair.ref for pair in pairs])):
                return []
            found += [NamedWords(*pair) for pair in pairs]
        refs = [each.ref for each in found]
        return found if all(refs) and len(set(refs)) == len(refs) else []

    def _is_of(self, lead: str, refs: Sequence[str]) -> bool:
        """Whether words call the standard of all these questions, and no other time or rater."""
        flat = levelled(lead).strip(" :,")
        is_other = bool(NOT_NOW.search(flat) or of_another(flat) or self._spoken.spelled(flat))
        return not is_other and all(stems(lead) & self._stems.get(ref, set()) for ref in refs)

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
