"""Words that a format hides: found as people read them, gone once erased, or said to be out of reach."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from pypdf import PdfWriter

from intake.rights import FileSearch, Sought, opened_pdfs
from tests.storage.files import pdf

WHO = Sought.of(["Quilla Vantongeren"])
RICH = rb"{\rtf1\ansi Quilla {\b Vanton}geren\par leads}"
QUOTED = b"Subject: Hi\nContent-Transfer-Encoding: quoted-printable\n\nQuilla=20Vanton=\ngeren leads\n"
CARD = b"BEGIN:VCARD\r\n%s\r\nEND:VCARD\r\n"


def archive(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(name, content)
    return target.getvalue()


PHOTOGRAPH = b"<</Subtype/Image/Length 1>>stream\nx\nendstream"
DRAWN = b"<</Subtype/Form/Resources<</XObject<</I 7 0 R>>>>/Length 5>>stream\n/I Do\nendstream"
NAMED = pdf("(The lead is Quilla Vantongeren.) Tj")
PLAIN = pdf("(The lead is the head.) Tj")


def written_anew(content: bytes, *, password: str = "", file: bytes = b"") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    if password:
        writer.encrypt(password)
    if file:
        writer.add_attachment("plan.txt", file)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def search() -> Iterator[FileSearch]:
    with opened_pdfs() as opened:
        yield FileSearch(WHO, opened)


HIDDEN = {
    "rich text": RICH,
    "rich text with codes of letters": rb"{\rtf1 Qu\u237?lla V\'e1ntongeren}",
    "rich text in an archive": archive("plan.rtf", RICH),
    "a page in an archive": archive("plan.html", b"<p>Qu<b>illa</b> Vanton<i>geren</i>"),
    "an open document": archive("content.xml", b"<text:p>Quilla<text:s/><text:span>Vanton</text:span>geren</text:p>"),
    "a letter in an archive": archive("one.eml", QUOTED),
    "a letter kept as a file of another": b"Subject: Fwd\nContent-Type: application/octet-stream\n\n" + QUOTED,
    "a letter pasted into another": b"Subject: Fwd\nContent-Type: text/plain\n\n" + QUOTED,
    "a card, folded": CARD % b"FN:Quilla Vanton\r\n geren",
    "a card, by its parts": CARD % b"N:Vantongeren;Quilla;;;",
    "a page of a PDF": NAMED,
    "a PDF, a letter at a time": pdf("[(Qui) -20 (lla) -300 (Vanton) 10 (geren)] TJ"),
    "a PDF, broken at the end of a line": pdf("(Quilla Vanton-) ' (geren leads) '"),
    "a title of a PDF": pdf("(Plan) Tj", title="Plan of Quilla Vantongeren"),
    "a comment in a PDF": pdf("(Plan) Tj", beside=b"<</Type/Annot/Contents(Ask \\121uilla Vantongeren)>>"),
    "a PDF in an archive": archive("plan.pdf", NAMED),
    "a PDF in a letter": b"Subject: Plan\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(NAMED),
    "a card, quoted": CARD % b"FN;ENCODING=QUOTED-PRINTABLE:Quilla=20Vanton=\r\ngeren",
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_a_name_is_found_and_erased_in_whatever_format_hides_it(search: FileSearch, content: bytes) -> None:
    assert search.look(content) == (1, True)
    assert search.look(search.without(content)) == (0, True)


UNREACHED = {
    "a picture in rich text": rb"{\rtf1 Our lead {\pict\jpegblip ffd8}}",
    "an archive in an archive": archive("inner.zip", archive("plan.txt", b"Quilla Vantongeren")),
    "a PDF with a picture": pdf("(Plan) Tj BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"),
    "a PDF with a photograph": pdf("(Plan) Tj", "/XObject<</I 7 0 R>>", "", PHOTOGRAPH),
    "a PDF whose page has no words": pdf("0 0 m 9 9 l S"),
    "a PDF with a password": written_anew(NAMED, password="secret"),
    "a PDF that holds a file": written_anew(PLAIN, file=zlib.compress(b"Quilla Vantongeren")),
    "a PDF that is cut": PLAIN[:200],
    "a PDF whose lists never end": pdf("(Plan) Tj", beside=b"[" * 100_000),
    "a PDF that draws itself": pdf("(Plan) Tj /I Do", "/XObject<</I 7 0 R>>", "", DRAWN),
    "a PDF packed as nobody packs": PLAIN.replace(b"FlateDecode", b"FlatlDecode"),
    "letters in letters without end": b"Subject: Fwd\n\n" * 3000,
}


@pytest.mark.parametrize("content", UNREACHED.values(), ids=UNREACHED)
def test_what_cannot_be_searched_is_never_called_searched(search: FileSearch, content: bytes) -> None:
    assert search.look(content) == (0, False)


def test_what_names_them_in_a_file_that_cannot_be_searched_whole_is_still_found(search: FileSearch) -> None:
    both = pdf("(Quilla Vantongeren) Tj BI /W 1 /H 1 /BPC 8 /CS /G ID x EI")
    assert search.look(both) == (1, False)
