"""A standard that is rated as a whole: "Everything in section 1 is Met", "Standard 3 is Met throughout". Pure.

Or several of them, or a range of questions each by its place: "1.1 to 1.3: Met, Met, Not Met".
"""

import re
from collections.abc import Sequence

from config.notation import compiled_once
from intake.letters.questions.sentences.ranges import JOINED, TO, Ranges
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, levelled
from intake.ratings import said as said_rows

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_NAMED = r"(?:section|standard|part|theme|area|domain)\s\d{1,2}(?![\w.]\w)"
_PARTS = re.compile(
    rf"(?:\s?[,;]\s?(?:(?:and|but)\s)?|\sand\s)(?=(?:(?:all|every\w*)(?:\s(?:in|of|under|for|on))?\s)?{_NAMED})"
)
EXCEPTIONS = (  # "1.1 to 2.3 are Met. The only exceptions are 2.1 and …", "…, with one exception: 2.1"
    r"(?:[.;:,]\s|\s)(?:(?:but|and|with)\s){0,2}(?:(?:the|our|my|these|only|one|two|three|following)\s){0,3}exceptions?"
    r"(?:\s(?:is|are|being)(?=\s)|\s?:)\s?"
)
_LEAD = r"(?:(?:and|also|so|but|then|for|in|on)\s){0,3}"
_TAIL = r"(?:,?\s(?:too|also|as well|please|again|now|i am afraid|i'm afraid|sorry))*"
_FEW = 3
_WHY = re.compile(r"[,;]\s(?=\w)|\s-\s(?=\w)|\s(?=(?:as|because|since)\s)")  # behind the last exception
_NAMES = re.compile(rf"\d\.\d|{_NAMED}")
LONGEST = 120  # marks of a sentence that rates a standard
LONGEST_OF_SEVERAL = 400


