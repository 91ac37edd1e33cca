"""The audits we ship against what their partnerships published, written out here by hand."""

import re
from typing import NamedTuple

import pytest

from config.questionnaire import SHIPPED, Template
from tests.config.questionnaire.shipped import AUDITS, colours, good_answers, refs, refs_by_prompts

SECTORS = {
    *("health", "primary_care", "school", "police", "council"),
    *("probation", "housing", "voluntary", "early_years", "justice"),
}


class Published(NamedTuple):
    """What one audit is known to hold."""

    standards: list[int]  # questions in each
    scale: str
    met: str
    rated_by: str = "agency"
    roll_up: str = "items"
    not_applicable: bool = True
    thresholds: tuple[float | None, float | None] = (None, None)  # support below, meets at


PUBLISHED = {
    "city-hackney-2009": Published(
        [4, 7, 8, 9, 5, 9, 6, 5], "G S IA IN IM", "G", rated_by="partnership", thresholds=(0.65, None)
    ),
    "wandsworth-2022": Published([2, 2, 2, 2, 2, 2, 1, 2, 1], "3 2 1 0", "3 2"),
    "south-glos-2019": Published([3, 5, 4, 5, 3, 1, 1], "3 2 1 0", "3 2"),
    "barnsley-2021": Published(
        [3, 3, 3, 4, 4, 3, 3, 3, 4], "met partial not_met", "met", roll_up="standards", not_applicable=False
    ),
    "hillingdon-2023": Published(
        [3, 3, 3, 4, 4, 3], "met partial not_met", "met", roll_up="standards", thresholds=(0.6, 0.8)
    ),
    "section-11": Published([4, 3, 3, 3, 2, 4, 4, 2, 4], "3 2 1 0", "3 2", thresholds=(0.6, 0.8)),
}


def facts(template: Template) -> Published:
    return Published(
        standards=[len(template.of_standard(standard.ref)) for standard in template.standards],
        scale=" ".join(rating.code for rating in template.scale.ratings),
        met=" ".join(rating.code for rating in template.scale.ratings if rating.counts_as == "met"),
        rated_by=template.rated_by,
        roll_up=template.roll_up,
        not_applicable=template.scale.not_applicable,
        thresholds=(template.support_below, template.meets_at),
    )


def test_six_audits_are_shipped() -> None:
    assert AUDITS.keys() == PUBLISHED.keys()


@pytest.mark.parametrize("audit", PUBLISHED)
def test_standards_questions_scale_and_thresholds(audit: str) -> None:
    assert facts(AUDITS[audit]) == PUBLISHED[audit]


@pytest.mark.parametrize("audit", PUBLISHED)
def test_each_file_is_named_after_its_key_and_opens_by_saying_what_is_ours(audit: str) -> None:
    opening = (SHIPPED / f"{audit}.toml").read_text(encoding="utf-8").split("\nkey =")[0]
    assert all(line.startswith("#") for line in opening.splitlines())
    assert re.search(r"\b[Oo]urs\b", opening)


@pytest.mark.parametrize("audit", PUBLISHED)
def test_every_rating_has_a_meaning_an_action_and_a_colour_of_its_own(audit: str) -> None:
    ratings = AUDITS[audit].scale.ratings
    assert all(rating.meaning and rating.action for rating in ratings)
    assert len({rating.colour for rating in ratings}) == len(ratings)


@pytest.mark.parametrize("audit", PUBLISHED)
def test_only_known_sectors_are_named(audit: str) -> None:
    assert {sector for question in AUDITS[audit].questions for sector in question.applies_to} <= SECTORS


def test_city_and_hackney_yes_is_not_good_news_on_gaps_and_difficulties() -> None:
    good = good_answers("city-hackney-2009")
    assert " ".join(f"{ref} {answer}" for ref, answer in good.items()) == (
        "5.2 yes 5.4 no 6.5 yes 6.7 yes 7.6 neither 8.4 no 8.5 neither"
    )


def test_city_and_hackney_fixed_ratings_and_required_attachments() -> None:
    assert refs("city-hackney-2009", fixed_rating="S") == "1.4 2.4"
    assert refs("city-hackney-2009", evidence="required") == "1.1 2.3 2.4 5.1 5.2"
    assert refs("city-hackney-2009", wording="ours") == ""


