"""The lines of a .env file that nothing was read from."""

from pathlib import Path

from dotenv.parser import parse_stream

PREFIX = "S11_"


def lost_lines(path: Path) -> list[int]:
    """The numbers of lines that are no NAME=value, and of settings of ours without one; they are passed over."""
    with path.open(encoding="utf-8") as lines:
        return [
            each.original.line + _above(each.original.string)
            for each in parse_stream(lines)
            if each.error or (each.key and each.key.startswith(PREFIX) and each.value is None)
        ]


def _above(text: str) -> int:
    """Blank lines that the parser counts to the line below them."""
    return len(text) - len(text.lstrip("\n\r")) if text.strip() else 0
