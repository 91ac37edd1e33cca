"""How a page shows its words: what is not seen, what begins a line, what is set apart from the rest of it. Pure."""

import re
from collections.abc import Mapping

from config.notation import LatePattern

Looks = Mapping[str, str | None]  # the attributes of a tag
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(["head", "script", "style", "title", "template", "noscript", "del", "s", "strike", "-comment"])
_HIDDEN = LatePattern(r"display\s*:\s*none|line-through|mso-hide\s*:\s*all", re.IGNORECASE)
_STRONG = frozenset(["b", "strong", "u", "em", "i", "mark", "ins"])
_STRESS = LatePattern(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[^;]*underline|background(?:-color)?\s*:\s*(?!none|transparent"
    r"|inherit|white|#fff(?:fff)?(?![0-9a-f]))"  # "#ffff00" is yellow, "#0000ff" blue
    r"|(?<![-\w])color\s*:\s*(?!black|windowtext|inherit|initial|#000(?:000)?(?![0-9a-f])|rgb\(0, ?0, ?0\))",
    re.IGNORECASE,
)
_PRE = LatePattern(r"white-space\s*:\s*pre", re.IGNORECASE)


def is_unseen(tag: str, looks: Looks) -> bool:
    style = looks.get("style")
    return tag in _UNSEEN or bool(style and _HIDDEN.search(style))


def is_stressed(tag: str, looks: Looks) -> bool:
    """Whether the words in it are set apart; a block's own look sets nothing apart from the rest of its line."""
    if tag in BLOCKS or tag in ("a", "br", "img"):
        return False
    return tag in _STRONG or (tag == "font" and "color" in looks) or bool(_STRESS.search(looks.get("style") or ""))


def keeps_lines(tag: str, looks: Looks) -> bool:
    """Whether the words in it stand on the lines they were typed on."""
    return tag == "pre" or (tag == "div" and bool(_PRE.search(looks.get("style") or "")))


def strikes_out(html: str) -> bool:
    """Whether words are struck out: plain text made from it would show them as if they stood."""
    return re.search(r"line-through|<(?:s|strike|del)[\s>]", html, re.IGNORECASE) is not None
