"""Lines that give questions their ratings: "1.1 2, 1.2 3", "4 to 6: 2", "Green: 1.1", "we rate 1.2 as Good". Pure."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.leads import ANNOUNCES, IS, PUTTING, SAYING, TO_FOLLOW
from intake.letters.questions.sentences.ranges import JOINED, Ranges
from intake.letters.questions.sentences.refs import PREFIX, UNITS, Numbering, Pair
from intake.letters.questions.sentences.respective import Respective
from intake.letters.questions.sentences.run_on import RunOn
from intake.letters.questions.sentences.turns import InTurn
from intake.ratings import COLOURS, Spoken, cue, levelled, of_another

_CLAUSE = re.compile(r"[.;!?,]\s+")
_BROUGHT = re.compile(r"(?:[\w'-]+\s+){0,6}(?:attached|enclosed|below),\s*(?:but|and|though|with)?\s*")
_AFTER = LatePattern(  # "After your call: 8.1 Amber", "Just one more now the audit is back: …"
    r"[\W_]*(?:after|following|since|given|having|just|now(?: that)?|thanks to|further to|as of)\s[^.:;\n\d]{2,60}:\s*"
)
_SO = re.compile(r"(?:and\s)?(?:so|hence|therefore)\s")
_WAITS = re.compile(r"[\W_]*(?:if|unless|once|when|assuming|provided|should)\b")
_ADDS = re.compile(
    r"(?:[^.;:\n]{3,60}[.:]\s)?(?:first|second|third|firstly|secondly|thirdly|next|then"
    r"|meanwhile|also|finally|lastly|in addition|for now|in the meantime|so|and|ps),?\s*"
)
_MIXED = cue("question.mixed")
_STROKE = re.compile(  # "3.1/3.2 Met": both of them; "4 5 and 6 are Good"
    r"(?<=\d\.\d)\s?/(?=\s?\d{1,2}\.\d)|(?<=\d)\s(?=\d{1,2}(?:\s\d{1,2}){0,9}\s(?:and|&)\s\d{1,2}\s(?:are|is)\b)"
)
_MEASURE = re.compile(rf"\s(?:{'|'.join(UNITS - {'of', 'and'})})\b")
_COUNTS = LatePattern(  # "Two changes, 3.1 and 4.1"
    r"(?:\d|two|three|four|five)\s(?:other\s|more\s)?(?:changes?|corrections?|comments?|notes?|edits?|amendments?|remarks?|answers?|things?|points?|questions?|ratings?|ones)\b"
)
_SENTENCE = re.compile(r"(?<=[.!;])\s+|(?<=[a-z]:)\s+|,\s+(?:and\s+)?|(?<!\s)\s++and\s+")
_AND_ON = re.compile(r"(?<![\s,;])[\s,;]*+(?:\band\b\s*+)?$")
_QUESTIONS = LatePattern(r"(?<!\w)(?:questions?|q)\s?\d")
_CALLED = re.compile(r"\s(?:answer|rating|score)s?\s")
_ARE = re.compile(r"\b(?:are|we're)\b")
_MANY = 3  # sentences that rate bare numbers, and so no counts

_UNRATED = LatePattern(  # "You gave no rating for 3.3" quotes what we asked
    r"\b(?:no|not (?:a|any)) (?:\w{1,20} )?(?:ratings?|answers?|scores?|reply|words?|evidence)\b"
)


class Pairs:
    """The questions of one audit, as a line may give them their ratings."""

    def __init__(self, numbering: Numbering, spoken: Spoken, titles: Collection[str] = ()) -> None:
        self._titles = frozenset(word for title in titles for word in _words(title))
        self._refs, self._order, self._alone = numbering.refs, numbering.order, numbering.alone
        self._spoken, self._ranges, self.turns = spoken, Ranges(numbering), InTurn(numbering, spoken)
        self._respective, self._run_on = (
            Respective(numbering, spoken),
            RunOn(numbering, spoken, self.turns, self._is_topic),
        )
        bare, called = numbering.bare, numbering.called
        said = spoken.pattern
        self._list = compiled_once(
            rf"[\W_]{{0,4}}(?:(?:all|both)\s+(?:of\s+)?)?(?:{PREFIX}s?\.?\s*)?(?P<refs>{called}(?:{JOINED}{called})+)"
            rf"(?:\s*[:=]\s*(?:all\s+|both\s+)?|\s+-\s+(?:all\s+|both\s+)?|\s+(?:are|is)\s+(?:all\s+|both\s+)?|(?P<bare>\s+(?:all\s+|both\s+)?))(?P<rest>\S.*)",
            re.DOTALL,
        )
        self._pointed = compiled_once(
            rf"[\W_]{{0,4}}(?:(?:all|both)\s)?(?P<refs>{called}(?:{JOINED}{called})+)(?:\s?[:,=-]|\s(?:are|is|have|both|all))*\s"
            r"(?P<rest>(?:the\s)?(?:ditto|same|as|likewise)\b.*)"
        )
        self._said_for = compiled_once(
            rf"(?P<said>{said})\s+(?:for|on)\s+(?P<refs>{called}(?:\s*(?:,|and|&)\s*{called}(?!\s+(?:for|on)\b))*)"
        )
        self._alike = compiled_once(
            rf"(?:[\s,;.-]*\b(?:as|and so|so)\s+(?:is|are|do|does|was)\s+|,\s+and\s+(?:also\s+)?(?={called}\W*\Z))"
            rf"(?P<refs>{called}(?:\s*(?:,|and|&)\s*{called})*)(?=\W*\Z|[.;,])"
        )
        self._ref = compiled_once(bare)
        self._on = compiled_once(
            rf"(?:\A\W*|(?<=[.;!?])\s{{1,3}})(?:on|for|re|regarding)\s(?:{PREFIX}\.?\s?)?\[?(?P<ref>{bare})\]?\s?:\s{{0,3}}(?=\S)"
        )
        self._each = compiled_once(
            rf"(?P<said>{said})\s(?:for|on|in)\s(?:both|each|all)"
            r"(?:\s(?:of\s(?:them|these)|two|three|four|five))?(?=\W|$)"
        )
        self._denied = compiled_once(rf"[,;]\s(?:(?:and|but|while)\s)?(?P<ref>{called})\s(?:is|are)(?:n't|\snot)\W*\Z")
        self._said = compiled_once(said)
        self._rated = compiled_once(rf"{said}|{spoken.plurals}")
        self._told = compiled_once(
            rf"{SAYING}(?P<ref>{called})(?:\s*(?:,|and|&)\s*{called})*(?:{IS}|\s+(?=[a-z]))(?={said}|[🟢🟩🔴🟥🟠🟧🟡🟨🔵🟦])"
        )

    def _for(self, text: str) -> list[Pair]:
        """ "I'd put us at Amber for 7.1 and Green for 8.1.": a sentence that says nothing else."""
        flat = levelled(text[:400])
        said = list(self._said_for.finditer(flat))
        ended = next((each.start() for each in re.finditer(r"[.;!]\s", flat)), len(flat))
        said = [each for each in said if each.start() < ended]
        called = [ref for each in said for ref in self._alone.finditer(each["refs"])]
        refs = [each["ref"] for each in called]
        gaps = [flat[before.end() : after.start()] for before, after in pairwise(said)]
        if (
            not said
            or not all(each["named"] or _is_named(each["ref"]) for each in called)
            or len(set(refs)) < len(refs)
        ):
            return []
        lead = flat[: said[0].start()]
        if (
            not PUTTING.fullmatch(lead)
            or (_ARE.search(lead) and not _are_rated(said))
            or not all(self.turns.between.fullmatch(gap) for gap in gaps)
        ):
            return []
        rest = text[said[-1].end() :]
        is_over = re.match(r"[.;!]\s+(?=\w)", rest)
        if re.search(r"\w", rest) and not is_over:
            return []
        behind = (self.told(rest[is_over.end() :]) or [Pair("", rest[is_over.end() :])]) if is_over else []
        pairs = [Pair(self._refs[ref], each["said"]) for each in said for ref in self._ref.findall(each["refs"])]
        is_why = not lead.strip() and len(pairs) == 1 and [pair.ref for pair in behind] == [""]
        if is_why and not self._spoken.stands(behind[0].words):
            return [Pair(pairs[0].ref, f"{pairs[0].words}. {behind[0].words}")]  # "Good for 4. Our vice chair."
        more = {pair.ref for pair in behind} & {pair.ref for pair in pairs}
        return [] if more else [*pairs, *behind]

    def respective(self, text: str) -> list[Pair]:
        """As many ratings as questions, each for the one in its place, and what else the line says."""
        found = self._respective.told(text)
        rest = text[found.end :] if found else ""
        behind = (self.told(rest) or [Pair("", rest)]) if rest else []
        return [*found.pairs, *behind] if found else []

    def alone(self, text: str) -> list[Pair]:
        """The pairs of a line that rates several questions at once, each in its place or all as another."""
        return self.respective(text) or self._dittoed(text)

    def told(self, text: str) -> list[Pair]:
        """The pairs of a line that begins by rating questions, several at once or in sentences, each with its words."""
        if over := TO_FOLLOW.search(levelled(text[:2000])):
            said = self.turns.alone(text[: over.start()]) or self.told(text[: over.start()])
            return [*said, Pair("", text[over.start() :].lstrip(" .,;"))] if said else []
        said = (
            self.alone(text)
            or self._for(text)
            or self._listed(text)
            or self._run_on.told(text)
            or self._run_on.by_code(text, is_open=True)
            or self._sentences(text)
            or self._run_on.by_code(text)
        )
        denied = next((pairs for pair in said if (pairs := self._without_denied(pair.words)[1])), [])
        if denied:
            said = [Pair(pair.ref, self._without_denied(pair.words)[0]) for pair in said]
        return [*(pair for each in said for pair in self._and_alike(each)), *denied]

    def _and_alike(self, pair: Pair) -> list[Pair]:
        """ "Partially Met, as is 2.2.": the same is said of another."""
        found = self._alike.search(levelled(pair.words[:200])) if pair.ref else None
        head = self._spoken.head(pair.words) if found else None
        if found is None or head is None or not head.is_clear or re.search(r"\w", pair.words[head.end : found.start()]):
            return [pair]
        said = pair.words[: head.end]
        rest = pair.words[found.end() :]
        here = Pair(pair.ref, said + rest)
        return [here, *(Pair(ref, said) for ref in self._ranges.named_by(found["refs"]) if ref != pair.ref)]

    def _dittoed(self, text: str) -> list[Pair]:
        """Several questions that have the rating of another: "8.1 and 8.2, same as 9.3", "1.2, 2.1 ditto"."""
        found = self._pointed.fullmatch(levelled(text[:160]))
        words = text[found.start("rest") :] if found else ""
        if found is None or self._spoken.pointed_to(words) is None:
            return []
        return [Pair(ref, words) for ref in self._ranges.named_by(found["refs"])]

    def _listed(self, text: str) -> list[Pair]:
        """Several questions named at once: "1.1, 1.2 and 1.3: Good", "4 to 6: 2"."""
        found = self._list.match(_STROKE.sub(lambda each: "," * len(each[0]), levelled(text)))
        head = self._spoken.head(self._of_each(text[found.start("rest") :])) if found else None
        if found is None or head is None or not head.is_clear:
            return []
        rest = self._of_each(text[found.start("rest") :])
        if found["bare"] and (re.search(r"\w", rest[head.end :]) or not rest[0].isalpha()):
            return []  # "4 to 6 Good links": no colon, so the rating must be all there is
        refs = self._ranges.named_by(found["refs"])
        if refs and (others := self._next_to(rest, head.end)):
            return [*(Pair(ref, rest[: head.end]) for ref in refs), *others]
        here, *more = self._up_to_another(rest)
        behind = [pair for words in more for pair in self.told(words) or self._each_on(words)]
        return [*(Pair(ref, here) for ref in refs), *behind] if refs else []

    def _next_to(self, words: str, end: int) -> list[Pair]:
        """The questions behind a rating and a comma that are rated in turn, where nothing else follows."""
        comma = re.match(r"\s?[,;]\s(?:and\s)?", words[end:])
        rest = words[end + comma.end() :] if comma else ""
        one = self.turns.unit.fullmatch(levelled(rest).rstrip(" .")) if rest else None
        return [Pair(self._refs[one[1]], one[2])] if one else self.turns.alone(rest) if rest else []

    def _each_on(self, words: str) -> list[Pair]:
        """The words in parts, each of the question that it begins by naming: "On 2.3: a rota. On 2.4: …"."""
        found = list(self._on.finditer(levelled(words)))
        ends = (*(each.start() for each in found[1:]), len(words))
        said = [Pair(self._refs[each["ref"]], words[each.end() : ends[at]].strip()) for at, each in enumerate(found)]
        lead = words[: found[0].start()].strip() if found else words
        return [*([Pair("", lead)] if lead else []), *said]

    def _of_each(self, words: str) -> str:
        """The words without "for both" behind the rating at their head."""
        found = self._each.match(levelled(words[:200]))
        return words[: found.end("said")] + words[found.end() :] if found else words

    def _sentences(self, text: str) -> list[Pair]:
        """By sentence that says how questions are rated, these with the words up to the next such one."""
        flat = levelled(text[:2000])
        starts = [0, *(each.end() for each in _SENTENCE.finditer(flat))]
        told = [match for start in starts if (match := self._told.match(flat, start))]
        said = told if self._go_up(told) else [match for match in told if _is_called(match)]
        said = [match for at, match in enumerate(said) if not at or match.start() >= said[at - 1].end()]
        said = [match for match in said if self._is_topic(match["topic"]) and _may_follow(flat[: match.start()])]
        lead = flat[: said[0].start()] if said else ""
        is_so = (
            bool(said) and _SO.match(said[0][0]) is not None and not _WAITS.match(lead)
        )  # "It was signed, so 3.1 is …"
        if not said or not (self._may_lead(lead.rstrip(" ,") if is_so else lead) or self._is_anew(lead, said)):
            return []
        ends = [*(match.start() for match in said[1:]), len(text)]
        found = [Pair("", text[: said[0].start()])] if said[0].start() else []
        for match, end in zip(said, ends, strict=True):
            refs = self._alone.finditer(flat[match.start("ref") : match.end()])
            words, *more = self._up_to_another(_AND_ON.sub("", text[match.end() : end]))
            found.extend(Pair(self._refs[each["ref"]], words) for each in refs)
            found.extend(Pair("", each) for each in more)
        return found if all(self._spoken.head(each.words).is_clear for each in found if each.ref) else []

    def _is_anew(self, lead: str, said: Sequence[re.Match[str]]) -> bool:
        """ "The Amber was for 5.1, not 4.1. | 4.1 is Green. 5.1 is Amber.": what is rated first is rated once more."""
        first = {self._refs[each["ref"]] for each in self._alone.finditer(lead) if _is_named(each[0])}
        then = {self._refs[ref] for each in said for ref in self._ref.findall(each["ref"])}
        return bool(first) and first <= then and lead.rstrip()[-1:] in (".", "!", ";")

    def _without_denied(self, words: str) -> tuple[str, list[Pair]]:
        """The words of an answer, and apart from them who is denied the rating: "Green, 2.1 is not"."""
        found = self._denied.search(levelled(words))
        said = words[: self._spoken.head(words).end]
        if found is None or not said or not _is_named(found["ref"]):
            return words, []
        ref = self._ref.search(found["ref"])
        return words[: found.start()], [Pair(self._refs[ref[0]], f"not {said}")] if ref else []

    def _go_up(self, told: Sequence[re.Match[str]]) -> bool:
        """ "For 5 we rate ourselves as Good. We judge 6 to be …": three sentences or more, with one question each."""
        refs = [ref for each in told for ref in self._ref.findall(each["ref"])]
        order = [self._order[self._refs[ref]] for ref in refs]
        return len(told) >= _MANY and order == sorted(set(order))

    def _is_topic(self, topic: str | None) -> bool:
        """Whether "On leadership, 2.1 is …" names a standard; "In theory", "In Filton" say when or where it holds."""
        said = _words(topic or "")
        return topic is None or (bool(said) and all(word in self._titles for word in said))

    def _may_lead(self, lead: str) -> bool:
        """Whether sentences may stand before the first that rates a question: they rate none, and announce nothing."""
        joined = re.search(r"[\s,]*\b(?:and|&)\s*\Z", lead)
        named = list(self._alone.finditer(lead)) if joined else []
        if joined and named and named[-1].end("ref") >= joined.start():
            return False  # "It turns out that 1.1 and | 1.2 are Green", "other than 6 and | 18 our rating is 2"
        if re.search(r"\bboth\b[^.;]*\band\s*\Z", lead):
            return False
        rates_none = not self._rates(lead) and not lead.rstrip().endswith(",")
        last = re.split(r"(?<=[.!?])\s+", lead)[-1]
        is_led = any(way.fullmatch(lead) for way in (ANNOUNCES, _BROUGHT, _ADDS)) or _is_after(last)
        is_led = is_led or (bool(ANNOUNCES.fullmatch(last)) and self._said.search(lead[: -len(last)]) is None)
        return not lead or rates_none or is_led  # "Last one:", where one is a rating

    def _up_to_another(self, words: str) -> list[str]:
        """The words of an answer, and apart from them the sentences behind it that speak of another question."""
        *said, last = re.split(r"(?<=[.!?;])\s+", words)
        if said and self.announces(last):  # "… And some more:"
            return [words[: -len(last)].rstrip(), last]
        first = re.search(r"(?<=[.!?;])\s+", words)
        behind = words[first.end() :] if first else ""
        flat = levelled(behind)
        if not self._rated.search(self._alone.sub(" ", flat)) and not self._on.search(flat):
            return [words]  # "As for 1.1, and the chart is new": words of this one
        if first and (_QUESTIONS.search(flat) or any("." in ref["ref"] for ref in self._alone.finditer(flat))):
            return [words[: first.start()], behind]
        return [words]

    def announces(self, words: str) -> bool:
        """Whether words only lead to what follows: "Also:", "And some more of the outstanding ones:"."""
        return words.rstrip().endswith(":") and ANNOUNCES.fullmatch(levelled(words)) is not None

    def mentioned(self, sentence: str) -> list[str]:
        """Questions a sentence speaks of beside a rating, where it is not plain which it gives them."""
        flat = _STROKE.sub(lambda each: "," * len(each[0]), levelled(sentence[:2000]))
        meant = [each for each in self._alone.finditer(flat) if "." in each["ref"] or each["named"]]
        meant = [each for each in meant if not _MEASURE.match(flat, each.end())]
        bare = self._alone.sub(" ", _UNRATED.sub(" ", flat))
        return [ref for run in self._ranges.runs(meant, flat) for ref in run.refs] if self._rates(bare) else []

    def _rates(self, flat: str) -> bool:
        """Whether a rating stands in these words, and no count of what follows: "Two changes, 3.1 and 4.1"."""
        return any(not _COUNTS.match(flat, each.start()) for each in self._rated.finditer(flat))


def _are_rated(said: Sequence[re.Match[str]]) -> bool:
    """Whether "we are … on 1.1" rates it: "We are strong on 1.1" may be a way to speak, and "Green" is none."""
    labels = {each["said"] for each in said}
    return len(labels) > 1 or all(label in COLOURS or " " in label or "met" in label for label in labels)


def _words(title: str) -> list[str]:
    """The words of a title that say what it is of."""
    return re.findall(r"[^\W\d_]{4,}", levelled(title))


def _is_called(told: re.Match[str]) -> bool:
    """Whether the questions of a sentence are named past doubt: "For 7 and 8 the answer is yes" calls them too."""
    return _is_named(told["ref"]) or _CALLED.search(told[0]) is not None


def _may_follow(lead: str) -> bool:
    """Whether a sentence may answer behind these words: a colon must end what announces it, as "One more thing:"."""
    clause = _CLAUSE.split(lead)[-1]
    is_announced = bool(ANNOUNCES.fullmatch(clause) or _MIXED.search(clause)) or _is_after(clause)
    return not lead.rstrip().endswith(":") or is_announced


def _is_after(words: str) -> bool:
    """Whether words before a colon say only what came before this letter."""
    return _AFTER.fullmatch(words) is not None and not of_another(words.rstrip(": "))


def _is_named(ref: str) -> bool:
    """Whether a question is named past doubt: its number has a dot, or it is called a question."""
    return "." in ref or not ref.strip().isdigit()
