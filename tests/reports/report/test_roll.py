"""`s11 status` as a manager forwards it."""

from datetime import date
from typing import Any

import pytest

from reports.report import roll
from reports.report.roll import state_words

JO = {"name": "Jo Bloggs", "email": "jo@surgery.example", "state": "ok", "asked": True}
HEARD, NUDGE = "2030-03-04T10:00:00+00:00", "2030-03-12T09:30:00+00:00"


def agency(abbr: str, name: str, status: str = "not_started", **facts: Any) -> dict[str, Any]:
    plain = {"agency": abbr, "name": name, "status": status, "answered": 0, "of": 29, "last_heard": None}
    plain |= {"next_nudge": None, "extended_to": None, "paused_until": None, "contacts": [JO]}
    return plain | facts


FOUND = [
    agency("CSC", "Children's Social Care", "submitted", answered=29, last_heard=HEARD),
    agency("GP1", "Example Surgery", "in_progress", answered=7, last_heard=HEARD, next_nudge=NUDGE),
    agency("VOL", "Play for All", "excused"),
    agency("YOT", "Example Youth Justice Team", next_nudge="2030-03-31T23:30:00+00:00"),
    agency("FIRE", "Fire and Rescue Service of Anytown, Nexttown and the Western Isles", contacts=[]),
]
SHOWN = """\
Section 11 self-assessment
section-11: due on Sunday 31 March 2030, 23:59.
1 of 4 sent, a response rate of 25%. 1 excused.

Agency                          State        Answered  Last heard  Next reminder
Example Youth Justice Team      not started  0 of 29   -           1 Apr 2030
 (YOT)
Fire and Rescue Service of      not started  0 of 29   -           -
 Anytown, Nexttown and the
 Western Isles (FIRE)
  nobody to ask: s11 contact set FIRE names somebody
Example Surgery (GP1)           in progress  7 of 29   4 Mar 2030  12 Mar 2030
Children's Social Care (CSC)    submitted    29 of 29  4 Mar 2030  -
Play for All (VOL)              excused      0 of 29   -           -
"""


def shown(*found: dict[str, Any], **facts: Any) -> list[str]:
    return roll("Section 11 self-assessment", "section-11", date(2030, 3, 31), found, **facts).splitlines()


def test_it_can_be_forwarded_as_it_is() -> None:
    assert shown(*FOUND) == SHOWN.splitlines()


def test_it_fits_eighty_columns_where_names_allow() -> None:
    assert max(map(len, shown(*FOUND))) <= 80
    states = [each | {"state": "answered_unsigned", "last_heard": HEARD, "next_nudge": NUDGE} for each in FOUND]
    assert max(map(len, shown(*states))) <= 80


def test_the_longest_silent_comes_first() -> None:
    later = agency("A", "Alpha", "in_progress", last_heard="2030-03-05T10:00:00+00:00")
    sooner = agency("B", "Beta", "in_progress", last_heard="2030-03-04T10:00:00+00:00")
    assert [line.split()[0] for line in shown(later, sooner)[5:]] == ["Beta", "Alpha"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"extended_to": "2030-04-16"}, "  has until Tuesday 16 April 2030"),
        ({"paused_until": "2030-03-16"}, "  no reminder before Saturday 16 March 2030"),
        ({"contacts": [JO | {"state": "bounced"}]}, "  Jo Bloggs <jo@surgery.example>: marked as not reached"),
        (
            {"contacts": [JO, JO | {"state": "away_until 2030-03-09"}]},
            "  Jo Bloggs <jo@surgery.example>: away until Saturday 9 March 2030",
        ),
    ],
    ids=["more time", "paused", "bounced", "away"],
)
def test_what_stands_in_the_way_stands_below(facts: dict[str, Any], told: str) -> None:
    assert shown(agency("GP1", "Surgery", **facts))[6:] == [told]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "due on Sunday 31 March 2030, 23:59."),
        ({"is_over": True}, "open; the last day was Sunday 31 March 2030."),
        ({"is_over": True, "is_closed": True}, "closed; it was due on Sunday 31 March 2030."),
    ],
    ids=["before", "after its last day", "closed"],
)
def test_the_head_says_by_when(facts: dict[str, Any], told: str) -> None:
    assert shown(agency("GP1", "Surgery"), **facts)[1] == f"section-11: {told}"


def test_everybody_excused_has_no_rate() -> None:
    assert shown(agency("GP1", "Surgery", "excused"))[2] == "0 of 0 sent. 1 excused."


def test_a_finer_state_is_shown_in_its_words() -> None:
    assert state_words(agency("GP1", "Surgery", "submitted", state="points_to_mend")) == "points to mend"
