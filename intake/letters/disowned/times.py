"""Whether a line speaks of another time, or of others' ratings: "2019 return", "What CQC gave us". Pure."""

import re

from config.notation import LatePattern
from intake.letters.disowned.ways import speaks_of_now
from intake.letters.ours import Known
from intake.letters.tables import years_of
from intake.ratings import levelled

_LONGEST = 120  # characters of such a line
_DATED = LatePattern(  # "2019 return"
    r"\W*(?:(?:our|the|my|from) ){0,2}(?P<year>20\d\d)(?:[/-]\d{2,4})? (?:section 11 )?"
    r"(?:returns?|audits?|answers?|ratings?|scores?|forms?|submissions?|self-?assessments?)\W*"
)
_BRINGS_DATED = LatePattern(
    r"(?<!since )(?<!than )(?<!as )(?<!with )(?<!on )(?<!to )(?<!unlike )(?<!after )\b(?:our|the|my) (?P<year>20\d\d)"
    r"(?:[/-]\d{2,4})? (?:section 11 )?(?:returns?|answers?|ratings?|scores?|forms?|submissions?"
    r"|self-?assessments?)\W*\Z"
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
_EXCUSES = LatePattern(  # "Sorry for the delay, we had an inspection:"
    r"\bwe(?:'ve| have)? (?:just |also )?had (?:an? |the |our )?(?:\w+ )?"
    r"(?:cqc|ofsted|estyn|hmip|icb|peers?|auditors?|inspectors?|inspection|reviewers?|commissioners?)\b"
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
_OURS = LatePattern(r"\bour (?:own )?(?:ratings|answers|scores)\b")


def is_dated_before(sentence: str, known: Known) -> bool:
    """Whether a sentence brings answers of an earlier year: "As requested, our 2021 answers."."""
    found, asked = _BRINGS_DATED.search(levelled(sentence)), years_of(known.template.year)
    return found is not None and bool(asked) and int(found["year"]) < min(asked)


def may_head_alone(line: str) -> bool:
    said = line.strip()
    return len(said) <= _LONGEST and (
        said.endswith((":", "-", "\u2013")) or any(way.fullmatch(levelled(said)) for way in (_ALONE, _DATED))
    )


def of_another_time(line: str, known: Known) -> bool:
    """Whether a line says that what stands below it is of an earlier time, a draft, or others' rating."""
    flat = _EXCUSES.sub(" ", levelled(line))
    if speaks_of_now(flat):
        return False
    *before_it, flat = _SENTENCE.split(flat)
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
