"""A letter taken apart: raw bytes to Letter, every part, file and inner letter of it, and nothing lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

from config.email_address import IN_FROM
from intake.letters.mime.cause import judged
from intake.letters.mime.charsets import decoded, encoded_words, unflowed, unquoted_again
from intake.letters.mime.letter import Attachment, BodyPart, Delivery, Letter, Unreadable
from intake.letters.mime.tnef import opened as winmail_opened

MOST_LAYERS = 100
MOST_PARTS = 2_000
MOST_PARAMETERS = 200
LONGEST_HEADER = 16_000  # characters; no mailer writes more, and only hostile letters reach it
_CONTENT = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_BODY_SPLIT_OFF = re.compile(r"att\d+\.(txt|html?)", re.IGNORECASE)  # how Exchange names text that follows a file
_ACTIONS = dict.fromkeys(("failure", "fail", "error", "bounced", "undeliverable"), "failed")
_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")


def read_letter(raw: bytes) -> Letter:
    """Take a letter apart: every text and HTML part, every file, letters inside it; raises Unreadable."""
    _refuse_monsters(raw)
    return _letter(message_from_bytes(raw, policy=policy.compat32), 0)


def _refuse_monsters(raw: bytes) -> None:
    if raw.lower().count(b"\ncontent-type") > MOST_PARTS or raw.count(b"\n--") > 10 * MOST_PARTS:
        raise Unreadable("The letter has too many parts to be opened safely.")
    if raw.lower().count(b"multipart/") + raw.lower().count(b"message/rfc822") > MOST_LAYERS:
        raise Unreadable("The letter has too many layers to be opened safely.")
    if any(found[0].count(b";") > MOST_PARAMETERS for found in _CONTENT.finditer(raw)):
        raise Unreadable("The letter has a header that cannot be read safely.")


class _Body(NamedTuple):
    """The two readings of one part and what lies under it; files and letters are collected as they are met."""

    plain: list[BodyPart]
    html: list[BodyPart]


class _Collected(NamedTuple):
    attachments: list[Attachment]
    letters: list[Letter]
    deliveries: list[Delivery]
    reports: list[str]


def _letter(message: Message, depth: int) -> Letter:
    headers = tuple((name.lower(), _words(str(value))) for name, value in message.items())
    found = _Collected([], [], [], [])
    body = _read(message, found, depth)
    letter = Letter(
        headers=headers,
        senders=_senders(message),
        media_type=message.get_content_type(),
        report_type=str(message.get_param("report-type", "") or "").lower(),
    )
    return replace(
        letter,
        plain=tuple(body.plain),
        html=tuple(body.html),
        attachments=tuple(found.attachments),
        letters=tuple(found.letters),
        deliveries=tuple(found.deliveries),
        reports=tuple(found.reports),
    )


def _read(part: Message, found: _Collected, depth: int) -> _Body:
    kind = part.get_content_type()
    if kind in ("message/delivery-status", "message/global-delivery-status", "message/feedback-report"):
        found.reports.append(_report(part))
        found.deliveries.extend(_deliveries(part))
        return _Body([], [])
    if kind in ("message/rfc822", "message/global") and depth < MOST_LAYERS:
        return _inner_letter(part, found, depth)
    if part.is_multipart():
        inside = [_read(each, found, depth + 1) for each in part.get_payload() if isinstance(each, Message)]
        return _either(inside) if kind == "multipart/alternative" else _joined(inside)
    return _leaf(part, kind, found)


def _joined(inside: list[_Body]) -> _Body:
    return _Body([piece for each in inside for piece in each.plain], [piece for each in inside for piece in each.html])


def _either(inside: list[_Body]) -> _Body:
    """Two wordings of one thing: the plainest for one reading, the richest for the other."""
    plain = next((each.plain for each in inside if any(piece.kind == "plain" for piece in each.plain)), None)
    rich = [each.html for each in inside if any(piece.kind == "html" for piece in each.html)]
    every = _joined(inside)
    return _Body(every.plain if plain is None else plain, rich[-1] if rich else every.html)


def _inner_letter(part: Message, found: _Collected, depth: int) -> _Body:
    for inner in part.get_payload() if part.is_multipart() else ():
        if isinstance(inner, Message):
            found.letters.append(_letter(inner, depth + 1))
    at = [BodyPart("letter", at=len(found.letters) - 1)] if found.letters else []
    return _Body(list(at), list(at))


def _leaf(part: Message, kind: str, found: _Collected) -> _Body:
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    if kind == "text/rfc822-headers":
        found.reports.append(decoded(content, ""))
    name = _words(str(part.get_filename() or ""))
    disposition = str(part.get_content_disposition() or "")
    is_body = not name and disposition != "attachment"
    if kind in ("text/plain", "text/html") and (is_body or _BODY_SPLIT_OFF.fullmatch(name)):
        return _text(part, kind, content)
    if kind in _WINMAIL or name.lower() == "winmail.dat":
        opened = winmail_opened(content)
        if opened is not None:
            files = _Body([], [])
            for each, inner in opened.files:
                _keep(Attachment(each, "application/octet-stream", inner), found, files)
            text = [BodyPart("plain", opened.text)] if opened.text else []
            html = [BodyPart("html", opened.html)] if opened.html else []
            return _Body((text or html) + files.plain, (html or text) + files.html)
    both = _Body([], [])
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")
    if content or name:
        _keep(Attachment(name, kind, content, disposition == "inline" or bool(content_id), content_id), found, both)
    return both


def _text(part: Message, kind: str, content: bytes) -> _Body:
    words = unquoted_again(decoded(content, str(part.get_param("charset", "") or "")))
    if kind == "text/html":
        return _Body([BodyPart("html", words)], [BodyPart("html", words)])
    if str(part.get_param("format", "")).lower() == "flowed":
        words = unflowed(words, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return _Body([BodyPart("plain", words)], [BodyPart("plain", words)])


def _keep(attachment: Attachment, found: _Collected, body: _Body) -> None:
    found.attachments.append(attachment)
    for reading in body:
        reading.append(BodyPart("file", at=len(found.attachments) - 1))


def _deliveries(part: Message) -> Iterator[Delivery]:
    for block in _blocks(part):
        if block.get("Action") or block.get("Final-Recipient"):
            status = judged(_field(block, "Status"), _field(block, "Diagnostic-Code"))
            action = _field(block, "Action").lower() or ("failed" if status.startswith("5") else "")
            named = [_field(block, each) for each in ("Final-Recipient", "Original-Recipient")]
            for recipient in dict.fromkeys(each for told in named for each in _addresses(told)[:1]) or [""]:
                yield Delivery(recipient, _ACTIONS.get(action.partition(" ")[0], action.partition(" ")[0]), status)


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, ""))[:LONGEST_HEADER].split())


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a report; Python reads them only where they are not encoded."""
    payload = part.get_payload()
    inside = [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoded not in ("base64", "quoted-printable"):
        return inside
    whole = b"\n\n".join(each.as_bytes().strip() for each in inside)
    shell = message_from_bytes(b"Content-Transfer-Encoding: " + encoded.encode() + b"\n\n" + whole)
    content = shell.get_payload(decode=True)
    groups = re.split(rb"\r?\n\r?\n", content) if isinstance(content, bytes) else []
    return [message_from_bytes(each.strip()) for each in groups[:MOST_PARTS] if each.strip()]


def _report(part: Message) -> str:
    """The fields of a report, a line each."""
    return "\n".join(f"{name}: {value}" for each in _blocks(part) for name, value in each.items())


def _words(header: str) -> str:
    """A header unfolded and with its encoded words read; as it stands where they cannot be."""
    flat = re.sub(r"\r?\n[ \t]*|[\r\n]", " ", header[:LONGEST_HEADER])
    if "=?" not in flat:
        return _plain_header(flat)
    read = encoded_words(flat)
    return re.sub(r"[\r\n\x00]+", " ", _plain_header(flat) if read == flat else read).strip()


def _plain_header(flat: str) -> str:
    """Header bytes over ASCII reach us as surrogates; they are text all the same."""
    return decoded(flat.encode("utf-8", "surrogateescape"), "").strip()


def _senders(message: Message) -> tuple[str, ...]:
    """Every address the From headers show, also inside a display name: more than one is for a person to judge."""
    raw = [str(value) for value in message.get_all("From", [])]
    if any(len(value) > LONGEST_HEADER for value in raw):
        return ()
    return _addresses(" , ".join(part for value in raw for part in (value, _words(value))))


def _addresses(header: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.lower() for found in IN_FROM.findall(header[: 4 * LONGEST_HEADER])))
