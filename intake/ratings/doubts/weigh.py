"""What stands beside a rating and may undo it: it moved on, it waits, its writer wavers, somebody else differs."""

import re

from config.notation import LatePattern
from intake.ratings.cues import BEHIND, cue, said
from intake.ratings.doubts.afterthoughts import Afterthoughts
from intake.ratings.doubts.pointers import ONE_TO_ONE
from intake.ratings.doubts.retractions import Retraction, for_some_only, taken_back, unanswered
from intake.ratings.marks import PICTURES, Mark, ScaleSpelling

_ARROW = r"\s{0,3}(?:[-=~]+>+|>{1,3}|[\u2192\u21d2\u21a6\u21e8\u27a1\u27f6\u27f9\u2794\u2799\u279c\u279e\u27a4])\s{0,3}"
_HELD = r"[\s,;(\[*_-]*"  # "2, if", "2 - subject to"
_JOINED = r"[\s(\[*_]*"  # "2 when": "2. When staff join, …" is the reason
_OF_ITS_OWN = r"(?!\W*(?:is|of|for|=)?\W*\w+\W*$)"  # "2 (target 3)": the aim has a rating of its own
_WHOLE = r"(?=\s*(?:$|[.,;:)!\]]))"
_SUBJECT = r"\W*(?:(?:we|it|this|that|i|they|our rating|the rating)(?:'ll|'d)?\s{1,3})?(?:is\s{1,3})?"
_RATED = r"\s{1,3}(?:(?:an?|at|rated|scored|firmly|clearly)\s{1,3}){0,2}"  # "would be rated a 3"
_STILL = (
    rf"{_WHOLE}|\s+(?:by|from|once|when|in|last|next|soon|later|shortly|with|without|but|except|were|had|only|and)\b"
)
_HOPES = LatePattern(rf"\W*(?:we|it|this|that|i|they)(?:'ll|'d)\s+(?:be|have\s+been){_RATED}")  # "We'd be 3 but for …"
_PLACED = LatePattern(  # "2 (Filton) 1 (Yate)", "2, 1 for locums"
    r"\s*(?:\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|_+\s)[\s,;/&-]*(?:and\s+)?(?=[^\W_])"
    r"|\s*[,;]\s*(?=\w[\w ]{0,20}\s+for\b)"
)
_BETWEEN_STEPS = LatePattern(r"[\s*_(]*\d(?:\.\d|[¼½¾])(?![\w.%])\s*(?:$|[,;:)\-–]|\.(?!\d))")  # "2.5"
_NOT_ALL = r"(?!(?:(?:in|at|for|by|across)\s)?(\w{1,5})\s(?:out\s)?of\s(?:(?:our|the|all)\s){0,2}\1\b)"  # "in 4 of 4"
_NUMERO = LatePattern(r"\.\s?\d+\s+(?:of|in|on|from)\s+(?:the|our|this)\b")
_UNUSED = cue(
    "asks_back.unused", lead=rf"(?>{BEHIND})(?:[^.;\n]{{0,30}}?\bbut\s)?(?:(?:it's|it is|is|just)\s)?", tail=_WHOLE
)
_THEN_YES = LatePattern(r"[^\n]{1,60}?(?<![\w'\"])yes(?![\w'\"])")
_THEN_NO = LatePattern(r"[^\n]{1,60}?(?<![\w'\"])no(?=\s*(?:$|[.,;!)])|\s-|\s(?:for|to|at|in|if|since|on)\b)")
_THEN = rf"[\s,;:.=(\-]+(?:{said('now.then')}[\s,:.=]+)?"


