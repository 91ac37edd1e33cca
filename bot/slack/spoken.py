"""What people typed, from what Slack sends: its escapes and its links as plain words. Pure."""

import re

_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def read_text(text: str) -> str:
    """The words of a message as its writer sees them."""
    return _MARK.sub(_plain, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain(found: re.Match[str]) -> str:
    sign, target, label = found[1], found[2], found[3]
    if sign in ("@", "#"):
        return f"{sign}{label or target}"
    if sign == "!":
        return label or f"@{target}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in address:
        return label if label and target != address else address
    return f"{label} ({address})"
