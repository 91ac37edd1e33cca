"""What is said beside a rating: that it moved on, that it waits, that its writer wavers or somebody else differs."""

import re
from collections.abc import Iterable

from config.dates import MONTH
from intake.ratings.marks import PICTURES, ScaleSpelling, Spelt

_ARROW = r"\s*(?:[-=~]+>+|>{1,3}|[\u2192\u21d2\u21a6\u21e8\u27a1\u27f6\u27f9\u2794\u2799\u279c\u279e\u27a4])\s*"
_PAST = r"was|were|been|had|previous(?:ly)?|formerly|originally|initially|last (?:year|time)|before|then"
_MOVED = (
    r"(?:changed|change|moved|moving|gone|went|improved|risen|rose|fallen|fell|dropped|raised|lowered|revised|amended"
    r"|updated|slipped|upgraded|downgraded|corrected|up|down)"
)
_CONDITION = (
    r"(?:subject to|pending|unless|provided (?!by)|providing (?!by)|assuming|conditional|on condition"
    r"|depend(?:s|ing|ent) on"
    r"|except(?:ing|ion)?s?|apart from|aside from|other than|bar"
    r"|once(?!\s+(?:a|an|every|per|each|in)\b)|as long as|so long as|awaiting)"
)
_HANGS = re.compile(rf"[\s,;(\[*_-]*(?:{_CONDITION}|if)\b|[\s(\[*_]*(?:when|after|until|till)\b")
_HANGS_FIRMLY = re.compile(rf"[\s,;(\[*_-]*{_CONDITION}\b")
_AHEAD = re.compile(
    r"[\s,;(\[*_-]*(?:(?:is |as )?(?:the |our |a )?(?:target|aim|goal|ambition)\b(?!\W*(?:is|of|for|=)?\W*\w+\W*$)"
    rf"|by (?:{MONTH}|next|then|the (?:end|summer|spring|autumn|start)|20\d\d|summer|spring|autumn|easter|christmas)"
    r"|next (?:year|month|week|term|spring|summer|autumn)|planned|expected|hopefully|soon\b|in future)"
)
_OTHERS = (
    r"(?:peers?|board|partners?(?:hip)?|review(?:er)?s?|moderat\w+|auditors?|inspectors?|trust|commissioners?"
    r"|colleagues?|managers?|external\w*|deputy|governors?|trustees)"
)
_RATES = (
    r"(?:sa(?:id|ys?)|rate[sd]?|rating|score[sd]?|gave|gives?|puts?|assess\w*|judge[sd]?|thinks?|thought|felt|feels?"
    r"|graded?|make[s]? it|made it)"
)
_WHOLE = r"(?=\s*(?:$|[.,;:)!\]]))"
_ELSEWHEN = re.compile(r"\b(?:last|previous|prior|target|was|were|aim|goal|next|future|20\d\d)\b")
_UNSURE = re.compile(
    r"\W*(?:somewhere |probably |maybe |perhaps )?(?:between|about|around|nearly|almost|not quite|not fully"
    r"|not entirely|mostly|largely|probably|maybe|possibly|perhaps|roughly|either|a mix|mixed|borderline|not yet|not)\b"
)
_TURN = re.compile(
    r"\b(?:but|now|actually|rather|sorry|correction|make that|i mean|no|on reflection|on second thoughts)\b[\s,:-]*"
    r"(?:(?:now|it's|its|is|a|an|make that|i mean|i meant|should be|that should be)\b\s*){0,3}"
)
_PLACED = re.compile(  # "2 (Filton) 1 (Yate)", "2, 1 for locums"
    r"\A\s*(?:\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|_+\s)[\s,;/&]*(?:and\s+)?(?=[^\W_])"
    r"|\A\s*[,;]\s*(?=\w[\w ]{0,20}\s+for\b)"
)
_BETWEEN_STEPS = re.compile(r"[\s*_(]*\d(?:\.\d|[¼½¾])(?![\w.%])\s*(?:$|[,;:)\-–]|\.(?!\d))")  # "2.5"
ONE_TO_ONE = re.compile(r"\b1\s*(?:[-:]|to)\s*(?:2\s*[-:]\s*)?1\b|\b121\b")


