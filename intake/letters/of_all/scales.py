"""Letters that say of all their ratings that they are of another scale, turned round, or a line out. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.notation import LatePattern, compiled_once
from config.questionnaire import RATING
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.letters.reading import Form, Puzzle
from intake.ratings import levelled

_SENTENCE = LatePattern(r"(?<=[.!?;])\s+")
_LONGEST = 160  # characters of a line that says so
_SPEAKS = re.compile(
    r"=|\d|best|better|worst|scale|scor|rank|percent|revers|upside|ofsted|cqc|colou?r|row|line|\bout\b|key|legend",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|a hundred)"
_RATED = r"(?:(?:all|these|they|our|my|the|we|i|have|has|are|is|were|was|been|figures|numbers|ratings?|scores?) ){0,5}"
_OUT_OF = LatePattern(
    rf"\W*{_RATED}(?:(?:scored|rated|marked|graded|scores?|ratings?|marks?) )?(?:are )?"
    rf"(?:out of (?P<top>{_NUMBER})|on a (?:scale|range) (?:of|from) (?P<low>{_NUMBER}) ?(?:to|-) ?"
    rf"(?P<high>{_NUMBER}))\W*"
)
_OTHER = LatePattern(
    r"\b(?:used|using|on|by) (?:our|my|an?) (?:own|usual|different|other|internal|old|in-house) (?:scale|scoring|key)\b"
    r"|\b(?:lower|less|fewer|smaller) (?:is|means|being) (?:the )?better\b"
    r"|\b(?:scored|rated|marked|graded) (?:from )?\d ?(?:to|-) ?\d\b[^.;]{0,20}\b(?:as in|like|framework|ofsted|cqc)\b"
    r"|\bused (?:\d|one|zero) (?:as|for) (?:the |our )?(?:top|best|highest|lowest|worst|bottom)\b"
    r"|\b\d(?: is|:|=)? ?(?:good|best|great|top|strong|excellent|poor|worst|weak) (?:to|and|\u2013|-) ?\d(?: is|:|=)? ?"
    r"(?:good|best|great|top|strong|excellent|poor|worst|weak|bad)\b"
    r"|\b(?:scores?|ratings?|scored|rated|numbers|these) (?:use|are on|are in|on|by|with|in|follow) "
    r"(?:our|my|an?) (?:own|different|other|internal|old) (?:scale|scoring|key)\b"
    r"|\b(?:scored|rated|marked|graded|numbered|scores?|ratings?|scale)\b[^.;]{0,30}"
    r"\b(?:in reverse|reversed|upside down"
    r"|backwards|inverted|turned round|the other way up)"
    r"|\A\W*(?:rank(?:ed|ing)?(?: order)?\b[^.;]{0,40}|(?:as |in )?percent(?:ages?)?\b[^.;]{0,40}):\W*\Z"
    r"|\b(?:ignore|disregard) (?:all )?(?:the|our|my|all) (?:colours|colors|ratings|scores|numbers|column of \w+)\b"
    r"|\b(?:my|our|the|these|all) (?:answers|ratings|scores)\b[^.;]{0,30}"
    r"\b(?:(?:one|two|a) (?:rows?|lines?|places?) (?:out|off|up|down|too \w+)|out by (?:one|a) (?:row|line)|off by one"
    r"|shifted (?:by|up|down)|slipped (?:by|a|one) )"
)
_LINK = r"(?: ?[=:-] ?| (?:is|was|being|means|as|for)(?: where we are| the| our){0,2} )"
_END = LatePattern(
    rf"(?<![\w.])(?P<number>\d{{1,2}})(?![\w.]|\s?%)"
    rf"(?:{_LINK}(?P<best>(?:best|highest|strongest)(?! (?:practice|interest))\b)"
    rf"|{_LINK}(?P<worst>(?:worst|lowest|weakest)\b)"
    r"|(?: ?= ?| means )(?P<good>excellent|outstanding|great|very good|perfect)\b"
    r"|(?: ?= ?| means )(?P<bad>very poor|poor|bad|inadequate)\b)"
)
_DEFINED = LatePattern(
    r"(?<![\w -]) ?(?P<word>[^\W_][\w -]{0,23}?)\s?(?:=|\bmeans\b|\bstands for\b)\s?"
    r"(?P<sense>[^=,;()\n]{2,40}?)(?=[,;).]|\Z|\s[\w]+\s?=)"
)
_FIT = LatePattern(
    r"\b(?:met|full\w*|place|complian\w*|compl\w*|yes|no|not|none"
    r"|part\w*|some|good|best|strong\w*|achiev\w*|embed\w*|eviden\w*"
    r"|effective|confident|gaps?|missing|absent|weak\w*|poor|develop\w*|improv\w*"
    r"|progress|attention|action|work|concerns?"
    r"|standard|requir\w*|need\w*|exceed\w*|applicable|above|below|exempl\w*|all|most|green|amber|red|blue)\b"
)
_KEY = LatePattern(r"\W*(?:(?:our|my|the) )?(?:colou?r )?(?:key|legend)\b")
_AS_RATING = r"\s?(?:=|is\b|means\b|best|worst|for\b|being\b)"  # "1 is best" speaks of the number, not of question 1
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WHY = "Your letter says of its ratings: “{0}”. {1}"


def without_other_scale(form: Form, lines: Sequence[str], known: Known) -> Form:
    """What the letter says, without its ratings where a line of its own makes them another scale's; they are asked."""
    said = next(_said(lines, known), "")
    out = [each for each in form.answers if each.prompt == RATING and not each.not_applicable] if said else []
    told = tuple(
        Puzzle(each.question, each.words, _WHY.format(said, _choose(each.question, known)), f"another scale: {said}")
        for each in out
    )
    answers = tuple(each for each in form.answers if each not in out)
    return replace(form, answers=answers, not_understood=(*form.not_understood, *told)) if out else form


