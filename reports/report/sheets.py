"""What the sheets of a workbook say, row by row: values before any of them is a cell."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from config import dates
from config.questionnaire import RATING, YES_NO, Kind, Question, Template
from intake.returns import Cell as Answer
from reports.figures import (
    AnswerState,
    Exhibit,
    Figures,
    Return,
    Tally,
    ThemeFigures,
    Values,
    Wrote,
    level_of,
    levels,
    outstanding,
    share,
    values,
)
from reports.report.rates import each_place

Value = str | int | float | date | None
_STATES: tuple[AnswerState, ...] = ("unrated", "missing", "not_applicable", "unanswered")
RETURNS = ("agency", "name", "sector", "return", "speaks_for", "met", "of", "share")
STANDARDS = ("agency", "name", "standard", "level", "met", "rated", "share")
EVIDENCE = (
    "agency", "name", "question", "by", "state", "file", "bytes", "type", "flags", "scan", "given_by", "on", "sha256"
)  # fmt: skip

THEMES = (
    "theme", "title", "agencies", "of_agencies", "answers", "of_answers", "not_mentioned_by", "share", "question",
    "prompt", "not_met", "of_rated", "others_not_met", "others_of_rated", "in_words"
)  # fmt: skip


def summary_rows(found: Figures) -> Iterator[Sequence[Value]]:
    returns, invited = len(found.submitted), len(found.invited)
    yield "Audit", found.template.key, "Returns submitted", returns, invited, found.response_rate
    yield from _counted("Audit", found.template.key, found.total)
    for abbr, tally in found.by_agency.items():
        if found.standards:
            met, applicable = found.counts(abbr)
            yield "Agency", abbr, "Applicable standards met", met, applicable, found.met_share(abbr)
        yield from _counted("Agency", abbr, tally)
        if tally.points is not None and tally.rated:
            yield "Agency", abbr, "Points", tally.points, tally.points_max, tally.points / (tally.points_max or 1)
    for sector, (done, asked) in found.by_sector.items():
        yield "Sector", sector, "Returns submitted", done, asked, done / asked
        yield from _counted("Sector", sector, found.sectors[sector])
    by_level = levels(found)
    for ref, tally in found.by_standard.items():
        yield from _counted("Standard", ref, tally)
        for code, level in by_level[ref].items():
            name = found.template.scale.by_code[code].name
            yield "Standard", ref, f"Agencies at {name}", level.at, level.of, level.at / level.of if level.of else None
    for ref, tally in found.by_question.items():
        yield from _counted("Question", ref, tally)
    for each in values(found):
        yield from _summed(each)


def _summed(each: Values) -> Iterator[Sequence[Value]]:
    about = "Question", f"{each.question.ref} {each.prompt.key}"
    yield *about, "answered", each.n, each.of, each.n / each.of if each.of else None
    if each.prompt.kind is Kind.CHOICE:
        for choice, number in each.counts.items():
            yield *about, choice, number, each.n, number / each.n if each.n else None
    elif each.ends:
        told = {"in all": each.total, "median": each.middle, "from": each.ends[0], "to": each.ends[1]}
        for what, value in told.items():
            if value is not None:
                yield *about, what, value, None, None


def _counted(about: str, which: str, tally: Tally) -> Iterator[Sequence[Value]]:
    yield about, which, "Rated answers met", tally.met, tally.rated, tally.met_share
    for rating in tally.scale.values():
        if rating.counts_as != "missing":
            given = tally.ratings[rating.code]
            yield about, which, rating.name, given, tally.rated, given / tally.rated if tally.rated else None
    for state in _STATES:
        number = tally.states[state]
        yield about, which, state.replace("_", " "), number, tally.cells, number / tally.cells if tally.cells else None
    for word, number in sorted(tally.yes_no.items()):
        yield about, which, f"answered {word}", number, tally.yes_no.total(), number / tally.yes_no.total()


def return_rows(found: Figures) -> Iterator[Sequence[Value]]:
    """A row for each agency asked: where its return stands and for which part of the agency it speaks."""
    for each in found.invited:
        counts = (*found.counts(each.abbr), found.met_share(each.abbr)) if each.abbr in found.by_agency else ()
        speaks_for = each.scope or ("the whole agency" if each.status == "submitted" else None)
        yield each.abbr, each.name, each.sector, each.standing, speaks_for, *counts


def standard_rows(found: Figures) -> Iterator[Sequence[Value]]:
    """A row for each agency and standard it is asked of: its level there, and what that comes from."""
    for each in found.submitted:
        for ref in found.by_standard:
            if (tally := found.by_agency_standard.get((each.abbr, ref))) is not None:
                yield (
                    each.abbr,
                    each.name,
                    ref,
                    level_of(found, each.abbr, ref),
                    tally.met,
                    tally.rated,
                    tally.met_share,
                )


def answer_rows(found: Figures, keys: Sequence[str]) -> Iterator[Sequence[Value]]:
    for each in found.invited:
        for question in found.template.questions:
            for side in ("agency", "partnership"):
                said = each.said.get((question.ref, side))
                if said is not None and not said.is_empty:
                    given = (side, said.rating, said.yes_no, "yes" if said.not_applicable else None)
                    yield *_of(each), question.ref, *given, *_words(question, said, keys)


def _words(question: Question, said: Answer, keys: Sequence[str]) -> Iterator[Value]:
    for key in keys:
        prompt = question.prompt(key)
        yield _typed(prompt.kind if prompt else Kind.TEXT, said.words.get(key))
    yield said.words.get("reason") if said.not_applicable else None


def _typed(kind: Kind, words: str | None) -> Value:
    if words and kind is Kind.NUMBER:
        return float(words) if "." in words else int(words)
    return date.fromisoformat(words) if words and kind is Kind.DATE else words


def theme_rows(found: Figures, themes: Sequence[ThemeFigures]) -> Iterator[Sequence[Value]]:
    """A row for each theme in all; then, for each prompt and each question, a row for each theme in its answers."""
    for each in themes:
        total, low = each.total, each.low
        counts = (len(total.agencies), len(total.of_agencies), total.answers, total.of_answers)
        rated = (low.not_met, low.rated, *each.others)
        yield each.key, each.title, *counts, ", ".join(each.silent), share(*counts[2:]), None, None, *rated, None
    for place in each_place(found, themes):
        in_words: str | None = place.sentence()
        for theme, rate in place.rates:
            where = (place.question or None, place.prompt or None)
            yield theme.key, theme.title, None, None, *rate[:2], None, share(*rate[:2]), *where, *rate[2:], in_words
            in_words = None


def sentence_rows(wrote: Iterable[Wrote]) -> Iterator[Sequence[Value]]:
    for each in wrote:
        for one in each.mentions:
            told = (one.sentence, one.words, one.why, one.score, one.decision or None, one.id)
            yield one.theme, each.agency, each.question, each.prompt, *told


def outstanding_rows(found: Figures) -> Iterator[Sequence[Value]]:
    missing = found.template.scale.missing
    told = missing.name if missing else "missing"
    for gap in outstanding(found).gaps:
        for refs, why in ((gap.missing, told), (gap.unanswered, "not answered"), (gap.files, "required file absent")):
            for ref in refs:
                yield *_of(gap.agency), ref, found.template.by_ref[ref].text, why


def evidence_rows(found: Figures, exhibits: Iterable[Exhibit]) -> Iterator[Sequence[Value]]:
    names = {each.abbr: each.name for each in found.invited}
    for abbr, file in exhibits:
        state = "given" if file.is_latest else "given, replaced since"
        about = (file.name, file.size, file.media_type, file.flags or None, file.scan)
        given = (file.said_by, dates.today(file.said_at), file.sha256)
        yield abbr, names.get(abbr), file.question or None, file.by, state, *about, *given
    for gap in outstanding(found).gaps:
        for ref in gap.files:
            yield gap.agency.abbr, gap.agency.name, ref, "agency", "required and absent"


def _of(each: Return) -> tuple[str, str, str]:
    return each.abbr, each.name, each.standing


def prompt_keys(template: Template) -> list[str]:
    keys = (prompt.key for question in template.questions for prompt in question.prompts)
    return [key for key in dict.fromkeys(keys) if key not in (RATING, YES_NO)]