def _later_word(rating: str, each: str, then: str, lead: str, ago: str) -> str:
    """How a writer denies one rating and says another, or says in the end what was agreed: a regular expression."""
    first = rf"(?:an?\s)?(?={each}{_WHOLE})"
    thoughts = (
        r"(?:sorry|wait|actually|apologies|rather|it's|it is|make (?:it|that)|i mean|on reflection|on second thoughts?)"
    )
    ours = r"(?:us|ours|our (?:own )?(?:rating|score|view)|self)"
    sent = r"(?:sent|given|recorded|entered|submitted|put down)"
    return "|".join(
        (
            rf"{lead}(?!{rating})(?:not|isn't|aren't|(?:it|that|this)'s\s+not)\s+(?:an?\s+)?{then}(?:\s?[,;]\s+|\s+(?=but\b))"
            rf"(?:(?:but|rather|now|it|we|is|are|it's|we're|only|just|an?|at|be)\s+){{0,4}}",
            rf"{then}\s{{0,3}}[-,.;]{{1,3}}\s{{0,3}}no\b[\s,.-]{{1,4}}(?:{thoughts}\b[\s,.:-]{{1,4}}){{1,3}}{first}",
            rf"{then}\s?(?:[-,;(]{{1,2}}\s?)(?:(?:but|is|it's|it is)\s)?now\s(?:at\s)?{first}",
            rf"(?:not quite|nearly|almost|not)\s(?:an?\s)?{then}[\s,;-]{{1,3}}"
            r"(?:so|hence|therefore)\s(?:(?:it's|it is|an?|only)\s){0,2}",
            rf"{said('theirs.people')}\s?[:=]\s?{then}[\s,;.(/|-]{{1,6}}{ours}\s?[:=]\s?",
            rf"(?:[a-z][a-z ]{{0,14}}:?\s{{1,2}}{then}[,;.]\s){{1,4}}(?:and\s)?agreed(?:\son)?\s?[:=]?\s?{first}",
            rf"{lead}(?:was|were)\s{sent}\s(?:\w+\s){{0,2}}?as\s(?:an?\s)?{then}"
            r"[\s,;.(-]{1,4}(?:but\s)?(?:it|this|that|we)(?:'s|'re|\sis|\sare)\s(?:now\s)?(?:an?\s)?",
            rf"{said('past.word')}\s?[:=]\s?{then}{ago}[\s,;.(/|-]{{1,6}}{said('now.word')}\s?[:=]\s?",
        )
    )


