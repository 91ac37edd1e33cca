"""Whether the name of a file, or a subject, says that the answers it brings are none of now: "DRAFT v2.xlsx". Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from config.notation import LatePattern
from intake.letters.disowned.aside import asked_back
from intake.letters.disowned.said import Disowned
from intake.letters.enclosed import is_of_another
from intake.letters.ours import Known
from intake.letters.reading import Form
from intake.ratings import levelled

_FILE_SAYS = LatePattern(
    r"(?<!not )(?<!not a )(?<!no )\b(?:drafts?|superseded|archived?|old|previous|prior|last (?:year|time)"
    r"|not (?:approved|agreed|final|for)"
    r"|unapproved|for (?:comments?|review|discussion|approval)|targets?|examples?|samples?|tests?|dummy|do not use"
    r"|aspirations?|hypothetical|wrong(?: (?:version|file|form|one))?)\b"
)
_SAYS = frozenset(["not", "for", "a"])  # that our letters use too
_SUBJECT_SAYS = LatePattern(
    r"\A\W*(?:drafts?\b|recall:|tests?\W*\Z|not (?:yet )?for submission\b|last year's (?:answers|ratings|return)"
    r"|examples? (?:for|of)\b|for (?!you\b)[a-z]+ to (?:check|approve|agree|see)\b)|\bwould like to recall\b"
)
_WHY = (
    "The name of “{0}” says that it does not hold your answers of now. "
    "Write “[{1}]” and your rating, or send the right file."
)


def disowns_by_name(name: str, known: Known) -> bool:
    """Whether a file so named holds a draft, an example, another year's answers or somebody else's."""
    ours = known.addressed - _SAYS
    words = [word for word in re.findall(r"[^\W_]+", levelled(name.rpartition(".")[0])) if word not in ours]
    return _FILE_SAYS.search(" ".join(words)) is not None or is_of_another(name, [], known)


def subject_disowns(subject: str) -> Disowned | None:
    """What a subject says of all the letter's answers."""
    said = " ".join(subject[:200].split())
    return Disowned(said, "subject", of_file=False) if _SUBJECT_SAYS.search(levelled(said)) else None


def ask_of_files(form: Form, files: Mapping[str, Form]) -> Form:
    """The form, asking about what such files answer and nothing else does; their words are left over."""
    for name, each in files.items():
        asked = asked_back(each, {one.question: _WHY.format(name, one.question) for one in each.answers}, "file name")
        told = {one.question for one in form.answers} | {one.question for one in form.not_understood}
        puzzles = tuple(one for one in asked.not_understood if one.question not in told)
        left = (*form.leftovers, *asked.leftovers)
        form = replace(form, not_understood=(*form.not_understood, *puzzles), leftovers=left)
    return form
