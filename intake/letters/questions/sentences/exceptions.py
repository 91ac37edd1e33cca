"""Lines that rate everything but a few questions: "All Green except 4.2, which is Amber as …". Pure.

Only the exceptions are answers here: what is said of everything names no question, and goes to `of_all`.
"""

import re

from config.notation import compiled_once
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, levelled, of_another
from intake.ratings import said as said_rows

_IS = (
    r"(?:\s*+,?\s*+(?:which|that|this|it|where (?:we|it))?\s*+(?:(?:is|are|was rated|remains?|stays?|at|as)\s+)?"
    r"(?:(?:only|still|an?|now|both)\s+){0,2}"
    r"|\s*[:=(\u2013-]+\s*)"
)
_LEAD = r"(?:(?:we|i|would|rate|rated|say|put|mark|our|ratings?|answers?|are|for|hi|hello)[,:]?\s+){0,4}"
_NAMED = (
    r"(?:\s+(?:questions?|standards?|items?|answers?|ratings?"
    r"|of|them|us|else|is|are|rated|as|now|still|at|an?|the)){0,5}"
)
MOST_SAID = 120  # characters of a sentence that rates everything


class Exceptions:
    """The questions of one audit, as they may be excepted from what is said of all."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._spoken = numbering.refs, spoken
        said, every, but = spoken.pattern, said_rows("every.said"), said_rows("every.but")
        of_all = r"(?:\s+(?:on|for|in|across)\s+(?:all|every\w*)\b[^.;\n]{0,30}?)?"
        self._all = compiled_once(
            rf"(?P<all>[^.;\n]{{0,60}}?(?<!\w){every}[^.;\n]{{0,60}}?{said}{of_all})[\s,(\u2013-]{{1,4}}{but}\s+"
        )
        one = rf"{numbering.lead}\[?(?:{numbering.bare})\]?"
        some = rf"{one}(?:\s*(?:,|and|&)\s*{one})*"
        among = r"(?<!\w)(?:all|every\w*|everywhere|throughout|across the board|otherwise|the (?:rest|others?))(?!\w)"
        self._ways = (
            self._all,
            compiled_once(  # "Everything bar 2.3 and 4.1 is Met; 2.3 is Not met and …"
                rf"(?P<all>[^.;\n]{{0,60}}?(?<!\w){every}[^.;\n]{{0,20}}?)\s{but}\s+{some}\s+"
                rf"(?P<rate>(?:(?:is|are|we are|as|at)\s+(?:all\s+)?)?{said})[.;,:]\s+"
            ),
            compiled_once(  # "Same as last year throughout, except 1.3 which is Amber now"
                rf"(?P<all>[^.;\n]{{0,40}}?(?<!\w){said_rows('now.alike')}[^.;\n]{{0,40}}?)[\s,(\u2013-]{{1,4}}{but}\s+"
            ),
            compiled_once(  # "2 for everything. The only exceptions: 3.3 is 1"
                rf"(?P<all>[^.;\n]{{0,60}}?(?:{said}[^.;\n]{{0,20}}?{among}|{among}[^.;\n]{{0,40}}?{said})[^.;\n]{{0,20}})[.;:,]\s+"
                r"(?:(?:but|and)\s+)?(?:the|our|my)?\s?(?:only\s+)?exceptions?\s?(?:are|is|being|:)\s?"
            ),
        )
        self._first = compiled_once(rf"\W*{but}\s+")
        self._others = compiled_once(
            rf"[\s,)]*(?:{among}[^.;\n]{{0,40}}?{said}|[^.;\n]{{0,40}}?{said}[^.;\n]{{0,20}}?{among})[^.;\n]{{0,20}}\W*"
        )
        self._every = compiled_once(
            rf"\W*(?:{_LEAD}(?:all|every\w*|each|the (?:rest|others?)){_NAMED}\s+{said}{of_all}"
            rf"|(?:we|they)(?:'re|\s+are|\s+rate)\s+(?:all\s+)?{said}\s+(?:on|for|in|across)\s+(?:all|every\w*)\b[^.;\n]{{0,30}})\W*"
        )
        self._of_all = compiled_once(
            r"\W*(?:all|every|each)(?:\s(?:of|the|our|other|these)){0,3}\s(?:questions?|standards?|items?|answers?|ratings?"
            rf"|criteria|sections?|areas)(?:\s(?:is|are|rated|all|now|at|as)){{0,3}}\s?[:=-]?\s+{said}\W*"
        )
        self._rest = compiled_once(
            r"(?:\A|(?<=[.;!,])\s+)(?:(?:and|but)\s+)?(?:all\s+)?(?:the (?:rest|others?|remainder)"
            r"|(?:the )?(?:remaining|other) (?:questions|standards|items|ones)|(?:every\w*|all) else)"
            rf"(?:\s+(?:of them|is|are|we|rated?|all|now|at|as)){{0,4}}(?:\s*[:=-])?\s+{said}"
            r"(?:,?\s(?:as far as (?:i|we) (?:know|can (?:see|tell))|to my knowledge"
            r"|(?:i|we) (?:think|believe)|too))?\W*\Z"
        )
        self._one = compiled_once(rf"(?P<refs>{some}){_IS}(?P<said>{said})")
        self._ref = compiled_once(numbering.bare)
        self._joined = compiled_once(r"\W*(?:and\s+|or\s+|but\s+)?")

    def rates_all(self, text: str) -> bool:
        """Whether the words give every question its rating, and name none: "All In place"."""
        flat = levelled(text) if len(text) <= MOST_SAID else ""
        return bool(flat) and (self._every.fullmatch(flat) is not None or self.names_all(text))

    def names_all(self, text: str) -> bool:
        """Whether they speak of all questions by that name, and are no evidence of one: "All questions: Green"."""
        return len(text) <= MOST_SAID and self._of_all.fullmatch(levelled(text)) is not None

    def rest_in(self, text: str) -> int | None:
        """Where words end by giving all other questions their rating: "We have no deputy. The rest are Green."."""
        found = self._rest.search(levelled(text[-MOST_SAID:]))
        return found.start() + max(0, len(text) - MOST_SAID) if found else None

    def told(self, text: str) -> list[Pair]:
        """The questions excepted, each with its rating and words; first what is said of all, at no question."""
        flat = levelled(text[:1000])
        every = next((said for way in self._ways if (said := way.match(flat))), None)
        if every is None:
            return self._told_first(text, flat)
        found = [each for each in self._one.finditer(flat, every.end())]
        if not found or self._joined.sub("", flat[every.end() : found[0].start()]):
            return []
        ends = [*(each.start() for each in found[1:]), len(text)]
        of_all = text[: every.end("all")]
        if every.re is self._ways[1]:  # without the numbers: they are no questions rated here
            of_all += f" … {text[every.start('rate') : every.end('rate')]}"
        pairs = [Pair("", of_all)]
        for each, end in zip(found, ends, strict=True):
            words = re.sub(r"[\s,;(]*(?:\band\b\s*)?$", "", text[each.start("said") : end])
            refs = self._ref.findall(each["refs"])
            pairs.extend(Pair(self._refs[ref], words) for ref in refs)
        return pairs if all(self._spoken.head(each.words).is_clear for each in pairs[1:]) else []

    def _told_first(self, text: str, flat: str) -> list[Pair]:
        """ "With the exception of 5.2 (Partially Met) we are Met throughout."."""
        begun = self._first.match(flat)
        one = self._one.match(flat, begun.end()) if begun else None
        if one is None or not self._others.fullmatch(flat, one.end()) or of_another(text[one.end() :]):
            return []
        return [
            Pair("", text[one.end() :].lstrip(" ,)")),
            *(Pair(self._refs[ref], one["said"]) for ref in self._ref.findall(one["refs"])),
        ]
