"""Lines that give questions their ratings: "1.1 2, 1.2 3", "4 to 6: 2", "Green: 1.1", "we rate 1.2 as Good". Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from intake.letters.questions.refs import ARROW, PREFIX, UNITS, Numbering, Pair
from intake.ratings import Spoken, cue, levelled, of_another
from intake.ratings import said as said_rows

_LEAD = re.compile(
    r"[\W_]*(?:(?:hi|hello|dear|hey)(?:\s[\w.'-]+){0,3}[\W_]*)?"
    r"(?:(?:(?:(?:please)|find|see|here|are|is|below|the|our|my|for|this|week|month|year|so|far|to|add|also|correction|and|first)\s+){0,8}"
    r"(?:answers?|ratings?|scores?|add|also|correction|update|follows?|ps)(?:\s+(?:for|this|week|month|year|so|far|below|as|follows?))"
    r"{0,5}\s*[:\u2013-]\s*)?"
)
_MINE = re.compile(r"(?:[^.;:\n]{0,80},\s)?(?:and\s)?(?:mine|ours)(?:\s(?:are|is))?\s?:?\s")
_CLAUSE = re.compile(r"[.;!?,]\s+")
_MIXED = cue("question.mixed")
_ANNOUNCES = re.compile(rf"[\W_]*(?:{said_rows('question.announced')})\s*[:\u2013-]\s*")
_STROKE = re.compile(r"(?<=\d\.\d)\s?/(?=\s?\d{1,2}\.\d)")  # "3.1/3.2 Met": both of them
_PART = re.compile(r"[\W_]*([^\W\d_][\w'. -]{0,40}):\s*")  # "Sam's part: 13 Good. Mine: 14 Good"
_MEASURE = re.compile(rf"\s(?:{'|'.join(UNITS - {'of', 'and'})})\b")
_SENTENCE = re.compile(r"(?<=[.!;])\s+|(?<=[a-z]:)\s+|,\s+(?:and\s+)?|(?<!\s)\s++and\s+")
_AND_ON = re.compile(r"(?<![\s,;])[\s,;]*+(?:\band\b\s*+)?$")
_LEADS_ON = re.compile(  # "as we said under 1.2"
    r"\b(?:see|in|on|under|to|with|for|than|and|or|as|of|from|at|like|per|by|not"
    r"|is|are|was|were|if|until|that|except|against|unlike|both|the|an?)\s*$"
)
_SAYING = (
    r"(?:[\s*_]{0,4}(?:(?:so|and|also|but|overall|again|then|however|ps|p\.s\.|nb|fyi|oh)\b[\s,]*)?"
    r"(?:(?:we|i|i'd|we'd|would|think|thought|that|say|believe|feel|our|my|the|rating|ratings|score|rate|have|has|put"
    r"|given|gave|give|rated|scored|mark|marked|graded|leave|keep|only|grade|judge|call|now|answer|answers|assess|consider|for|to|of|on|is|at|confirm|can|as|regards|regarding|concerning|whereas|add:)\s+){0,8})"
)
_IS = (
    r"\s*+,?\s*+(?:(?:we|i) (?:feel|think|believe|reckon|consider)(?: that)? )?"
    r"(?:(?:is|are|remains?|stays?"
    r"|stands? at|sits? (?:at|on)|comes? (?:out|in) (?:at|as)|(?:goes|comes) (?:up|down|back) to|(?:up|down|back) to"
    r"|(?:has|have) (?:now )?(?:moved|gone|improved|risen|dropped|fallen"
    r"|slipped|come|got|been)(?: (?:up|down|back))?(?: to)?|moves? to|moved to|continues? (?:as|at|to be)|should stay"
    r"|should remain|as|we(?: would|'d)? (?:are|say|rate|rated|remain|stay|put|assess|give|gave)"
    r"(?: (?:this|it|ourselves))?"
    r"|now|at|an?)\s+)(?:(?:now|still|only|currently|again|both|all|at|as|rated|assessed|also|an?|in|firmly|well)\s+){0,3}"
)

_PUTTING = re.compile(rf"{_SAYING}(?:(?:us|ourselves|ours|a|an|down|as|at|it|overall|go|be|that)\s+){{0,4}}")


class Pairs:
    """The questions of one audit, as a line may give them their ratings."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._order, self._alone = numbering.refs, numbering.order, numbering.alone
        self._spoken = spoken
        lead, bare, called = numbering.lead, numbering.bare, numbering.called
        said = spoken.pattern
        sign = rf"(?:\s*(?:{ARROW}|[:=)]|[.](?!\d)|-+|\bis\b)\s*|\s+)"
        self._unit = re.compile(rf"{lead}[\[(]?({bare})[\])]?{sign}({said}(?:\s*+[-/(]?\s*+{said})?\)?)")
        self._between = re.compile(r"[\s,;|/&.•·]*(?:and\b)?[\s,;|]*")
        self._list = re.compile(
            rf"[\W_]{{0,4}}(?:{PREFIX}s?\.?\s*)?(?P<refs>{called}(?:\s*(?:,|and|&|to|-)\s*{called})+)"
            rf"(?:\s*[:=]\s*|\s+-\s+|\s+(?:are|is)\s+(?:all\s+|both\s+)?|(?P<bare>\s+(?:all\s+|both\s+)?))(?P<rest>\S.*)",
            re.DOTALL,
        )
        self._reversed = re.compile(
            rf"[\W_]{{0,4}}(?P<said>{said})\s*(?:[-:=]|for|on)\s*"
            rf"(?P<refs>{called}(?:\s*(?:,|and|&|to|-)\s*{called})*)\W*"
        )
        self._said_for = re.compile(
            rf"(?P<said>{said})\s+(?:for|on)\s+(?P<refs>{called}(?:\s*(?:,|and|&)\s*{called}(?!\s+(?:for|on)\b))*)"
        )
        self._ref = re.compile(bare)
        self._said = re.compile(said)
        self._told = re.compile(
            rf"{_SAYING}(?P<ref>{called})(?:\s*(?:,|and|&)\s*{called})*(?:{_IS}|\s+(?=[a-z]))(?={said}|[🟢🟩🔴🟥🟠🟧🟡🟨🔵🟦])"
        )

    def alone(self, text: str) -> list[Pair]:
        """The pairs of a line that is nothing else: questions and ratings in turn, or a rating and its questions."""
        return self._in_turn(text) or self._reversed_in(text)

    def _in_turn(self, text: str) -> list[Pair]:
        flat = levelled(text).strip()
        found: list[Pair] = []
        at = 0
        while at < len(flat):
            part = _PART.match(flat, at) if not at or flat[:at].rstrip()[-1] in ".;!" else None
            if part and not of_another(part[1]):
                at = part.end()
            unit = self._unit.match(flat, at)
            if unit is None:
                return self._and_more(found, text.strip(), at)
            found.append(Pair(self._refs[unit[1]], unit[2]))
            gap = self._between.match(flat, unit.end())
            at = gap.end() if gap else unit.end()
            if at == unit.end() and at < len(flat):
                return []
        return found if len(found) > 1 else []

    def _and_more(self, found: list[Pair], text: str, at: int) -> list[Pair]:
        """Two or more pairs, and then a question with no rating of ours, or a sentence that has neither."""
        if len(found) < 2:
            return []
        rest, flat = text[at:], levelled(text[at:])
        starts = [each for each in self._alone.finditer(flat) if "." in each["ref"] or each["named"]]
        if starts and starts[0].start() == 0:
            ends = [*(each.start() for each in starts[1:]), len(rest)]
            more = [(each["ref"], rest[each.end() : end]) for each, end in zip(starts, ends, strict=True)]
            return [*found, *(Pair(self._refs[ref], words.strip(" ,;/&|:=-")) for ref, words in more)]
        is_over = re.search(r"[.!]\s*$", text[:at]) is not None
        return [] if not is_over or starts or self._said.search(flat) else [*found, Pair("", rest)]

    def _reversed_in(self, text: str) -> list[Pair]:
        """A rating and then the questions it is for: "Green: 1.1, 1.2"; only numbers with a dot or called questions."""
        found = self._reversed.fullmatch(levelled(text)) if len(text) < 400 else None
        if found is None or not re.search(rf"\.|{PREFIX}", found["refs"]):
            return []
        return [Pair(each, found["said"]) for each in self._named_by(found["refs"])]

    def _named_by(self, said: str) -> list[str]:
        """The questions of a list or a range: "1.1, 1.2 and 1.3", "4 to 6"; empty where the range goes nowhere."""
        refs = [self._refs[each] for each in self._ref.findall(said)]
        if not re.search(r"-|\bto\b", said):
            return refs
        if len(refs) != 2 or self._order[refs[0]] >= self._order[refs[1]]:
            return []
        return [ref for ref in self._order if self._order[refs[0]] <= self._order[ref] <= self._order[refs[1]]]

    def _for(self, text: str) -> list[Pair]:
        """ "I'd put us at Amber for 7.1 and Green for 8.1.": a sentence that says nothing else."""
        flat = levelled(text[:400])
        said = list(self._said_for.finditer(flat))
        called = [ref for each in said for ref in self._alone.finditer(each["refs"])]
        refs = [each["ref"] for each in called]
        gaps = [flat[before.end() : after.start()] for before, after in pairwise(said)]
        if (
            not said
            or not all(each["named"] or _is_named(each["ref"]) for each in called)
            or len(set(refs)) < len(refs)
        ):
            return []
        if not _PUTTING.fullmatch(flat[: said[0].start()]) or not all(self._between.fullmatch(gap) for gap in gaps):
            return []
        if re.search(r"\w", flat[said[-1].end() :]):
            return []
        return [Pair(self._refs[ref], each["said"]) for each in said for ref in self._ref.findall(each["refs"])]

    def told(self, text: str) -> list[Pair]:
        """The pairs of a line that begins by rating questions, several at once or in sentences, each with its words."""
        return self._for(text) or self._listed(text) or self._one_after_another(text) or self._sentences(text)

    def _one_after_another(self, text: str) -> list[Pair]:
        """ "Our answers: 3.1 Met, in ten files. 3.2 Not Met": two questions or more, going up, each with its rating."""
        flat = levelled(text[:2000])
        said = [each for each in self._unit.finditer(flat) if "." in each[1] or each[0].lstrip()[:1] == "["]
        refs = [self._refs[each[1]] for each in said]
        order = [self._order[ref] for ref in refs]
        if len(said) < 2 or order != sorted(set(order)) or not _leads(flat[: said[0].start()]):
            return []
        gaps = [flat[before.end() : after.start()] for before, after in pairwise(said)]
        parts = [gap for gap in gaps if gap.strip(" ,;") not in ("and", "&")]
        if any(_LEADS_ON.search(gap) or (gap.rstrip()[-1:] == ":" and of_another(gap.rstrip(": "))) for gap in parts):
            return []
        ends = [*(each.start() for each in said[1:]), len(text)]
        found = [
            Pair(ref, _AND_ON.sub("", text[each.start(2) : end]))
            for ref, each, end in zip(refs, said, ends, strict=True)
        ]
        is_clear = all(self._spoken.head(each.words).is_clear for each in found)
        return found if is_clear and not self._says_otherwise(found) else []

    def _says_otherwise(self, found: Sequence[Pair]) -> bool:
        """Whether the words of one speak of another, or of a question without a rating here, and give it another."""
        given = {each.ref: self._spoken.head(each.words).ratings for each in found}
        for each in found:
            rest = each.words[self._spoken.head(each.words).end :]
            for sentence in re.split(r"(?<=[.!?;])\s+", rest):
                named = [
                    self._refs[ref["ref"]] for ref in self._alone.finditer(levelled(sentence)) if "." in ref["ref"]
                ]
                bare = self._alone.sub(" ", levelled(sentence)) if named else ""
                spelled = {self._spoken.rating_of(said[0]) for said in self._said.finditer(bare)} - {None}
                if spelled and any(ref not in given or not spelled <= given[ref] for ref in named):
                    return True
        return False

    def _listed(self, text: str) -> list[Pair]:
        """Several questions named at once: "1.1, 1.2 and 1.3: Good", "4 to 6: 2"."""
        found = self._list.match(_STROKE.sub(lambda each: each[0].replace("/", ","), levelled(text)))
        head = self._spoken.head(text[found.start("rest") :]) if found else None
        if found is None or head is None or not head.is_clear:
            return []
        rest = text[found.start("rest") :]
        if found["bare"] and (re.search(r"\w", rest[head.end :]) or not rest[0].isalpha()):
            return []  # "4 to 6 Good links": no colon, so the rating must be all there is
        refs = self._named_by(found["refs"])
        here, *more = self._up_to_another(rest)
        behind = [pair for words in more for pair in self.told(words) or [Pair("", words)]]
        return [*(Pair(ref, here) for ref in refs), *behind] if refs else []

    def _sentences(self, text: str) -> list[Pair]:
        """By sentence that says how questions are rated, these with the words up to the next such one."""
        flat = levelled(text[:2000])
        starts = [0, *(each.end() for each in _SENTENCE.finditer(flat))]
        said = [match for start in starts if (match := self._told.match(flat, start)) and _is_named(match["ref"])]
        said = [match for match in said if _may_follow(flat[: match.start()])]
        if not said or not self._may_lead(flat[: said[0].start()]):
            return []
        ends = [*(match.start() for match in said[1:]), len(text)]
        found = [Pair("", text[: said[0].start()])] if said[0].start() else []
        for match, end in zip(said, ends, strict=True):
            refs = self._alone.finditer(flat[match.start("ref") : match.end()])
            words, *more = self._up_to_another(_AND_ON.sub("", text[match.end() : end]))
            found.extend(Pair(self._refs[each["ref"]], words) for each in refs)
            found.extend(Pair("", each) for each in more)
        return found if all(self._spoken.head(each.words).is_clear for each in found if each.ref) else []

    def _may_lead(self, lead: str) -> bool:
        """Whether sentences may stand before the first that rates a question: they rate none, and announce nothing."""
        rates_none = self._said.search(lead) is None and not lead.rstrip().endswith(",")
        return not lead or rates_none or _ANNOUNCES.fullmatch(lead) is not None  # "Last one:", where one is a rating

    def _up_to_another(self, words: str) -> list[str]:
        """The words of an answer, and apart from them the sentences behind it that speak of another question."""
        first = re.search(r"(?<=[.!?])\s+", words)
        behind = words[first.end() :] if first else ""
        if first and any("." in ref["ref"] for ref in self._alone.finditer(levelled(behind))):
            return [words[: first.start()], behind]
        return [words]

    def mentioned(self, sentence: str) -> list[str]:
        """Questions a sentence speaks of beside a rating, where it is not plain which it gives them."""
        flat = _STROKE.sub(lambda each: each[0].replace("/", ","), levelled(sentence[:2000]))
        meant = [each for each in self._alone.finditer(flat) if "." in each["ref"] or each["named"]]
        meant = [each for each in meant if not _MEASURE.match(flat, each.end())]
        bare = self._alone.sub(" ", flat)
        return [self._refs[each["ref"]] for each in meant] if self._said.search(bare) else []


def _leads(words: str) -> bool:
    """Whether several answers may follow these words."""
    return _LEAD.fullmatch(words) is not None or _MINE.fullmatch(words) is not None


def _may_follow(lead: str) -> bool:
    """Whether a sentence may answer behind these words: a colon must end what announces it, as "One more thing:"."""
    clause = _CLAUSE.split(lead)[-1]
    return not lead.rstrip().endswith(":") or bool(_ANNOUNCES.fullmatch(clause) or _MIXED.search(clause))


def _is_named(ref: str) -> bool:
    """Whether a question is named past doubt: its number has a dot, or it is called a question."""
    return "." in ref or not ref.strip().isdigit()
