"""Whether a heading means a rating of the agency's own, of now: those that do are known, all others do not. Pure."""

import re

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import is_code_heading, is_place, label_in_words
from intake.letters.tables.measures import is_measure_alone, is_of_actions, is_of_others
from intake.letters.tables.periods import is_of_a_time, is_of_another_time, is_of_now

_RATED = frozenset(  # words one of which a heading of ratings has
    words_of(
        "rating ratings rate rates rated score scores scored scoring grade grades graded grading rag brag"
        " ragged colour color judgement judgment judgements status compliance compliant answer answers"
        " response responses reply outcome result results assessment assessed evaluation evaluated self"
        " position standing verdict conclusion decision choice agreed final finalised confirmed approved met"
        " now today current currently present us ours correct corrected new revised updated tick yes no"
        " practice agency organisation view opinion"
    )
)
_BESIDE = frozenset(  # words that such a heading may have beside them, and that say nobody and nothing else
    words_of(
        "the our your my we i you it us is are was do does did have has how well what where which who of for"
        " to at on in out and or as a an by against with this these year years return round audit submission form"
        " review time section 11 s11 safeguarding children standard standards question questions requirement"
        " item each own ourselves yourselves overall total level levels extent degree please enter select"
        " choose give put one from list code value box here light traffic amber green red blue grey met fully"
        " partially partly not n a na good outstanding inadequate requires improvement trust hospital service"
        " services team school college surgery organisation's agency's practice's situation stand"
    )
)
_DATED = re.compile(
    r"(?:20\d\d|\d{1,2}|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|spring|summer"
    r"|autumn|winter)"
)
_LAST_SAID = LatePattern(r"\b(?:agreed|final|finalised|confirmed|approved)\b")
_STATUS = LatePattern(r"\W*(?:current )?(?:status|progress|update)\W*")
_ACTION = LatePattern(r"\b(?:actions?|tasks?)\b")
_GENERIC = frozenset(
    words_of("section 11 audit by friday the of re return safeguarding children self assessment due reminder")
)

OURS, LEFT, OTHER = "ours", "left", "other"
APART = (
    "apart"  # of another time or a measure: the rooms for these know what to do where a rating of ours stands beside
)
FIGURES = "figures"  # words of ours or a code stand there: only a bare figure or rating is neither


def meaning(heading: str, known: Known) -> str:
    """Whether the ratings below a heading are ours, nobody's, or left to the rooms for times, people and words."""
    words = words_of(re.sub(r"\([^()]*\)", " ", heading))
    if not any(len(word) > 1 for word in words):
        return LEFT
    if is_code_heading(heading):
        return FIGURES
    prompt = label_in_words(heading, known)
    if prompt in (RATING, YES_NO) or is_ours(heading, known) or is_of_now(heading):
        return OURS
    if prompt:
        return LEFT if prompt == "text" else FIGURES
    if _is_dated(words):
        return LEFT
    if is_of_another_time(heading) or is_measure_alone(heading):
        return APART
    is_told = known.spoken.head(heading).says_something or known.ours.begins(heading)
    return LEFT if is_told or is_of_a_time(heading) or is_of_others(heading) or is_of_actions(heading) else OTHER


def is_ours(heading: str, known: Known) -> bool:
    """Whether every word of a heading speaks of ratings, of us and of now, and one of ratings; or it is our name."""
    words = words_of(heading)
    told = [word for word in words if not _DATED.fullmatch(word)]
    if told in (["is"], ["are"]):  # beside "Was"
        return True
    if told and _RATED & set(told) and set(told) <= _RATED | _BESIDE:
        return True
    return bool(set(told) - _GENERIC) and f" {' '.join(words)} " in f" {' '.join(words_of(known.subject))} "


def is_on_scale(heading: str) -> bool:
    """Whether even a figure below a heading that means none of ours is likely a rating: a team's, or another time's."""
    return is_of_another_time(heading) or is_place(heading)


def is_of_action(heading: str, before: str) -> bool:
    """Whether a heading is of how far an action has got: "Status" behind "Action"."""
    return _STATUS.fullmatch(heading.lower()) is not None and _ACTION.search(before.lower()) is not None


def says_last(heading: str) -> bool:
    """Whether a heading is of what was agreed in the end: "Agreed" beside "Draft", "Final score" beside "Score"."""
    return _LAST_SAID.search(heading.lower()) is not None


def _is_dated(words: tuple[str, ...]) -> bool:
    return all(_DATED.fullmatch(word) for word in words)
