"""What surrounds an answer: thread headers, greetings, sign-offs, disclaimers. Only whole lines are judged."""

import re
from collections.abc import Callable, Sequence

from intake.letters.lines import BREAK, Line, Wording
from intake.letters.ours.known import Known

_HEADER = re.compile(
    r"\W{0,3}(from|sent|date|to|cc|bcc|subject|reply-to|importance|sensitivity|attachments)\s*:", re.IGNORECASE
)
_SEPARATOR = re.compile(
    r"\W*(?:-{3,}\s*)?(?:original message|forwarded message|original appointment|begin forwarded message"
    r"|forwarded by .{0,80})\s*:?\W*|_{8,}|-{8,}",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:on\b|le\b|am\b|.{0,120}<?\S+@\S+>?).{0,300}\bwrote:\W*", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"\W*(?:(?:with\s+)?(?:(?:kind|kindest|best|warm|warmest|many)\s+)?(?:regards|wishes|thanks)|thank you"
    r"|thanks(?:\s+(?:very\s+much|again|so\s+much|all))?|all the best|cheers|yours\s+(?:sincerely|faithfully|truly)"
    r"|sincerely|best|kr|rgds"
    r"|(?:cofion(?:\s+(?:gorau|cynnes))?|diolch(?:\s+yn\s+fawr)?|dymuniadau\s+gorau|yn\s+gywir)"
    r"(?:\s*[/|]\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks))?)(?:\s+and\s+(?:kind\s+|best\s+)?(?:regards|wishes|thanks))?"
    r"(?:\s*[,.!–-]*\s*(?-i:[A-Z])[\w'’-]*){0,3}\W*",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\W*(?:sent (?:from|via|using) .{0,60}|get outlook for .{0,60}|sent with .{0,40}|--\s?|_{3,})\W*", re.IGNORECASE
)
_DISCLAIMER = (
    re.compile(r"\b(confidential|privileged|legally)\b", re.IGNORECASE),
    re.compile(r"\b(intended|addressee|recipient|disclos\w+)\b", re.IGNORECASE),
    re.compile(r"\b(this (?:e-?mail|message|communication)|attachments?|virus\w*|sender)\b", re.IGNORECASE),
)
_BANNER = re.compile(
    r"\W*(?:caution|warning|external|\[external\]).{0,20}(?:e-?mail|sender|originated|outside).{0,300}"
    r"|.{0,20}consider the environment.{0,120}",
    re.IGNORECASE,
)
_ABOUT_LETTER = re.compile(
    r"\W*(?:(?:i|we)(?:'|\u2019)?(?:\s?ll|\s+will|\s+shall|\s+hope to)?\s+(?:send|do|complete|return|finish)"
    r"\s+(?:you\s+)?"
    r"(?:(?:all|some) of\s+)?(?:the|you the)?\s*(?:rest|remainder|remaining|others?|missing).{0,60}"
    r"|(?:the\s+)?(?:rest|remainder|remaining.{0,30}|others?|more)\s+(?:(?:will|is|are|to)\s+)?(?:follow|come|sent).{0,40}"
    r"|(?:(?:please\s+)?(?:see|find)\s+)?(?:the\s+|our\s+|completed\s+|filled\s+)*(?:attached\s+)?form(?:\s+(?:is\s+)?"
    r"(?:attached|enclosed))?)\W*",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\W*(?:hi|hello|dear|good (?:morning|afternoon|evening)|hey|morning|afternoon)(?:[\s,]+[\w.'’-]+){0,4}\W*",
    re.IGNORECASE,
)


def drop_threads(wording: Wording, known: Known) -> Wording:
    """Thread headers taken out: what follows one is quoted one deeper."""
    return wording._replace(lines=without_threads(wording.lines, known.ours.begins))


def without_threads(lines: Sequence[Line], ours: Callable[[str], bool]) -> list[Line]:
    """The lines with thread headers taken out; what follows one is quoted one deeper, however its mailer shows it."""
    kept: list[Line] = []
    base = at = 0
    while at < len(lines):
        taken = _headers(lines, at, ours)
        if taken:
            follows = next((line for line in lines[at + taken : at + taken + 6] if line.text), None)
            marked = follows is not None and follows.depth > lines[at].depth
            base += 0 if marked else 1
            kept.append(Line("", lines[at].depth + base, label=BREAK))
            at += taken
            continue
        line = lines[at]
        kept.append(line._replace(depth=line.depth + base))
        at += 1
    return kept


def _headers(lines: Sequence[Line], at: int, ours: Callable[[str], bool]) -> int:
    """How many lines from here are a thread header; 0 where none begins."""
    if not lines[at].text or lines[at].cell:
        return 0
    block = _block(lines, at)
    if block:
        return block
    if _SEPARATOR.fullmatch(lines[at].text):
        after = _past_blanks(lines, at + 1)
        if after < len(lines) and (_block(lines, after) or ours(lines[after].text)):
            return after - at
    return _attribution(lines, at, ours)


def _block(lines: Sequence[Line], at: int) -> int:
    """A run of From:, Sent:, To:, Subject: lines, some of them wrapped."""
    first = _HEADER.match(lines[at].text)
    if not first or first[1].lower() != "from":
        return 0
    seen, end = {"from"}, at + 1
    for here in range(at + 1, min(at + 14, len(lines))):
        found = _HEADER.match(lines[here].text)
        if found:
            seen.add(found[1].lower())
            end = here + 1
        elif not lines[here].text and "subject" in seen:
            break
    return end - at if len(seen) >= 3 and seen & {"sent", "date"} and seen & {"to", "subject"} else 0


def _attribution(lines: Sequence[Line], at: int, ours: Callable[[str], bool]) -> int:
    """ "On … wrote:", wrapped or not, where what follows is quoted or ours: an answer may begin with the same words."""
    joined = ""
    for count in range(1, 4):
        if at + count > len(lines) or not lines[at + count - 1].text:
            return 0
        joined = f"{joined} {lines[at + count - 1].text}".strip()
        if len(joined) > 600:
            return 0
        if not joined.rstrip("* \t").endswith(":"):
            continue
        if not _WROTE.fullmatch(joined) or not re.search(r"@|\d", joined):
            return 0
        after = _past_blanks(lines, at + count)
        window = [line for line in lines[after : after + 12] if line.text]
        quotes_us = any(ours(line.text) for line in window)
        return count if window and quotes_us else 0
    return 0


def _past_blanks(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and not lines[at].text:
        at += 1
    return at


def signs_off(text: str, names: frozenset[str]) -> bool:
    """Whether a line closes a letter: a sign-off, the sender's name alone, what a phone adds."""
    if len(text) > 80:
        return False
    words = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
    is_name = words in names and not re.match(r"\W*\d", text)
    signed = is_name or any(" " in name and words.startswith(f"{name} ") for name in names if "|" in text)
    return bool(_SIGN_OFF.fullmatch(text) or _PHONE.fullmatch(text) or (words and signed))


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph is what a mail server adds to every letter."""
    return bool(_BANNER.fullmatch(text)) or (len(text) > 60 and all(sign.search(text) for sign in _DISCLAIMER))


def speaks_of_letter(text: str) -> bool:
    """Whether a line is about the letter and what is still to come, and answers nothing."""
    return len(text) < 100 and _ABOUT_LETTER.fullmatch(text) is not None


def greets(text: str) -> bool:
    return len(text) < 60 and _GREETING.fullmatch(text) is not None
