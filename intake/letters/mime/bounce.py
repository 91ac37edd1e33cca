"""Letters that come back: which they are, and the addresses they say nobody will ever reach. Pure."""

import re
from collections.abc import Iterator
from html import unescape

from config.email_address import IN_WORDS
from config.notation import LatePattern
from intake.letters.mime.cause import FULL, TOO_LARGE, cause, is_for_good
from intake.letters.mime.letter import Delivery, Letter

REPORTS = ("delivery-status", "feedback-report")
_DAEMON = LatePattern(
    r"(?:mailer[-_]?daemon|postmaster|mail[-_]?daemon|mdaemon|microsoftexchange[0-9a-f]{8,}|bounces?|mail-?delivery"
    r"|system-?administrator|dmail|mailsystem)(?:[+.-][^@]{0,200})?@",
    re.IGNORECASE,
)
_NOTHING_ELSE = LatePattern(
    r"(?:mailer[-_]?daemon|mail[-_]daemon|mdaemon|microsoftexchange[0-9a-f]{8,})@", re.IGNORECASE
)
_SYSTEM = LatePattern(
    r"mail(?:er)?[ -]?(?:delivery|daemon|administrator)|(?:delivery|mail) (?:sub)?system|postmaster"
    r"|system administrator",
    re.IGNORECASE,
)
_TITLE = (
    r"(?:undeliver|un-deliver|delivery (?:status|fail(?:ure|ed)|has failed|report|problem|error|notification"
    r"|incomplete)"
    r"|mail (?:delivery|system|error|failure|could not)|returned mail|return(?:ed)? to sender|failure notice"
    r"|failed (?:mail|delivery)|(?:message |mail )?could ?n[o']t be delivered|non-?delivery|delivery$|ndn\b"
    r"|warning: (?:message|could not|e?mail)|unknown (?:user|address|recipient)|user unknown|rejected mail"
    r"|(?:message )?not delivered|message status - undeliver|unzustellbar|nicht zustellbar|onbestelbaar"
    r"|non remis|[eé]chec|mancata consegna|no se (?:pudo|ha podido) entregar|n[aã]o entregue|niedostarcz"
    r"|не (?:доставлено|удалось)|недоставлен|配信|送信|エラー|退信|無法)"
)
_TITLED = LatePattern(_TITLE, re.IGNORECASE)
_SUBJECT = LatePattern(rf"(?:[^a-z]|your |e-?mail |message |\*+spam\*+){{0,4}}{_TITLE}", re.IGNORECASE)
_PROSE = LatePattern(
    r"this is the qmail|(?:was|were|is|could|can|has|have)(?: ?not|n't) (?:be(?:en)? )?(?:able to )?"
    r"(?:deliver|send|route|relay)|undeliverable|delivery (?:to|of|has|failed|attempt)"
    r"|did not reach the following|not be sent to|permanent (?:fatal )?error|returned to (?:you|sender)"
    r"|user unknown|unknown user|no such user|recipient(?:s)? (?:rejected|unknown|failed)|address rejected"
    r"|automatically (?:created|generated) by mail|mail delivery (?:software|system)|(?:addresses?"
    r"|recipients?) failed"
    r"|unable to deliver|wasn't able to deliver|couldn't be delivered|failed to deliver|unrouteable"
    r"|rejected your message|failed recipients?|did not receive|no valid recipients|automatically rejected"
    r"|has been returned because|generated from|originally addressed to|you sent mail to|not delivered"
    r"|could ?n[o'’]t be sent",
    re.IGNORECASE,
)
_ORIGINAL = LatePattern(
    r"^(?:[^\S\n]|[>*|-])*+"
    r"(?:(?:(?<=-)|(?<=- ))(?:original|below this line|below the next line|this is a copy|returned (?:message|mail)"
    r"|start of returned|unsent message|the (?:header|body|message)|message (?:header|text))"
    r"|(?:original|old) (?:message|mail)(?: (?:headers|details|follows|as received)|:)|the original message follows"
    r"|(?:below|here) is a copy of|received: from |return-path: )",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = (
    r"(?=[a-z])(?:(?:final|original)-recipient:\s{0,9}(?:rfc822;\s{0,9})?"
    r"|[a-z -]{0,30}(?:recipient|address|userid|user|error-for|delivered to)s?:)"
)
_LISTED = LatePattern(
    rf"^[^\S\n]{{0,40}}+[>*•|-]{{0,3}}+[^\S\n]{{0,40}}+(?:{_LABEL})?[^\S\n]{{0,9}}+[<\[\"'(]{{0,2}}(?:mailto:|smtp:)?"
    rf"({IN_WORDS.pattern})",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_FIELD = LatePattern(
    r"^[^\S\n>*|-]{0,40}(?:to|cc|from|sender|subj(?:ect)?|message-id|date|sent):.*$", re.I | re.M
)
_WRITTEN_TO = LatePattern(r"^[^\S\n>*|-]{0,40}to:(.*)$", re.IGNORECASE | re.MULTILINE)
_OFFICE = LatePattern(r"(?:postmaster|mailer-daemon|abuse|help-?desk|support|spam\w{0,20})@", re.IGNORECASE)


def is_bounce(letter: Letter) -> bool:
    """Whether a mail server says of a letter that it did not arrive, by a report, or in its own words."""
    if letter.deliveries or letter.report_type in REPORTS:
        return True
    words = words_of(letter)[:3_000]
    is_told = bool(letter.header("x-failed-recipients") or letter.reports or _PROSE.search(words))
    if _is_named_daemon(letter) or not letter.senders:
        is_daemon = (
            any(_NOTHING_ELSE.match(each) for each in letter.senders) and letter.auto_submitted != "auto-replied"
        )
        return bool(is_daemon or is_told or _TITLED.search(letter.subject) or cause(words))
    if letter.return_path == "":
        return bool(is_told or _SUBJECT.match(letter.subject))
    return bool(_SUBJECT.match(letter.subject) and (_PROSE.search(words) or letter.reports))


def is_from_daemon(letter: Letter) -> bool:
    """Whether it comes from nobody, or from an address or a name that mail servers write under."""
    return letter.return_path == "" or _is_named_daemon(letter)


def _is_named_daemon(letter: Letter) -> bool:
    name = letter.header("from").partition("<")[0]
    return any(_DAEMON.match(each) for each in letter.senders) or bool(_SYSTEM.search(name))


def unreachable(letter: Letter) -> set[str]:
    """The addresses a bounce says will never be reached; a full mailbox or a delay is not for good."""
    told = _told(letter)
    reported = [each for each in _deliveries(letter) if each.recipient]
    if reported:
        is_full = cause(told) in (FULL, TOO_LARGE)  # said in words alone where the report gives no cause
        hard = [each for each in reported if each.action == "failed" and is_for_good(each.status)]
        return {each.recipient for each in hard if not (is_full and each.status in ("", "5.0.0"))}
    if letter.report_type == "feedback-report":
        return set()
    causes = {address: said or cause(told) for address, said in _failed(letter, told).items()}
    return {address for address, said in causes.items() if is_for_good(said)}


def _told(letter: Letter) -> str:
    """What the server itself says, without the letter it returns."""
    words = words_of(letter)[:20_000]
    original = _ORIGINAL.search(words)
    return words[: original.start()] if original else words


def _deliveries(letter: Letter) -> tuple[Delivery, ...]:
    """What is reported, also where a gateway wrapped the report into a letter of its own."""
    if letter.deliveries or letter.report_type not in REPORTS:
        return letter.deliveries
    return next((each.deliveries for each in letter.letters if each.report_type in REPORTS), ())


def words_of(letter: Letter) -> str:
    """The words of a letter, of its HTML where it has no other."""
    return "\n".join(letter.texts or (_plain(each[:50_000]) for each in letter.htmls))


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^<>]{0,2000}>", " ", re.sub(r"<(?:br|/?p|/?div|/?tr|/?li)\b[^<>]{0,200}>", "\n", html)))


def _failed(letter: Letter, told: str) -> dict[str, str]:
    """The addresses that stand first in a line or behind a label, each with the cause told below it.

    Where there are none: those in the sentence that says it, and where it names none the one the letter was to.
    """
    named = " ".join(_addresses(letter.header("x-failed-recipients")))
    told = f"{named}\n{told}" if named and named not in told.lower() else told
    starts = [each for each in _LISTED.finditer(told) if _is_theirs(letter, each[1].lower())]
    if starts:
        ends = [each.start() for each in starts[1:]] + [len(told)]
        found: dict[str, str] = {}
        for each, end in zip(starts, ends, strict=True):
            found[each[1].lower()] = found.get(each[1].lower()) or cause(told[each.start() : end])
        return found
    sentences = re.split(r"(?<=[.!?])\s+|\n\s*\n", _QUOTED_FIELD.sub("", told))
    written_to = " ".join(_WRITTEN_TO.findall(told))
    telling = [(each, cause(each)) for each in sentences if "@" in each]
    found = {
        address: said
        for each, said in telling
        if said or _PROSE.search(each)
        for address in _addresses(each)
        if _is_theirs(letter, address)
    }
    return found or {each: "" for each in _addresses(written_to) if _is_theirs(letter, each)}


def _is_theirs(letter: Letter, address: str) -> bool:
    """Whether it may be whom we wrote to: no mail server's office, and not where this letter comes from or goes to."""
    ours = (letter.header("to") + letter.header("delivered-to") + letter.header("x-original-to")).lower()
    is_whole = "." in address.partition("@")[2]
    return is_whole and address not in ours and address not in letter.senders and not _OFFICE.match(address)


def _addresses(words: str) -> Iterator[str]:
    return (each.lower() for each in IN_WORDS.findall(words))
