"""What counts as an e-mail address: in people's words, in a field of a letter, in a table, on an envelope."""

from config.notation import LatePattern

_HEADER = r"[^\s<>()\[\]\\,;:\"@]"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"  # what every mail server takes: no accents, nothing in quotes
_LOCAL = rf"{_ATOM}{{1,64}}(?:\.{_ATOM}{{1,64}}){{0,32}}"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"

IN_WORDS = LatePattern(r"[\w.+'-]{1,64}@[\w.-]{1,253}\w")  # among the words of a letter
IN_HEADER = LatePattern(rf"{_HEADER}{{1,64}}@{_HEADER}{{1,253}}")  # in From, To and their like, which anybody can forge
IN_FROM = LatePattern(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w.@-])")  # shown in From
SETTING = rf"^{_LOCAL}@{_LABEL}(?:\.{_LABEL}){{0,32}}$"  # in a file that its owner wrote
_ENTERED = LatePattern(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL}){{1,32}}")
_DELIVERED = LatePattern(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL}){{0,32}}")
_UNSPOKEN = r"\s,;<>\"\x00-\x1f"  # what parts an address from its neighbours
_LOOKS = LatePattern(rf"[^@{_UNSPOKEN}]+@[^@{_UNSPOKEN}]+\.[^@{_UNSPOKEN}.]+")
_LONGEST, _LONGEST_LOCAL = 254, 64


def is_address(words: str) -> bool:
    """Whether words that somebody entered for a contact are an address that every mail server takes."""
    return _is_short_enough(words) and _ENTERED.fullmatch(words) is not None


def looks_like_address(words: str) -> bool:
    """Whether words are an address and no name, also where no letter could be sent to it."""
    return len(words) <= _LONGEST and _LOOKS.fullmatch(words) is not None


def is_deliverable(address: str) -> bool:
    """Whether an address can stand on an envelope, and in its field alone."""
    return _is_short_enough(address) and _DELIVERED.fullmatch(address) is not None


def _is_short_enough(address: str) -> bool:
    return len(address) <= _LONGEST and len(address.partition("@")[0]) <= _LONGEST_LOCAL
