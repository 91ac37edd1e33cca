"""What a reply asks of a manager."""

import pytest

from intake.pleas import pleas


@pytest.mark.parametrize(
    ("words", "wishes"),
    [
        ("MORE TIME until 20 March", ["more time"]),
        ("> more time, please: our lead is on leave", ["more time"]),
        ("Hello\nCould we have an extension?", ["more time"]),
        ("NOT ME. Ask Bo Lee, bo@surgery.example.org", ["not me"]),
        ("I\u2019m not the right person, try the practice manager", ["not me"]),
        ("MORE TIME please\nNOT ME after May", ["more time", "not me"]),
        ("Staff would like more time for training.", []),
        ("It was not meant that way.", []),
        ("", []),
    ],
)
def test_wishes(words: str, wishes: list[str]) -> None:
    assert [each.wish for each in pleas([words])] == wishes