class Doubts:
    """The ratings of one audit, and the ways in which people weigh them against others."""

    def __init__(self, spelling: ScaleSpelling) -> None:
        self._spelling, self.against = spelling, Afterthoughts(spelling).against
        rating, shown = spelling.rating.pattern, PICTURES
        each = rf"(?:{rating}|{shown})(?:\s{{0,3}}[-/(]?\s{{0,3}}(?:{rating}|{shown}))?\)?"
        then = rf"(?:{each}|{said('aside.said')})"
        lead = r"(?:(?:on|having|after)\s(?:checking|checked|reflection|looking|balance|review)(?:\sagain)?,?\s){0,1}"
        lead += r"(?:(?:we|it|this|that|our|rating|has|have|had|is|are|been|the|i|score)\s+){0,4}"
        now = (
            rf"(?:{said('now.before')}\s*[:=,]?\s*(?:(?:it|we|this)(?:'s|'re|\s+is|\s+are)\s+)?(?:(?:an?|is|only)\s+)?)"
        )
        joined = r"[\s,;.(-]{1,6}(?:(?:but|and|is|it is|it's)\s{1,3}){0,2}"
        ago = rf"(?:\s+{said('past.behind')})?"
        went = r"(?:(?:has|have|we|it|this|since|is|now)\s+){0,4}"
        went += rf"{said('turn.moved')}\s+(?:(?:up|down)\s+)?(?:to|at)\s+(?:an?\s+)?"
        aim = rf"{said('later.aim')}\s*[:=]?\s*{each}"
        to_be = rf"{lead}(?:will|shall|should|would|to)\s+be\s+(?:(?:rated|an?|at)\s+)?{each}[^.;\n]{{0,60}}[.,;(-]\s*"
        self._moved = re.compile(
            rf"(?:{then}{_ARROW}"
            rf"|{lead}{said('turn.moved')}\s+from\s+(?:an?\s+)?{then}\s+(?:(?:up|down)\s+)?to\s+(?:an?\s+)?"
            rf"|{lead}{said('past.before')}(?:\s(?:we|i|it)\s(?:said|was|were|had|put|rated))?\s*[:=]?\s*(?:(?:rated|an?|at)\s+)?{then}{ago}{joined}(?:{now}|{went})"
            rf"|{then}\s+{said('past.behind')}{joined}{went}"
            rf"|{aim}{joined}{now}"
            rf"|{_later_word(rating, each, then, lead, ago)}"
            rf"|from\s+(?:an?\s+)?(?!\d){then}\s+(?:(?:up|down)\s+)?to\s+(?:an?\s+)?"
            rf"|{to_be}(?:(?:but|and)\s+)?(?:{now}|(?={each}\s+{said('now.behind')}))"
            rf"|{then}\s+{said('past.behind')}{joined}{now}?(?={each}\s+{said('now.behind')}|{now}))"
            rf"(?=[^\W_]|{shown})"
        )
        says = rf"(?:{said('theirs.people')}|{said('theirs.says')})"
        self._people = cue("theirs.people")
        self._differs = re.compile(
            rf"(?<!\w){says}[^.;\n]{{0,30}}?(?<![^\W_])(?P<said>{rating}){_WHOLE}"
            rf"|(?<!\w){said('theirs.differs')}[.,;:]\s(?:(?:and|but)\s)?[^.;,\n]{{0,30}}?(?<![^\W_])(?P<differs>{rating}){_WHOLE}"
            rf"|[.,;]\s(?:(?:but|and|while|whereas)\s)?(?:i|we)(?:'d|\swould)?\s(?:say|think|rate|make|put|call|feel)\s"
            rf"(?:(?:it|this|that|is|it's|at|as|an?)\s){{0,3}}(?P<ours>{rating}){_WHOLE}"
            rf"|[.;]\s[^.;\n]{{0,20}}\b{said('theirs.people')}[^.;\n]{{0,30}}?(?<![^\W_])(?P<later>{rating}){_WHOLE}"
            rf"|[.;,?!]\s(?:(?:it|this|that|we|and|but)\s){{0,2}}(?:could|might|may|should|or|perhaps|maybe|probably|possibly|arguably)\s"
            rf"(?:(?:well|also|even|really|be|is|an?|say|have|been|rather)\s){{0,4}}(?P<may>(?!\d){rating})(?=\s*(?:$|[.,;:)!?\]]))"
            rf"|(?:[;,.]|\bbut|\bwhile|\bthough|\bexcept)\s(?!(?:all\s|both\s)?the\s(?:rest|others?)|all|both|everything)[^.;,\n\d]{{1,40}}\s(?:is|are)\s(?P<part>(?!\d){rating}){_WHOLE}"
        )
        self._came = re.compile(
            rf"{lead}(?:(?:moved|gone|went|slipped|improved|dropped)\s)?(?:up|down)\sto\s(?:an?\s)?(?!\d)(?P<said>{rating})"
            rf"\sfrom\s(?:an?\s)?(?P<old>{rating})(?=\W*$|[.,;:)]\s)"
        )
        self._planned = re.compile(
            rf"\s?[,;(]\s?(?:(?:then|and)\s)?(?P<said>{rating})\s"
            rf"(?:(?:is\s)?(?:planned|expected|due|hoped for)\s)?{said('later.ahead')}"
        )
        self._labelled = re.compile(
            rf"[;,/|.(]\s*(?P<label>[^\W\d][\w'. -]{{0,24}}?)\s*[:=]\s*(?P<said>{rating}){_WHOLE}"
        )
        self._instead = re.compile(
            rf"[\s,(]{{1,4}}(?:(?:and|but)\s+)?(?P<way>{said('turn.instead')})\s+(?:an?\s+)?(?P<said>{rating})"
            rf"(?=\s*(?:$|[.,;:)!\]]|-\s)|\s+(?:because|as|since|for)\b|\s+{said('now.behind')})\)?"
        )
        self._apart = re.compile(
            rf"[\s,;]*[(\[]\s*(?:an?\s+)?(?P<a>{rating})\s+(?:at|on|in|for|when|during|if|outside|after|with)\b[^()\[\]]*"
            rf"|\s*,\s*or\s+(?:an?\s+)?(?P<b>{rating})(?![^\W_])"
            rf"|\s?[:=][^.;\n]{{1,40}};\s(?P<d>(?!\d){rating})\s?[:=]"  # "Met: schools; Partially: nurseries"
            rf"|\s?,?\s(?:but|and)\s(?:an?\s)?(?P<c>{rating})\s(?:at|on|in|for|when|during|if|outside|after|with)\b"
        )

    def moved(self, text: str, at: int) -> int | None:
        """Where the later rating begins in "2 -> 1", "changed from 3 to 2", "was 2, now 3", "1 last year, 2 this"."""
        found = self._moved.match(text, at)
        return found.end() if found else None

    def came(self, text: str, at: int) -> re.Match[str] | None:
        """ "Up to Good from Requires Improvement": the rating of now, and the one it came from."""
        found = self._came.match(text, at)
        return found if found and self._is_other(found["said"], self._spelling.code(found["old"])) else None

    def plans(self, text: str, end: int, last: Mark) -> bool:
        """Whether a better rating follows and the day by which it shall be so: "Amber, Green by end of March"."""
        found = self._planned.match(text, end)
        codes = [each.code for each in self._spelling.scale.given]  # the best first
        code = self._spelling.codes.get(" ".join(re.findall(r"[^\W_]+", found["said"]))) if found else None
        return code is not None and last.value in codes and codes.index(code) < codes.index(last.value)

    def instead(self, text: str, end: int, last: Mark) -> int | None:
        """Where "Met rather than Partially Met", "2, not 3" is over: the rating behind is the one that is not meant."""
        found = self._instead.match(text, end)
        starts = found and self._spelling.rating.match(text, found.start("way"))
        if found is None or starts or not self._is_other(found["said"], last.value):
            return None
        return found.end()

    def alike(self, text: str, at: int) -> int | None:
        """Where the rating begins in "same as last year: 2", which says it of now."""
        found = cue("now.alike", lead="", tail=_THEN).match(text, at)
        return found.end() if found and self._spelling.said_at(text[found.end() :]) else None

    def placed(self, text: str, end: int, last: Mark) -> bool:
        """ "2 (Filton) 1 (Yate)", "2, 1 for locums": another rating of another place."""
        placed = _PLACED.match(text, end)
        again = self._spelling.rating.match(text, placed.end()) if placed else None
        is_over = again and re.match(r"\s*(?:$|[.,;:)!(\[_])|\s+for\b", text[again.end() : again.end() + 20])
        return bool(again and is_over and self._spelling.code(again[0]) != last.value)

    def before(self, text: str) -> Mark | None:
        """What the words begin with, where it makes the rating behind it no rating of now: "not quite good"."""
        unsure = cue("asks_back.before", lead=r"\W*").match(text)
        if unsure:
            near = text[unsure.end() : unsure.end() + 24]
            is_near = self._spelling.said_at(near.lstrip()) and not ONE_TO_ONE.search(near)
            return _mark("asks back", unsure) if is_near else None
        for kind in ("later", "past"):
            led = cue(f"{kind}.before", lead=_SUBJECT, tail=_RATED).match(text) or _HOPES.match(text)
            rated = self._spelling.rating.match(text, led.end()) if led else None
            if led and rated and re.match(_STILL, text[rated.end() :]):
                return _mark(kind, led)
        bid = cue("later.bid", lead=_SUBJECT, tail=_RATED).match(text)
        rated = self._spelling.rating.match(text, bid.end()) if bid else None
        held = taken_back(text, rated.end(), is_lowest=False) if rated else None
        return Mark(held.kind, held.value, 0, 0) if held else None

    def nears(self, text: str) -> Mark | None:
        """What is nearly a rating: "2.5", or a label gone wrong."""
        is_near = (self._spelling.top and _BETWEEN_STEPS.match(text)) or self._spelling.slips.nears(text)
        return Mark("asks back", text.strip()[:20], 0, 0) if is_near else None

    def waits(self, text: str, end: int, last: Mark) -> Mark | None:
        """What follows, where it makes the rating wait: for a condition, for a day to come, or it was long ago."""
        if last.kind == "yes_no":
            return None
        ways = [
            ("later", cue("later.joined", lead=rf"{_JOINED}(?!{said('later.open')})")),
            ("later", cue("later.ahead", lead=_HELD)),
            ("later", cue("later.aim", lead=_HELD, tail=_OF_ITS_OWN)),
            ("past", cue("past.behind", lead=r"\s+")),
            ("place", cue("place.behind", lead=rf"\s(?=\S){_NOT_ALL}")),  # behind a gap begins a sentence
            ("place", cue("place.shared", lead=rf"{BEHIND}{_NOT_ALL}", tail=_WHOLE)),
        ]
        if last.value != self._spelling.lowest:  # "Not met - planned" is not met
            ways.append(("later", cue("later.intended", lead=_HELD)))
        if last.is_picture:  # "🔵 In 9 of 12 files": where words follow a picture they begin anew
            ways = [each for each in ways if each[0] != "place"]
        is_lowest = last.value == self._spelling.lowest
        again = taken_back(text, end, is_lowest=is_lowest) or self._elsewhere(text, end, last)
        now = None if again else cue("now.behind", lead=r"\s+").match(text, end)
        again = again or (taken_back(text, now.end(), is_lowest=is_lowest) if now else None)
        again = again or (_unused(text, end) if text[last.start : last.end] == "in place" else None)
        if again:
            return Mark(again.kind, again.value, end, end)
        return next((_mark(kind, found) for kind, way in ways if (found := way.match(text, end))), None)

    def _elsewhere(self, text: str, end: int, last: Mark) -> Retraction | None:
        """Where another rating stands beside it for a part: "2 (1 at night)", "N/A to Hull; 2 for Leeds"."""
        if last.kind == "aside":
            return unanswered(text, end) or for_some_only(text, end, self._spelling.rating)
        found = self._apart.match(text, end)
        is_past = found and cue("past.word", "later.word").search(text, found.start(), found.end())
        if found is None or is_past or not self._is_other(next(filter(None, found.groups())), last.value):
            return None
        return Retraction("asks back", found[0].strip(" ,;:.(["))

    def tails(self, text: str, end: int, last: Mark) -> Mark | None:
        """A word of doubt that is all that follows: "Green TBC", "2 mostly"."""
        found = cue("asks_back.behind", "asks_back.end", "asks_back.state", lead=BEHIND, tail=r"(?=\W*$)").match(
            text, end
        )
        return _mark("asks back", found) if found and last.kind == "rating" else self.thought_again(text, end, last)

    def thought_again(self, text: str, end: int, last: Mark) -> Mark | None:
        """What follows, where it goes against the rating and tells nothing else: "no", "my mistake, 3"."""
        found = "" if last.kind == "yes_no" else self.against(text, end, last.value)
        return Mark("asks back", found, end, end) if found else None

    def wavers(self, text: str, end: int, last: Mark) -> Mark | None:
        """What follows, where its writer is not sure of it, or somebody else rates it differently."""
        if found := cue("asks_back.behind", lead=BEHIND).match(text, end):
            return _mark("asks back", found)
        if last.kind == "yes_no":
            held = cue("later.condition", lead=_HELD).match(text, end)
            return _mark("later", held) if held else _to_us(text, end, last)
        if last.kind == "rating" and self._is_disputed(text, end, last.value):
            return Mark("somebody else's", text[end : end + 30].strip(), end, end)
        return None

    def _is_disputed(self, text: str, end: int, code: str) -> bool:
        """Whether the same saying goes on to give somebody else's rating, and it is another."""
        rest = text[end : end + 200]
        sentence = re.split(r"[.;]\s", rest, maxsplit=1)[0]
        elsewhen = cue("past.word", "later.word")
        for found in self._differs.finditer(rest):
            if found["said"] and found.end() > len(sentence) and not self._people.search(found[0]):
                continue
            if not elsewhen.search(found[0]) and self._is_other(next(said for said in found.groups() if said), code):
                return True
        labelled = self._labelled.finditer(text[max(0, end - 1) : end + 200])
        return any(not elsewhen.search(found["label"]) and self._is_other(found["said"], code) for found in labelled)

    def _is_other(self, words: str, code: str) -> bool:
        spelled = " ".join(re.findall(r"[^\W_]+", words))
        return self._spelling.codes.get(spelled, code) != code


