"""The small language of patterns reads as a manager would expect."""

import pytest

from nlp.themes.language import language
from nlp.themes.patterns import Matcher, UnreadablePattern, read_exclusion, read_pattern

LISTS = {"child": ["child", "young person"]}


def holds(pattern: str, text: str) -> bool:
    matcher = Matcher([(0, read_pattern(pattern, LISTS))])
    words = [matcher.symbols(token.lower_, token.norm_) for token in language().make_doc(text)]
    return any(matcher.matches(words))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("escalation policy", "Our ESCALATION policies are new."),
        ("raise concern", "Concerns were raised; we are raising concerns."),
        ("challenge .. decision", "They challenged the social worker's decision."),
        ("multi-agency team", "a multi agency team"),
        ("multi-agency team", "a multi-agency team"),
        ("(take up|raise) .. line", "It was taken up the line."),
        ("designated officer .. (council|local authority)", "the designated officer at the local authority"),
        ("safeguard*", "safeguarded"),
        ("=missing child", "missing children"),
        ("voice of the? child", "voice of child"),
        ("$child 's? voice", "the young person's voice"),
        ("$child 's? voice", "child voice"),
        ("hear $child|parent", "we hear parents"),
    ],
)
def test_it_matches(pattern: str, text: str) -> None:
    assert holds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("challenge .. decision", "The challenge was that nobody took any decision."),
        ("=missing child", "we miss children"),
        ("safeguard*", "a safe guard"),
        ("escalation policy", "policy on escalation"),
    ],
)
def test_it_does_not_match(pattern: str, text: str) -> None:
    assert not holds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(one|two", "A bracket is not closed."),
        ("one)", "A bracket is closed that was never opened."),
        (".. one", "It must begin with a word that cannot be left out."),
        ("one? two", "It must begin with a word that cannot be left out."),
        ("$pets", "There is no list $pets."),
        ("one (|two)", "Something is missing beside a bar or a bracket."),
        (" ".join(["(a b|c d)"] * 20), "It stands for too many combinations. Write it as two patterns."),
    ],
)
def test_what_cannot_be_read_is_said(pattern: str, why: str) -> None:
    with pytest.raises(UnreadablePattern, match=f"^{why.replace('$', '.').replace('(', '.')}"):
        read_pattern(pattern, LISTS)


def test_where_the_rarest_word_stands_changes_nothing_of_what_is_found() -> None:
    """A pattern is looked for at its rarest word, wherever that stands, and given from its first word on."""
    sources = ["raise concern", "concern", "concern .. raise", "(not|never) .. (hear|ask) ... $child", "saf*"]
    numbered = [(number, read_pattern(source, LISTS)) for number, source in enumerate(sources)]
    text = (
        "The concern was not raised: nobody raised concerns, they never safely asked or heard a young person or child."
    )
    found = []
    for common in (
        [],
        ["the", "child", "person", "rais", "concern"],
        ["concern", "rais", "hear", "ask", "never", "not"],
    ):
        matcher = Matcher(numbered, common)
        words = [matcher.symbols(token.lower_, token.norm_) for token in language().make_doc(text)]
        found.append(set(matcher.matches(words)))
    assert found[0] == found[1] == found[2]
    assert {match.name for match in found[0]} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("text", "is_beside"),
    [
        ("Night supervision is short.", True),
        ("The night's supervision is short.", True),
        ("Volunteers on night shifts do not get supervision.", False),
        ("At night we have no supervision.", False),
    ],
)
def test_an_exclusion_stands_right_beside_and_never_across_a_gap(text: str, is_beside: bool) -> None:
    matcher = Matcher([(0, read_exclusion("night .. supervision", LISTS))])
    words = [matcher.symbols(token.lower_, token.norm_) for token in language().make_doc(text)]
    assert any(matcher.matches(words)) is is_beside
