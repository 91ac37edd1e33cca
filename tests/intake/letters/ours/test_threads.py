"""Where the letter ends that quotes another."""

import pytest

from intake.letters.lines import Line
from intake.letters.ours.threads import without_threads

FORM = ["[1.1] Is there a lead?", "Your rating:"]


@pytest.mark.parametrize(
    "attribution",
    [
        ["On Monday 1 June 2026 at 09:14:02 BST, Anytown <audit@anytown.example.org> wrote:"],
        ["On Mon, 1 Jun 2026 at 09:14,", "Anytown <audit@anytown.example.org> wrote:"],
        ["Am 01.06.2026 um 09:14 schrieb Anytown <audit@anytown.example.org>:"],
    ],
)
def test_answers_right_above_the_line_that_quotes_are_the_letters_own(attribution: list[str]) -> None:
    """Yahoo leaves no blank above it: the last three answers of a letter were taken for a part of it."""
    own = ["6.2 Green - A guardian visits.", "8.1 Green - Checked.", "9.1 Green - Terms ask for it."]
    lines = without_threads([Line(text, 0) for text in (*own, *attribution, *FORM)], lambda text: text in FORM)
    assert [line.text for line in lines if not line.depth] == own
