"""Whether a document of somebody's own answers, without our table: its lines begin with our codes, each rated. Pure."""

import re
from itertools import takewhile

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO
from intake.letters.lines import Line
from intake.letters.ours import Known
from intake.letters.questions import Pieces
from intake.letters.reading import Form
from intake.letters.tables import years_of
from intake.ratings import cue, levelled

HEAD = 6  # lines, in which a document says what it is
_LEAST = 2  # ratings
_CODE = re.compile(r"[\W_]{0,4}(?:q(?:uestion)?[\W_]{0,3})?(?P<ref>\d{1,2}(?:\.\d{1,2})*)(?![\w%])", re.IGNORECASE)
_OWN = LatePattern(  # people and bodies of a head that say no more of a document than whose it is, or whom it is for
    r"(?:detective|police|chief) (?:chief )?inspector"
    r"|(?:to|for|dear) (?:(?:the|our|your|local|safeguarding|children|childrens|children's|[a-z]+) ){0,4}?"
    r"(?:partnership|board|panel|commissioners?|lscp|lscb|icb|ccg|governors|trustees)(?!'s)\b"
    r"|(?:nhs|foundation|academy|academies|learning|schools?|education|educational|charitable|hospitals?|care|healthcare"
    r"|health|community|multi) (?:partnership )?(?:nhs )?(?:foundation )?trust"
    r"|\A(?:nhs )?(?:[a-z]+ ){1,3}integrated care board\Z|(?:self|date of|date for|next|for) review|review (?:date|due)"
)
_SIGNED = LatePattern(
    r"\A\W{0,3}(?:contact|author|lead|name|role|job|from)\b"
    r"|\b(?:prepared|completed|written|compiled|submitted|signed|approved|agreed|filled|answered|produced|drafted)\b"
)
_JOBS = re.compile(r"\b(?:managers?|deputy|inspector|partners?|governors?|trustees|board|trust|colleagues?)(?!'s)\b")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def answers_by_code(pieces: Pieces, form: Form, known: Known) -> bool:
    """Whether most of the questions that the document names are rated there; a policy's "1.1 Purpose" rates none."""
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO)}
    named = {each.question for each in pieces.pieces if each.question and each.text}
    asked = {each.question for each in form.not_understood}
    return len(rated) >= _LEAST and 2 * len(rated) > len(named | asked) and rated <= set(known.refs)


def begins_by_code(line: Line, known: Known) -> bool:
    """Whether a line begins with the number of one of our questions: it answers, and is no head."""
    found = _CODE.match(line.text)
    if found is None or found["ref"] not in known.refs:
        return False
    rest = line.text[found.end() :].lstrip(" .:)]–—-")
    return "." in found["ref"] or known.ours.begins(rest) or known.spoken.head(rest).says_something


def is_of_another(name: str, lines: list[Line], known: Known) -> bool:
    """Whether its name or its first lines say that it is of another year, or somebody else's word."""
    above = [line.text for line in takewhile(lambda line: not begins_by_code(line, known), lines) if line.text]
    said = [levelled(each) for each in (re.sub(r"[_\W]+", " ", name), *above[:HEAD])]
    written = [int(year) for each in said for year in _YEAR.findall(each)]
    is_old = bool(written) and max(written) < min(years_of(known.template.year), default=0)
    return is_old or any(cue("past.named", "theirs.people").search(without_own(each)) for each in said)


def head_is_of_another(line: str, known: Known) -> bool:
    said = levelled(line)
    written = [int(year) for year in _YEAR.findall(said)]
    is_old = bool(written) and max(written) < min(years_of(known.template.year), default=0)
    return is_old or cue("past.named", "theirs.people").search(without_own(said)) is not None


def without_own(line: str) -> str:
    """A line of a head without the writer's own job and house, and without those it is sent to."""
    bare = _OWN.sub(" ", line)
    signed = _SIGNED.search(bare)
    return bare[: signed.start()] + _JOBS.sub(" ", bare[signed.start() :]) if signed else bare
