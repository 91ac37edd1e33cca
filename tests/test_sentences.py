"""Our sentences are short, plain and kind: what happened, and what to do."""

import re
from collections import defaultdict

import pytest

from tests.sentences import ROOT, Sentence, filled_in, grade, sentences

NEVER = re.compile(
    r"\b(please|sorry|valid|invalid|forbidden|illegal|oops|error code|error|traceback|submission id)\b", re.IGNORECASE
)
MANY = (
    "actions agencies audits bytes cells chains characters chunks connections contacts days entries faults files hours"
    " invitations letters lines mentions messages minutes months nudges pages partnerships people points prompts"
    " questions ratings reasons reminders rows seals seconds sentences standards tags themes times weeks"
    " things words years"
)
VERBS = "answers|returns|are|were|have|do|wait|lie|stand|owe|need|had"  # of one, many, or a name: the value tells
NOUN = re.compile(rf" (?:(?:more|other|rated|new|open) )?(?:{MANY.replace(' ', '|')})\b")
AFTER_MANY = re.compile(rf" (?:(?:more|other|rated|new|open) )?(?:{VERBS})\b")
IS_NUMBER = re.compile(r"\blen\(|\bsum\(|\|\s*length|\b(?:number|many|new|done|recorded|checked|length|submitted)\b")
GOES_WITH_IT = re.compile(r"\b(?:count|counted|there_are|form)\b")
NEVER_ONE = re.compile(r"^(?:\w+\.)*[A-Z][A-Z_]+$|^max\(10|^hours$|^fewest$|\bpatience\b|\bwall\b")  # constants of ours
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


def test_a_count_has_its_noun_from_one_place() -> None:
    """ "1 answers recorded" stood in a dozen places: whatever is counted in words goes through config.words."""
    bare = [
        each
        for each in filled_in()
        if (NOUN.match(each.then) or (AFTER_MANY.match(each.then) and IS_NUMBER.search(each.filled)))
        and not GOES_WITH_IT.search(each.filled)
        and not NEVER_ONE.search(each.filled)
    ]
    assert bare == []


def test_nobody_forms_a_plural_by_hand() -> None:
    """Neither with "(s)" nor with an s that is added where there is not one."""
    by_hand = re.compile(r"\w\(s\)|[\"']s[\"'] if |else [\"']s[\"']|[\"'][\"'] if [^\n]*== 1 else")
    own = [
        each
        for folder in ("config", "storage", "nlp", "intake", "reports", "bot", "cli")
        for each in (ROOT / folder).rglob("*")
    ]
    kept = [each for each in own if each.suffix in (".py", ".j2") and each != ROOT / "config" / "words.py"]
    assert [f"{path.name}: {found[0]}" for path in kept for found in by_hand.finditer(path.read_text())] == []


def test_the_grade_is_that_of_known_texts() -> None:
    """Six words of one syllable each, counted by hand; and one that nobody should write."""
    assert grade(["The cat sat on the mat."]) == round(0.39 * 6 + 11.8 * 1 - 15.59, 1)
    hard = ["Organisational responsibilities necessitate multidisciplinary communication."]
    assert grade(hard) > 20
