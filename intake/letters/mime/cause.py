"""Why a letter did not arrive, from the words of mail servers, as the status they should have given. Pure."""

import re

from config.notation import LatePattern

UNKNOWN, FULL, TOO_LARGE, LATE, LOOP, REFUSED = "5.1.1", "5.2.2", "5.3.4", "4.4.7", "5.4.6", "5.7.1"
_NOT_WORDS = LatePattern(r"https?://\S{1,500}|\S{1,64}@\S{1,253}")
_STATUS = LatePattern(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")


def _words(*patterns: str) -> LatePattern:
    return LatePattern(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


_PASSING = _words(
    r"4\.\d{1,3}\.\d{1,3}\b(?!\.\d)",
    r"delayed|greylist|temporar(?:y|ily)\b|try (?:again )?(?:later|in \d)|found, try again",
    r"still (?:trying|being tried)|will keep trying",
    r"will (?:be )?retr|no(?:t)? need (?:for you )?to resend|timed? ?out|timeout|(?:is )?not responding",
    r"host could not be reached|not reachable|in the queue too long|all hosts have been failing",
    r"connection (?:refused|lost)",
    r"(?:has )?not been collected|unable to (?:connect|establish)|able to establish an SMTP",
    r"queued? (?:period|lifetime)",
)
_NOBODY = _words(
    r"(?:user|recipient|addressee|address|account|mail-?box|host|domain)\b.{0,30}"
    r"\b(?:unknown|is not (?:known|recogni[sz]ed))\b",
    r"unknown (?:or illegal )?(?:local |virtual )?(?:user|recipient|address|account|mail-?box|host|domain|alias)",
    r"no such (?:user|address|recipient|mail-?box|account|domain|person|host|local)",
    r"do(?:es)?(?: ?n[o'’]t| not) (?:exist|have an? (?:account|mail-?box|final)|like recipient)",
    r"not listed in|user not (?:found|known)|no (?:mail-?box|account) (?:here )?by that name|no mail-?box\b",
    r"(?:was|were|is|could)(?: ?n[o'’]t| not)? ?(?:be )?(?<=not |n't |n’t )found\b|recipient\s?not\s?found",
    r"could ?n[o'’]t find|could not find|domain not found|host not found|name (?:is )?not known",
    r"no longer (?:valid|exists|in use|here)|unroute?able",
    r"invalid (?:final delivery userid|recipient|address|mail-?box|user)|bad (?:destination|address)|not our customer",
    r"not a (?:known|local|valid) (?:user|address|recipient|mail-?box)|no valid recipients?",
    r"(?:account|mail-?box|user|addressee)\b.{0,40}\b(?:disabled|inactive|closed|terminated|suspended|deactivated|discontinued)",
    r"(?:address|recipient) rejected: access denied|did not exactly match|n'existe pas|misspelled",
)
_FULL = _words(
    r"(?:over|exceed\w*|out of)\b.{0,30}\b(?:quota|storage|mail-?box size|allocated)",
    r"quota\b.{0,20}\b(?:exceed|exhaust|violat)",
    r"over ?quota|disk ?quota|(?:mail-?box|mailfolder|mail folder|inbox)\b.{0,60}\bfull\b|mail-?box size limit",
    r"mail-?box exceeds|too much mail stored|insufficient (?:disk|storage|system storage)|no room",
)
_LARGE = _words(
    r"(?:message|mail|size|length|content)\b.{0,60}\b(?:too (?:big|large|long)|exceeds?|exceeded|larger than)\b",
    r"max\w* (?:incoming )?(?:message|mail) size|too (?:large|big) (?:message|mail|for)",
)
_LOOP = _words(r"too many hops|mail(?: forwarding)? loop|hop count|loops? back|looping")
_REFUSED = _words(
    r"spam|dspam|\w*spam\w*|unsolicited|unwanted|junk|black ?(?:list|hole)|block ?list|block(?:ed|ing)\b|reputation",
    r"polic(?:y|ies)|virus|malware|phish|denied|not (?:allowed|permitted|accepted)|not accepting|spf\b|dmarc|dkim",
    r"content\b.{0,20}\breject|filter|bulk mail|mass mailer|relay|prohibited|banned|white ?list|security",
    r"(?:un)?authenti\w+|administrat\w+ (?:prohibit|refus)|refused by",
)
_PERHAPS = _words(
    r"(?:address|recipient|user|mail-?box)\b.{0,20}\b(?:rejected|unavailable|failed)|not found|mail-?box disabled",
    r"55[013]\b",
)
_CAUSES = (
    (_PASSING, LATE),
    (_NOBODY, UNKNOWN),
    (_FULL, FULL),
    (_LARGE, TOO_LARGE),
    (_LOOP, LOOP),
    (_REFUSED, REFUSED),
)


def cause(words: str) -> str:
    """Such as 5.1.1 for "user unknown"; empty where the words give no cause."""
    said = " ".join(_NOT_WORDS.sub(" ", words).split())
    for pattern, status in _CAUSES:
        if pattern.search(said):
            return status
    stated = _STATUS.search(said)
    if stated and stated[0] != "5.0.0":
        return stated[0]
    return UNKNOWN if _PERHAPS.search(said) else ""


def judged(stated: str, words: str) -> str:
    """The status of a report: where it is a general one, or one that every refusal gets, what the words say."""
    found = _STATUS.search(stated)
    status = found[0] if found else f"{stated[0]}.0.0" if re.match(r"[45]\d\d\b", stated) else ""
    if status.startswith("4."):
        return status
    said = cause(words)
    is_clear = status.startswith("5.1.") and said not in (FULL, TOO_LARGE)
    return status if is_clear or not said else said


def is_for_good(status: str) -> bool:
    """Whether nobody will ever be reached there; a full mailbox, a long letter and a suspicion of spam pass."""
    if not status:
        return True
    passes = (FULL, "5.2.3", TOO_LARGE, LOOP, "5.4.7")
    return status.startswith("5.") and status not in passes and not status.startswith(("5.6.", "5.7."))
