"""Where one letter ends and the one it quotes begins: thread headers, in the languages that mailers write. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence

from config.notation import LatePattern
from intake.letters.lines import BREAK, Line, Wording
from intake.letters.ours.authors import with_authors, without_older
from intake.letters.ours.known import Known, plain_subject

_FROM = r"from|von|de|da|van|från|fra|od|oddi wrth|expéditeur|от|від"
_SENT = (
    r"sent|date|gesendet|datum|envoyé|data|fecha|enviado|inviato|verzonden|skickat|sendt|wysłano|dato|anfonwyd|dyddiad"
    r"|дата"
)
_TO = r"to|an|à|para|aan|till|til|do|at|кому|cc|bcc"
_SUBJECT = r"subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|pwnc|тема"
_OTHER = r"reply-to|importance|sensitivity|attachments"
_HEADER = LatePattern(
    rf"\W{{0,3}}(?:(?P<from>{_FROM})|(?P<sent>{_SENT})|(?P<to>{_TO})|(?P<subject>{_SUBJECT})|(?P<other>{_OTHER}))"
    r"\s{0,3}:\W{0,3}(?P<said>.*)",
    re.IGNORECASE,
)
_SEPARATOR = LatePattern(
    r"\W{0,60}(?:original message|forwarded message|original appointment|begin forwarded message"
    r"|forwarded by .{0,80})\s{0,3}:?\W{0,60}|_{8,}|-{8,}",
    re.IGNORECASE,
)
_VERB = LatePattern(
    r"\b(?:wrote|schrieb|écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(?a?\)?|napsal|ysgrifennodd"
    r"|a scris|írta|yazdı|написал\(?а?\)?|пише|写道)\b",
    re.IGNORECASE,
)
_ADDRESS = LatePattern(r"[<\[(]?\S{1,100}@\S{1,100}[>\])]?")
_WHEN = LatePattern(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_OPENS = LatePattern(r"\W{0,3}(?:on|am|le|el|em|il|op|den|på|w dniu|dnia|ar|at)\s", re.IGNORECASE)
MOST_HEADERS, FAR = 14, 12  # lines


def drop_threads(wording: Wording, known: Known) -> Wording:
    """Thread headers taken out: what follows one is quoted one deeper, and is its author's."""
    lines = without_threads(wording.lines, known.ours.begins, known.subject)
    lines = without_older(lines, known.people, known.ours.begins)
    return wording._replace(lines=with_authors(lines, known.people, known.ours.begins))


def without_threads(lines: Sequence[Line], ours: Callable[[str], bool], subject: str = "") -> list[Line]:
    """The lines with thread headers taken out; what follows one is quoted one deeper, however its mailer shows it."""
    kept: list[Line] = []
    base = at = begun = 0
    closed = [line.text.rstrip("* \t").endswith((":", "：")) for line in lines]
    while at < len(lines):
        block = _block(lines, at) if lines[at].text and not lines[at].cell else 0
        is_pasted = block > 0 and _is_pasted(lines, begun, at, block, ours, subject)
        taken = 0 if is_pasted else block or _headers(lines, at, ours, is_closed=any(closed[at : at + 4]))
        if taken:
            follows = next((line for line in lines[at + taken : at + taken + 6] if line.text), None)
            marked = follows is not None and follows.depth > lines[at].depth
            base += 0 if marked else 1
            kept.append(Line("", lines[at].depth + base, label=BREAK, author=_named(lines[at : at + taken])))
            at = begun = at + taken
            continue
        line = lines[at]
        kept.append(line._replace(depth=line.depth + base) if base else line)
        at += 1
    return kept


def _named(header: Sequence[Line]) -> str:
    """Whoever a thread header says wrote what follows: its From line, or a line that says so with an address."""
    for number, line in enumerate(header):
        found = _HEADER.match(line.text)
        if found and found["from"]:
            wrapped = header[number + 1].text if number + 1 < len(header) else ""
            return found["said"] if found["said"] or _HEADER.match(wrapped) else wrapped
    joined = " ".join(line.text for line in header)
    return joined if _ADDRESS.search(joined) else ""


