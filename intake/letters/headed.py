"""Answers below a line that says that they are not ours of now: "Last year:", "What CQC gave us:", "Draft:". Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.notation import LatePattern
from intake.letters.disowned import STANDS_ABOVE, asked_back, heads_another
from intake.letters.ours import Known
from intake.letters.questions import Numbering, numbering_of
from intake.letters.reading import Form
from intake.letters.tables import years_of
from intake.ratings import levelled

_LONGEST = 120  # characters of such a line
_DATED = LatePattern(  # "2019 return"
    r"\W*(?:(?:our|the|my|from) ){0,2}(?P<year>20\d\d)(?:[/-]\d{2,4})? (?:section 11 )?"
    r"(?:returns?|audits?|answers?|ratings?|scores?|forms?|submissions?|self-?assessments?)\W*"
)
_SAID = (
    r"(?:(?:last|previous|prior) (?:year|time|round|audit|submission|return)|(?:previous|prior|old|former) "
    r"(?:b?rag|ratings?|scores?|answers?)|targets?|ambitions?|aspirations?|forecasts?|hypothetical\w{0,2}"
    r"|(?:examples?|samples?)(?= of| only| answers?| ratings?|\W*\Z)|drafts?|provisional|tentative|indicative"
    r"|not (?:to )?(?:be )?(?:final|recorded|counted|for the record)"
    r"|(?:do not|don't) (?:record|count)(?= (?:these|them|this|yet)\b|\W*\Z)"
    r"|cqc|ofsted|estyn|hmip|icb|peers?|auditors?|inspectors?|inspection|reviewers?|commissioners?"
    r"|another (?:agency|practice|surgery|school|trust|team)|next door"
    r"|you (?:wrote|said|recorded|put|have us (?:as|at))"
    r"|your (?:record|records|letter|acknowledgement|summary)(?: shows?| says?)?)"
)
_NOT_NOW = LatePattern(rf"\b{_SAID}\b")
_ALONE = LatePattern(  # where no colon ends it
    rf"\W*(?:(?:these|they|this|are|is|all|our|the|only|still) ){{0,4}}{_SAID}"
    r"(?:'s)?(?: (?:ratings?|scores?|answers?|only|version|yet|figures?|return)){0,2}\W*"
)
_ALIKE = frozenset(
    ["since", "to", "than", "as", "with", "unlike", "after", "following", "by", "on", "from", "no", "not", "replace"]
)
_THEIRS = LatePattern(r"\b(?:ratings?|scores?|grades?|judgements?|views?) (?:from|by)\b")
_SENTENCE = LatePattern(r"(?<=[.!?])\s+|,\s(?=(?:here|our|my|please find)\b)")
_POINTS = LatePattern(  # "These are last year's.", and not "This is short, as we had our inspection."
    rf"\A\W*(?:these|those|this|that|all|everything|what follows)\s(?:below\s)?(?:is|are)\s"
    rf"(?:(?!(?:as|because|since|so|after|short|late|brief)\b)[\w']+\s){{0,5}}{_SAID}\b|\b(?:below|following)\b"
)
_HEADER = LatePattern(r"\W*(?:from|sent|to|cc|date|subject|reply-to|on)\b", re.IGNORECASE)
_LEADS = LatePattern(r"\s?[-:=(\u2013]")
_IN_ORDER = LatePattern(r"\bin (?:the |your |form |question )?order\b")
_OURS = LatePattern(r"\bour (?:own )?(?:ratings|answers|scores)\b")


def without_others_below_headings(form: Form, lines: Sequence[str], known: Known) -> Form:
    """What the letter says, without its answers below such a line of it, up to the next; they are asked about."""
    signed = frozenset(re.findall(r"[\w'-]+", levelled(" ".join(form.signature))))
    known = replace(known, addressed=known.addressed | signed) if known.addressed else known
    said = list(_below(lines, known))
    elsewhere = {ref for ref, heading in said if not heading}
    below = {ref: heading for ref, heading in said if ref not in elsewhere}
    return asked_back(form, {ref: STANDS_ABOVE.format(heading, ref) for ref, heading in below.items()}, "heading")


def _below(lines: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """The questions with which lines begin, each with the words of such a line above it; empty where there is none."""
    numbers = numbering_of(known.refs)
    begun = [numbers.begins.match(levelled(line[:40])) for line in lines]
    follows = _above_number(lines, begun)
    heading, has_begun = "", False
    for number, line in enumerate(lines):
        found = begun[number]
        if found:
            has_begun = True
            yield numbers.refs[found["ref"]], heading
        if found or not line.strip():
            continue
        yield from _in_line(line, numbers, known)
        begins_anew = not has_begun or not lines[number - 1].strip()
        if follows[number] and begins_anew:
            heading = _heading(line, known)
        elif not lines[number - 1].strip():
            heading = ""  # a paragraph of its own


def _heading(line: str, known: Known) -> str:
    """The words of a line, where it says that what follows is no rating of now of this agency; else nothing."""
    is_other = _may_head(line) and _is_of_another(line, known)
    return line.strip().rstrip(" :-\u2013") if is_other or heads_another(line, known) else ""


def _in_line(line: str, numbers: Numbering, known: Known) -> Iterator[tuple[str, str]]:
    """The questions that a line answers behind such words of its own: "Residual risk: 1.1 Green, 1.2 Amber"."""
    lead, colon, rest = line.partition(":")
    if not colon or len(lead) > _LONGEST or _HEADER.match(lead):
        return
    flat = levelled(rest).strip()
    first = numbers.alone.match(flat)
    if first and first.end() == len(flat):
        return  # "Ref: 4.1"
    is_list = first is not None and (first["named"] or "." in first["ref"] or _LEADS.match(flat, first.end()))
    refs = [numbers.refs[found["ref"]] for found in numbers.alone.finditer(flat)] if is_list else []
    in_order = known.refs if _IN_ORDER.search(levelled(lead)) else ()
    if (refs or in_order) and heads_another(f"{lead}:", known):
        yield from ((ref, lead.strip()) for ref in (*refs, *in_order))


def _above_number(lines: Sequence[str], begun: Sequence[object]) -> list[bool]:
    """Of each line, whether the next that says anything begins with a question's number."""
    found, below = [False] * len(lines), False
    for number in range(len(lines) - 1, -1, -1):
        found[number] = below
        if lines[number].strip():
            below = begun[number] is not None
    return found


def _may_head(line: str) -> bool:
    said = line.strip()
    return len(said) <= _LONGEST and (
        said.endswith((":", "-", "\u2013")) or any(way.fullmatch(levelled(said)) for way in (_ALONE, _DATED))
    )


def _is_of_another(line: str, known: Known) -> bool:
    *before_it, flat = _SENTENCE.split(levelled(line))
    before_it = [] if _OURS.search(flat) else before_it
    flat = " ".join([*(each for each in before_it if _POINTS.search(each)), flat])  # "we had an inspection" excuses
    asked = years_of(known.template.year)
    if (dated := _DATED.fullmatch(flat)) and asked and int(dated["year"]) not in asked:
        return True
    years = [int(each) for each in re.findall(r"\b20\d\d\b", flat)]
    if years and asked and all(year < min(asked) for year in years):
        return True
    found = _NOT_NOW.search(flat)
    before = flat[: found.start()].split()[-2:] if found else []
    return found is not None and (not _ALIKE & set(before) or _THEIRS.search(flat) is not None)