class Weighing:
    """The ratings of one audit, and the ways in which people weigh them against others."""

    def __init__(self, spelling: ScaleSpelling) -> None:
        self._spelling = spelling
        said, shown = spelling.rating.pattern, PICTURES
        each = rf"(?:{said}|{shown})(?:\s*[-/(]?\s*(?:{said}|{shown}))?\)?"
        then = rf"(?:{each}|n\s?/\s?a|not applicable)"
        lead = r"(?:(?:we|it|this|that|our|rating|has|have|had|is|been|the|i|score)\s+){0,4}"
        self._moved = re.compile(
            rf"(?:{then}{_ARROW}"
            rf"|{lead}{_MOVED}\s+from\s+(?:an?\s+)?{then}\s+(?:(?:up|down)\s+)?to\s+(?:an?\s+)?"
            rf"|{lead}(?:{_PAST})\s*[:=]?\s*(?:an?\s+)?{then}(?:\s+last year)?[\s,;.(-]+"
            r"(?:(?:but|and|is|it is|it's)\s+)*"
            r"(?:now|currently|this year|today)\s*[:=]?\s*(?:(?:an?|is)\s+)?)"
            rf"(?=[^\W_]|{shown})"
        )
        self._differs = re.compile(
            rf"\b(?:{_OTHERS}|{_RATES})\b[^.;\n]{{0,30}}?(?<![^\W_])(?P<said>{said}){_WHOLE}"
            rf"|[.;]\s[^.;\n]{{0,20}}\b{_OTHERS}\b[^.;\n]{{0,30}}?(?<![^\W_])(?P<later>{said}){_WHOLE}"
        )
        self._labelled = re.compile(
            rf"[;,/|.(]\s*(?P<label>[^\W\d][\w'. -]{{0,24}}?)\s*[:=]\s*(?P<said>{said}){_WHOLE}"
        )

    def moved(self, text: str, at: int) -> int | None:
        """Where the later rating begins in "2 -> 1", "changed from 3 to 2", "was 2, now 3"."""
        found = self._moved.match(text, at)
        return found.end() if found else None

    def turns(self, rest: str, found: Iterable[Spelt]) -> bool:
        """ "2, but now 3", "2. Sorry, 3": another rating that takes the first one's place."""
        codes = {each.value for each in found}
        said = [self._spelling.rating.match(rest, turn.end()) for turn in _TURN.finditer(rest)]
        said += [each for placed in _PLACED.finditer(rest) if (each := self._spelling.rating.match(rest, placed.end()))]
        ended = [each for each in said if each and re.match(r"\s*(?:$|[.,;:)!(\[_])|\s+for\b", rest[each.end() :])]
        return any(self._spelling.code(each[0]) not in codes for each in ended)

    def wavers(self, text: str) -> bool:
        """Whether the words begin by weighing ratings: "between 2 and 3", "not quite good"."""
        if self._spelling.top and _BETWEEN_STEPS.match(text):
            return True
        if self._spelling.slips.nears(text):
            return True
        unsure = _UNSURE.match(text)
        if unsure is None:
            return False
        near = text[unsure.end() : unsure.end() + 24]
        return self._spelling.rating.match(near.lstrip()) is not None and not ONE_TO_ONE.search(near)

    def waits(self, text: str, end: int, last: Spelt) -> bool:
        """Whether what follows makes the rating wait: for a condition, or for a day to come."""
        return last.kind == "rating" and (_HANGS.match(text, end) or _AHEAD.match(text, end)) is not None

    def doubts(self, text: str, end: int, last: Spelt) -> bool:
        """Whether what was said waits for something, or somebody else's rating stands beside it."""
        if last.kind == "yes_no":
            return _HANGS_FIRMLY.match(text, end) is not None
        if self.waits(text, end, last):
            return True
        return last.kind == "rating" and self._is_disputed(text, end, last.value)

    def _is_disputed(self, text: str, end: int, code: str) -> bool:
        """Whether the same saying goes on to give somebody else's rating, and it is another."""
        rest = text[end : end + 200]
        sentence = re.split(r"[.;]\s", rest, maxsplit=1)[0]
        for found in self._differs.finditer(rest):
            if found["said"] and found.end() > len(sentence) and not re.search(_OTHERS, found[0]):
                continue
            if not _ELSEWHEN.search(found[0]) and self._is_other(found["said"] or found["later"], code):
                return True
        labelled = self._labelled.finditer(text[max(0, end - 1) : end + 200])
        return any(not _ELSEWHEN.search(found["label"]) and self._is_other(found["said"], code) for found in labelled)

    def _is_other(self, said: str, code: str) -> bool:
        spelled = " ".join(re.findall(r"[^\W_]+", said))
        return self._spelling.codes.get(spelled, code) != code
