"""What replies and cells are taken to mean: spellings.csv holds them, one a row."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.questionnaire import RATING, SHIPPED, YES_NO, Question, Template, Unclear, spelling
from intake.returns import Given, understand, understand_cell
from tests.conftest import AUDITS, audit_file

HERE = Path(__file__).parent
TEMPLATES = {path.stem: audit_file(path) for path in (AUDITS / "small.toml", SHIPPED / "city-hackney-2009.toml")}
with (HERE / "spellings.csv").open(encoding="utf-8", newline="") as file:
    SPELLINGS = [tuple(row) for row in csv.reader(file)][1:]
REAL_CELLS = (SHIPPED.parents[1] / "tests" / "intake" / "audits" / "matrices" / "city-hackney-2009.csv").read_bytes()


def meant(said: list[Given]) -> str:
    """In the words of spellings.csv: rating=G yes_no=yes, or N/A with its reason."""
    parts = [f"N/A {each.value}".strip() if each.not_applicable else f"{each.prompt}={each.value}" for each in said]
    return " ".join(parts) or "nothing"


@pytest.mark.parametrize(("audit", "ref", "prompt", "written", "meaning"), SPELLINGS)
def test_spellings(audit: str, ref: str, prompt: str, written: str, meaning: str) -> None:
    """A row without a prompt is a cell of a matrix. `unclear: words` is a refusal whose sentence has those words."""
    template = TEMPLATES[audit]
    question = template.by_ref[ref]
    written = written.replace("\\u", "\u2013")
    try:
        said = (
            [understand(template, question, prompt, written)]
            if prompt
            else understand_cell(template, question, written)
        )
    except Unclear as unclear:
        refused, _, words = meaning.partition(": ")
        assert refused == "unclear", unclear
        assert words in str(unclear)
    else:
        assert meant(said) == meaning


ANYTHING = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"\A(yes|no|n/a|na|g|s|ia|in|im|good|0|1|2|x)?[ \-–/:,.()]{0,3}(g|s|ia|in|im|0|1|2|x|fair|maybe)?\Z"),
)


@pytest.mark.parametrize("audit", TEMPLATES)
def test_no_text_gives_a_rating_it_does_not_spell(audit: str) -> None:
    """At the rating prompt the whole text spells the rating; in a cell, what is left after a leading yes or no does."""
    template = TEMPLATES[audit]
    questions = list(template.questions)

    @given(words=ANYTHING, question=st.sampled_from(questions))
    @example(words="2/3", question=questions[0])
    @example(words="G/S", question=questions[0])
    def never_guess(words: str, question: Question) -> None:
        try:
            rated = understand(template, question, RATING, words)
        except Unclear:
            pass
        else:
            assert rated.not_applicable or spelling(words) in template.scale.by_code[rated.value].spellings
        try:
            said = understand_cell(template, question, words)
        except Unclear:
            return
        for each in said:
            if each.prompt == RATING and not each.not_applicable:
                endings = {spelling(words)} | {spelling(words[start:].rstrip(")")) for start in (2, 3, 4, 5, 6, 7)}
                assert endings & template.scale.by_code[each.value].spellings
            if each.prompt == YES_NO:
                assert words.strip().casefold().startswith(("y", "n"))
                assert question.yes_no is not None

    never_guess()


@pytest.mark.parametrize("audit", TEMPLATES)
def test_every_rating_reads_by_code_label_and_alias(audit: str) -> None:
    template = TEMPLATES[audit]
    asked = next(each for each in template.questions if each.is_rated and not each.fixed_rating)
    for rating in template.scale.ratings:
        for words in (
            rating.code,
            rating.label,
            rating.name,
            rating.label.upper(),
            f"  {rating.code} ",
            *rating.aliases,
        ):
            assert understand_cell(template, asked, words) == [Given(asked.ref, RATING, rating.code)]


def test_every_cell_of_the_published_table_is_understood(city_hackney: Template) -> None:
    """689 cells, of which 20 hold two answers: 709."""
    rows = list(csv.reader(REAL_CELLS.decode().splitlines()))[1:]
    said = [
        each
        for row in rows
        for cell in row[1:]
        for each in understand_cell(city_hackney, city_hackney.by_ref[row[0]], cell)
    ]
    assert sum(len(row) - 1 for row in rows) == 689
    assert len(said) == 709
