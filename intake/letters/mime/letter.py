"""A letter as it came in: what its headers say, its body in reading order, its files. Nothing of it is judged here."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Unreadable(Exception):
    """The letter cannot be taken apart safely; the message is fit to show to whoever looks after the mailbox."""


class Attachment(NamedTuple):
    """A file in a letter. `media_type` is what the sender claimed; `content_id` is without its brackets.

    `copy` is the same as .docx or .xlsx, where it came in another format and LibreOffice could turn it.
    """

    name: str
    media_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    copy: bytes = b""


class BodyPart(NamedTuple):
    """One step of a letter's body in reading order: words, or where a file or a letter inside it stands."""

    kind: Literal["plain", "html", "file", "letter"]
    text: str = ""
    at: int = -1  # into `attachments` or `letters`


class Delivery(NamedTuple):
    """What a mail server reports of one recipient: `status` such as 5.1.1, `action` such as failed."""

    recipient: str
    action: str
    status: str


@dataclass(frozen=True)
class Letter:
    """Headers decoded, body in reading order twice over: with plain text, and with HTML, where both were sent.

    `senders` are all distinct addresses found in the From headers, in small letters; a letter is from one person
    only where there is exactly one. `return_path` is None where the header is absent, "" where it is <>.
    """

    headers: tuple[tuple[str, str], ...] = ()
    senders: tuple[str, ...] = ()
    media_type: str = "text/plain"
    report_type: str = ""
    plain: tuple[BodyPart, ...] = ()
    html: tuple[BodyPart, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    letters: tuple["Letter", ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    reports: tuple[str, ...] = ()  # what servers wrote of a letter of ours, and the header of it that they return

    def header(self, name: str) -> str:
        """The first header of that name (the topmost), or nothing."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every header of that name, topmost first."""
        return tuple(value for each, value in self.headers if each == name.lower())

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def auto_submitted(self) -> str:
        return self.header("auto-submitted").split(";")[0].strip().lower()

    @property
    def precedence(self) -> str:
        return self.header("precedence").strip().lower()

    @property
    def return_path(self) -> str | None:
        found = self.all("return-path")
        return found[0].strip().strip("<>") if found else None

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(part.text for part in self.plain if part.kind == "plain")

    @property
    def htmls(self) -> tuple[str, ...]:
        return tuple(part.text for part in self.html if part.kind == "html")
