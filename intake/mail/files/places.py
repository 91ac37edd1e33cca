"""Files that no letter placed, put at the question whose evidence plainly means them. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from config.words import form, listing
from intake.ledger import Brought
from intake.letters import Filed, words_of_name
from intake.returns import Cells

_ATTACHED = re.compile(r"\b(?:attached|enclosed|will attach|to follow|i'll send|we'll send)\b", re.IGNORECASE)
_OF_ALL = frozenset(["report", "letter", "summary", "ofsted", "cqc", "inspection"])  # may be of any question
_NOT = re.compile(r"\b(?:not|no|nothing|never) (?:\w+ )?(?:attached|enclosed)\b", re.IGNORECASE)
_Carried = tuple[Filed, Brought | None]


def placed_by_evidence(carried: Iterable[_Carried], said: Cells, *, only_brings: bool) -> list[_Carried]:
    """The files, those of no question at the one whose words have a word of their name.

    `only_brings`: the letter answers nothing; then the only file that is left is of the only question that says that
    one is attached and has none.
    """
    carried = list(carried)
    if not any(_is_spare(*each) for each in carried):
        return carried
    words = {ref: " ".join(cell.words.values()) for (ref, side), cell in said.items() if ref and side == "agency"}
    called = {ref: words_of_name(f"{text}.") for ref, text in words.items()}
    carried = [_at(each, _by_word(each[0].attachment.name, called)) for each in carried]
    served = {ref for filed, _ in carried for ref in filed.questions}
    waits = [ref for ref, text in words.items() if _waits(text) and not said[ref, "agency"].files and ref not in served]
    left = [each for each in carried if _is_spare(*each)]
    if only_brings and len(left) == len(waits) == 1 and not left[0][0].unread:
        return [_at(each, waits) for each in carried]
    return carried


def _at(carried: _Carried, refs: Sequence[str]) -> _Carried:
    filed, brought = carried
    return (filed.at(refs)._replace(unread=""), brought) if refs and _is_spare(filed, brought) else carried


def asks_place(carried: Iterable[_Carried], refs: Collection[str]) -> str:
    """What to ask of the files that may be of any question; empty where all have their place."""
    spare = [filed.attachment.name for filed, brought in carried if _is_spare(filed, brought) and not filed.unread]
    if not spare or not refs:
        return ""
    example = f"{spare[0]} is for {next(iter(refs))}"
    does = form(len(spare), "does", "do")
    return f"To which question {does} {listing(spare)} belong? Reply with a name and its question, as in: {example}"


def _is_spare(filed: Filed, brought: Brought | None) -> bool:
    return brought is not None and not brought.is_empty and not filed.question and bool(filed.attachment.name)


def _waits(text: str) -> bool:
    return _ATTACHED.search(text) is not None and _NOT.search(text) is None


def _by_word(name: str, called: Mapping[str, Collection[str]]) -> Sequence[str]:
    """The one question that has most words of the name."""
    mine = words_of_name(name) - _OF_ALL
    shared = {ref: len(mine & set(words)) for ref, words in called.items()}
    most = max(shared.values(), default=0)
    best = [ref for ref, many in shared.items() if many == most]
    return best if most and len(best) == 1 else []
