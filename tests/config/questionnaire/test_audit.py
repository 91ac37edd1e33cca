"""What people type for a rating, and who is asked what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.questionnaire import Scale, Template, Unclear
from tests.config.questionnaire.shipped import AUDITS


def scale_of(audit: str) -> Scale:
    return AUDITS[audit].scale


READINGS = """
wandsworth-2022     3                             3
wandsworth-2022     blue                          3
wandsworth-2022     BRAG Blue                     3
wandsworth-2022     2 Green                       2
wandsworth-2022     green - 2                     2
wandsworth-2022     AMBER                         1
wandsworth-2022     zero                          0
south-glos-2019     requires improvement          1
south-glos-2019     1 – Requires   Improvement    1
south-glos-2019     ri                            1
south-glos-2019     Outstanding                   3
city-hackney-2009   g                             G
city-hackney-2009   IA                            IA
city-hackney-2009   Inadequate – actions taken    IA
city-hackney-2009   inadequate - no action taken  IN
city-hackney-2009   Information missing           IM
barnsley-2021       partially                     partial
barnsley-2021       Partially-Met                 partial
barnsley-2021       NOT MET                       not_met
barnsley-2021       not_met                       not_met
hillingdon-2023     part met                      partial
hillingdon-2023     not yet met                   not_met
hillingdon-2023     fully met                     met
section-11          In place                      2
section-11          partly in place               1
section-11          0 Not in place                0
"""


@pytest.mark.parametrize("reading", READINGS.strip().splitlines())
def test_a_rating_is_read_as_people_spell_it(reading: str) -> None:
    audit, rest = reading.split(maxsplit=1)
    words, code = rest.rsplit(maxsplit=1)
    assert scale_of(audit).read(words).code == code


@pytest.mark.parametrize("words", ["mostly", "", "4", "2 or 3", "good enough", "1.5", "blue and green", "N/A", "yes"])
def test_anything_else_is_answered_with_the_choices(words: str) -> None:
    with pytest.raises(Unclear) as raised:
        scale_of("south-glos-2019").read(words)
    assert str(raised.value) == ("Choose one of: 3 Outstanding, 2 Good, 1 Requires Improvement, 0 Inadequate, N/A.")


def test_the_choices_leave_out_a_code_that_only_repeats_its_label() -> None:
    assert str(scale_of("city-hackney-2009")).startswith("G Good, S Satisfactory, IA Inadequate")
    assert str(scale_of("barnsley-2021")) == "Met, Partially Met, Not Met"


@given(st.text(max_size=40))
def test_no_words_at_all_read_as_two_ratings_of_one_scale(words: str) -> None:
    for template in AUDITS.values():
        read = [
            rating.code for rating in template.scale.ratings if " ".join(words.casefold().split()) in rating.spellings
        ]
        assert len(read) <= 1


def test_every_spelling_of_every_scale_is_read_back() -> None:
    for template in AUDITS.values():
        for rating in template.scale.ratings:
            assert {template.scale.read(words).code for words in rating.spellings} == {rating.code}


@pytest.mark.parametrize("words", ["-2", "2-", "2/3", "2 3", "23", "- 2"])
def test_a_dash_that_stands_alone_is_not_read_past(words: str) -> None:
    with pytest.raises(Unclear):
        scale_of("south-glos-2019").read(words)


def test_a_rating_that_counts_as_missing_is_nobodys_to_give() -> None:
    assert [rating.code for rating in scale_of("city-hackney-2009").given] == ["G", "S", "IA", "IN"]


def asked(template: Template, sector: str) -> set[str]:
    return {question.ref for question in template.questions if question.asked_of(sector)}


def test_a_sector_is_asked_only_what_applies_to_it() -> None:
    general = AUDITS["section-11"]
    everybody = general.by_ref.keys() - {"1.4", "9.3", "9.4"}
    assert asked(general, "voluntary") == everybody
    assert asked(general, "school") == everybody | {"9.3"}
    assert asked(general, "police") == everybody | {"1.4", "9.4"}
    assert asked(general, "") == everybody


def test_a_question_that_names_no_sector_is_for_everybody() -> None:
    assert len(asked(AUDITS["hillingdon-2023"], "anything at all")) == 20


def test_where_the_partnership_rates_the_agency_is_not_asked_for_a_rating() -> None:
    board = AUDITS["city-hackney-2009"]
    question = board.by_ref["5.2"]
    assert [prompt.key for prompt in board.said_by(question, "agency")] == ["yes_no", "text"]
    assert [prompt.key for prompt in board.said_by(question, "partnership")] == ["yes_no", "rating", "text"]


def test_where_the_agency_rates_itself_the_partnership_is_not_asked_for_a_rating() -> None:
    glos = AUDITS["south-glos-2019"]
    assert "rating" in [prompt.key for prompt in glos.said_by(glos.by_ref["4"], "agency")]
    assert "rating" not in [prompt.key for prompt in glos.said_by(glos.by_ref["4"], "partnership")]
