"""What a writer says once more of answers above, or that we have: it points at them, rates them anew, doubts them.

Who hears it below a list, in the letter as a whole or in a later one, hears it here. Pure.
"""

import re
from collections.abc import Iterator, Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.ours import Known, ReplyWords
from intake.letters.questions.piece import Piece, is_line_each, is_list_of_one_each
from intake.letters.questions.sentences import numbering_of
from intake.ratings import Spoken, levelled

_LONGEST = 300  # characters of a paragraph that does so
_PLACE = r"(?:first|second|third|fourth|fifth|sixth|last|final|middle|top|bottom|other|next|previous)"
_THING = r"(?:ones?|two|three|lines?|answers?|ratings?|scores?|items?|entry|entries|questions?|rows?)"
_ONE = LatePattern(rf"\b(?:the|that|my|our) (?:very )?{_PLACE} {_THING}\b")
_POINTS = LatePattern(
    rf"\b(?:the|that|those|my|our) (?:very )?(?:{_PLACE}|one before)\b"
    r"|\bthe (?:\w{1,20} ){1,4}(?:ones?|questions?|rating|line)\b"
    r"|\b(?:these|those|them|all (?:two|three|four|five|six)|both|all of|the above|above|(?:that|this) one|for that)\b"
)
_OPENS = LatePattern(  # it takes up again what was answered
    r"\W*(?:(?:and|but|so|oh|hm+|also|one more thing)\b[\s,:-]{1,3}){0,2}"
    r"(?:p\.?p?\.?s|on (?:reflection|second thoughts?)|second thoughts?|actually|sorry|correction|edit|wait|hang on"
    r"|hold on|oops|looking (?:at|back)|thinking (?:about|of)"
    r"|having (?:looked|thought|asked|checked)|having (?:\w+ ){1,3}again|come to think)\b"
)
_AGAIN = LatePattern(
    r"\bon reflection\b|\bsecond thoughts?\b|\b(?:look|think|thought)\w* (?:\w+ ){0,3}again\b|\bactually\b"
    r"|\bin truth\b|\btruth be told\b|\bstrictly\b"
    r"|\b(?:correction|typo|mistake|oops|sorry|meant|instead|rather|wrote|probably|perhaps|maybe)\b"
    r"|\bmore like\b|\b(?:should|ought to)(?: (?:now|really|have)){0,2} (?:be|been|read|say|said)\b"
    r"|\b(?:change|make|amend|correct|downgrade|upgrade|knock|move|put|drop|raise|lower)\b"
)
_DOUBTS = LatePattern(
    r"\b(?:ignor|disregard|forget|scrap|scratch|delet|strik|withdr|chang|amend|check|correct|revis|confirm|review)\w*"
    r"|\b(?:wrong|mistaken?|mistakes?|care|caution|doubt\w*|typo|errors?|guess\w*|unsure|not|isn't|wasn't|provisional"
    r"|generous|harsh|kind|high|low|salt|draft|hmm?|might|may|could|probably|perhaps|worr\w+|up|down)\b|\?"
)
_OWN_PLAN = re.compile(
    r"\b(?:item|section|action|paragraph|page|chapter|version) \d{1,2}\.\d{1,2}\b|\bour (?:action )?plan\b"
)
_REST = LatePattern(
    r"\W{0,3}(?:(?:and|but|so)\s)?(?:(?:everything|all) else|(?:the|all the|all) (?:rest|remainder|others?))\b"
    r"(?:\s\w+){0,3}?\s(?:is|are|as|at|we)\b"
)
_NAMES_ON = re.compile(r" [A-Z][a-z]")  # "Green Lane has moved"
_OVER = LatePattern(
    r"\W*\Z|\s?[.,;:!?)(]|\s-\s"
    r"|\s(?:for|on|at|now|actually|really|please|pls|though|then|instead|because|as|not|too|any ?more|any longer)\b"
)
_GIVEN = (  # "it's green actually", "is now 3", "so make it 2", and not "a good chart"
    r"(?:\b(?:is|are|be|now|to|as|an?|that|say|said|read|for|at|it's|we're|that's"
    r"|(?:make|call|put|mark|set) (?:it|this))\W{{1,4}})"
    r"(?:(?:an?|now|really|actually)\s)?(?:{0})"
    r"(?=\W*\Z|[.,;!?)]|\s(?:for|on|now|please|pls|actually|really|instead|rather|not|too|as|because|since|after)\b)"
)