def _unused(text: str, end: int) -> Retraction | None:
    """ "In place, not used": it is there, and it is not."""
    found = _UNUSED.match(text, end)
    return Retraction("asks back", found[0].strip(" ,;:.(-")) if found else None


def _to_us(text: str, end: int, last: Mark) -> Mark | None:
    """What makes a yes or no an answer to our letter, or no answer at all: "Yes we can!", "No. 12 of the handbook"."""
    found = cue("to_us.letter", lead=r"[\s,;:.!-]*").match(text, end)
    found = found or cue("to_us.polite", lead=r"[\s,]*", tail=r"(?=\W*$)").match(text, end)
    found = (
        found or cue("to_us.then", lead=r"[\s,]*").match(text, end) or cue("later.ahead", lead=_HELD).match(text, end)
    )
    found = found or cue("to_us.wait", lead=r"[\s,;:.!-]*").match(text, end)
    found = found or (_THEN_NO if last.value == "yes" else _THEN_YES).match(text, end)
    found = found or cue("to_us.slogan", lead=r"[\s,]*", tail=r"(?=\s*!)").match(text, end)
    if last.value == "no":
        found = found or _NUMERO.match(text, end)
    return _mark("asks back", found) if found else None


def _mark(kind: str, found: re.Match[str]) -> Mark:
    return Mark(kind, found[0].strip(" ,;:.([=/*_-"), found.start(), found.end())
