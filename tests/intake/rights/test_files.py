"""Words that a format hides: found as people read them, gone once erased, or said to be out of reach."""

import io
import zipfile

import pytest

from intake.rights import Sought, look, without

WHO = Sought.of(["Quilla Vantongeren"])
RICH = rb"{\rtf1\ansi Quilla {\b Vanton}geren\par leads}"
QUOTED = b"Subject: Hi\nContent-Transfer-Encoding: quoted-printable\n\nQuilla=20Vanton=\ngeren leads\n"
CARD = b"BEGIN:VCARD\r\n%s\r\nEND:VCARD\r\n"


def archive(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(name, content)
    return target.getvalue()


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
    "a card, quoted": CARD % b"FN;ENCODING=QUOTED-PRINTABLE:Quilla=20Vanton=\r\ngeren",
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_a_name_is_found_and_erased_in_whatever_format_hides_it(content: bytes) -> None:
    assert look(content, WHO) == (1, True)
    assert look(without(content, WHO), WHO) == (0, True)


UNREACHED = {
    "a picture in rich text": rb"{\rtf1 Our lead {\pict\jpegblip ffd8}}",
    "an archive in an archive": archive("inner.zip", archive("plan.txt", b"Quilla Vantongeren")),
    "letters in letters without end": b"Subject: Fwd\n\n" * 3000,
}


@pytest.mark.parametrize("content", UNREACHED.values(), ids=UNREACHED)
def test_what_cannot_be_searched_is_never_called_searched(content: bytes) -> None:
    assert look(content, WHO) == (0, False)