def test_city_and_hackney_some_yes_and_no_stand_without_a_rating() -> None:
    assert refs("city-hackney-2009", is_rated=False) == "6.7 7.6 8.5"


def test_city_and_hackney_actions_as_printed() -> None:
    assert [rating.action for rating in AUDITS["city-hackney-2009"].scale.ratings] == [
        *["Implement Action Plan"] * 3,
        "Revise Action Plan",
        "Provide outstanding information",
    ]


def test_wandsworth_scores_fifteen_of_its_sixteen_questions_45_points_at_most() -> None:
    audit = AUDITS["wandsworth-2022"]
    rated = [question for question in audit.reported if question.is_rated]
    assert len(audit.questions) == len(audit.reported) == 16
    assert max(rating.points or 0 for rating in audit.scale.ratings) * len(rated) == 45
    assert refs("wandsworth-2022", is_rated=False) == "8.2"
    assert "8.2" in audit.about


def test_wandsworth_colours_and_points() -> None:
    assert colours("wandsworth-2022") == ["3 Blue #1d4f91", "2 Green #00703c", "1 Amber #ffbf00", "0 Red #b10e1e"]
    assert [rating.points for rating in AUDITS["wandsworth-2022"].scale.ratings] == [3, 2, 1, 0]


def test_wandsworth_prints_seven_questions() -> None:
    assert refs("wandsworth-2022", wording="printed") == "1.1 1.2 3.2 4.1 4.2 7.1 9.1"
    assert AUDITS["wandsworth-2022"].by_ref["3.2"].text == (
        "Agencies are signatories to relevant information sharing agreements"
    )


def test_south_gloucestershire_asks_three_things_under_every_reported_question() -> None:
    three = "working_well worried_about needs_to_happen"
    assert refs_by_prompts("south-glos-2019") == {
        "text": ["1", "2", "3"],
        f"rating* {three}": ["4", "5", "6", "9", "10", "11", *(str(n) for n in range(13, 20)), "21", "22"],
        f"yes_no* {three}": ["7", "8"],
        "working_well* worried_about needs_to_happen": ["12"],
        f"yes_no* rating {three}": ["20"],
    }


def test_south_gloucestershire_does_not_report_who_answers() -> None:
    assert refs("south-glos-2019", reported=False) == "1 2 3"
    assert refs("south-glos-2019", wording="ours") == "1 2 3 8"
    assert good_answers("south-glos-2019") == {"7": "yes", "8": "yes", "20": "yes"}


def test_south_gloucestershire_scale_as_printed() -> None:
    assert colours("south-glos-2019") == [
        *("3 Outstanding #1d4f91", "2 Good #00703c"),
        *("1 Requires Improvement #f47738", "0 Inadequate #b10e1e"),
    ]


def test_south_gloucestershire_question_18_carries_no_link() -> None:
    text = AUDITS["south-glos-2019"].by_ref["18"].text
    assert "reflect the principles in Sir Robert Francis' Freedom to Speak Up Review and are suitably" in text


def test_barnsley_wants_evidence_for_every_item_of_nine_checklists() -> None:
    audit = AUDITS["barnsley-2021"]
    assert all(question.evidence == "required" for question in audit.questions)
    assert all(3 <= len(audit.of_standard(standard.ref)) <= 6 for standard in audit.standards)
    assert [rating.label for rating in audit.scale.ratings] == ["Met", "Partially Met", "Not Met"]


def test_hillingdon_areas_as_printed() -> None:
    assert [standard.title for standard in AUDITS["hillingdon-2023"].standards] == [
        "Leadership and Accountability",
        "Voice of the child",
        "Information Sharing, Communication & Confidentiality",
        "Complaints, Allegations, Whistle-blowing & People in Positions of Trust",
        "Safer Recruitment Practice and Induction",
        "Training and Supervision",
    ]


def test_hillingdon_got_what_it_asked_for() -> None:
    audit = AUDITS["hillingdon-2023"]
    assert all(question.guidance for question in audit.questions)
    assert "DBS checks are monitored" in audit.by_ref["5.4"].text
