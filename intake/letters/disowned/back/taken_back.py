"""What a letter says of all its answers at once that takes them back: "Those are Mill Road's". Pure."""

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator, Sequence

from config.notation import LatePattern, compiled_once
from config.questionnaire import RATING, YES_NO
from intake.letters.disowned.aside import asked_back
from intake.letters.disowned.back.withdrawn import outside_form
from intake.letters.disowned.headings import is_others_view
from intake.letters.disowned.times import is_dated_before, of_another_time
from intake.letters.disowned.ways import speaks_of_now, way_it_says
from intake.letters.lines import Line
from intake.letters.ours import YOU, Known
from intake.letters.questions import numbering_of, points_above
from intake.letters.reading import Form
from intake.ratings import levelled

_LONGEST = 300  # characters of a line that says so
_PAPER = (
    r"(?:answers?|ratings?|scores?|responses?|e-?mails?|messages?|letters?|lists?|forms?|returns?|submissions?|reply"
    r"|replies|sheets?|spreadsheets?|documents?|attachments?|files?|versions?|figures|grades)"
)
_WHICH = r"(?:all|both|the|my|our|any|of|these|those|this|that|attached|whole)"
_THEM = (
    rf"(?:(?:{_WHICH} ){{1,4}}{_PAPER}|(?:(?:all|everything|the|of|is|any) ){{0,3}}(?:above|below|attached)"
    r"|(?:(?:all|any|both|none|of) ){0,2}(?:these|those|this|that|them)|all of it|it all|none of it|everything"
    rf"|what (?:i|we) (?:sent|wrote|put)|(?:ratings|answers|scores) (?:above|below|attached|in it)|form attached)"
)
_BACK = (
    r"(?<!not )(?<!n't )(?<!never )\b(?:ignore|disregard|delete|bin|scrap|scratch|recall|cancel|withdraw|discard"
    r"|forget|strike|retract|undo|destroy|take back|throw away|treat)"
)
_RECORD = r"(?:record|enter|count|process|log|input|file|accept|rely on|upload|add|publish|use|take|include)"
_SETTLED = (
    r"(?:agreed|approved|official|formal|final|confirmed|checked|signed|authori[sz]ed|decided|settled|ready|seen)"
)
_ROUGH = r"(?:drafts?|provisional|tentative|indicative|placeholders?|guesses|guesswork|examples?|samples?|tests?)"
_IS = r"(?:is|are|was|were|has|have|'s|come|came|belongs?)"
_OLD = (
    r"(?:last (?:year|time|round)'?s?|(?:the|our|my) (?:20\d\d|previous|prior|old|older) (?:\w+ ){0,2}"
    rf"(?:{_PAPER}|one|audit|year|round)|(?:the|our|my) (?:previous|old) one)"
)
_PLACED = r"(?:still |all |only |just |really |in fact |actually |taken |copied |meant |from |for |to |as |in ){0,4}"
_LED = r"(?:nb|ps|note|these|this|they|it|all|still|only|just|is|are|a|an|our|my|in|first|s)"
_UNTIL = r"(?: (?:only|for now|version|at this stage|until\b.*|for your\b.*|as yet))?"
_HELD = (
    rf"{_BACK} (?:\w+ ){{0,2}}?{_THEM}\b",
    rf"(?:\bnot|n't) (?:yet )?{_RECORD} (?:{_THEM}|anything|(?:it )?(?:yet|until|before)\b)",
    rf"\b(?:wait|hold off)\b.{{0,60}}\b{_RECORD}|\bnot for (?:recording|the record|submission|entry|use)\b",
    rf"(?:\A\W*+|\b{_THEM} (?:{_IS} )?)(?:all )?subject to\b",
    rf"\bnone of (?:these|those|this|them|it)\b.{{0,30}}\b{_SETTLED}\b",
    rf"\b{_THEM} {_IS}(?:n't| not|.{{0,12}} yet to be)\b.{{0,30}}\b{_SETTLED}\b(?! (?:policy|procedure|plan|training))",
    rf"\bwhether (?:{_THEM}|they) stand|\bnot our (?:final|formal|official|agreed) (?:{_PAPER})\b",
    rf"\A\W*+(?:{_LED}\b\W*+){{0,9}}{_ROUGH}\b{_UNTIL}\W*+\Z",
    rf"\b(?:{_THEM}) {_IS} (?:{_PLACED}|an? |our |my )*{_ROUGH}\b(?! (?:of|policy|plan))",
)
_OF_OTHERS = (
    rf"\b{_THEM} (?:{_IS} |{_IS}n't )?{_PLACED}(?:{_OLD}|another (?:practice|surgery|school|agency|trust|team)|wrong"
    r"|(?:the |our |a )?targets?\b|(?:the )?cqc|(?:the )?ofsted|the (?:icb|consultants?|auditors?|inspectors?)\b)",
    rf"\b{_THEM} {_IS} (?:our|my|a|the) (?:reply|answers?|response) to\b",
    r"\b(?:i|we) made (?:these|those|them|this) up\b",
    r"\b(?:above|below|attached|this|these|those|that) (?:is|are|was|were) what\b.{0,40}"
    r"\b(?:would|last year|sent|gave|aim\w*|towards|hope|saw)\b|\bas (?:the )?\w+(?: \w+)? saw us\b"
    rf"|\b{_THEM} {_IS} copied from (?!our|my)",
    rf"\A\W*from {_OLD}|\bstill has {_OLD}|\bfor comparison\b|\bexample of how\b",
    r"(?<!you )\bsent (?:\w+ )?(?:in error|by mistake|too (?:soon|early)|accidentally)\b|\bby mistake\b",
    r"\bwrong (?:recipient|person|e-?mail|address|audit|agency|year|attachment|answers|ratings|list)\b",
    r"\b(?:do|does|did|has|have) not (?:yet )?(?:accept|agree|approve)(?:e?d)? (?:with )?(?:it|this|these|them|what)\b",
    r"\bis (?:that|this) how you (?:want|need)\b|\bdoes (?:this|that|it) look (?:right|ok)\b"
    r"|\bis this right before\b|\bour own view will\b",
)
_SUMS = (
    r"\b(?:take|knock|add|put|subtract|deduct) (?:one|two|1|2|half|a (?:point|grade|level)) ?\w*"
    r".{0,20}\b(?:each|all|every|everything|those|these|them)\b",
    r"\bswap\b.{0,40}\b(?:first|last|two|round|over|them|these|those|and)\b",
    r"\b(?:all|each|every|everything|they|these|those)\b.{0,30}\b(?:one|a (?:point|grade|level)) (?:too )?"
    r"(?:higher?|lower?|up|down|more|less)\b",
)
_HOLDS, _ORIGIN = LatePattern("|".join(_HELD)), LatePattern("|".join(_OF_OTHERS))
_POINTS_BELOW = LatePattern(r"\b(?:below|sent|earlier)\b")
_RECKONS = LatePattern("|".join(_SUMS))
_THEIRS = LatePattern(  # "Those are Mill Road's", "These are for Mill Road Surgery"
    r"(?:\b(?i:these|those|this|that|the above|above|below)(?: \w{1,12}){0,2}? (?i:is|are|was|were|belongs? to|for)"
    r"|\A\W{0,3}(?i:written|answered|completed|filled in|done|meant) (?i:for|by))"
    r" (?:(?i:all|for|to|meant|from|really|only) ){0,3}(?P<whose>[A-Z][\w.]*(?: [A-Z][\w.]*){0,4}(?:'s)?)"
)
_OF_BEFORE = LatePattern(  # what the same letter answers anew
    rf"\b(?:earlier|previous|last|first|old|older|original|yesterday'?s?) (?:\w{{1,20}} )?{_PAPER}\b|\bone below\b"
    r"|\bsent (?:yesterday|on|last|earlier|before|this (?:morning|week))\b"
    rf"|{_PAPER} (?:of|from) (?:the \d|yesterday|last|mon|tue|wed|thu|fri|sat|sun)|\b(?:replac|supersed|instead)"
)
_POINTS = LatePattern(
    r"\W*(?:these|those|this|that|they|(?:the )?(?:\w+ )?above|all (?:of (?:these|them)|two|three"
    r"|four|five|six|\d+)|both"
    r"|(?:the|my|our) (?:answers|ratings|scores)(?: above)?) (?:is|are|was|were) "
)
_COUNTS = LatePattern(r"(?<!n't )(?<!not )(?<!never )\b(?:use|take|record) (?:this|these)\b(?! (?:with|back))")
_NOBODYS = frozenset(
    ["ok", "okay", "fyi", "i", "i'm", *(name.lower() for name in (*month_name[1:], *day_name[:5]))]  # "That was March"
)
_SMALL_PRINT = LatePattern(  # "If it has reached you by mistake please delete it"
    r"\bif (?:you|it|this)\b|\bintended\b|\baddressee|\bconfidential\w*|\bprivileged\b|\blegally\b|\bvirus|\bnotify\b"
    r"|\bthe sender\b|\bunauthori[sz]ed\b|\breceived (?:this|it)\b.{0,30}\b(?:error|mistake)\b"
)
_ONLY = (
    r"\b(?:only|just) {0}\b.{{0,30}}\b(?:agreed|approved|final|confirmed|signed|official|checked|counts?)\b"
    r"|\A\W*only {0}\W*\Z"
)
_WHY = "Your letter says “{0}”, so nothing was recorded. Write “[{1}]” and your answer once it counts."


