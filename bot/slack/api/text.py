"""What people typed, from what Slack sends: its escapes and its links as plain words. Pure."""

import re

from config.notation import LatePattern

# Slack sends an emoji by its name. Those that may be an answer are read as they are seen; others stay names.
_SIGNS = {
    "red_circle": "🔴", "large_orange_circle": "🟠", "large_yellow_circle": "🟡", "large_green_circle": "🟢",
    "large_blue_circle": "🔵", "large_purple_circle": "🟣", "large_brown_circle": "🟤", "white_circle": "⚪",
    "black_circle": "⚫", "large_red_square": "🟥", "large_orange_square": "🟧", "large_yellow_square": "🟨",
    "large_green_square": "🟩", "large_blue_square": "🟦", "large_purple_square": "🟪", "large_brown_square": "🟫",
    "zero": "0️⃣", "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣", "six": "6️⃣",
    "seven": "7️⃣", "eight": "8️⃣", "nine": "9️⃣",
}  # fmt: skip
_NAMED = LatePattern(rf":({'|'.join(_SIGNS)}):")
_SIGN = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:", re.IGNORECASE)
_SIGNS_ALONE = re.compile(rf"\s*(?:{_SIGN.pattern}\s*)+", re.IGNORECASE)
_MARK = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def read_text(text: str) -> str:
    """The words of a message as its writer sees them."""
    said = _MARK.sub(_plain, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    said = _NAMED.sub(lambda found: _SIGNS[found[1]], said)
    return _SIGN.sub("\N{SPEECH BALLOON}", said) if _SIGNS_ALONE.fullmatch(said) else said  # they hold no words


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
