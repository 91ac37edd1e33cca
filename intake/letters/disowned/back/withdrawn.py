"""What a letter answers and itself takes back: "Please ignore 1.2, I need to ask Ben first". Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from config.notation import LatePattern, compiled_once
from config.questionnaire import RATING, YES_NO
from intake.letters.disowned.aside import asked_back
from intake.letters.lines import Line
from intake.letters.ours import CODE, Known
from intake.letters.questions import Numbering, numbering_of
from intake.letters.reading import Form, Puzzle
from intake.ratings import levelled

_LONGEST = 300  # characters of a line that says so
_SPEAKS = re.compile(
    r"ignor|disregard|withdraw|scrap|scratch|strik|forget|delete|discount|omit|back|leave|left|n['’]t |not ",
    re.IGNORECASE,
)
_OUT = r"(?:out|blank|open|empty|off|aside)"
_VERB = (
    r"(?<!not )(?<!n't )(?<!never )(?:ignore|disregard|withdraw|scrap|scratch|strike|forget|delete|discount|omit"
    r"|take back"
    rf"|leave(?=.{{1,60}}? {_OUT}\b)(?: out)?)|(?:don't|do not|not to) (?:count|record|include|use)"
)
_WHAT = (
    r"(?:(?:our|my|the|what|answers?|ratings?|scores?|entry|responses?|we|i|put|said|wrote|gave|have|questions?"
    r"|to|for|at|on|under|of|out|back) ){0,7}"
)
_ENDS = (
    rf"(?= ?(?:\Z|[.,;:!)\u2013-])| (?:{_OUT}|for (?:now|the)|yet|please|pls|below|above|until|till|as|because|since"
    r"|while|though|i|we)\b)"
)
_TURNED = (
    r"\]?[ ,:;\u2013-]{1,3}(?:(?:please|pls|sorry,?) ){0,2}"
    r"(?:ignore|disregard|(?:to|should|can|is to) be (?:ignored|left out))"
    r"(?: (?:what|that|this|it|the|our|my|form|sheet|workbook|document|attachment|answer|says?|in|is|for|now)){0,6}"
    r" ?(?:\Z|[.,;!])"
)
_OLDER = LatePattern(  # what the same letter answers anew
    r"\b(?:earlier|previous|last|first|old|original|yesterday(?:'s)?) (?:\w{1,20} )?"
    r"(?:answers?|ratings?|scores?|e-?mails?|letters?|messages?|returns?|replies|reply|form|version|draft|one|time)\b"
    r"|\b(?:yesterday|sent|previously)\b|\b(?:said|wrote|put|gave) (?:\w{1,20} ){0,5}before\b"
)
_BAD = (
    r"(?:wrong|incorrect|typos?|mistakes?|errors?|placeholders?|guess\w*|drafts?|provisional|tbc|tba|unsure|uncertain"
    r"|pending|disputed|too (?:generous|high|low|kind|harsh|optimistic|strong)|in (?:doubt|dispute))"
)
_OPEN = (
    r"(?:another look|look\w* (?:at|into)|chang\w+|confirm\w*|discuss\w*|agree\w*|approv\w+|sign\w*|right|correct\w*"
    r"|check\w*|review\w*|final\w*|sure|certain|decid\w+|settl\w+|open|ready|revis\w+|lower|higher|with the board)"
)
_NOT_YET = (
    r"(?:not|(?:is|are|was|has|have|does|did|could|can)n't|never|still|yet|to be|being|needs?|may|might|ought|under)"
)
_DOUBTED = LatePattern(  # right behind the question's number, which it is said of
    r"(?: (?:above|below|too|in (?:it|the form|my list|our list|the list|the sheet|there)))?"
    r"(?:[ ,:;\u2013-]{1,3}(?:is|was|are|has|have|should|that's|it's|also|probably|really)){0,3}[ ,:;\u2013-]{1,3}"
    rf"(?:(?:an? |my |our |the )?{_BAD}\b|{_NOT_YET}\b.{{0,24}}?\b(?:{_OPEN}|{_BAD})\b"
    r"|not (?:ours|mine|for us|one for us|us)\b|(?:on reflection|(?:on )?second thoughts?|hmm?"
    r"|i (?:don't|do not) know|don't know|not sure"
    r"|leave (?:it|that) with|(?:both |all )?(?:one|a (?:grade|level|notch)) (?:too )?(?:low|high|lower|higher|up|down)"
    r"|(?:up|down) (?:one|a (?:grade|level|notch))|(?:\w{3,6},?\s)?(?:ignore|forget"
    r"|scratch|strike|hold|scrap|disregard)|sorry)\b)|.{0,60}\bso that's (?:wrong|not right)\b"
)
_STALE = LatePattern(  # the answer itself is, and not the policy for it
    r" (?:is|was) (?:now |already )?(?:out[ -]of[ -]date|outdated|superseded)(?=\W*\Z|[,.;!])"
)
_BRINGS = LatePattern(  # words of a question's evidence or files, or that only point to it
    r"\b(?:only|evidence|attach\w*|enclos\w*|see|file|files|polic(?:y|ies)|minutes|documents?|procedures?|links?|refer\w*"
    r"|same|ditto|as (?:in|for|per|at|with|we|i)|like|also|add\w*|more|further|cover\w*|mention\w*|relat\w+"
    r"|appl(?:y|ies)|under|above for|answer\w*|complet\w+|done|do(?:es)? (?:you|it) mean|repl(?:y|ies)|because|between"
    r"|includ\w+|here|(?<!')re|up to|onwards?|half|late|comments?|rest|remainder|starts?|ends?|through)\b"
    r"|[?:]\s*\Z|\A\W*(?:ref|code|number|criterion)\W{1,3}\d[\d.]*\W*\Z|\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|msg|zip|csv|txt)\b"
)
_SUBJECT = LatePattern(  # of a question rated above: "1.2 was a coin toss", "NB 1.2 assumes that Ben is back"
    r" (?:is|was|could|might|may|will|would|depends|assumes|needs|feels|seems|looks|hangs|rests|goes|went)\b"
)
_SWAPPED = LatePattern(
    r"\bwrong way (?:round|around)\b|\bswap(?:ped)?\b|\bmix(?:ed)? \w{0,5} ?up\b|\bmuddled\b|\bthe other way\b"
)
_ASKS = LatePattern(
    r"\b(?:agree|talk|discuss|happy|comfortable|think|opinion|views?|sure|right|fair|ok|okay|look)\b.*\?"
)
_IT_IS = r"(?:that|this|it)(?:'s| is| was)"
_BEGUN = r"(?:no|hmm?|well|actually|sorry|oh|oops|wait|ps|on|or)"
_BELIED = LatePattern(  # a sentence right behind the one that rates
    rf"\W*+(?:{_BEGUN}\b\W*+){{0,3}}(?:(?:delete|scratch|scrap|strike|forget"
    rf"|undo) (?:that|it|this)\b|second thoughts?\b|leave\sit\b(?!\swith)|{_IT_IS}"
    r" (?:our|the) (?:aim|target|ambition|goal)\b"
    rf"|{_IT_IS} (?:an? )?(?:guess|placeholder)\b|{_IT_IS} (?:from )?(?:the |our )?(?:last (?:year|time)|20\d\d)"
    r"|i wish\b"
    r"|i (?:don't|do not|can't|cannot) (?:agree with (?:it|that)|say that)\b|i said no\b|please check with\b"
    r"|(?:\w{1,20}\s){1,3}(?:will|must|(?:needs|has|have) to) (?:\w+\s)?(?:confirm|check|agree|decide|approve)\b"
    r"|or should (?:it|we|that)\b|(?:what )?do you (?:think|agree|reckon)\b|unless you\b|if you agree\b"
    r"|(?:let me|i'll|we'll) (?:check|ask|confirm)\b"
    r"|not sure(?: any ?more| now| really)?\W*+\Z)"
)
_HEDGED = LatePattern(  # a sentence that would put a rating right
    r"\bshould have been\b.{0,20}\b(?:last|then|20\d\d)|\bby rights\b|\b(?:but|\() ?(?:it )?(?:isn't|is not)\b"
    r"|\A\W*+(?:if|unless|once|from (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next)\w*)\b"
    r"|\A\W*+(?!we |i |all )\w+ (?:thinks|reckons|feels|believes|wants)\b|'s (?:return|form|audit|submission)\b"
)
_WAVERS = LatePattern(r"\bor was (?:that|it)\b|\bno, wait\b|\bi need to check\b|\bsee correction\b")
_PUTS_RIGHT = r"\bchanged? (?:{0})|(?:{0}) (?:should|ought)\b"
_CALLS = re.compile(r"\b(?:ref|reference|question|standard|item|code)\b(?=\W*\Z)")  # "Ref: 4.1" heads its answer
_HEADS = LatePattern(  # "CHAMPION (1.4)", above its answer
    r"\W{0,4}[^\W\d_][^()\[\].:;!?\n]{1,60}[(\[][^()\[\]]{1,20}[)\]]\s?:?\s*\Z"
)
_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_NUMBER_ENDS = re.compile(r"(?<=\d)[.:](?=\s)")  # "4. Good"
_WHY = "Your letter takes this back, so nothing was recorded. Write “[{0}]” and your answer once it counts."
_AGAIN = "Your letter doubts this, and what we have stands until we hear. Write “[{0}]” and your rating of now."


def without_withdrawn(form: Form, lines: Sequence[str], wordings: Sequence[Sequence[Line]], known: Known) -> Form:
    """What the letter says, without its answers to questions of which its own lines say that they are not to count.

    The words taken out are asked about, and left over. `wordings`: its lines, each as deep as it is quoted.
    """
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO) or each.not_applicable}
    back = dict(told for line in lines if _may_say(line) for told in _withdrawn(line, known))
    for wording in wordings:
        own = outside_form(wording, known)
        told_so = [*_doubted(own, known), *_belied(own, known)]
        back |= {ref: said for ref, said in told_so if ref in rated - set(back)}
    before = {told for wording in wordings for told in _doubted_since(outside_form(wording, known), known)}
    before = {(ref, said) for ref, said in before if ref not in rated}
    back |= dict(before)
    form = asked_back(form, {ref: _WHY.format(ref) for ref in back}, said=back)
    asked = {each.question for each in form.not_understood}
    again = [Puzzle(ref, said, _AGAIN.format(ref)) for ref, said in sorted(before) if ref not in asked]
    return replace(form, not_understood=(*form.not_understood, *again))


def outside_form(lines: Sequence[Line], known: Known) -> list[str]:
    """The letter's own lines above our form and below it, or all where it quotes none."""
    form = [number for number, line in enumerate(lines) if line.depth or line.label or known.ours.begins(line.text)]
    first, last = (form[0], form[-1]) if form else (len(lines), len(lines))
    return [line.text for number, line in enumerate(lines) if not first <= number <= last and not line.cell]


