"""A rating that a mailer broke over two lines: "6.2 and 6.3 Not | Met. The rest are right." Pure."""

import re
from collections.abc import Iterable, Sequence

from intake.ratings import levelled

_BROKEN = 55  # characters of a line from which on a mailer may have broken it


def mended(lines: Sequence[str], labels: Iterable[str]) -> list[str]:
    """The lines, each with the end of the rating's label in which it breaks off. `labels`: how ratings are written.

    An empty line stands for one that must not be joined. A label that is one already ("Partially") may be whole
    where the line is short.
    """
    told = {levelled(each) for each in labels}
    cuts: dict[str, list[tuple[str, str, bool]]] = {}  # by the word that a line breaks off behind
    for each in told:
        for found in re.finditer(" ", each):
            head, tail = each[: found.start()], each[found.end() :]
            cuts.setdefault(head.split()[-1], []).append((head, tail, head in told))
    out = list(lines)
    for number in range(len(out) - 1):
        above, below = out[number], out[number + 1]
        last = above[-_BROKEN:].lower().split()[-1:]
        ways = cuts.get(last[0], ()) if last else ()
        tail = next((tail for head, tail, is_whole in ways if _breaks(above, below, head, tail, is_whole=is_whole)), "")
        if tail:
            end = re.compile(r"[.,;:!?)]*\s*").match(below, len(tail))
            at = end.end() if end else len(tail)
            out[number], out[number + 1] = f"{above.rstrip()} {below[:at].rstrip()}", below[at:]
    return out


def _breaks(above: str, below: str, head: str, tail: str, *, is_whole: bool) -> bool:
    before = above.rstrip().lower()
    return (
        before.endswith(f" {head}")
        and below.lower().startswith(tail)
        and not below[len(tail) : len(tail) + 1].isalnum()
        and (not is_whole or len(above) >= _BROKEN)
    )
