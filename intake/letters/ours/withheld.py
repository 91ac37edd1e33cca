"""What keeps a return from being handed in although its letter says SUBMIT and a name: doubt, delay, a correction."""

import re
from collections.abc import Iterator, Sequence

from config.notation import LatePattern
from intake.letters.ours.courtesy import bids_farewell, greets, is_disclaimer, signs_off

NOT_SUBMITTED = (
    "The return is not submitted: your letter says SUBMIT, and this beside it. If it is to be submitted now, reply "
    "with SUBMIT and your full name alone."
)
WITHHELD = "withheld"
_HOLDS = LatePattern(  # said of the return or the letter, wherever it stands
    r"\b(?:do not|don't|please not|not to|before (?:you|we|i)) (?:submit|send|hand|process|record|file|finali[sz]e)\b"
    r"|\b(?:hold off|hold on|hang on|hold fire|second thoughts?|wrong (?:thread|e-?mail|letter|person)|not ready to)\b"
    r"|\b(?:ignore|disregard|scrap|forget|cancel) (?:this|that|it|the above|my|everything)\b"
    r"|\b(?:this|it|that|these)(?:'s| is| are) (?:(?:only|just|still|all) )?(?:an?\s)?(?:(?:first"
    r"|early|rough) )?drafts?\b"
    r"|\A\W*(?:(?:first|early|rough|still a|only a|just a) )?drafts?\b.{0,20}\Z"
    r"|\Await\b|\bno,?\swait\b",
    re.IGNORECASE,
)
_DOUBTS = LatePattern(  # said below SUBMIT, where nothing but a signature and courtesy belongs
    r"\bdrafts?\b|\b(?:ignore|disregard|scrap|scratch|forget|cancel|undo|withdraw|retract|recall|oops|hm+|stop)\b"
    r"|\b(?:wait|waiting|awaiting|pending|provisional\w*|unless|tbc|unconfirmed|unchecked|unsure)\b"
    r"|\bsubject to\b|\b(?:take|took) (?:it|that|this) back\b"
    r"|\bto be (?:checked|confirmed|approved|agreed|reviewed|signed|seen)\b"
    r"|(?:\bnot|n't|\bnever|\bnor)\b(?!\sreply| hesitate| print| need to do| working)"
    r"|\bnobody has\b|\bno one has\b|\bfirst\b\W*(?:though|please|\Z)|\b(?:once|as soon as|if|when"
    r"|after) (?!you have any\b|you need\b"
    r"|there is anything\b|anything\b)[\w ]{2,40}\b(?:agree[sd]?|approve[sd]?|seen|sees|check(?:s"
    r"|ed)?|ok|okay|signed|signs|back|done|ready)\b"
    r"|\bneeds?\s(?:to (?:see|check|sign|approve|read|look|agree|confirm|go)|another|changing|a (?:look|check))\b"
    r"|\b(?:has|have|had) (?:still |yet )?to (?:see|check|sign|approve|read|agree|confirm)\b"
    r"|\b(?:wrong|mistakes?|incorrect|inaccurate|by accident|too (?:early|soon)|in error|out of date)\b"
    r"|\bshould (?:be|have|say|read)\b(?!\s(?:everything|all|it|complete|fine|received|in your))"
    r"|\b(?:maybe|perhaps|probably|possibly|i think|i guess|tomorrow|next week|later|changed?\smy mind)\b"
    r"|\b(?:change|correct|amend|replace|remove|update)\b (?:\w+ )?(?:\d|the (?:answer|rating))"
    r"|\bstill (?:to|need\w*|wait\w*|miss\w*|check\w*|open|work\w*|want\w*)\b|\bjust (?:testing"
    r"|a test)\b|\A\W*test(?:ing)?\W*\Z"
    r"|\bsubmit\b|\bother way\b",
    re.IGNORECASE,
)
_KIND = LatePattern(
    r"\W*(?:thanks?\b|many thanks\b|thank you\b|(?:i'm |i am |we are )?(?:so |very )?sorry (?:for|about|this is late)"
    r"|(?:my |our |with )?apologies\b|(?:please |can you |could you |kindly )*(?:confirm|acknowledge)\b.{0,20}\brece"
    r"|.{0,30}\b(?:anything|something) (?:else|more|further)\b|have you (?:got|received)"
    r"|did (?:you get|this arrive|it arrive))(?!.{0,100}\bbut\b)",
    re.IGNORECASE,
)
_FOOTER = LatePattern(
    r"\b(?:confidential\w*|privileged|intended (?:only |solely )?for|recipients?|addressee"
    r"|registered (?:office|charity|in)"
    r"|this e-?mail|disclaimer|virus\w*|consider the environment)\b",
    re.IGNORECASE,
)
_CODED = LatePattern(r"\W{0,4}(?:q(?:uestion)?\W{0,2})?\d{1,2}(?:\.\d{1,2})?\b", re.IGNORECASE)
_SENTENCE = LatePattern(r"(?<=[.!?])\s+")
LONGEST = 300  # characters of a line above that may speak of the return; longer ones answer


def withheld_by(above: Sequence[str], behind: str, below: Sequence[str]) -> str:
    """The sentence that takes SUBMIT back, delays or doubts it; nothing where the letter hands its return in.

    `above`, `below`: the letter's own lines around it, blank ones too. `behind`: what its own line says after it.
    """
    if re.match(r"[\"'”’*_)\s]*\?", behind) or behind.rstrip().endswith("?"):
        return f"SUBMIT{behind}".strip()
    for text in above:
        if len(text) < LONGEST and not _CODED.match(text) and _HOLDS.search(_plain(text)):
            return text
    for said in (behind, *_sentences(below)):
        if not _is_kind(said) and ("?" in said or _HOLDS.search(_plain(said)) or _DOUBTS.search(_plain(said))):
            return said.strip()
    return ""


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    """The sentences below SUBMIT, as far as what a mail server adds; a wrapped one is whole again."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
    for paragraph in paragraphs:
        joined = " ".join(paragraph.split())
        if is_disclaimer(joined) or _FOOTER.search(joined):
            return
        for line in paragraph.split("\n") if _is_list(paragraph) else [joined]:
            yield from _SENTENCE.split(line)


def _is_list(paragraph: str) -> bool:
    """Whether its lines stand for themselves, as those of a signature do."""
    return all(len(line) < 45 for line in paragraph.split("\n"))


def _is_kind(text: str) -> bool:
    is_closing = greets(text) or signs_off(text, frozenset()) or bids_farewell(text)
    return is_closing or _KIND.match(_plain(text)) is not None


def _plain(text: str) -> str:
    return text.replace("\u2019", "'").strip()