def _may_say(line: str) -> bool:
    return len(line) <= _LONGEST and _SPEAKS.search(line) is not None


def _withdrawn(line: str, known: Known) -> Iterator[tuple[str, str]]:
    """The questions whose answer a sentence of the line takes back and rates anew in no way, each with the sentence."""
    numbers, ways = _ways(known.refs)
    for sentence, flat in _without_rating(line, known):
        for found in ways.finditer(flat):
            for each in numbers.alone.finditer(found["refs"] or found["ref"]):
                yield numbers.refs[each["ref"]], sentence


def _doubted(lines: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """The questions of which a line above or below the answers speaks once more, without a rating: whatever it says.

    A line that begins with the number may bring evidence, so that it must say what is wrong.
    """
    numbers = numbering_of(known.refs)
    coded = [number for number, line in enumerate(lines) if numbers.begins.match(levelled(line[:40]))]
    for number, line in enumerate(lines):
        if len(line) > _LONGEST or CODE.search(line) or not any(each in line for each in known.refs):
            continue
        seen = {
            numbers.refs[found["ref"]]
            for at in coded
            if at < number and (found := numbers.begins.match(levelled(lines[at][:40])))
        }
        is_first = number == 0 or not lines[number - 1].strip()
        is_apart = number not in coded and (is_first or number - 1 not in coded)
        if is_first and _HEADS.match(line) and number + 1 < len(lines) and lines[number + 1].strip():
            continue
        for sentence, flat in _without_rating(line, known):
            rest = " ".join([line.partition(sentence)[2], *lines[number + 1 :]]) if _SWAPPED.search(flat) else ""
            anew = {numbers.refs[each["ref"]] for each in numbers.alone.finditer(levelled(rest))}
            for each in numbers.alone.finditer(flat):
                if numbers.refs[each["ref"]] in anew:  # "I had 3.1 and 3.2 the wrong way round. 3.1 is …"
                    continue
                is_doubted = _DOUBTED.match(flat, numbers.past_joined(flat, each.end())) is not None
                leads = not re.search(r"\w{3}", _CALLS.sub("", flat[: each.start()]))
                is_doubted = is_doubted or (leads and _STALE.match(flat, each.end()) is not None)
                is_named = "." in each["ref"] or bool(each["named"])  # "4 Mar" is no question
                is_of_it = numbers.refs[each["ref"]] in seen and _SUBJECT.match(flat, each.end()) is not None
                if (is_doubted and (leads or is_named)) or (
                    is_named
                    and (
                        (is_apart and not leads and not _BRINGS.search(flat))
                        or (is_of_it and not _BRINGS.search(flat))
                        or (is_apart and _ASKS.search(flat))
                    )
                ):
                    yield numbers.refs[each["ref"]], sentence


def _doubted_since(lines: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """The questions with a rating in our letter that a sentence says to be wrong, and rates anew in no way."""
    numbers, rated = numbering_of(known.refs), {ref for ref, _ in known.recorded}
    for line in lines if rated else ():
        if len(line) > _LONGEST or CODE.search(line) or not any(each in line for each in known.refs):
            continue
        for sentence, flat in _without_rating(line, known):
            for each in numbers.alone.finditer(flat):
                is_doubted = _DOUBTED.match(flat, each.end()) or _SWAPPED.search(flat)
                if is_doubted and ("." in each["ref"] or each["named"]) and numbers.refs[each["ref"]] in rated:
                    yield numbers.refs[each["ref"]], sentence


def _belied(lines: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """The questions that a sentence rates which is hedged itself, or which the next one on its line takes back."""
    numbers = numbering_of(known.refs)
    puts_right = compiled_once(_PUTS_RIGHT.format(numbers.bare))
    for line in lines:
        if len(line) > _LONGEST or CODE.search(line) or not any(each in line for each in known.refs):
            continue
        sentences = re.split(r"(?<=[.!?;])\s+", _NUMBER_ENDS.sub(" ", line))
        flats = [levelled(each) for each in sentences]
        for flat, behind in zip(flats, [*flats[1:], ""], strict=True):
            is_belied = _BELIED.match(behind) is not None and not numbers.alone.search(behind)
            is_hedged = _WAVERS.search(flat) or (puts_right.search(flat) and _HEDGED.search(flat))
            for each in numbers.alone.finditer(flat) if is_belied or is_hedged else ():
                yield numbers.refs[each["ref"]], line


def _without_rating(line: str, known: Known) -> Iterator[tuple[str, str]]:
    """The sentences of a line that give no rating and speak of no older letter, each with its words levelled."""
    numbers, rating = numbering_of(known.refs), compiled_once(known.spoken.pattern)
    sentences = re.split(r"(?<=[.!?;])\s+", line)
    flats = [levelled(each) for each in sentences]
    for number, flat in enumerate(flats):
        below = flats[number + 1] if number + 1 < len(flats) else ""
        named = {each["ref"] for each in numbers.alone.finditer(below)}
        is_anew = {
            each["ref"] for each in numbers.alone.finditer(flat)
        } <= named  # "… the wrong way round! 8.1 is Met …"
        anew = flat if named and not is_anew else f"{flat} {below}"  # "Forget 3.1. It is Amber."
        anew = numbers.alone.sub(" ", anew).replace("the one ", " ")  # "the one for 2.1" rates nothing
        said = f"{anew} {_PLURAL.sub('', anew)}"  # "Greens: 3.1"
        if numbers.alone.search(flat) and not _OLDER.search(flat) and not rating.search(said):
            yield sentences[number], flat


@lru_cache(maxsize=64)
def _ways(refs: tuple[str, ...]) -> tuple[Numbering, re.Pattern[str]]:
    """The numbers of a form, and how an answer to one of them is taken back."""
    numbers = numbering_of(refs)
    one = rf"(?:{numbers.lead}\[?(?:{numbers.bare})\]?)"
    some = rf"{one}(?: ?(?:,|and|&|or) ?{one}){{0,5}}"
    ways = compiled_once(rf"(?:\b(?:{_VERB}) {_WHAT}(?P<refs>{some}){_ENDS}|(?P<ref>{one}){_TURNED})")
    return numbers, ways
