"""Lines of a letter that answer no question: who submits, what a manager must decide, what an older letter said."""

from dataclasses import replace

import pytest

from intake.letters.ours import drop_threads, read_signature, set_submit_aside, set_wishes_aside
from tests.intake.letters.given import known, shown, wording


def test_submit_and_a_name_submit_and_take_no_line_away() -> None:
    read = read_signature(wording("1.1: 2\nSUBMIT Jo Bloggs"), known())
    assert (read.submits, shown(read)) == ("Jo Bloggs", ["1.1: 2", "SUBMIT Jo Bloggs"])


def test_submit_in_what_is_quoted_submits_nothing() -> None:
    assert read_signature(wording("1.1: 2\n> SUBMIT Jo Bloggs"), known()).submits is None


def test_submit_on_its_own_line_answers_nothing() -> None:
    read = set_submit_aside(wording("1.1: 2\nSUBMIT\n1.2: 3"), known())
    assert (shown(read), read.aside) == (["1.1: 2", "1.2: 3"], ("SUBMIT",))


def test_more_time_is_for_a_manager_with_the_lines_that_follow_it() -> None:
    read = set_wishes_aside(wording("1.1: 2\nMORE TIME\nuntil 12 May\n[1.2] 3"), known())
    assert (shown(read), read.aside) == (["1.1: 2", "[1.2] 3"], ("MORE TIME\nuntil 12 May",))


@pytest.mark.parametrize(
    "line", ["1.2: 3", "1.2 : 3", "**1.2**: 3", "1.2 We train everybody", "1.2 - 3", "1.2: 3, since 12 May"]
)
def test_an_answer_below_more_time_stays_an_answer_though_its_code_may_be_read_as_a_day(line: str) -> None:
    read = set_wishes_aside(wording(f"MORE TIME until 12 May\n{line}"), known())
    assert (shown(read), read.aside) == ([line], ("MORE TIME until 12 May",))


@pytest.mark.parametrize("day", ["1.2", "1.2.", "1.2.2027", "1/2"])
def test_a_day_alone_below_more_time_belongs_to_it(day: str) -> None:
    read = set_wishes_aside(wording(f"1.1: 2\nMORE TIME until\n{day}"), known())
    assert (shown(read), read.aside) == (["1.1: 2"], (f"MORE TIME until\n{day}",))


def test_more_time_in_the_middle_of_a_sentence_asks_for_nothing() -> None:
    letter = "1.1: 2, and with more time it would be 1"
    assert shown(set_wishes_aside(wording(letter), known())) == [letter]


def test_what_stands_below_a_thread_header_is_quoted_one_deeper() -> None:
    letter = "1.1: 2\nFrom: Sam Roe\nSent: 2 March\nTo: Jo\nSubject: Section 11\n1.1: 3"
    assert shown(drop_threads(wording(letter), known())) == ["1.1: 2", "> (thread header)", "> 1.1: 3"]


def test_a_line_that_only_begins_like_a_header_stays() -> None:
    letter = "From: our HR team, who keep the list of checks.\n1.1: 2"
    assert shown(drop_threads(wording(letter), known())) == letter.split("\n")


OURS_BELOW = (
    "From: Anytown <audit@anytown.example.org>\nSent: 4 March 2030 09:00\nTo: Jo Bloggs\nSubject: Re: audit\n\n"
    "Answer by 29 March.\n"
)
OWN_BELOW = (
    "From: Jo Bloggs <jo@surgery.example.org>\nSent: 1 March 2030 10:11\nTo: Anytown\nSubject: Re: audit\n\n1.1: 1\n"
)


@pytest.mark.parametrize(
    ("letter", "answers"),
    [
        (f"1.2: 3\n\n{OURS_BELOW}\n{OWN_BELOW}", ["1.2: 3"]),
        (f"1.2: 3\n\n{OURS_BELOW}\n{OWN_BELOW.replace(' <jo@surgery.example.org>', '')}", ["1.2: 3"]),
        (f"Once more, as I heard nothing.\n\n{OWN_BELOW}\n{OURS_BELOW}", ["> 1.1: 1"]),
    ],
    ids=["below ours", "by name", "sent once more"],
)
def test_an_older_letter_of_the_sender_counts_where_ours_does_not_stand_above_it(
    letter: str, answers: list[str]
) -> None:
    read = drop_threads(wording(letter), replace(known(), subject="audit"))
    assert [line for line in shown(read) if ": 3" in line or ": 1" in line] == answers
