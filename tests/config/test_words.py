"""Names, verbs and sizes as every sentence has them."""

from pathlib import Path

import pytest

from config.letters import open_letters
from config.words import Names, agree, count, first_name, listing, size_in_words, there_are


@pytest.mark.parametrize(
    ("names", "told"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list(names: list[str], told: str) -> None:
    assert listing(names) == told


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Jo Bloggs", "Jo"),
        ("Anne-Marie O'Brien", "Anne-Marie"),
        ("Dr Aoife Ní Dhomhnaill", "Dr Aoife Ní Dhomhnaill"),
        ("Insp. M. Rudge", "Insp. M. Rudge"),
        ("M. Rudge", "M. Rudge"),
        ("Rudge, Mark", "Rudge, Mark"),
        ("safeguarding@trust.example.org", "safeguarding@trust.example.org"),
        ("Jo", "Jo"),
        ("", ""),
    ],
)
def test_what_somebody_is_called(name: str, called: str) -> None:
    assert first_name(name) == called


SIZES = {
    0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1_000: "1 KB", 12_340: "12 KB", 999_499: "999 KB", 999_500: "1 MB",
    5_000_000: "5 MB", 12_340_000: "12.3 MB", 999_960_000: "1 GB", 3_400_000_000: "3.4 GB",
}  # fmt: skip


@pytest.mark.parametrize(("size", "told"), SIZES.items())
def test_a_size(size: int, told: str) -> None:
    assert size_in_words(size) == told


COUNTS = {
    count(0, "answer"): "0 answers",
    count(1, "answer"): "1 answer",
    count(2, "answer"): "2 answers",
    count(1, "agency", "agencies"): "1 agency",
    count(2, "agency", "agencies"): "2 agencies",
    count(1, "letter waits", "letters wait"): "1 letter waits",
    count(0, "letter waits", "letters wait"): "0 letters wait",
    there_are(1, "question"): "There is 1 question",
    there_are(0, "question"): "There are 0 questions",
}


@pytest.mark.parametrize(("told", "right"), COUNTS.items(), ids=COUNTS.values())
def test_a_count_with_its_noun_and_its_verb(told: str, right: str) -> None:
    assert told == right


ASKING = {
    "nobody named": (Names.of([], "the partnership"), "the partnership asks"),
    "one": (Names.of(["The East"]), "The East asks"),
    "one with an and in its name": (Names.of(["East and West"]), "East and West asks"),
    "two": (Names.of(["The East", "The West"]), "The East and The West ask"),
    "three": (Names.of(["A", "B", "C"]), "A, B and C ask"),
    "words": ("The East", "The East asks"),
}


@pytest.mark.parametrize(("who", "told"), ASKING.values(), ids=ASKING)
def test_a_verb_goes_with_its_subject(who: str, told: str) -> None:
    assert agree(who, "asks", "ask") == told


def test_a_letter_of_ones_own_may_let_it_agree(tmp_path: Path) -> None:
    (tmp_path / "greeting.j2").write_text("{{ who | agree('asks', 'ask') }} you.", encoding="utf-8")
    assert open_letters(tmp_path).render("greeting", who=Names.of(["A", "B"])) == "A and B ask you."
