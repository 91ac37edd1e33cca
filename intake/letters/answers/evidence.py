"""Which files of a letter are evidence, and for which question."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.questionnaire import Template
from intake.letters.answers.told_files import told_question, told_without_name
from intake.letters.mime import Attachment, Letter
from intake.letters.questions import Piece
from intake.letters.reading import Filed, ReadAnswer

SMALL = 6_000  # bytes: below it a picture is a logo or a mailer's trace
LARGE = 100_000  # bytes: an attached picture of that size is a photograph or a scan, whatever a mailer called it
SMALL_PICTURE = 90_000  # pixels, likewise: 600 by 150
TINY_PICTURE = 10_000  # pixels, of an icon among answers
_LOGO = re.compile(
    r"(?:.*[\W_])?(?:logo|signature|banner|footer|icon|facebook|twitter|linkedin|instagram|youtube)(?:[\W_].*)?"
    r"|outlook-\w+.*|image\d{3}\.(?:png|jpe?g|gif)",
    re.IGNORECASE,
)
_BRINGS = re.compile("attach|enclos", re.IGNORECASE)
_NEVER = frozenset(
    [
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "text/vcard",
        "text/x-vcard",
        "message/delivery-status",
        "text/rfc822-headers",
    ]
)


def filed(
    letter: Letter, pieces: Sequence[Piece], template: Template, answers: Sequence[ReadAnswer], own: Sequence[str] = ()
) -> list[Filed]:
    """Every file that is evidence, with its question: by its name, by who mentions it, by where it stands.

    `own`: the letter's own lines, as they were written.
    """
    where = _where(letter, pieces)
    lines = [piece.text for piece in pieces if not piece.depth]
    out = [
        Filed(attachment, _question(attachment, where.get(number, NOWHERE).question, template, answers, lines))
        for number, attachment in enumerate(letter.attachments)
        if not _is_decoration(attachment, where.get(number, NOWHERE))
    ]
    if len(out) == 1 and not out[0].question and any(_BRINGS.search(line) for line in own):
        out = [out[0]._replace(question=told_without_name(own, template))]
    for inner in letter.letters:
        out.extend(filed(inner, (), template, answers))
    return out


def mentioned(file: Filed, answers: Sequence[ReadAnswer]) -> Filed:
    """The file with the question whose answer names it, where nothing else said which."""
    return file if file.question or file.is_form else file._replace(question=_by_mention(file.attachment.name, answers))


class FilePlace(NamedTuple):
    """The question in whose answer a file stands ("" for none), and whether more answers follow it."""

    question: str = ""
    is_among: bool = False


NOWHERE = FilePlace()


def _where(letter: Letter, pieces: Sequence[Piece]) -> dict[int, FilePlace]:
    """By attachment, where in the letter it stands; those not placed in the text are absent."""
    by_id = {each.content_id: number for number, each in enumerate(letter.attachments) if each.content_id}
    last = max((piece.line for piece in pieces if piece.question and piece.text and piece.role == "words"), default=-1)
    found: dict[int, FilePlace] = {}
    for piece in pieces:
        if piece.role != "file":
            continue
        number = by_id.get(piece.file) if isinstance(piece.file, str) else piece.file
        if number is not None and (isinstance(piece.file, str) or number not in found):
            found[number] = FilePlace(piece.question, is_among=piece.line < last)
    return found


def _is_decoration(file: Attachment, place: FilePlace) -> bool:
    """Whether it came with the letterhead: a logo, a signature's picture, what a mail program adds."""
    if file.media_type in _NEVER:
        return True
    if not file.media_type.startswith("image/"):
        return False
    named = _LOGO.fullmatch(file.name) is not None or not file.name
    pixels = TINY_PICTURE if place.is_among else SMALL_PICTURE
    is_small = len(file.content) < SMALL or 0 < _pixels(file.content) <= pixels
    if place.question:
        return is_small and (named or file.inline)
    if not file.inline and len(file.content) > LARGE:
        return False
    return named or (file.inline and is_small)


def _pixels(content: bytes) -> int:
    """Width times height of a PNG or GIF, by its header; 0 for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        return int.from_bytes(content[16:20]) * int.from_bytes(content[20:24])
    if content[:4] == b"GIF8" and len(content) > 10:
        return int.from_bytes(content[6:8], "little") * int.from_bytes(content[8:10], "little")
    return 0


def _question(
    file: Attachment, placed: str, template: Template, answers: Sequence[ReadAnswer], lines: Sequence[str]
) -> str | None:
    told = _by_name(file.name, template) or told_question(file.name, lines, template)
    return told or _by_mention(file.name, answers) or (placed if file.inline else None) or None


def _by_name(name: str, template: Template) -> str | None:
    """The code that a name begins with, calls a question or has in brackets: "1.2 matrix.xlsx"; a year is no code."""
    found = re.match(r"\W*(q(?:uestion)?[\s_.-]*)?\[?(\d{1,2}(?:[._-]\d{1,2})*)(?=[\]\s_.)-]|$)", name, re.IGNORECASE)
    later = re.search(r"(?<![a-z])q(?:uestion)?[\s_.-]*(\d{1,2}(?:[._]\d{1,2})*)(?!\d)", name, re.IGNORECASE)
    for said, is_called in ((found[2], bool(found[1])) if found else ("", False), (later[1] if later else "", True)):
        ref = re.sub(r"[_-]", ".", said).strip(".")
        if ref in template.by_ref and ("." in ref or is_called or (found and re.match(r"\W*\[?\d+\]?[\s_)]", name))):
            return ref
    told = re.search(r"(?<![a-z])for[\s_]+(\d{1,2}\.\d{1,2})(?![\d.]*\d|[\s_]*(?:and|&|,))", name, re.IGNORECASE)
    if told and told[1] in template.by_ref:  # "evidence for 3.2.docx"
        return told[1]
    inside = re.search(r"[(\[](\d{1,2}\.\d{1,2})[)\]]", name)
    if inside and inside[1] in template.by_ref:
        return inside[1]
    by_lower = {each.lower(): each for each in template.by_ref if not each[0].isdigit()}
    first = re.split(r"[\s_]", name.lower(), maxsplit=1)[0].strip("[]()")
    return by_lower.get(first)


def _by_mention(name: str, answers: Sequence[ReadAnswer]) -> str | None:
    """The one question whose answer names the file."""
    stem = _plain(name.rsplit(".", 1)[0])
    if len(stem) < 4:
        return None
    said = {each.question for each in answers if stem in _plain(each.words + " " + each.value)}
    return said.pop() if len(said) == 1 else None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))
