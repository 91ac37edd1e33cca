"""What people write for a rating, a yes or an N/A, and what it is taken for."""

import pytest

from config.notation import UnreadableNotation
from config.questionnaire import SHIPPED, load_folder
from intake.letters.ours import without_close
from intake.letters.questions.sentences.amended import Amending
from intake.letters.questions.sentences.exceptions import Exceptions
from intake.letters.questions.sentences.pairs import Pairs
from intake.letters.questions.sentences.refs import Numbering
from intake.letters.questions.sentences.turns import InTurn
from intake.letters.questions.starts import Markers
from intake.ratings import Spoken, concluded
from intake.ratings.cues import checked
from tests.conftest import AUDITS as OURS

AUDITS = load_folder(SHIPPED, OURS)


def heard(audit: str, words: str) -> str:
    head = Spoken(AUDITS[audit].scale).head(words, yes_no=False)
    if not head.says_something:
        return "-"
    if not head.is_clear:
        return "ask"
    return "N/A" if head.not_applicable else next(iter(head.ratings))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2 -> 3 by April", "later: by april"),
        ("Good once the policy is signed", "later: once"),
        ("2, maybe 3", "asks back: maybe"),
        ("Good last year", "past: last year"),
        ("2 in most teams", "place: in most"),
        ("We are good", "asks back: we are good"),
        ("3/4 of staff", "place or share: /4"),
        ("Good (3 of 4 settings)", "place: 3 of 4 settings"),
        ("2, in three of our four homes", "place: in three of our four homes"),
        ("Not sure, probably 2", "asks back: not sure"),
        ("No decision", "asks back: no decision"),
        ("We're undecided", "asks back: we're undecided"),
    ],
)
def test_what_was_not_recorded_names_the_cue_that_decided(words: str, why: str) -> None:
    assert Spoken(AUDITS["south-glos-2019"].scale).head(words, yes_no=False).cue == why


def test_a_cue_that_does_not_say_what_it_seems_to_is_refused_by_its_row() -> None:
    with pytest.raises(UnreadableNotation, match=r"cues\.toml, later\.before: not yet \| to be agreed"):
        checked({"later": {"before": ["will be", "not yet | to be agreed"]}})


@pytest.mark.parametrize("audit", sorted(AUDITS))
def test_every_code_label_and_alias_of_every_scale_is_heard(audit: str) -> None:
    for rating in AUDITS[audit].scale.given:
        for words in (rating.code, rating.label, rating.name, rating.label.upper(), *rating.aliases):
            assert heard(audit, words) == rating.code, words


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Yes", "yes"),
        ("NO.", "no"),
        ("yes, because we do", "yes"),
        ("Y", "yes"),
        ("No: No concerns", "no"),
        ("Yes and no", "ask"),
        ("Yes, I saw your letter. Will answer later.", "ask"),
        ("Yes. We will answer this next week.", "ask"),
        ("Yes we can! Ask Tom.", "ask"),
        ("No. 12 of the handbook says so", "ask"),
        ("No. 12 staff are not trained.", "no"),
        ("Yes, we have a letter for parents.", "yes"),
        ("Yes! We will train more.", "yes"),
        ("Yes/No", "ask"),
        ("No gaps", "-"),
        ("Yesterday", "-"),
        ("North team leads", "-"),
    ],
)
def test_a_yes_or_no(words: str, means: str) -> None:
    head = Spoken(AUDITS["south-glos-2019"].scale).head(words)
    said = next(iter(head.yes_no)) if head.is_clear else "ask" if head.says_something else "-"
    assert said == means


@pytest.mark.parametrize(
    ("audit", "sentence", "changed"),
    [
        ("hillingdon-2023", "Correction: 1.2 should be Met", "1.2 met"),
        ("hillingdon-2023", "Please change 1.2 from Met to Partially met", "1.2 partially met"),
        ("hillingdon-2023", "1.2 should be met, not partially met", "1.2 met"),
        ("south-glos-2019", "4 should be 3", "4 3"),
        ("south-glos-2019", "please change question 4 to 3", "4 3"),
        ("south-glos-2019", "I put 2 for question 5 but it should be between 1 and 2", "5 "),
        ("south-glos-2019", "we should train 4 more staff by 3 May", ""),
        ("south-glos-2019", "question 8 should be Yes, and the rating for 16 is 1 rather than 2", "8 yes, 16 1"),
        (
            "hillingdon-2023",
            "Please change 1.1 from Met to Not met and 1.2 from Not met to Met",
            "1.1 not met, 1.2 met",
        ),
        ("hillingdon-2023", "Please change 1.1 to Met and 1.2 to Met or Not met", ""),
        ("hillingdon-2023", "My mistake: 1.2 Met", "1.2 met"),
    ],
)
def test_a_sentence_that_puts_a_rating_right(audit: str, sentence: str, changed: str) -> None:
    template = AUDITS[audit]
    numbering = Numbering([each.ref for each in template.questions])
    pairs = Amending(numbering, Spoken(template.scale)).changes(sentence)
    assert ", ".join(f"{pair.ref} {pair.words}" for pair in pairs) == changed


@pytest.mark.parametrize(
    "words",
    [f"2 {mark * 65_536} 3" for mark in " \t,.-()/[]*_'\":;0"]
    + ["n" * 50_000, "2/" * 50_000, "we " * 50_000, "[" * 50_000, "1.1 " * 20_000, "(" * 50_000],
)
def test_no_words_take_long(words: str) -> None:
    template = AUDITS["wandsworth-2022"]
    spoken = Spoken(template.scale)
    numbering = Numbering([each.ref for each in template.questions])
    spoken.head(words)
    spoken.stands(words)
    Markers(numbering, spoken).named(words, freely=True)
    Amending(numbering, spoken).changes(words)
    Exceptions(numbering, spoken).told(words)
    Pairs(numbering, spoken).told(words)
    concluded(spoken, words)
    without_close(words)
    assert len(InTurn(numbering, spoken).alone(words)) in (0, 20_000)
