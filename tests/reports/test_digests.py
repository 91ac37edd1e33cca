"""The digest against counts by hand, and against what people may write."""

from dataclasses import replace
from datetime import date

import html5lib
import pytest

from config.audit import Template
from config.letters import open_letters
from reports.digests import Digest, Facts, Mentioned, Since, Waiting, digest, few
from reports.summary import figures
from reports.telling import told
from tests.reports.made import HOSTILE, small_audit
from tests.reports.test_summary import counted

ON = date(2026, 6, 2)
FACTS = Facts(due=date(2026, 6, 30), witness="737 entries, ab12")


def section(found: Digest, title: str) -> tuple[str, ...]:
    return next((each.lines for each in found.sections if each.title == title), ())


def test_the_digest_of_city_and_hackney_is_its_published_figures() -> None:
    now, _ = counted("city-hackney")
    made = digest("city-hackney-2009", None, ON, now, None, FACTS)
    assert section(made, "Who has answered") == (
        "13 of 13 (100%) agencies have sent their return.",
        "It closes on Tuesday 30 June 2026 at 23:59, in 28 days.",
    )
    assert section(made, "Ratings") == (
        "G Good: 407 of 589 (69%).",
        "S Satisfactory: 114 of 589 (19%).",
        "IA Inadequate - Actions taken: 63 of 589 (11%).",
        "IN Inadequate - No action taken: 5 of 589 (1%).",
        "Without a rating: 37 missing.",
    )
    assert section(made, "Who needs support")[0].startswith("Fewer than 65% met: ASC (")


def test_what_moved_since_the_last_digest_is_told() -> None:
    now, _ = counted("city-hackney")
    fewer = [each._replace(status="in_progress") if each.abbr == "ASC" else each for each in now.invited]
    then = figures(now.template, fewer)
    facts = replace(
        FACTS, since=Since(date(2026, 5, 26), changed=["HH"], late=["ASC"], files=2, files_from=["ASC", "HH"])
    )
    made = digest("k", "The East", ON, now, then, facts)
    assert (
        section(made, "Who has answered")[0]
        == "13 of 13 (100%) agencies have sent their return, 1 more than on 26 May."
    )
    assert section(made, "Ratings")[0] == "G Good: 407 of 589 (69%), +9 since 26 May."
    assert section(made, "New since the last digest") == (
        "Returns in: ASC.",
        "Late: ASC.",
        "Changed after they were sent: HH.",
        "2 files of evidence from ASC and HH.",
    )


def test_who_has_not_answered_is_named_with_how_far_they_are(small: Template) -> None:
    made = digest("small", None, ON, small_audit(small), None, FACTS)
    assert section(made, "Who has answered")[::2] == (
        "2 of 3 (67%) agencies have sent their return.",
        "Not yet: C (1 of 6 answered).",
    )


def test_themes_have_their_n_and_denominators() -> None:
    now, _ = counted("city-hackney")
    themes = [Mentioned("LADO", 3, 14, 5, 212, ["A", "B"]), Mentioned("Escalation", 14, 14, 20, 212, [])]
    made = digest("k", None, ON, now, None, replace(FACTS, themes=themes))
    assert section(made, "What they wrote about") == (
        "LADO: 3 of 14 agencies, 5 of 212 answers. Not mentioned by A and B.",
        "Escalation: 14 of 14 agencies, 20 of 212 answers.",
    )


def test_what_waits_for_a_person_is_said() -> None:
    now, _ = counted("city-hackney")
    made = digest("k", None, ON, now, None, replace(FACTS, waiting=Waiting(held=1, unreachable=["GP1"])))
    assert section(made, "Waiting for you") == (
        "1 letter is held for you to decide.",
        "Nobody can be reached at GP1. Call them, then name a new contact.",
    )


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (date(2026, 6, 2), "It closes today at 23:59, Tuesday 2 June 2026."),
        (date(2026, 6, 3), "It closes on Wednesday 3 June 2026 at 23:59, in 1 day."),
        (date(2026, 6, 1), "The last day was Monday 1 June 2026."),
    ],
)
def test_how_long_is_left(due: date, says: str, small: Template) -> None:
    made = digest("small", None, ON, small_audit(small), None, replace(FACTS, due=due))
    assert section(made, "Who has answered")[1] == says


def test_a_long_list_is_cut_to_one_screen() -> None:
    assert few(list("ABCDEF")) == "A, B, C, D, E and F"
    assert few(list("ABCDEFGH")) == "A, B, C, D, E and 3 more"


def test_text_and_page_say_the_same() -> None:
    now, _ = counted("city-hackney")
    letter = told(
        open_letters(), "City & Hackney", digest("k", "East", ON, now, None, FACTS), report="https://s11.example.org/r"
    )
    body = html5lib.parse(letter.html, namespaceHTMLElements=False).find("body")
    assert body is not None
    page = "".join(body.itertext())
    said = [line.removeprefix("- ") for line in letter.text.splitlines() if line]
    assert [line for line in said if " ".join(line.split()) not in " ".join(page.split())] == []
    assert letter.subject == "City & Hackney: 13 of 13 (100%) agencies have sent their return."


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_people_write_comes_alive(words: str, small: Template) -> None:
    quiet, loud = (
        told(open_letters(), said, digest("small", said, ON, small_audit(small, said), None, FACTS)).html
        for said in ("words", words)
    )
    kinds = [
        [(str(each.tag), sorted(each.attrib)) for each in html5lib.parse(page, namespaceHTMLElements=False).iter()]
        for page in (quiet, loud)
    ]
    assert kinds[0] == kinds[1]
    assert "\n" not in told(open_letters(), words, digest("s", words, ON, small_audit(small), None, FACTS)).subject
