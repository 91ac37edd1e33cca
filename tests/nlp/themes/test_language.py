"""Sentences are told in letters, notes and lists; words by their stems."""

import pytest

from nlp.themes.language import LONGEST, language, sentences, stem
from nlp.themes.spelling import PatternSpelling


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "- supervision monthly, but\n  not recorded\n- LADO known",
            ["supervision monthly, but\n  not recorded", "LADO known"],
        ),
        (
            "Checks (e.g. for drivers) done. Dr. Lee i.e. the lead agreed.",
            ["Checks (e.g. for drivers) done.", "Dr. Lee i.e. the lead agreed."],
        ),
        ("No. 4 is late. See p. 4 and 1.2.", ["No. 4 is late.", "See p. 4 and 1.2."]),
        ("we raised it\nand nothing happened", ["we raised it\nand nothing happened"]),
        ("Due in Oct. Next round 2027", ["Due in Oct.", "Next round 2027"]),
        ("• one • two", ["one", "two"]),
        ("1. first\n2) second\n(c) third", ["first", "second", "third"]),
        ("What went well:\nsupervision", ["What went well:", "supervision"]),
        (" \n - \n", []),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    "forms",
    [
        ("raise", "raised", "raising", "raises"),
        ("policy", "policies"),
        ("child", "children"),
        ("escalate", "escalated", "escalating"),
        ("organise", "organize", "organised", "organizing"),
        ("plan", "planned", "planning"),
        ("co-production", "coproduction"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_a_slip_in_a_sector_word_is_mended_and_ordinary_words_are_left() -> None:
    spelling = PatternSpelling(["escalation", "supervision"], ["elation"])
    assert spelling.mend("escallation") == "escalation"
    assert spelling.mend("suprevision") == "supervision"
    assert spelling.mend("elation") == "elation"
    assert spelling.mend("vacation") == "vacation"
    assert [token.norm_ for token in language(spelling.mend).make_doc("Supervison's late")] == [
        "supervision",
        "'s",
        "late",
    ]


def test_the_worst_text_of_a_megabyte_is_cut_in_bounded_time() -> None:
    """Each of these took minutes, or would not end, when a sentence could have any length."""
    for text in ("." * 1_000_000, "a" * 1_000_000, "\n " * 500_000, '."' * 500_000):
        assert all(end - start <= LONGEST for start, end in sentences(text))
    parts = [("word " * 1000)[start:end] for start, end in sentences("word " * 1000)]
    assert sum(part.split().count("word") for part in parts) == 1000


@pytest.mark.parametrize("word", ["is", "are", "was", "has", "did", "children", "policies", "-", "--"])
def test_a_word_of_a_text_has_the_stem_a_pattern_has(word: str) -> None:
    assert [token.norm_ for token in language().make_doc(word)] == [stem(word)] != [""]


def test_a_short_form_is_read_as_its_words() -> None:
    words = language().make_doc("She isn't heard, they don't ask and we can't tell")
    assert [token.norm_ for token in words][1:3] == ["be", "not"]
    assert [token.norm_ for token in words].count("not") == 3