class WholeStandards:
    """The rated questions of one audit, by the standard their numbers begin with."""

    def __init__(self, refs: Sequence[str], spoken: Spoken, numbering: Numbering) -> None:
        self._rated, self._refs = frozenset(refs), [ref for ref in refs if "." in ref]
        self._ranges = Ranges(numbering)
        self._spoken = spoken
        said = rf"(?:an?\s)?(?P<said>{spoken.pattern}(?:\s?\({spoken.pattern}\))?|{spoken.plurals})"
        one = r"(?:(?:section|standard|part|theme|area|domain)\s(?P<number>\d{1,2})(?![\w.]\w)(?:\snow)?)"
        many = rf"(?P<many>{'|'.join(_NUMBERS)}|\d)"
        counted = rf"(?:\s(?:one|of|the|them|{many}|items?|questions?|parts?|answers?|ratings?))*"
        every = rf"(?:all|(?P<both>both)|every\w*|each){counted}\s(?:of|in|under|for|on)\s(?:the\s)?"
        link = r"(?:\s?[:=,\u2013-]|\s(?:is|are|rated|at|as))*\s"
        alike = rf"(?:all|entirely|wholly|(?P<both>both)|each){counted}(?:\s(?:is|are))?"
        behind = rf"(?:all|entirely|wholly|(?P<both>both)|each|every\w*){counted}"  # "Section 4: Met, all four of them"
        self._ways = tuple(
            compiled_once(rf"\W*{_LEAD}(?:{way}){_TAIL}\W*")
            for way in (
                rf"{every}{one}{link}(?:all\s)?{said}",
                rf"{one}{link}{alike}\s{said}",
                rf"{one}{link}{said},?\s{behind}",
                rf"(?P<number>\d{{1,2}})\s?:\s?{alike}\s{said}",  # "6: all green", where 6 is no question
                rf"{one}{link}{said}\s(?:throughout|across the board|for all(?: of (?:it|them))?|on (?:all|every) \w+)",
            )
        )
        place = rf"(?P<all>{spoken.pattern}(?:\s*[,;/|]\s*{spoken.pattern})+)\W*"
        self._in_order = compiled_once(
            rf"\W*(?:section|standard|part|theme|area|domain)?\s?(?P<number>\d{{1,2}})\s?[:=\u2013-]\s*{place}"
        )
        self._each = compiled_once(spoken.pattern)
        called = numbering.called
        self._range = compiled_once(rf"\W*(?P<refs>{called}\s?{TO}\s?{called})\s?[:=]\s*{place}")
        span = rf"(?:(?:questions?|standards?|items?)\s)?(?P<refs>{called}(?:{JOINED}{called})+)"
        of_all = (
            r"(?:(?:all|both|each|every\w*)\s)?(?:(?:questions?|standards?|items?|answers?)\s)?"
            r"(?:(?:of|from|in|on|for|under|across)\s)?(?:the\s)?"
        )
        self._several = tuple(
            compiled_once(rf"\W*{_LEAD}{way}\W*")
            for way in (
                rf"{of_all}{span}(?:\s?[:=-]|\s(?:is|are|rated|at|as|all|both|each))*\s{said}",
                rf"(?:(?:we|i)\s(?:are|rate|have)\s)?(?:(?:all|every\w*)\s(?:(?:is|are)\s)?)?{said}\s{of_all}{span}",
            )
        )
        self._but = compiled_once(rf"(?:[\s,(]{{1,3}}{said_rows('every.but')}\s|{EXCEPTIONS}):?\s?")
        self._codes = compiled_once(rf"(?P<refs>{called}(?:{JOINED}{called})*)")
        self._left_out = compiled_once(
            rf"[\s,;]*(?:and\s)?(?P<refs>{called}(?:{JOINED}{called})*)"
            r"(?:(?:\s?,?\s?(?:which|where we)?\s?(?:is|are)\s(?:only\s|an?\s)?|\s?[:=(,-]+\s?|\s)"
            rf"(?P<own>{spoken.pattern}(?:\s?\({spoken.pattern}\))?)\)?)?"
        )
        self._whole = tuple(
            compiled_once(rf"\W*{way}\W*")
            for way in (rf"{one}{link}?\s?\(?{said}\)?", rf"(?:we|i)\s(?:are|rate)\s{said}\s(?:for|on|in)\s{one}")
        )

    def told(self, sentence: str) -> list[Pair]:
        """Every rated question of the standard, with the rating that is said of all of them."""
        if listed := self._found([self._in_order], levelled(sentence)):  # "Standard 1: 2, 3, 2, N/A"
            return self._each_by_its_place(self._of(listed["number"]), listed["all"])
        if ranged := self._range.fullmatch(levelled(sentence[:LONGEST_OF_SEVERAL])):
            refs = self._ranges.named_by(ranged["refs"])
            return self._each_by_its_place(refs, ranged["all"]) if set(refs) <= set(self._refs) else []
        return self._of_one(sentence) or self._of_several(sentence) or self._of_one_as(sentence)

    def _of_one_as(self, sentence: str) -> list[Pair]:
        """The same, and why: "Section 2 all 1s - we only began in May", as words of each."""
        why = _WHY.search(sentence) if len(sentence) <= LONGEST_OF_SEVERAL and "?" not in sentence else None
        reason = sentence[why.start() :] if why else ""
        if not reason or self._spoken.spelled(reason) or _NAMES.search(levelled(reason)):
            return []
        return [Pair(pair.ref, pair.words + reason) for pair in self._of_one(sentence[: -len(reason)])]

    def _each_by_its_place(self, refs: Sequence[str], listed: str) -> list[Pair]:
        said = [each[0] for each in self._each.finditer(listed)]
        if "/" in listed and len(said) < _FEW:  # "Met/Not met" may be between the two
            return []
        return [Pair(*pair) for pair in zip(refs, said, strict=True)] if len(said) == len(refs) else []

    def _of_several(self, sentence: str) -> list[Pair]:
        """ "Section 2 all Met, section 3 all Met apart from 3.2 (Partially)"."""
        if len(sentence) > LONGEST_OF_SEVERAL or "?" in sentence:
            return []
        clauses = _PARTS.split(levelled(sentence).rstrip(" ."))
        alone = sentence if len(clauses) == 1 else ""
        told = [self._of_one(each) or self._but_a_few(each, alone) for each in clauses]
        pairs = [pair for each in told for pair in each]
        is_once = len({pair.ref for pair in pairs}) == len(pairs)
        return pairs if all(told) and is_once else []

    def _but_a_few(self, clause: str, sentence: str) -> list[Pair]:
        """A standard, or several questions, and those of them that are otherwise, with their own rating or none.

        `sentence`: the clause as it was written, where it is all there is; it may end with why one is otherwise.
        """
        clause, sentence = f" {clause}", f" {sentence}" if sentence else ""
        but = self._but.search(clause)
        if but is None:
            return []
        own, last, at = self._otherwise(clause, but.end())
        every = self._every_of(clause[: but.start()])
        if not every:  # "Apart from 2.1 (Partially) all of 1.1 to 2.3 are Met", "1.1 to 2.3 (except 2.1): Met"
            own, every = self._within(clause, but)
            at = len(clause)
        if own and _WHY.match(clause, at) and not self._spoken.spelled(clause[at:]):
            why = sentence[at:] if all(own.values()) else sentence[at:].strip(" ,;-")
            own |= {ref: own[ref] + why for ref in last if sentence}
            at = len(clause) if sentence else at
        if not own or clause[at:].strip(" .)") or not set(own) <= {pair.ref for pair in every}:
            return []
        told = [Pair(pair.ref, own.get(pair.ref, pair.words)) for pair in every]
        return [pair for pair in told if pair.words]

    def _within(self, clause: str, but: re.Match[str]) -> tuple[dict[str, str], list[Pair]]:
        """What is left out before the rest of them are rated, and what these are."""
        one, codes = self._left_out.match(clause, but.end()), self._codes.match(clause, but.end())
        for found, said in ((one, one["own"] if one else ""), (codes, "")):
            if found is None:
                continue
            head = clause[: but.start()].rstrip(" ,") + re.sub(r"^[\s,)]*(?=[\s:=-])", "", clause[found.end() :])
            if every := self._every_of(head):
                return dict.fromkeys(self._ranges.named_by(found["refs"]), said or ""), every
        return {}, []

    def _otherwise(self, clause: str, at: int) -> tuple[dict[str, str], list[str], int]:
        """The questions listed from here on, each with its own rating or none; the last of them, and where it ends."""
        own: dict[str, str] = {}
        last: list[str] = []
        while found := self._left_out.match(clause, at):
            last = self._ranges.named_by(found["refs"])
            own |= dict.fromkeys(last, found["own"] or "")
            at = found.end()
        return own, last, at

    def _every_of(self, head: str) -> list[Pair]:
        """What words say of a standard, or of several questions, and of nothing else."""
        whole = self._found(self._whole[:1], head)
        every = self._of_one(head)
        if whole and not every and self._spoken.head(whole["said"]).is_clear:
            every = [Pair(ref, whole["said"]) for ref in self._of(whole["number"])]
        if several := next((found for way in self._several if (found := way.fullmatch(head))), None):
            refs = self._ranges.named_by(several["refs"])
            is_named = set(refs) <= self._rated and self._spoken.head(several["said"]).is_clear
            every = [Pair(ref, several["said"]) for ref in refs] if is_named else every
        return every

    def _of_one(self, sentence: str) -> list[Pair]:
        found = self._found(self._ways, levelled(sentence))
        refs = self._of(found["number"]) if found else []
        value = found["said"] if found else ""
        value = value if self._spoken.head(value).is_clear else re.sub(r"'?s$", "", value)  # "all 1s"
        if found is None or not self._spoken.head(value).is_clear:
            return []
        many = "two" if found.groupdict().get("both") else found.groupdict().get("many")
        if many and many not in (str(len(refs)), _NUMBERS[len(refs) - 2] if 1 < len(refs) < 10 else ""):
            return []  # "all three of standard 9", which has four
        return [Pair(ref, sentence[found.start("said") :][: len(value)]) for ref in refs]

    def rated(self, sentence: str) -> bool:
        """Whether a standard is given one rating: it may be said of each question, or be what they come to."""
        found = self._found(self._whole, levelled(sentence))
        return found is not None and bool(self._of(found["number"]))

    def _found(self, ways: Sequence[re.Pattern[str]], flat: str) -> re.Match[str] | None:
        if not self._refs or len(flat) > LONGEST:
            return None
        return next((said for way in ways if (said := way.fullmatch(flat))), None)

    def _of(self, number: str) -> list[str]:
        return [ref for ref in self._refs if ref.partition(".")[0] == number]
