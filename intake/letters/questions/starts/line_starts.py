"""How a line begins by naming its question: "Q1.2:", "1.2 Good", "Question four", "1-2 Green". Pure."""

import re
from typing import NamedTuple

from config.notation import compiled_once
from intake.letters.questions.sentences import ARROW, PREFIX, UNITS, Numbering
from intake.ratings import Spoken, levelled
from intake.ratings import said as said_rows

_AMENDS = (
    r"(?:(?:correction|amendment|amended|update|updated|change|changed|revised|corrected)\b(?:\s+(?:to|for|on))?\W*)?"
)
_ITEM = rf"(?:\(?\d{{1,2}}[.)]\s+(?=\d{{1,2}}\.\d|{PREFIX}\.?\s?\d))?"  # "1. 2.3 - Met", "2. Q6 Good"
_SEPARATOR = rf"\s*(?:{ARROW}|(?<=\s)[/|](?=\s)|[.]?[:=)\]]|[.](?!\d)|-+(?!\d)|\bis\b(?! not)|\bas\b)\s*"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDED = re.compile(rf"[\W_]{{0,4}}question\s+(?P<word>{'|'.join(_WORDS)})\b[\s:=–-]*")
_DASHED = re.compile(r"[\W_]{0,4}(?P<ref>\d{1,2}[-_,]\d{1,2})(?!\w|[-_/.,]\d)[\s:=)–-]+")


_OF = re.compile(r"(?:of|to \d{1,2}\.\d{1,2} of)\s(?:the|our|your|their|its|this|that|an?|[a-z])")
_LABELLED = re.compile(  # "Ref: 4.1" above "Status: Met"
    r"[\W_]{0,4}(?:question\s(?:no|number|ref)|ref|reference|code|question|qn|q|standard|criterion|item|no|number)\.?\s?[:=]"
    r"\s?\[?(?P<ref>\d{1,2}(?:\.\d{1,2})?)\]?\W*\Z"
)
_TOO = re.compile(  # "5.3 as well:", "And 5.3:", perhaps above its answer
    r"[\W_]{0,4}(?:(?:and|also|plus|then|next)[\s,]{1,2})?(?P<ref>\d{1,2}\.\d{1,2})"
    r"(?:\s(?:as well|too|also|then|next|now|again))?\s?:\s*"
)
_GLUED = re.compile(r"[\W_]{0,4}(?P<ref>\d{1,2}\.\d{1,2})(?=[^\W\d_])")  # "1.1Green"
_APART = re.compile(  # "Standard 1, item 2: Met"
    r"[\W_]{0,4}(?:standard|std|section|sec|part|theme|area)\.?\s?(?P<standard>\d{1,2})[\s,;:/-]{1,3}"
    r"(?:item|question|qn|q|point|part|number|no)\.?\s?(?P<item>\d{1,2})(?!\w|\.\d)[\s:=)\u2013-]+"
)


class Marked(NamedTuple):
    """The question a line names, where its answer begins, and whether the line amends something said before."""

    ref: str
    start: int
    amends: bool = False
    adds: bool = False  # whether it brings more words, beside those said before


class BareCode(NamedTuple):
    """A code of our form that lost its brackets; in parentheses, as we show an answer."""

    ref: str
    end: int
    is_shown: bool


