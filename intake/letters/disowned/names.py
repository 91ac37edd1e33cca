"""Whether the name of a file, or a subject, says that the answers it brings are none of now: "DRAFT v2.xlsx". Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from config.notation import LatePattern
from intake.letters.disowned.aside import asked_back
from intake.letters.disowned.headings import is_others_view
from intake.letters.disowned.houses import names_another_house
from intake.letters.disowned.said import Disowned, disowned
from intake.letters.disowned.times import is_dated_before
from intake.letters.disowned.ways import speaks_of_now, way_it_heads
from intake.letters.enclosed import is_of_another
from intake.letters.ours import Known
from intake.letters.reading import Form
from intake.letters.tables import years_of
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
_PARTS = LatePattern(r"(?i:\b(?:re|fwd?|aw|wg|sv|vs)\s?:)|[:;,()\[\]|]|\s[-\u2013\u2014]\s")
_SEVERAL = 2
_LONGEST = 240  # characters of a line that says which file counts
_PLACES = {"first": 0, "second": 1}
_ONE = r"(?P<one>v(?:ersion)? ?\d{1,2}|first|second)(?: (?:one|file|form|sheet|version|attachment))?\b"
_CHOOSES = LatePattern(
    r"(?P<dont>\b(?:do not|don't|dont|never) )?\b(?:use|take|read|count|(?P<not>ignore|disregard|delete|scrap|forget))"
    rf" (?:only |the |just )*{_ONE}"
)
_LAST_YEARS = LatePattern(r"\b(?:last|previous|prior) (?:year|time|round)'?s?\b")
_BRINGS = LatePattern(r"\b(?:this year'?s|reference|compar\w+|both|attach\w*|enclos\w*)\b")
_YEAR = re.compile(r"(?<!\d)(?:20)?[12]\d(?!\d)")
_WHY = (
    "The name of “{0}” says that it does not hold your answers of now. "
    "Write “[{1}]” and your rating, or send the right file."
)


def disowns_by_name(name: str, known: Known) -> bool:
    """Whether a file so named holds a draft, an example, another year's answers or somebody else's."""
    ours = known.addressed - _SAYS
    words = re.findall(r"[^\W_]+", levelled(name.rpartition(".")[0]))
    said = " ".join(word for word in words if word not in ours)
    return _FILE_SAYS.search(said) is not None or bool(way_it_heads(" ".join(words))) or is_of_another(name, [], known)


def subject_disowns(subject: str, known: Known) -> Disowned | None:
    """What a subject says of all the letter's answers, in any part of it that is not the audit's own name."""
    said = " ".join(subject[:_LONGEST].split())
    parts = [part.strip() for part in _PARTS.split(said.replace(known.template.title, " "))]
    found = _SUBJECT_SAYS.search(levelled(said)) is not None or any(_part_says(part, known) for part in parts if part)
    return Disowned(said, "subject", of_file=False) if found else None


def _part_says(part: str, known: Known) -> bool:
    flat = levelled(part)
    if speaks_of_now(flat) or flat.startswith("your "):
        return False
    if _SUBJECT_SAYS.search(flat) or way_it_heads(flat) or disowned([part], known):
        return True
    is_house = "'s " in flat and bool(known.addressed) and names_another_house(part, flat, known)
    return is_house or is_dated_before(f"our {part}", known) or is_others_view(flat, known)


def not_meant(names: Sequence[str], said: Iterable[str], known: Known) -> frozenset[str]:
    """Of several forms those that the letter leaves out: "Use v2.", "this year's and, for reference, last year's"."""
    if len(names) < _SEVERAL:
        return frozenset()
    out: set[str] = set()
    for line in (levelled(each[:_LONGEST]) for each in said):
        for found in _CHOOSES.finditer(line):
            chosen = _called(found["one"], names)
            if len(chosen) == 1:
                out |= chosen if found["not"] or found["dont"] else set(names) - chosen
        if _LAST_YEARS.search(line):
            out |= {name for name in names if _is_older(name, known)}
    return frozenset(out) if len(out) < len(names) else frozenset()


def _called(one: str, names: Sequence[str]) -> set[str]:
    """The files that are called so, or stand in that place."""
    place = _PLACES.get(one)
    if place is not None:
        return {names[place]} if len(names) == _SEVERAL else set()
    number = one.removeprefix("version").removeprefix("v").strip()
    return {name for name in names if re.search(rf"(?<![a-z])v(?:ersion)?[ _.-]?{number}(?!\d)", levelled(name))}


def _is_older(name: str, known: Known) -> bool:
    years = [int(f"20{each[-2:]}") for each in _YEAR.findall(name.rpartition(".")[0])]
    return bool(years) and max(years) < min(years_of(known.template.year), default=0)


def two_years(names: Sequence[str], said: Iterable[str]) -> Disowned | None:
    """What a letter says of last year's form beside this year's, where nothing tells the one from the other."""
    flat = [each[:_LONGEST] for each in said]
    told = next((each for each in flat if _LAST_YEARS.search(levelled(each)) and _BRINGS.search(levelled(each))), "")
    return Disowned(told, "of another", of_file=True) if told and len(names) >= _SEVERAL else None


def ask_of_files(form: Form, files: Mapping[str, Form]) -> Form:
    """The form, asking about what such files answer and nothing else does; their words are left over."""
    for name, each in files.items():
        asked = asked_back(each, {one.question: _WHY.format(name, one.question) for one in each.answers}, "file name")
        told = {one.question for one in form.answers} | {one.question for one in form.not_understood}
        puzzles = tuple(one for one in asked.not_understood if one.question not in told)
        left = (*form.leftovers, *asked.leftovers)
        form = replace(form, not_understood=(*form.not_understood, *puzzles), leftovers=left)
    return form
