"""The audit in our own words: short, guided, and covering what Working Together lists."""

import re

import pytest

from tests.config.questionnaire.shipped import AUDITS, good_answers, prompts


def test_the_general_audit_is_short_and_guides_every_question() -> None:
    audit = AUDITS["section-11"]
    assert 24 <= len([q for q in audit.questions if q.asked_of("voluntary")]) <= 30
    assert all(question.guidance and question.wording == "ours" for question in audit.questions)
    assert {question.evidence for question in audit.questions} == {"none", "asked", "required"}
    assert good_answers("section-11") == {"1.3": "yes", "4.3": "no", "6.3": "yes"}


def test_the_general_audit_asks_what_changed_for_children() -> None:
    assert {prompts("section-11", question.ref) for question in AUDITS["section-11"].questions} == {
        "rating* text* difference",
        "yes_no* rating* text* difference",
        "yes_no* text",
    }


@pytest.mark.parametrize("audit", ["section-11", "barnsley-2021", "hillingdon-2023"])
def test_our_own_words_come_in_short_sentences(audit: str) -> None:
    for question in AUDITS[audit].questions:
        for sentence in re.split(r"(?<=[.?:])\s", f"{question.text} {question.guidance}"):
            assert len(sentence.split()) <= 25, sentence


@pytest.mark.parametrize(
    "arrangement",
    [
        *(
            "line of accountability|answers for keeping children safe",
            "board",
            "listen|wants and feels",
            "whistleblowing",
        ),
        *("escalation", "share information", "designated practitioner", "criminal record check", "supervision"),
        *("induction", "practice reviewed", "safety, fairness", "LADO", "contract", "reviews, audits", "online"),
    ],
)
def test_the_general_audit_covers_what_working_together_lists(arrangement: str) -> None:
    assert any(re.search(arrangement, f"{q.text} {q.guidance}") for q in AUDITS["section-11"].questions)
