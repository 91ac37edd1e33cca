"""The letters of s11 demo --try: what lies in the folder, read as its reader would, and Jo's answer to one."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

WHO = "Jo Bloggs"


def letters_in(folder: Path) -> list[tuple[Path, EmailMessage]]:
    """Every letter of ours there, the oldest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns)
    return [(each, _letter(each)) for each in paths]


def about(letter: EmailMessage) -> str:
    """To whom a letter is, and its subject on one line."""
    return f"to {letter['To']}: {' '.join(str(letter['Subject']).split())}"


def text_of(letter: EmailMessage) -> str:
    """The words of a letter as they are read where no HTML is."""
    body = letter.get_body(("plain",))
    files = [str(each.get_filename()) for each in letter.iter_attachments()]
    tail = f"\nWith it: {', '.join(files)}\n" if files else ""
    return f"A letter {about(letter)}\n\n{body.get_content() if body else ''}{tail}"


def answer_to(letter: EmailMessage, words: str, number: int, at: datetime) -> bytes:
    """A reply as a mail program writes it, these words above and nothing quoted."""
    made = EmailMessage()
    reader = str(letter["To"])
    made["From"] = reader if "<" in reader else f"{WHO} <{reader}>"
    made["To"] = str(letter["Reply-To"] or letter["From"])
    made["Subject"] = f"Re: {letter['Subject']}"
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<try-{number}@{reader.rpartition('@')[2].strip('>')}>"
    made["In-Reply-To"] = str(letter["Message-ID"])
    made.set_content(words)
    return bytes(made)


def _letter(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)
