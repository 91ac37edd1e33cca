"""Which files of a letter are evidence, and for which question."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.questionnaire import Template
from intake.letters.filed.names import codes_in_name
from intake.letters.mime import Attachment, Letter
from intake.letters.questions import Piece
from intake.letters.reading import Filed

SMALL = 6_000  # bytes: below it a picture is a logo or a mailer's trace
LARGE = 100_000  # bytes: an attached picture of that size is a photograph or a scan, whatever a mailer called it
SMALL_PICTURE = 90_000  # pixels, likewise: 600 by 150
TINY_PICTURE = 10_000  # pixels, of an icon among answers
_LOGO = re.compile(
    r"(?:.*[\W_])?(?:logo|signature|banner|footer|icon|facebook|twitter|linkedin|instagram|youtube)(?:[\W_].*)?"
    r"|outlook-\w+.*|image\d{3}\.(?:png|jpe?g|gif)",
    re.IGNORECASE,
)
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


def filed(letter: Letter, pieces: Sequence[Piece], template: Template) -> list[Filed]:
    """Every file that is evidence, with its question by its name, or else by where it stands."""
    where = _where(letter, pieces)
    out = [
        Filed(attachment, None).at(_questions(attachment, where.get(number, NOWHERE).question, template))
        for number, attachment in enumerate(letter.attachments)
        if not _is_decoration(attachment, where.get(number, NOWHERE))
    ]
    for inner in letter.letters:
        out.extend(filed(inner, (), template))
    return out


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


def _questions(file: Attachment, placed: str, template: Template) -> tuple[str, ...]:
    return codes_in_name(file.name, template) or ((placed,) if placed and file.inline else ())