def _is_pasted(
    lines: Sequence[Line], begun: int, at: int, block: int, ours: Callable[[str], bool], subject: str
) -> bool:
    """Whether a header block here is words of an answer: our form goes on around it, and it is of another letter."""
    if subject and any(plain_subject(said) == subject for said in _subjects(lines[at : at + block])):
        return False
    before = any(line.text and ours(line.text) for line in lines[begun:at])
    after = next((line for line in lines[at + block :] if line.text and ours(line.text)), None)
    return before and (after is None or re.match(r"\W{0,4}\[", after.text) is not None)


def _subjects(block: Sequence[Line]) -> Iterator[str]:
    for line in block:
        found = _HEADER.match(line.text)
        if found and found["subject"]:
            yield found["said"]


def _headers(lines: Sequence[Line], at: int, ours: Callable[[str], bool], *, is_closed: bool) -> int:
    """How many lines from here are a thread header of any other kind; 0 where none begins.

    `is_closed`: one of the next four lines ends in a colon.
    """
    if not lines[at].text or lines[at].cell:
        return 0
    if _SEPARATOR.fullmatch(lines[at].text):
        after = begun = _past_blanks(lines, at + 1)
        while after < len(lines) and re.search(r"\w", lines[at].text) and _HEADER.match(lines[after].text):
            after += 1
        named = any((found := _HEADER.match(each.text)) and found["from"] for each in lines[begun:after])
        after = _past_blanks(lines, after)
        if after < len(lines) and (named or _block(lines, after) or ours(lines[after].text)):
            return after - at
    return _attribution(lines, at, ours) if is_closed else 0


def _block(lines: Sequence[Line], at: int) -> int:
    """A run of From:, Sent:, To:, Subject: lines, some of them wrapped."""
    first = _HEADER.match(lines[at].text) if ":" in lines[at].text else None
    if not first or not first["from"]:
        return 0
    seen, end = {"from"}, at + 1
    for here in range(at + 1, min(at + MOST_HEADERS, len(lines))):
        found = _HEADER.match(lines[here].text)
        if found:
            seen.add(_name(found))
            end = here + 1
        elif not lines[here].text and "subject" in seen:
            break
    is_dated = "sent" in seen and len(seen & {"to", "subject"}) > 0
    is_addressed = {"to", "subject"} <= seen and _ADDRESS.search(first["said"]) is not None  # forwarded without its day
    return end - at if len(seen) >= 3 and (is_dated or is_addressed) else 0


def _name(found: re.Match[str]) -> str:
    return next(name for name in ("from", "sent", "to", "subject", "other") if found[name])


def _attribution(lines: Sequence[Line], at: int, ours: Callable[[str], bool]) -> int:
    """ "On … wrote:", wrapped or not, where what follows is quoted or ours: an answer may begin with the same words."""
    joined = ""
    for count in range(1, 5):
        if at + count > len(lines) or not lines[at + count - 1].text or ours(lines[at + count - 1].text):
            return 0
        joined = f"{joined} {lines[at + count - 1].text}".strip()
        if len(joined) > 600:
            return 0
        if not joined.rstrip("* \t").endswith((":", "：")):
            continue
        if not _attributes(joined) or _begins_later(lines[at : at + count]):
            return 0
        after = _past_blanks(lines, at + count)
        window = [line for line in lines[after : after + FAR] if line.text]
        is_quoted = bool(window) and window[0].depth > lines[at].depth and _ADDRESS.search(joined) is not None
        return count if is_quoted or any(ours(line.text) for line in window) else 0
    return 0


def _begins_later(lines: Sequence[Line]) -> bool:
    """Whether such words begin on a later line: answers stand right above them in Yahoo, which leaves no blank."""
    later = range(1, len(lines)) if not _OPENS.match(lines[0].text) else ()
    return any(_OPENS.match(lines[at].text) and _attributes(" ".join(line.text for line in lines[at:])) for at in later)


def _attributes(said: str) -> bool:
    """Whether words that end in a colon say who wrote what follows, and when."""
    has_address, has_day = _ADDRESS.search(said) is not None, _WHEN.search(said) is not None
    verb = _VERB.search(said)
    if verb:
        is_last = re.fullmatch(r"\W*" if verb[0].lower() == "wrote" else r"[^:!?]{0,120}[:：]\W*", said[verb.end() :])
        return is_last is not None and (has_address or re.search(r"\d", said) is not None)
    return has_address and has_day and re.search(r"<\S+@\S+>", said) is not None


def _past_blanks(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and not lines[at].text:
        at += 1
    return at