def _choose(ref: str, known: Known) -> str:
    return f"Choose one rating for question {ref}: {known.template.scale}."


def _said(lines: Sequence[str], known: Known) -> Iterator[str]:
    """The lines that say so; none that answers a question."""
    numbers = numbering_of(known.refs)
    begins = compiled_once(rf"\W{{0,3}}(?:{numbers.lead}\[?(?:{numbers.bare})\]?)(?![^\W_])(?!{_AS_RATING})")
    for line in lines:
        if len(line) <= _LONGEST and _SPEAKS.search(line) and not begins.match(levelled(line)):
            for sentence in _SENTENCE.split(line):
                if _is_of_another_scale(levelled(sentence).strip(), known):
                    yield sentence.strip()


def _is_of_another_scale(flat: str, known: Known) -> bool:
    if _OTHER.search(flat) and not re.search(r"\b(?:not|never|no longer)\b", flat):
        return True
    if re.search(r"\d\.\d", flat):  # it speaks of a question
        return False
    numbers = [int(each.code) for each in known.template.scale.given if each.code.isdigit()]
    if numbers and (found := _OUT_OF.fullmatch(flat)):
        return _number(found["top"] or found["high"]) != max(numbers)
    ends = list(_END.finditer(flat)) if numbers else []
    for each in ends:
        if int(each["number"]) != (max(numbers) if each["best"] or each["good"] else min(numbers)):
            return True
    return _is_key_of_another(flat, known)


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _WORDS.index(said) if said in _WORDS else 100


def _is_key_of_another(flat: str, known: Known) -> bool:
    """ "Green = sent to Sam, Amber = half written": ratings of ours, one of which is said to mean another thing."""
    if not _KEY.match(flat) and known.spoken.rating_of(flat.lstrip(" (").split("=")[0].strip()) is None:
        return False  # how an agency sorts its own work is evidence
    pairs = []
    for found in _DEFINED.finditer(flat):
        code = known.spoken.rating_of(found["word"].strip(" -").split(":")[-1].strip())
        sense = known.spoken.rating_of(found["sense"].strip())
        if code is not None:
            pairs.append((code, sense, found["sense"]))
    turned = [each for each in pairs if each[1] is not None and each[1] != each[0]]
    strange = [each for each in pairs if each[1] is None and not _FIT.search(each[2])]
    return len({code for code, _, _ in pairs}) > 1 and bool(turned or strange)
