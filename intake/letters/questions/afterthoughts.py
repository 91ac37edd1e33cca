"""What is said below a list of answers that may put one of them right, and so is no evidence of the last. Pure."""

import re
from collections.abc import Iterator, Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.ours import Known, ReplyWords
from intake.letters.questions.piece import Piece, is_list_of_one_each
from intake.letters.questions.sentences import numbering_of
from intake.ratings import levelled

_AGAIN = LatePattern(  # it takes up again what was answered
    r"\W*(?:(?:and|but|so|oh|hm+|also|one more thing)\b[\s,:-]{1,3}){0,2}"
    r"(?:p\.?p?\.?s|on (?:reflection|second thoughts?)|second thoughts?|actually|sorry|correction|edit|wait|hang on"
    r"|hold on|oops|looking (?:at|back)"
    r"|thinking (?:about|of)"
    r"|having (?:looked|thought|asked|checked)|having (?:\w+ ){1,3}again|come to think)\b"
)
_WHICH = LatePattern(  # one of them, by its place or its thing
    r"\b(?:the|my|our) (?:very )?(?:first|second|third|fourth|fifth|middle|last|next|other|top|bottom|one before)\b"
    r"|\bthe (?:\w+ ){1,3}one\b|\bshould(?: really| now)? be\b|\bought to be\b|\bmake (?:it|that|the)\b"
)
_OVER = LatePattern(
    r"\W*\Z|\s?[.,;:!)(]|\s-\s|\s(?:for|on|at|now|actually|really|please|pls|though|then|instead|because|as)\b"
)
_LONGEST = 300  # characters of a paragraph that says so


def takes_up_again(number: int, known: Known, reply: ReplyWords, pieces: Sequence[Piece]) -> bool:
    """Whether a line below a list gives another rating to a question above it, or to one that it does not number."""
    text, flat = reply.texts[number], levelled(reply.texts[number])
    is_again = _AGAIN.match(flat) is not None
    if reply.lines[number].cell or len(text) > _LONGEST or not (is_again or not reply.texts[number - 1]):
        return False
    if not is_list_of_one_each(pieces):
        return False
    named = _named(flat, known)
    if not named:
        return rates_unnamed(text, known)
    said = {code for label in _labels(text, known) if (code := known.spoken.rating_of(label))}
    given = {each.question: known.spoken.head(each.text).ratings for each in reversed(pieces) if each.question}
    refs = {numbering_of(known.refs).refs[each["ref"]] for each in named}
    is_first = named[0].start() == len(flat) - len(flat.lstrip(" *_-[("))
    return bool(said) and not is_first and any(ref in given and given[ref] and not said <= given[ref] for ref in refs)


def rates_unnamed(text: str, known: Known) -> bool:
    """Whether words rate something above that they give no number: "The last one should be Not Met"."""
    flat = levelled(text)
    return not _named(flat, known) and bool(_AGAIN.match(flat) or _WHICH.search(flat)) and any(_labels(text, known))


def _named(flat: str, known: Known) -> list[re.Match[str]]:
    found = numbering_of(known.refs).alone.finditer(flat)
    return [each for each in found if "." in each["ref"] or each["named"]]


def _labels(text: str, known: Known) -> Iterator[str]:
    """The ratings that stand as labels: with a capital inside a sentence, of two words, or before "for"."""
    for found in compiled_once(known.spoken.pattern).finditer(levelled(text)):
        label = text[found.start() : found.end()]
        begins = not re.search(r"\w", re.split(r"[.!?]\s", text[: found.start()])[-1])
        is_label = (label[:1].isupper() and not begins) or " " in label or text[found.end() :].startswith(" for ")
        if is_label and label[:1].isalpha() and _OVER.match(text, found.end()) and known.spoken.rating_of(label):
            yield label
