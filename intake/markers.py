"""How people name a question when they write freely: "Q1.2:", "1.2 Good", "1.1 2, 1.2 3", "1.2 should be 3"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from intake.spellings import levelled
from intake.spoken import Spoken

_PREFIX = (
    r"(?:(?:question|qn|q)\s+(?:no\.?|number)|no(?=\s+\d+\s*[:=])"
    r"|question|quest|qn|qu|q|answer to question|answer to q|answer to|answer|ans|item|number|no(?=\.))"
)
_AMENDS = (
    r"(?:(?:correction|amendment|amended|update|updated|change|changed|revised|corrected)\b(?:\s+(?:to|for|on))?\W*)?"
)
_CHANGE = re.compile(
    r"\b(?:correct(?:ion|ed|ing|s)?|chang(?:e|ed|es|ing)|amend\w*|updat\w*|revis\w*|should|instead|meant|mistake\w*"
    r"|replac\w*|typo|wrong|error|sorry|apolog\w*|actually)\b"
)
_UNITS = frozenset(
    ["million", "billion", "thousand", "hours", "days", "weeks", "months", "years", "per", "fte", "wte", "of", "and"]
)
_WAVERS = re.compile(r"\b(?:between|either|maybe|perhaps|probably|possibly|about|or)\b|\?")
_SEPARATOR = r"\s*(?:[:=)\]]|[.](?!\d)|-+>?(?!\d)|→|\bis\b(?! not)|\bas\b)\s*"


_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDED = re.compile(rf"[\W_]{{0,4}}question\s+(?P<word>{'|'.join(_WORDS)})\b[\s:=–-]*")
_DASHED = re.compile(r"[\W_]{0,4}(?P<ref>\d{1,2}[-_]\d{1,2})(?!\w|[-_/.]\d)[\s:=)–-]+")


_SENTENCE = re.compile(r"(?<=[.!;])\s+|,\s+(?:and\s+)?|\s+and\s+")
_AND_ON = re.compile(r"[\s,;]*(?:\band\b)?\s*$")
_SAYING = (
    r"(?:[\s*_]{0,4}(?:(?:so|and|also|but|overall|again|then|however)\b[\s,]*)?"
    r"(?:(?:we|i|i'd|we'd|would|think|thought|that|say|believe|feel|our|my|the|rating|ratings|score|rate|have|has|put"
    r"|now|answer|answers|assess|consider|for|to|of|on|is|at|confirm|can)\s+){0,8})"
)
_IS = (
    r"\s*,?\s*(?:(?:is|are|remains?|stays?|stands? at|(?:has|have) (?:now )?(?:moved|gone|improved|risen|dropped|fallen"
    r"|slipped|come|got|been)(?: (?:up|down|back))?(?: to)?|moves? to|moved to|continues? (?:as|at|to be)|should stay"
    r"|should remain|as|we(?: would|'d)? (?:are|say|rate|rated|remain|stay|put|assess)(?: (?:this|it|ourselves))?"
    r"|now)\s+)(?:(?:now|still|currently|again|both|all|at|as|rated|assessed|also|an?|in|to be|firmly|well)\s+){0,3}"
)


class Marked(NamedTuple):
    """Questions a line names, where its answer begins, and whether the line amends something said before."""

    refs: tuple[str, ...]
    start: int
    amends: bool = False


class Pair(NamedTuple):
    ref: str
    words: str


class Told(NamedTuple):
    """Questions that a sentence rates, with its words from the rating on."""

    refs: tuple[str, ...]
    words: str


class Markers:
    """The questions of one audit, as a line may name them."""

    def __init__(self, refs: Sequence[str], spoken: Spoken) -> None:
        self.order = {ref: number for number, ref in enumerate(refs)}
        by_lower = {ref.lower(): ref for ref in refs}
        by_lower |= {f"0{ref}": ref for ref in refs if ref.isdigit() and len(ref) == 1}
        self._refs = by_lower
        self._spoken = spoken
        ref = "|".join(re.escape(each) for each in sorted(by_lower, key=len, reverse=True)) or "(?!)"
        alone = rf"(?<![\w.])(?:{ref})(?![\w]|\.\w|/\d)"
        said = spoken.pattern
        self._strong = re.compile(
            rf"[\W_]{{0,4}}(?P<amends>{_AMENDS})"
            rf"(?:\(\s*(?P<a>{ref})\s*\)|\[\s*(?P<d>{ref})\s*\]|{_PREFIX}\.?\s*#?\s*\[?(?P<b>{ref})\]?|#\s?(?P<c>{ref}))"
            r"(?![\w]|\.\w)"
            rf"(?P<sep>{_SEPARATOR}|\s*$|\s+(?={said})|\s+)"
        )
        self._weak = re.compile(
            rf"[\W_]{{0,4}}(?P<amends>{_AMENDS})(?P<a>{alone})(?P<sep>{_SEPARATOR}|\s*$|[\s,*_\"'(]+(?={said})|\s+)"
        )
        sign = r"(?:\s*(?:[:=)]|[.](?!\d)|-+>?|→|\bis\b)\s*|\s+)"
        called = rf"(?:(?<!\w)(?:{_PREFIX})\.?\s*|(?<![\w.]))"
        bare = rf"(?:{ref})(?![\w]|\.\w|/\d)"
        unit = rf"{called}[\[(]?({bare})[\])]?{sign}({said}(?:\s*[-/(]?\s*{said})?\)?)"
        self._unit = re.compile(unit)
        self._between = re.compile(r"[\s,;|/&.•·]*(?:and\b)?[\s,;|]*")
        self._alone = re.compile(rf"(?:(?<!\w)(?P<named>{_PREFIX}\.?\s*)|(?<![\w.]))\[?(?P<ref>{bare})\]?")
        self._list = re.compile(
            rf"[\W_]{{0,4}}(?:{_PREFIX}s?\.?\s*)?(?P<refs>{called}{bare}(?:\s*(?:,|and|&|to|-)\s*{called}{bare})+)"
            rf"(?:\s*[:=]\s*|\s+-\s+|\s+(?:are|is)\s+(?:all\s+|both\s+)?)(?P<rest>\S.*)",
            re.DOTALL,
        )
        self._reversed = re.compile(
            rf"[\W_]{{0,4}}(?P<said>{said})\s*(?:[-:=]|for|on)\s*"
            rf"(?P<refs>{called}{bare}(?:\s*(?:,|and|&)\s*{called}{bare})*)\W*"
        )
        self._ref = re.compile(bare)
        self._said = re.compile(said)
        self._old = re.compile(
            rf"\b(?:from|not|instead of|rather than|was|were|previously|currently|says|said|originally|had|put down as"
            rf"|put|wrote|gave|entered)"
            rf"\s+(?:an?\s+|as\s+|the\s+)?(?:{said})"
        )
        self._new = re.compile(
            rf"(?:\bto|\bshould(?: now| have)? (?:be|been|read|say)|\bis(?: now)?|\bnow"
            rf"|\bmeant(?: to (?:put|say|write))?|\bas|=|:|->|→|\bbe|\bread|\brecord)"
            rf"\s*(?:rated\s+|an?\s+|as\s+)?(?P<said>{said}(?:\s*[-/(]\s*{said})?)"
        )
        self._told = re.compile(
            rf"{_SAYING}(?P<ref>{called}{bare})(?:\s*(?:,|and|&)\s*{called}{bare})*{_IS}(?={said}|[🟢🟩🔴🟥🟠🟧🟡🟨🔵🟦])"
        )
        self._for = re.compile(rf"(?P<said>{said})\s+(?:for|on|in|at)\s+{called}{bare}")

    def named(self, text: str, *, freely: bool, after: str = "") -> Marked | None:
        """The question a line begins by naming; `freely` also by its number alone; `after`: the one just answered."""
        flat = levelled(text)
        if freely and (respelt := self._respelt(text, flat)):
            return respelt
        strong = self._strong.match(flat)
        if strong and (freely or strong["sep"].strip() or not flat[strong.end() :].strip()):
            ref = strong["a"] or strong["b"] or strong["c"] or strong["d"]
            return Marked((self._refs[ref],), self._start(strong, text), bool(strong["amends"]))
        weak = self._weak.match(flat) if freely else None
        if weak is None:
            return None
        is_bare = not weak["sep"].strip() and not self._spoken.head(text[weak.end() :]).says_something
        if is_bare and ("." not in weak["a"] or not self._goes_on(self._refs[weak["a"]], text[weak.end() :], after)):
            return None
        return Marked((self._refs[weak["a"]],), self._start(weak, text), bool(weak["amends"]))

    def _respelt(self, text: str, flat: str) -> Marked | None:
        """ "Question four", and "1-2 Green" for 1.2 where a rating follows."""
        worded = _WORDED.match(flat)
        if worded and (ref := self._refs.get(str(_WORDS.index(worded["word"]) + 1))):
            return Marked((ref,), worded.end())
        dashed = _DASHED.match(flat)
        meant = self._refs.get(re.sub(r"[-_]", ".", dashed["ref"])) if dashed else None
        if dashed and meant and self._spoken.head(text[dashed.end() :]).is_clear:
            return Marked((meant,), dashed.end())
        return None

    def _start(self, found: re.Match[str], text: str) -> int:
        """Where the answer begins: "as above" keeps its "as", "as Green" does not."""
        word = found["sep"].strip()
        is_word = word in ("as", "is") and not self._spoken.head(text[found.end() :]).says_something
        return found.start("sep") if is_word else found.end()

    def outside(self, text: str) -> bool:
        """Whether the line answers a question by a number that none of ours has: "1.7 3"."""
        found = re.match(r"[\W_]{0,4}(?P<ref>\d{1,2}\.\d{1,2})(?![\w%]|\.\d)[\s:=)–-]+", levelled(text))
        return bool(found and found["ref"] not in self._refs and self._spoken.head(text[found.end() :]).is_clear)

    def moved(self, text: str, here: str) -> Marked | None:
        """A rating for another question, given with its number among the words of this one: "2.1: Green, …"."""
        weak = self._weak.match(levelled(text))
        if weak is None or "." not in weak["a"] or self._refs[weak["a"]] == here:
            return None
        head = self._spoken.head(text[weak.end() :])
        return Marked((self._refs[weak["a"]],), weak.end()) if head.is_clear and not head.not_applicable else None

    def amends(self, text: str) -> bool:
        """Whether a line may put something right: it names its question later on, or goes on with "should be"."""
        marked = self.named(text, freely=True)
        if marked is None:
            return True
        rest = levelled(text[marked.start :])
        return re.match(r"\W*(?:should|needs? to|must|is now|was|to be|change|from)\b", rest) is not None

    def _goes_on(self, ref: str, rest: str, after: str) -> bool:
        """Whether what follows a bare "1.2" may be its answer: "1.2 million children" is not."""
        word = rest.split()[0].lower().strip(".,") if rest.strip() else ""
        if re.match(r"\d+ [a-z]", rest) and rest.split()[1].strip(".,") not in _UNITS and not after:
            return True
        if not word or rest[:1].isupper() or word in ("we", "our", "i", "all", "there"):
            return True
        return bool(after) and self.order[ref] > self.order[after] and word not in _UNITS

    def listed(self, text: str) -> Marked | None:
        """Several questions named at once: "1.1, 1.2 and 1.3: Good", "4 to 6: 2"."""
        found = self._list.match(levelled(text))
        if found is None:
            return None
        said = found["refs"]
        refs = [self._refs[each] for each in self._ref.findall(said)]
        if re.search(r"-|\bto\b", said):
            if len(refs) != 2 or self.order[refs[0]] >= self.order[refs[1]]:
                return None
            refs = [ref for ref in self.order if self.order[refs[0]] <= self.order[ref] <= self.order[refs[1]]]
        return Marked(tuple(refs), found.start("rest"))

    def reversed(self, text: str) -> list[Pair]:
        """A rating and then the questions it is for: "Green: 1.1, 1.2"; only numbers with a dot or called questions."""
        found = self._reversed.fullmatch(levelled(text)) if len(text) < 400 else None
        if found is None or not re.search(rf"\.|{_PREFIX}", found["refs"]):
            return []
        return [Pair(self._refs[each], found["said"]) for each in self._ref.findall(found["refs"])]

    def mentioned(self, sentence: str) -> list[str]:
        """Questions a sentence speaks of beside a rating, where it is not plain which it gives them."""
        flat = levelled(sentence[:2000])
        meant = [each for each in self._alone.finditer(flat) if "." in each["ref"] or each["named"]]
        bare = self._alone.sub(" ", flat)
        return [self._refs[each["ref"]] for each in meant] if self._said.search(bare) else []

    def pairs(self, text: str) -> list[Pair]:
        """A line that is nothing but questions and ratings, two or more of them; otherwise nothing."""
        flat = levelled(text).strip()
        found: list[Pair] = []
        at = 0
        while at < len(flat):
            unit = self._unit.match(flat, at)
            if unit is None:
                return []
            found.append(Pair(self._refs[unit[1]], unit[2]))
            gap = self._between.match(flat, unit.end())
            at = gap.end() if gap else unit.end()
            if at == unit.end() and at < len(flat):
                return []
        return found if len(found) > 1 else []

    def told(self, text: str) -> list[Told]:
        """The sentences of a line that say how a question is rated, each with the words up to the next such one.

        Empty where the line does not begin with one.
        """
        flat = levelled(text[:2000])
        starts = [0, *(each.end() for each in _SENTENCE.finditer(flat))]
        said = [match for start in starts if (match := self._told.match(flat, start)) and _is_named(match["ref"])]
        if not said or said[0].start() > 0:
            return []
        ends = [*(match.start() for match in said[1:]), len(text)]
        found = []
        for match, end in zip(said, ends, strict=True):
            refs = self._alone.finditer(flat[match.start("ref") : match.end()])
            words = _AND_ON.sub("", text[match.end() : end])
            found.append(Told(tuple(self._refs[each["ref"]] for each in refs), words))
        return found if all(self._spoken.head(each.words).is_clear for each in found) else []

    def changed(self, sentence: str) -> Pair | None:
        """A sentence that puts a rating right: "1.2 should be 3, not 2"; without words where it is not plain."""
        flat = levelled(sentence)
        if len(flat) > 400 or not _CHANGE.search(flat):
            return None
        meant = [each for each in self._alone.finditer(flat) if self._is_meant(each, flat)]
        refs = {self._refs[each["ref"]] for each in meant}
        if len(refs) != 1:
            return None
        ref = refs.pop()
        rest = flat
        for each in reversed(meant):
            rest = rest[: each.start()] + " " + rest[each.end() :]
        unclear = Pair(ref, "") if self._said.search(rest) else None
        if _WAVERS.search(flat):
            return unclear
        bare = self._old.sub(" ", flat)
        said = {each["said"] for each in self._new.finditer(bare)} | {each["said"] for each in self._for.finditer(bare)}
        return Pair(ref, said.pop()) if len(said) == 1 else unclear

    def _is_meant(self, found: re.Match[str], flat: str) -> bool:
        """A number is a question where it has a dot, is called one, or stands where a change names its subject."""
        if "." in found["ref"] or found["named"] or not found["ref"].isdigit():
            return True
        before, after = flat[: found.start()], flat[found.end() :]
        asked = re.search(r"(?:\bchange|\bamend|\bupdate|\bcorrect|\bcorrection:?|\brevise|\bfor)\s*$", before)
        return bool(asked or re.match(r"\s+should\b", after))


def _is_named(ref: str) -> bool:
    """Whether a question is named past doubt: its number has a dot, or it is called a question."""
    return "." in ref or not ref.strip().isdigit()
