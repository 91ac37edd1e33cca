"""What counts as an e-mail address: in people's words, in a field of a letter, in a table, on an envelope."""

from config.notation import LatePattern

_UNSPOKEN = r"\s,;<>\"\x00-\x1f"  # what parts an address from its neighbours
_HEADER = r"[^\s<>()\[\]\\,;:\"@]"
_WIRE = r"[^@\s,;<>()\"\\\x00-\x1f\x7f]"

IN_WORDS = LatePattern(r"[\w.+'-]{1,64}@[\w.-]{1,253}\w")  # among the words of a letter
IN_HEADER = LatePattern(rf"{_HEADER}{{1,64}}@{_HEADER}{{1,253}}")  # in From, To and their like, which anybody can forge
IN_FROM = LatePattern(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w.@-])")  # shown in From
SETTING = r"^[^@\s]+@[^@\s]+$"  # in a file that its owner wrote
_ENTERED = LatePattern(rf"[^@{_UNSPOKEN}]+@[^@{_UNSPOKEN}]+\.[^@{_UNSPOKEN}.]+")
_DELIVERED = LatePattern(rf"{_WIRE}{{1,64}}@{_WIRE}{{1,255}}")
_LONGEST = 254


def is_address(words: str) -> bool:
    """Whether words that somebody entered for a contact are an address."""
    return len(words) <= _LONGEST and _ENTERED.fullmatch(words) is not None


def is_deliverable(address: str) -> bool:
    """Whether an address can stand on an envelope without breaking out of its field."""
    return _DELIVERED.fullmatch(address) is not None
