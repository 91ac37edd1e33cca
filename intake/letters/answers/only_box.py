"""What is meant for the only box that is open, in a letter that names no question, and what speaks to us."""

import re

from config.notation import LatePattern
from config.questionnaire import Kind
from intake.letters.ours import Known, bids_farewell, greets, is_disclaimer, signs_off, speaks_of_letter, speaks_to_us
from intake.letters.reading import ReadAnswer
from intake.ratings import levelled

NOD = "Question {} asks for words. Write there what is so, in a few words."
_NODS = LatePattern(
    r"\W*(?:(?:yes|yep|yeah|y|no|ok|okay|agreed?|correct|confirmed|done|sure|fine|noted|received"
    r"|understood|great|lovely"
    r"|perfect|will do|got it|(?:many )?thanks|thank you|thankyou|cheers|ta|please|pls|to all|all|both|good|excellent"
    r"|super|nothing|none|undeliverable|same|unsure|hm+|test|testing|\d)\b\W*)+"
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^“”\n]*”")
_WHO = r"(?:i|we|he|she|they|it|somebody|someone|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?)"
_DOES = (
    r"(?:answer|reply|respond|send|do (?:it|this|that|the|one)|fill|complete (?:it|this|that|the)"
    r"|finish|get back|write|come back|submit|check|ask)"
)
_AWAY = r"(?:away|off|out of|on leave|not|waiting|still|unsure|confused|new|afraid|working on|looking into)"
_SAID = (
    r"(?:think|thought|meant|said|sent|forgot|made|put|hit|wrote|wonder|hope|guess|need|would|wanted|changed|was wrong)"
)
_SPEAKS = (
    LatePattern(rf"\b{_WHO}(?:'ll| will| shall| can| could| would|'d)(?: have to| need to| try to)? {_DOES}\b", re.I),
    LatePattern(
        rf"\bi(?:'m| am) {_AWAY}\b|\bi {_SAID}\b|\bi(?:'ve| have) (?:no idea|not|yet|{_SAID})\b", re.IGNORECASE
    ),
    LatePattern(
        r"\b(?:i|we) (?:(?:do not|don't|can't|cannot|didn't|did not)(?: really| quite)? (?:know"
        r"|understand|see|remember|mean"
        r"|agree|follow|want)|have to (?:ask|check))\b|\b(?:not sure|no idea|any idea)\b",
        re.IGNORECASE,
    ),
    LatePattern(
        r"\b(?:the|this|that|your|my|our|which|last|final|remaining|open|other|missing) (?:(?:last|first"
        r"|next|other|final|"
        r"remaining|open|missing|above|only|previous|earlier) )?(?:one|question|questions|box|e-?mail"
        r"|message|letter|return"
        r"|answers?|rating|ratings|rest|remainder)\b(?!\W*[:–-])|\b(?:none|not all|all|some|most"
        r"|any) of (?:these|those|them|the above)\b",
        re.IGNORECASE,
    ),
    LatePattern(
        r"\b(?:drafts?|submit\w*|ignore|disregard|scrap|never ?mind|hang on|hold (?:on|off|fire)"
        r"|wait(?! (?:for|time|list))"
        r"|second thoughts|wrong (?:thread|person|e-?mail)|out of (?:the )?office|automatic reply"
        r"|undeliverable|delivery (?:has )?failed"
        r"|deadline|extension|more time|call me|ring me|phone me|tbc|tba|tbd|to follow)\b"
        r"|\A\W*(?:actually|question\b|ps\b|nb\b|fyi\b)",
        re.IGNORECASE,
    ),
    LatePattern(r"\b\d{1,2}\.\d{1,2}\b(?! ?(?:%|per|m|k|hours?|years?))|\bquestion \d", re.IGNORECASE),
)
_SOON = LatePattern(
    r"\b(?:tomorrow|later|next week|next month|soon|(?:on|by|until) (?:mon|tues|wednes|thurs|fri)day"
    r"|this (?:week|afternoon))\b",
    re.IGNORECASE,
)
SHORT = 40  # characters of a line that tells no more than when


def is_nod(heard: ReadAnswer, known: Known) -> bool:
    """Whether a letter that names no question says YES alone, and so no words for the only box that is open."""
    return _takes_words(heard, known) and _NODS.fullmatch(levelled(heard.value)) is not None


def meant(heard: ReadAnswer, known: Known) -> tuple[ReadAnswer | None, str]:
    """The answer with the lines that may be meant for the only open box, and the lines that speak to us instead.

    Below a line that speaks to us stands an answer only where a paragraph before it was one.
    """
    if not _takes_words(heard, known):
        return heard, ""
    lines = heard.value.split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip() and not _is_aside(line)), len(lines))
    to_us = [number for number, line in enumerate(lines) if _is_aside(line)]
    if not to_us:
        return heard, ""
    is_first = to_us[0] < at and not _is_kind(lines[to_us[0]])
    kept = [] if is_first else [line for number, line in enumerate(lines) if number not in to_us]
    aside = [line for number, line in enumerate(lines) if is_first or number in to_us]
    value = "\n".join(kept).strip()
    left = heard._replace(value=value) if re.search(r"\w", value) else None
    return left, "\n".join(aside).strip()


def _takes_words(heard: ReadAnswer, known: Known) -> bool:
    prompt = known.template.by_ref[heard.question].prompt(heard.prompt)
    return prompt is not None and prompt.kind is Kind.TEXT


def _is_kind(text: str) -> bool:
    return greets(text) or bids_farewell(text) or signs_off(text, frozenset()) or is_disclaimer(text)


def _is_aside(line: str) -> bool:
    """Whether a line asks, promises, takes back, or speaks of the letter or of questions, outside its quotes."""
    said = _QUOTED.sub("", line).replace("\u2019", "'").strip()
    if _is_kind(said) or speaks_of_letter(said) or speaks_to_us(said) or "?" in said:
        return True
    return any(sign.search(said) for sign in _SPEAKS) or (len(said) < SHORT and _SOON.search(said) is not None)
