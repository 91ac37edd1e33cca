"""Our sentences are short, plain and kind: what happened, and what to do."""

import re
from collections import defaultdict

import pytest

from tests.sentences import Sentence, grade, sentences

NEVER = re.compile(
    r"\b(please|sorry|valid|invalid|forbidden|illegal|oops|error code|error|traceback|submission id)\b", re.IGNORECASE
)
LONGEST = 25  # words
GRADE = 7  # Flesch-Kincaid


@pytest.fixture(scope="module")
def written() -> list[Sentence]:
    return sentences()


def test_there_are_sentences_to_look_at(written: list[Sentence]) -> None:
    words = {each.words for each in written}
    assert "Your return is open again." in words
    assert "Say in a few words why question Bo does not apply to you." in words


def test_no_word_that_blames_or_begs(written: list[Sentence]) -> None:
    assert [each for each in written if NEVER.search(each.words)] == []


def test_no_sentence_is_long(written: list[Sentence]) -> None:
    assert [each for each in written if len(each.words.split()) > LONGEST] == []


def test_the_words_are_easy(written: list[Sentence]) -> None:
    """Over all sentences of one file; a single one of six words says little about how hard it is."""
    texts: dict[str, list[Sentence]] = defaultdict(list)
    for each in written:
        texts[each.where.partition(":")[0]].append(each)
    grades = {where: grade([one.words for one in own]) for where, own in texts.items()}
    assert {where: found for where, found in grades.items() if found > GRADE} == {}


def test_no_sentence_is_hard_by_itself(written: list[Sentence]) -> None:
    assert [each for each in written if len(each.words.split()) > 7 and grade([each.words]) > 10] == []


def test_the_grade_is_that_of_known_texts() -> None:
    """Six words of one syllable each, counted by hand; and one that nobody should write."""
    assert grade(["The cat sat on the mat."]) == round(0.39 * 6 + 11.8 * 1 - 15.59, 1)
    hard = ["Organisational responsibilities necessitate multidisciplinary communication."]
    assert grade(hard) > 20