def without_taken_back(form: Form, wordings: Iterable[Sequence[Line]], known: Known) -> Form:
    """What the letter says, without all the ratings of which its own words, outside its answers, say that they do not
    count; these are asked about, and their evidence is kept with the return."""
    found = next((each for lines in wordings if (each := _disowned(lines, known))), None)
    if found is None:
        return form
    sentence, but = found
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO) or each.not_applicable}
    return asked_back(form, {ref: _WHY.format(sentence, ref) for ref in rated - but})


def _disowned(lines: Sequence[Line], known: Known) -> tuple[str, set[str]] | None:
    """The sentence that takes all answers back, and the questions that it leaves."""
    numbers = numbering_of(known.refs)
    one = rf"(?:{numbers.lead}(?:{numbers.bare}))"
    only = compiled_once(_ONLY.format(rf"(?:{one}(?: ?(?:,|and|&) ?{one}){{0,5}})"))
    has_older = any(line.author == YOU for line in lines)
    own = outside_form(lines, known)
    below_list = set(_below_list(own, numbers.begins))
    for text, is_answer in _outside_answers(own, numbers.begins):
        below = text in below_list
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            flat = levelled(sentence)
            if kept := only.search(flat):
                return sentence, {numbers.refs[each["ref"]] for each in numbers.alone.finditer(kept[0])}
            if _RECKONS.search(flat):
                return sentence, set()
            if below and points_above(text, known.spoken) and not numbers.alone.search(levelled(text)):
                return text, set()
            if not is_answer and not numbers.alone.search(flat) and _takes_all(sentence, flat, known, has_older):
                return sentence, set()
    return None


