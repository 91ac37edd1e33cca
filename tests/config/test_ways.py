"""How a person is reached: by the first way that is set up and finds them, in the words of that way."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.letters import open_letters
from config.ways import EMAIL, LETTERS_ONLY, SLACK, WAYS, Way
from storage.nouns import Contact, way

CARRIER = Way("pigeon", "phone", "loft", "ring")
TODAY = date(2026, 3, 2)
CAME_BACK = datetime(2026, 3, 1, tzinfo=UTC)


def ann(slack: str | None = None, *, bounced: bool = False, left: date | None = None, shut: bool = False) -> Contact:
    made = Contact(name="Ann Lee", email="ann@csc.example", slack_user=slack, left_on=left)
    made.bounced_at = CAME_BACK if bounced else None
    made.slack_shut_at = CAME_BACK if shut else None
    return made


@pytest.mark.parametrize(
    ("slack", "ways", "reached"),
    [("U1", WAYS, SLACK), (None, WAYS, EMAIL), ("U1", LETTERS_ONLY, EMAIL), ("U1", (EMAIL, SLACK), EMAIL)],
)
def test_the_first_way_that_is_set_up_and_finds_them(slack: str | None, ways: tuple[Way, ...], reached: Way) -> None:
    assert way(ann(slack), ways) == reached


def test_a_way_that_is_shut_is_not_taken() -> None:
    assert way(ann("U1", shut=True)) == EMAIL


@pytest.mark.parametrize(
    ("contact", "ways", "is_reachable"),
    [
        (ann(), WAYS, True),
        (ann(bounced=True), WAYS, False),
        (ann("U1", bounced=True), WAYS, True),
        (ann("U1", bounced=True), LETTERS_ONLY, False),
        (ann("U1"), LETTERS_ONLY, True),
        (ann("U1", bounced=True, shut=True), WAYS, False),
        (ann("U1", shut=True), WAYS, True),
        (ann("U1", left=TODAY), WAYS, False),
        (ann(left=date(2026, 3, 3)), WAYS, True),
    ],
)
def test_whom_a_message_finds(contact: Contact, ways: tuple[Way, ...], *, is_reachable: bool) -> None:
    assert contact.is_reachable(TODAY, ways) is is_reachable


@pytest.mark.parametrize(
    ("by", "own", "said"),
    [
        (EMAIL, {}, "a letter"),
        (SLACK, {}, "where people talk"),
        (SLACK, {"note-slack": "in Slack"}, "in Slack"),
        (CARRIER, {"note-slack": "in Slack"}, "where people talk"),
    ],
)
def test_the_words_of_a_way(tmp_path: Path, by: Way, own: dict[str, str], said: str) -> None:
    for name, words in ({"note": "a letter", "note-talk": "where people talk"} | own).items():
        (tmp_path / f"{name}.j2").write_text(words)
    assert open_letters(tmp_path).render_for(by, "note") == said
