"""The lines of an answer as their writer meant them: paragraphs, lists and sentences, whatever a mailer broke. Pure."""

import re
from collections.abc import Iterable, Sequence

_BULLET = re.compile(r"\s*(?:[-*•·–]|\(?\w{1,3}[.)])\s+\S")
_LIST = re.compile(r"\s*\(?(\d{1,2})[.)]\s+\S")


def paragraphs(lines: Sequence[str]) -> str:
    """The lines as their writer meant them: those a mailer broke are joined again, paragraphs and bullets stay."""
    out: list[str] = []
    before = ""
    for line in lines:
        text = line.replace("\u00a0", " ").strip()
        is_broken = before and text and 50 < len(before) < 100 and len(before) + len(text.split()[0]) > 62
        if is_broken and not _BULLET.match(line):
            out[-1] = f"{out[-1]} {text}"
        elif text or (out and out[-1]):
            out.append(text)
        before = text
    return "\n".join(out).strip()


def is_list(lines: Iterable[str]) -> bool:
    """Whether the lines are a numbered list, whose first "1." is no rating."""
    items = [_LIST.match(line) for line in lines if line.strip()]
    numbers = [int(found[1]) for found in items if found]
    return bool(items and items[0]) and numbers[:2] == [1, 2]


def trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def first_sentence(line: str) -> tuple[str, str]:
    found = re.match(r".*?[.;!](?=\s+\S)", line)
    return (found[0], line[found.end() :].strip()) if found else (line, "")