def _outside_answers(own: Sequence[str], begins: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The lines that begin with a question's number, marked so, and those above the first of them and below the last.

    Between two of them stands what belongs to the first.
    """
    coded = [number for number, text in enumerate(own) if begins.match(levelled(text[:40]))]
    for number, text in enumerate(own):
        is_answer = number in coded
        is_small = _SMALL_PRINT.search(levelled(" ".join(own[max(0, number - 2) : number + 3]))) is not None
        if (
            text
            and len(text) <= _LONGEST
            and not is_small
            and (is_answer or not coded or not coded[0] < number < coded[-1])
        ):
            yield text, is_answer


def _below_list(own: Sequence[str], begins: re.Pattern[str]) -> Iterator[str]:
    """The first lines of the paragraphs below a list of answers, of which each may put one of them right."""
    coded = [number for number, text in enumerate(own) if begins.match(levelled(text[:40]))]
    for number in range(coded[-1] + 1, len(own)) if len(coded) > 1 else ():
        if own[number] and not own[number - 1]:
            yield own[number]


def _takes_all(sentence: str, flat: str, known: Known, has_older: bool) -> bool:
    if _COUNTS.search(flat) or speaks_of_now(flat):
        return False
    if way_it_says(flat):
        return True
    is_older = _OF_BEFORE.search(flat) is not None or (has_older and _POINTS_BELOW.search(flat) is not None)
    if not is_older and _HOLDS.search(flat):
        return True
    if has_older and is_older:
        return False
    if _ORIGIN.search(flat) or _is_of_others(sentence, flat, known):
        return True
    theirs = _THEIRS.search(sentence.replace("\u2019", "'"))
    return theirs is not None and _is_of_another(theirs["whose"].removesuffix("'s").lower(), known)


def _is_of_others(sentence: str, flat: str, known: Known) -> bool:
    """Whether a sentence that points at the answers gives them to an earlier year or to somebody else."""
    if _POINTS.match(flat) is None:
        return is_dated_before(sentence, known)
    return of_another_time(sentence, known) or is_others_view(flat, known)


def _is_of_another(whose: str, known: Known) -> bool:
    """Whether the answers are given to whoever is named: "I hope that is OK" and "This is Jane" give them to nobody."""
    first = whose.split()[0].strip(".")
    return whose not in known.subject and first not in _NOBODYS and first not in known.names