def given_in(spoken: Spoken) -> re.Pattern[str]:
    """A rating behind a word that gives it: "is now 3"."""
    return compiled_once(_GIVEN.format(spoken.pattern))


def labels_in(text: str, spoken: Spoken) -> Iterator[str]:
    """The ratings that stand as labels: with a capital inside a sentence, of two words, or before "for"."""
    flat = levelled(text)
    for found in compiled_once(spoken.pattern).finditer(flat) if len(flat) == len(text) else ():
        label = text[found.start() : found.end()]
        begins = not re.search(r"\w", re.split(r"[.!?]\s", text[: found.start()])[-1])
        is_label = (label[:1].isupper() and not begins) or " " in label or text[found.end() :].startswith(" for ")
        is_over = _OVER.match(text, found.end()) is not None and not _NAMES_ON.match(text, found.end())
        if is_label and label[:1].isalpha() and is_over and spoken.rating_of(label):
            yield label


def rates(text: str, spoken: Spoken) -> bool:
    """Whether a rating is named as one: "Good", "Partially met" or "to good", and not "a good team"."""
    return given_in(spoken).search(levelled(text)) is not None or any(labels_in(text, spoken))


def names_rating(text: str, spoken: Spoken) -> bool:
    """Whether a rating is named in any way, by a word of the scale or by a figure that is given as one."""
    words = (each[0] for each in compiled_once(spoken.pattern).finditer(levelled(text)))
    return rates(text, spoken) or any(not each.strip().isdigit() and spoken.rating_of(each) for each in words)


def points_above(text: str, spoken: Spoken) -> bool:
    """Whether a paragraph below a list of answers puts one in doubt that it points at, or gives one another rating."""
    if len(text) > _LONGEST:
        return False
    flat = levelled(text)
    if _ONE.search(flat) and _DOUBTS.search(flat):
        return True
    return bool(_OPENS.match(flat) or _POINTS.search(flat) or _AGAIN.search(flat)) and rates(text, spoken)


def rates_rest(text: str, spoken: Spoken) -> bool:
    """Whether a line rates all other questions, perhaps with a doubt: "Everything else is Met as far as I know"."""
    return len(text) <= _LONGEST and _REST.match(levelled(text)) is not None and rates(text, spoken)


def puts_right(words: str, known: Known) -> bool:
    """Whether a paragraph below a list speaks once more of an answer in it, by its number or by its place."""
    flat = levelled(words)
    named = _named(flat, known)
    if named and not _OWN_PLAN.search(flat):
        return re.search(r"[^\W\d]", flat[: named[0].start()]) is not None
    return points_above(words, known.spoken)


def takes_up_again(number: int, known: Known, reply: ReplyWords, pieces: Sequence[Piece]) -> bool:
    """Whether a line below a list gives another rating to a question above it, or to one that it does not number."""
    text, flat = reply.texts[number], levelled(reply.texts[number])
    is_below = _OPENS.match(flat) is not None or not reply.texts[number - 1] or _ONE.search(flat) is not None
    is_below = is_below or is_line_each(pieces)
    if reply.lines[number].cell or len(text) > _LONGEST or not is_below or not is_list_of_one_each(pieces):
        return False
    named = _named(flat, known)
    if not named:
        return points_above(text, known.spoken)
    said = {code for label in labels_in(text, known.spoken) if (code := known.spoken.rating_of(label))}
    given = {each.question: known.spoken.head(each.text).ratings for each in reversed(pieces) if each.question}
    refs = {numbering_of(known.refs).refs[each["ref"]] for each in named}
    is_first = named[0].start() == len(flat) - len(flat.lstrip(" *_-[("))
    return bool(said) and not is_first and any(ref in given and given[ref] and not said <= given[ref] for ref in refs)


def points_at_none(text: str, known: Known) -> bool:
    """Whether words rate or doubt something above that they give no number: "The last one should be Not Met"."""
    said = given_in(known.spoken).sub(" ", levelled(text))  # "should be a 2" names no question 2
    return not numbering_of(known.refs).alone.search(said) and points_above(text, known.spoken)


def _named(flat: str, known: Known) -> list[re.Match[str]]:
    found = numbering_of(known.refs).alone.finditer(flat)
    return [each for each in found if "." in each["ref"] or each["named"]]
