"""How mail programs quote a letter of ours below what somebody typed: its text, or its HTML as they rewrite it."""

import html as entities
import re
import textwrap
from collections.abc import Callable, Mapping

Quote = Callable[[str], str]

_ON = "On Mon, 4 Mar 2030 at 09:00, Anytown Partnership <audit@anytown.example.org> wrote:"
_FROM = (
    "From: Anytown Partnership <audit@anytown.example.org>\nSent: 04 March 2030 09:00\n"
    "To: Jane Doe <jane@surgery.example.org>\nSubject: Re: audit\n"
)
_HEAD = "<div><p class=MsoNormal>" + entities.escape(_FROM).replace("\n", "<br>") + "</p></div>"


def _marked(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}".rstrip() + "\n" for line in text.split("\n"))


def _wrapped(text: str, width: int) -> str:
    return "\n".join(part for line in text.split("\n") for part in (textwrap.wrap(line, width) or [""]))


def _tight(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def body_of(page: str) -> str:
    """What a mail program quotes of a page."""
    found = re.search(r"<body[^>]*>(.*)</body>", page, re.DOTALL)
    assert found is not None
    return found[1]


def _as_text(body: str, strong: str = "") -> str:
    """What Outlook makes of HTML where its user answers in plain text."""
    body = re.sub(r"</?(?:strong|b)>", strong, re.sub(r"\s*\n\s*", " ", body))
    body = re.sub(r"<li[^>]*>", "\n  *  ", body)
    body = re.sub(r"</(?:p|h\d|ul|tr)>|<br>", "\n\n", body)
    text = entities.unescape(re.sub(r"<[^>]+>", "", body)).replace("\xa0", " ")
    return re.sub(r"\n[ \n]*\n", "\n\n", "\n".join(line.strip() for line in text.split("\n")))


PLAIN: Mapping[str, Quote] = {
    "Gmail": lambda text: f"\n\n{_ON}\n\n{_marked(_wrapped(text, 72))}",
    "Apple": lambda text: f"\n\n> {_ON}\n> \n{_marked(text)}",
    "Outlook": lambda text: f"\n\n{'_' * 32}\n{_FROM}\n{text}",
    "Outlook, wrapped": lambda text: f"\n\n-----Original Message-----\n{_FROM}\n{_wrapped(text, 60)}",
    "a phone": lambda text: f"\n\n{_ON}\n\n{_marked(_tight(text), '>')}",
    "one more reply": lambda text: f"\n\n{_ON}\n\n{_marked(_marked(_wrapped(text, 70)))}",
}


def _outlook(body: str) -> str:
    span = r"<p class=MsoNormal style='margin-bottom:3.0pt'><span style='color:#0B0C0C'>\1<o:p></o:p></span></p>"
    return _HEAD + re.sub(r"<p(?: style=\"[^\"]*\")?>(.*?)</p>", span, body, flags=re.DOTALL)


def _without_styles(body: str) -> str:
    return _HEAD + re.sub(r"</?(?:strong|b|h\d)\b[^>]*>", "", re.sub(r' style="[^"]*"', "", body))


def _in_breaks(body: str) -> str:
    body = re.sub(r"<(?:p|h\d|ul|li)\b[^>]*>", "", body.replace("\n", " "))
    return _HEAD + re.sub(r"</(?:p|h\d|li)>", "<br>", body)


def _coloured(body: str) -> str:
    return _HEAD + re.sub(r"(<p\b[^>]*>)(.*?)</p>", r'\1<font color="#0000ff">\2</font></p>', body, flags=re.DOTALL)


def _in_spans(body: str) -> str:
    words = re.compile(r"(?<= )")
    return _HEAD + re.sub(
        r">([^<>]{12,})<", lambda found: f">{''.join(f'<span>{each}</span>' for each in words.split(found[1]))}<", body
    )


def _quote(body: str) -> str:
    return f'<div>{entities.escape(_ON)}</div><blockquote type="cite">{body}</blockquote>'


HTML: Mapping[str, Quote] = {
    "Gmail": _quote,
    "Outlook": _outlook,
    "Outlook on the web": lambda body: f"<hr>{_HEAD}<div>{body}</div>",
    "NHSmail, all bold": lambda body: f"{_HEAD}<b>{body}</b>",
    "without styles": _without_styles,
    "lines for paragraphs": _in_breaks,
    "coloured": _coloured,
    "word by word": _in_spans,
    "in a table": lambda body: f"{_HEAD}<table><tr><td>&nbsp;</td><td>{body}</td></tr></table>",
    "one more reply": lambda body: _quote(_quote(body)),
    "as text": lambda body: f"{_HEAD}<pre>{entities.escape(_as_text(body))}</pre>",
    "as text with stars": lambda body: f"{_HEAD}<pre>{entities.escape(_as_text(body, '*'))}</pre>",
}
