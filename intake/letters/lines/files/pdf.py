"""The words of a PDF: of its pages, and of what is beside them, such as comments, fields, bookmarks and titles."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from unicodedata import category, normalize

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from intake.letters.mime import Unreadable
from intake.letters.reading import PdfWords

DEEPEST = 40  # lists and tables in each other
_LINE_END = re.compile(r"(?<=\w)[-\u00ad\u2010]\n(?=\w)")
_IN_LINE = re.compile(rb"\bBI\s.{0,400}?\bID\s", re.DOTALL)  # a picture among the words
_STRANGE = ("Cc", "Co", "Cn", "Cs")
_ANYTHING = Exception  # of broken bytes pypdf raises whatever comes up; what never ends is ended by our limits


def words_of_pdf(file: BinaryIO) -> PdfWords:
    """A picture, a file inside, or a page without words may hold words that nobody can search.

    Raises Unreadable where it is no PDF, is damaged, or has a password.
    """
    try:
        pdf = _opened(file)
        pages = [_of_page(each) for each in pdf.pages]
        beside = list(_beside(pdf))
        is_whole = all(whole for _, whole in pages) and None not in beside and not pdf.attachments
    except Unreadable:
        raise
    except _ANYTHING as fault:
        raise Unreadable("The PDF is damaged.") from fault
    text = normalize("NFKC", "\n".join([*(words for words, _ in pages), *filter(None, beside)]))
    return PdfWords((text, _LINE_END.sub("", text)), is_whole)


def words_of_first_page(file: BinaryIO) -> str:
    """Nothing of one that is damaged or has a password."""
    try:
        return _of_page(_opened(file).pages[0])[0]
    except _ANYTHING:
        return ""


def _opened(file: BinaryIO) -> PdfReader:
    pdf = PdfReader(file)
    if pdf.is_encrypted and not pdf.decrypt(""):
        raise Unreadable("The PDF has a password.")
    return pdf


def _of_page(page: PageObject) -> tuple[str, bool]:
    """What could be read of it; a page that is damaged hides no other."""
    try:
        words = page.extract_text()
    except _ANYTHING:
        return "", False
    try:
        has_pictures = _draws_picture(page)
    except _ANYTHING:
        has_pictures = True
    is_strange = any(each == "\ufffd" or (category(each) in _STRANGE and each not in "\t\n\r") for each in words)
    return words, bool(words.strip()) and not is_strange and not has_pictures


def _draws_picture(page: PageObject) -> bool:
    drawn = page.get_contents()
    in_line = drawn is not None and _IN_LINE.search(drawn.get_data()) is not None
    return in_line or _holds_picture(page.get("/Resources"), DEEPEST)


def _holds_picture(resources: Any, left: int) -> bool:
    """Whether it draws one, or something in which another is drawn."""
    found = resources.get_object().get("/XObject") if resources is not None else None
    for each in found.get_object().values() if found is not None else ():
        drawn = each.get_object()
        if drawn.get("/Subtype") == "/Image" or not left or _holds_picture(drawn.get("/Resources"), left - 1):
            return True
    return False


def _beside(pdf: PdfReader) -> Iterator[str | None]:
    """Every string of every object, drawn or not, and the packet that tells of the file; None of a broken one."""
    seen = {(number, of) for of, table in pdf.xref.items() for number in table} | {
        (each, 0) for each in pdf.xref_objStm
    }
    for number, generation in sorted(seen):
        try:
            found = pdf.get_object(IndirectObject(number, generation, pdf))
            yield from _strings(found, DEEPEST)
            if isinstance(found, StreamObject) and found.get("/Type") == "/Metadata":
                yield found.get_data().decode("utf-8", "replace")
        except _ANYTHING:
            yield None


def _strings(found: Any, left: int) -> Iterator[str]:
    match found:
        case TextStringObject():
            yield str(found)
        case DictionaryObject() if left:
            for each in dict.values(found):
                yield from _strings(each, left - 1)
        case ArrayObject() if left:
            for each in list.__iter__(found):
                yield from _strings(each, left - 1)
