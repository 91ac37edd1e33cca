"""The appendix: question by question with approved words, and the whole matrix."""

from collections.abc import Iterator

from reports.figures import NOT_APPLICABLE, NOT_ASKED, UNANSWERED, UNRATED, of
from reports.paper.parts import Grid, GridCell, PaperHeading, PaperPart, Prose, Turned
from reports.paper.source import PaperSource, met_of
from reports.paper.standards import quoted

ACROSS = 14  # agencies that fit beside each other
FEW = 6  # beside which a question has room
_STATES = {
    "unrated": "without a rating",
    "not_applicable": "not applicable",
    "missing": "missing",
    "unanswered": "not answered",
}


def appendix(source: PaperSource) -> Iterator[PaperPart]:
    """Both halves; the matrix lies on its side."""
    yield PaperHeading("Question by question", 2)
    for ref in source.document["by_question"]:
        yield from _question(source, ref)
    if source.submitted:
        yield Turned(is_wide=True)
        yield PaperHeading("Every rating", 2)
        yield from _matrix(source)
        yield Turned(is_wide=False)


def _question(source: PaperSource, ref: str) -> Iterator[PaperPart]:
    tally = source.document["by_question"][ref]
    yield PaperHeading(source.question(ref, 600), 3)
    given = source.template.scale.given
    counts = [f"{each.name} {tally['ratings'][each.code]}" for each in given if tally["ratings"].get(each.code)]
    others = [f"{tally[state]} {words}" for state, words in _STATES.items() if tally[state]]
    yes_no = [f"{word} {number}" for word, number in tally["yes_no"].items()]
    said = [f"{', '.join(counts)}. Met: {met_of(tally)}."] if counts else []
    if yes_no:
        good = f" Good news: {of(tally['good_news'], tally['good_news_of'])}." if tally.get("good_news_of") else ""
        said.append(f"Answered: {', '.join(yes_no)}.{good}")
    if others:
        said.append(f"Also: {', '.join(others)}.")
    if said:
        yield Prose(" ".join(said))
    if about := source.document["mentions"]["by_question"].get(ref):
        yield Prose(about["in_words"])
    yield from (quoted(source, each) for each in source.quotations(question=ref))


def _matrix(source: PaperSource) -> Iterator[PaperPart]:
    abbrs = source.submitted
    if told := [f"{abbr}: {name}" for abbr in abbrs if (name := source.agency(abbr)) != abbr]:
        yield Prose(f"The agencies: {'; '.join(told)}.")
    yield Prose(_key(source))
    for start in range(0, len(abbrs), ACROSS):
        shown = abbrs[start : start + ACROSS]
        rows: list[list[GridCell | str]] = []
        for ref in source.document["by_question"]:
            words = source.question(ref, 60 if len(shown) > FEW else 140)
            cells = [source.document["matrix"][abbr].get(ref, NOT_ASKED) for abbr in shown]
            rows.append([words, *(_filled(source, each) for each in cells)])
        first = 0.3 if len(shown) > FEW else 1 - 0.1 * len(shown)
        each = (1 - first) / len(shown)
        yield Grid("Every rating, questions down and agencies across", ["Question", *shown], rows,
                   [first, *[each] * len(shown)])  # fmt: skip


def _filled(source: PaperSource, words: str) -> GridCell:
    code = words.rpartition(" - ")[2]
    rating = source.template.scale.by_code.get(code)
    return GridCell(words, rating.colour if rating else "")


def _key(source: PaperSource) -> str:
    codes = [f"{each.code}: {each.label}" for each in source.template.scale.ratings if each.code != each.label]
    seen = {words for own in source.document["matrix"].values() for words in own.values()}
    told = {UNRATED: "answered without a rating", UNANSWERED: "not answered", NOT_APPLICABLE: "not applicable"}
    others = [f"{code}: {words}" for code, words in told.items() if code in seen]
    return "; ".join([*codes, *others, f"{NOT_ASKED}: not asked of this agency"]) + "."
