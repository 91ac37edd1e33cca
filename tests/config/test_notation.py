"""Words people use, as a row of a table writes them: each row of it with what it is and what it is not."""

import re

import pytest

from config.notation import LatePattern, UnreadableNotation, phrases

LISTS = {"month": ["march|april"]}


@pytest.mark.parametrize(
    ("written", "said", "never"),
    [
        ("maybe|perhaps", ["maybe", "perhaps"], ["may", "perhapses"]),
        ("not quite|fully", ["not quite", "not  fully"], ["not", "fully", "not quiet"]),
        ("by the? end", ["by end", "by the end"], ["by them end"]),
        ("is|as? our? target", ["target", "our target", "as target", "is our target"], ["our", "targets"]),
        ("by (the end of)? $month", ["by march", "by the end of april"], ["by may", "by the end"]),
        ("said .. so", ["said so", "said that it was so"], ["said it. so", "said a b c d e so"]),
        ("20##", ["2024"], ["20", "20245", "20ab"]),
        ("once !a|every", ["once", "once agreed"], ["once a year", "once every term"]),
    ],
)
def test_a_row_of_the_table(written: str, said: list[str], never: list[str]) -> None:
    pattern = re.compile(phrases([written], LISTS))
    assert [each for each in said if not pattern.match(each)] == []
    assert [each for each in never if pattern.match(each)] == []


@pytest.mark.parametrize("written", ["(may", "may)", "$day", "maybe?", "", "not yet | to be agreed", "maybe |perhaps"])
def test_a_row_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(UnreadableNotation):
        phrases([written], LISTS)


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    words, mark = "Met. Not met; MET", r"\bmet\b"
    late, pattern = LatePattern(mark, re.IGNORECASE), re.compile(mark, re.IGNORECASE)
    assert [each.span() for each in late.finditer(words)] == [each.span() for each in pattern.finditer(words)]
    assert (late.sub("2", words), late.split(words)) == ("2. Not 2; 2", ["", ". Not ", "; ", ""])
    assert late.compiled == pattern


def test_a_late_pattern_is_read_when_it_is_first_looked_for() -> None:
    late = LatePattern("(")
    with pytest.raises(re.error):
        late.search("Met")
