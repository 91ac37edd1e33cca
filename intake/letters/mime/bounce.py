"""Letters that come back: which they are, and the addresses they say nobody will ever reach. Pure."""

import re
from collections.abc import Iterator

from config.email_address import IN_WORDS
from intake.letters.mime.letter import Letter

REPORTS = ("delivery-status", "feedback-report")
_DAEMON = re.compile(
    r"(?:mailer[-_]?daemon|postmaster|mail[-_]?daemon|mdaemon|microsoftexchange[0-9a-f]{8,}|bounces?|mail-?delivery"
    r"|system-?administrator|dmail|mailsystem)(?:[+.-][^@]{0,200})?@",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"mail(?:er)?[ -]?(?:delivery|daemon|administrator)|(?:delivery|mail) (?:sub)?system|postmaster"
    r"|system administrator",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:[^a-z]|your |e-?mail |message |\*+spam\*+){0,4}"
    r"(?:undeliver|un-deliver|delivery (?:status|fail(?:ure|ed)|has failed|report|problem|error|notification"
    r"|incomplete)"
    r"|mail (?:delivery|system|error|failure|could not)|returned mail|return(?:ed)? to sender|failure notice"
    r"|failed (?:mail|delivery)|(?:message |mail )?could ?n[o']t be delivered|non-?delivery|delivery$|ndn\b"
    r"|warning: (?:message|could not|e?mail)|unknown (?:user|address|recipient)|user unknown|rejected mail"
    r"|(?:message )?not delivered|message status - undeliver|unzustellbar|nicht zustellbar|onbestelbaar"
    r"|non remis|[eé]chec|mancata consegna|no se (?:pudo|ha podido) entregar|n[aã]o entregue|niedostarcz"
    r"|не (?:доставлено|удалось)|недоставлен|配信|送信|エラー|退信|無法)",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"this is the qmail|(?:was|were|is|could|can|has|have)(?: ?not|n't) (?:be(?:en)? )?(?:able to )?"
    r"(?:deliver|send|route|relay)|undeliverable|delivery (?:to|of|has|failed|attempt)"
    r"|did not reach the following|not be sent to|permanent (?:fatal )?error|returned to (?:you|sender)"
    r"|user unknown|unknown user|no such user|recipient(?:s)? (?:rejected|unknown|failed)|address rejected"
    r"|automatically (?:created|generated) by mail|mail delivery (?:software|system)|(?:addresses?"
    r"|recipients?) failed"
    r"|unable to deliver|wasn't able to deliver|couldn't be delivered|failed to deliver|unrouteable"
    r"|rejected your message",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
_PASSING = re.compile(
    r"\b(?:4\.\d{1,3}\.\d{1,3}|5\.2\.[23]|delayed|will (?:be )?retr\w*|will keep trying|over ?quota|quota exceeded"
    r"|exceed\w* (?:the |its |their )?(?:mailbox|storage|quota)|mailbox\b.{0,60}\b(?:is )?full"
    r"|mailbox size limit|no need to resend"
    r"|not need to resend|greylist\w*|temporar\w+)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:user unknown|unknown user|unknown (?:recipient|address|account|mailbox)|unrouteable|no such (?:user"
    r"|address"
    r"|recipient|mailbox|account|domain|person)|does ?n[o']t (?:exist|have an?)|do not exist|not found|not listed"
    r"|n[o']?t (?:be )?found|(?:was|were|is|could)n['’]t (?:be )?found|mailbox (?:unavailable|not found"
    r"|disabled)|(?:address|recipient|user) rejected"
    r"|recipient (?:unknown|not found)|no mailbox|not a (?:known|local|valid)|invalid (?:recipient|address"
    r"|mailbox|user)"
    r"|bad (?:destination|address)|(?:account|mailbox|user)\b.{0,40}\b(?:disabled|inactive|closed|terminated"
    r"|suspended)"
    r"|no account|host unknown|unknown host|domain not found|no longer (?:in use|exists|valid)|55[0134])\b",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^(?:[^\S\n]|[>*-])*+"
    r"(?:(?:(?<=-)|(?<=- ))(?:original|below this line|this is a copy|returned message|the (?:header|body|message)"
    r"|message header)|original message (?:headers|follows)|received: from |return-path: )",
    re.IGNORECASE | re.MULTILINE,
)


def is_bounce(letter: Letter) -> bool:
    """Whether a mail server says of a letter that it did not arrive, by a report, or in its own words."""
    if letter.deliveries or letter.report_type in REPORTS:
        return True
    words = words_of(letter)[:3_000]
    if is_from_daemon(letter):
        is_told = _SUBJECT.match(letter.subject) or letter.header("x-failed-recipients") or letter.reports
        return bool(is_told or _PROSE.search(words))
    return bool(_SUBJECT.match(letter.subject) and (_PROSE.search(words) or letter.reports))


def is_from_daemon(letter: Letter) -> bool:
    """Whether it comes from nobody, or from an address or a name that mail servers write under."""
    name = letter.header("from").partition("<")[0]
    by_address = any(_DAEMON.match(each) for each in letter.senders)
    return letter.return_path == "" or by_address or bool(_SYSTEM.search(name))


def unreachable(letter: Letter) -> set[str]:
    """The addresses a bounce says will never be reached; a full mailbox or a delay is not for good."""
    if letter.deliveries:
        return {each.recipient for each in letter.deliveries if each.action == "failed" and _is_hard(each.status)}
    if letter.report_type == "feedback-report":
        return set()
    words = words_of(letter)[:20_000]
    original = _ORIGINAL.search(words)
    told = words[: original.start()] if original else words
    if _PASSING.search(told) or not (_STATUS.search(told) or _NOBODY.search(told)):
        return set()
    return set(_addresses(told + " " + letter.header("x-failed-recipients")))


def words_of(letter: Letter) -> str:
    """The words of a letter, of its HTML where it has no other."""
    return "\n".join(letter.texts or (re.sub(r"<[^<>]{0,2000}>", " ", each[:50_000]) for each in letter.htmls))


def _addresses(words: str) -> Iterator[str]:
    return (each.lower() for each in IN_WORDS.findall(words))


def _is_hard(status: str) -> bool:
    return not status or (
        status.startswith("5.") and status not in ("5.2.2", "5.2.3") and not status.startswith("5.7.")
    )