class Markers:
    """The questions of one audit, as a line may name them."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._order = numbering.refs, numbering.order
        self._spoken = spoken
        ref, said = numbering.any, spoken.pattern
        self._strong = compiled_once(
            rf"{_ITEM}[\W_]{{0,4}}(?P<amends>{_AMENDS})"
            rf"(?:\(\s*(?P<a>{ref})\s*\)|\[\s*(?P<d>{ref})\s*\]|{PREFIX}\.?\s*#?\s*\[?(?P<b>{ref})\]?|#\s?(?P<c>{ref}))"
            r"[*_]{0,3}(?![\w]|\.\w)"
            rf"(?P<sep>{_SEPARATOR}|\s*$|\s[\s*_]*(?={said})|,\s(?=(?:our\s)?(?:rating|score|rag|rated|scored)\b)|\s+)"
        )
        self._evidence = compiled_once(  # "8.1 evidence: The duty sheet", in any letter
            rf"[\W_]{{0,4}}(?:{PREFIX}\.?\s?)?\[?(?P<ref>{numbering.bare})\]?\s(?:evidence|comments?|notes?|reasons?)\s?:\s+(?=\S)"
        )
        self._bare = compiled_once(
            rf"[\s*_]{{0,4}}(?:{PREFIX}\.?\s*)?(?P<shown>\()?(?P<ref>{numbering.bare})[\s\]).:*_–-]{{0,4}}"
        )
        brings = rf"(?:{said_rows('question.lead')}\s+(?:(?:some|the|a|our)\s+)?)?"
        lead = rf"(?:[^.:;\n]{{0,80}}?,\s+|[^\W\d_]+[.!:]\s+)?{brings}"
        leads = rf"(?:{said_rows('question.more')}|{said_rows('question.on')}(?=[^:,\n]{{0,40}}[:,]))"
        self._more = compiled_once(said_rows("question.adds"))
        self._and_more = compiled_once(rf"\W*{said_rows('question.and_more')}(?!\w)")
        over = r"\s*[:,\u2013-]+(?!\d)\s*|\s+(?!(?:and|or|to|see|as|is|are|was)\b)(?=[a-z])"
        self._about = compiled_once(
            rf"{lead}{leads}\s+(?:(?<!\w)(?P<named>{PREFIX})\.?\s*)?\[?(?P<number>{numbering.bare})\]?"
            rf"(?:,\s[^:,.\n]{{1,30}}(?=:)|\s?\([^()\n]{{1,80}}\)(?=:))?(?:{over})(?=\S)"
        )
        self._as_follows = compiled_once(  # "Further to my email, the evidence for 3.1 is as follows: …"
            rf"{lead}(?:the|our|my)\s(?:evidence|words?|details?|notes?|comments?|text)\s(?:for|on|to)\s"
            rf"(?:(?P<named>{PREFIX})\.?\s*)?\[?(?P<number>{numbering.bare})\]?"
            r"(?:\s(?:is|are))?(?:\s(?:as follows|below|this|the following|these))?\s?:\s*(?=\S)"
        )
        self._weak = compiled_once(
            rf"{_ITEM}[\W_]{{0,4}}(?P<amends>{_AMENDS})(?P<a>(?<![\w.]){numbering.bare})"
            rf"(?:\s?\((?!\W*{said})[^()\d\n]{{2,80}}\)(?=\s?:))?"  # "1.1 (the senior lead): Met"
            rf"(?P<sep>{_SEPARATOR}|\s*$|[\s,*_\"'(]+(?={said})|(?<=\.\d),(?=[^\W\d_])|\s+)"  # "6.1,Met,40 of 41"
        )

    def bare_code(self, text: str) -> BareCode | None:
        """The code a line begins with, without its brackets or in parentheses."""
        found = self._bare.match(levelled(text[:60]))
        return BareCode(self._refs[found["ref"]], found.end(), bool(found["shown"])) if found else None

    def brings_more(self, text: str) -> bool:
        """Whether words behind a question's number begin as more of them: "More evidence: …", "Also, …"."""
        return self._and_more.match(levelled(text[:60])) is not None

    def named(self, text: str, *, freely: bool, after: str = "", in_run: bool = False) -> Marked | None:
        """The question a line begins by naming; `freely` also by its number alone; `after`: the one just answered.

        `in_run`: other lines begin so too, with other questions.
        """
        flat = levelled(text)
        if freely and (respelt := self._respelt(text, flat)):
            return respelt
        strong = self._strong.match(flat)
        if strong and not strong["sep"].strip() and _OF.match(flat, strong.end()):
            return None  # "Item 5.1 of the plan": what their words refer to
        if strong and (freely or strong["sep"].strip() or not flat[strong.end() :].strip()):
            ref = strong["a"] or strong["b"] or strong["c"] or strong["d"]
            return Marked(self._refs[ref], self._start(strong, text), bool(strong["amends"]))
        weak = self._weak.match(flat) if freely else None
        if weak is None:
            return self._words_about(flat) if freely else None
        is_bare = not in_run and not weak["sep"].strip() and not self._answers(text[weak.end() :])
        if is_bare and ("." not in weak["a"] or not self._goes_on(self._refs[weak["a"]], text[weak.end() :], after)):
            return None
        return Marked(self._refs[weak["a"]], self._start(weak, text), bool(weak["amends"]))

    def _answers(self, words: str) -> bool:
        """Whether words begin with a rating, or give the one of another question: "12 ditto"."""
        return self._spoken.head(words).says_something or self._spoken.pointed_to(words) is not None

    def _words_about(self, flat: str) -> Marked | None:
        """ "More evidence for 2.1: …", "Re 3.3, …": words for a question, behind what leads to them."""
        found = self._as_follows.match(flat) or self._about.match(flat)
        if found is None or not (found["named"] or "." in found["number"]):
            return None
        word = re.match(r"[\w']*", flat[found.end() :])
        is_measure = word is not None and word[0] in UNITS
        adds = self._more.search(flat[: found.start("number")]) is not None
        return None if is_measure else Marked(self._refs[found["number"]], found.end(), adds=adds)

    def _respelt(self, text: str, flat: str) -> Marked | None:
        """ "Question four", and "1-2 Green" for 1.2 where a rating follows."""
        worded = _WORDED.match(flat)
        if worded and (ref := self._refs.get(str(_WORDS.index(worded["word"]) + 1))):
            return Marked(ref, worded.end())
        if evidence := self._evidence.match(flat):
            return Marked(self._refs[evidence["ref"]], evidence.end())
        dashed = _DASHED.match(flat)
        meant = self._refs.get(re.sub(r"[-_,]", ".", dashed["ref"])) if dashed else None
        if dashed and meant and self._spoken.head(text[dashed.end() :]).is_clear:
            return Marked(meant, dashed.end())
        labelled = _LABELLED.match(flat)
        if labelled and (ref := self._refs.get(labelled["ref"])):
            return Marked(ref, labelled.end())
        too = _TOO.match(flat)
        if too and (ref := self._refs.get(too["ref"])):
            return Marked(ref, too.end())
        if apart := _APART.match(flat):
            ref = self._refs.get(f"{apart['standard']}.{apart['item']}")
            return Marked(ref, apart.end()) if ref else None
        glued = _GLUED.match(flat)
        ref = self._refs.get(glued["ref"]) if glued else None
        is_rated = glued is not None and self._spoken.head(text[glued.end() :], yes_no=False).is_clear
        return Marked(ref, glued.end()) if glued and ref and is_rated else None

    def _start(self, found: re.Match[str], text: str) -> int:
        """Where the answer begins: "as above" keeps its "as", a formula its "="; "as Green" does not."""
        if found["sep"].endswith("=") and re.match(r"[a-z]\w*\(", text[found.end() :], re.IGNORECASE):
            return found.end() - 1  # a formula is kept as it was written
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
        return Marked(self._refs[weak["a"]], weak.end()) if head.is_clear and not head.not_applicable else None

    def amends(self, text: str) -> bool:
        """Whether a line may put something right: it names its question later on, or goes on with "should be"."""
        marked = self.named(text, freely=True)
        if marked is None:
            return True
        rest = levelled(text[marked.start :])
        return (
            re.match(
                r"\W*(?:(?:pl[a-z]+|can you|could you) )?"
                r"(?:(?:is|was|looks|seems) (?:\w+ )?(?:too|wrong|no longer|down as)|is(?:n't| not)"
                r"|should|needs? to|must|is now|was|to be|change|from"
                r"|(?:which )?(?:i|we)(?: had| have|'d)? (?:said|wrote|put|gave|typed|ticked|entered|answered|marked)"
                r"|make|put|set|mark|record)\b",
                rest,
            )
            is not None
        )

    def _goes_on(self, ref: str, rest: str, after: str) -> bool:
        """Whether what follows a bare "1.2" may be its answer: "1.2 million children" is not."""
        word = rest.split()[0].lower().strip(".,") if rest.strip() else ""
        if re.match(r"\d+ [a-z]", rest) and rest.split()[1].strip(".,") not in UNITS and not after:
            return True
        if not word or rest[:1].isupper() or word in ("we", "our", "i", "all", "there"):
            return True
        return bool(after) and self._order[ref] > self._order[after] and word not in UNITS
