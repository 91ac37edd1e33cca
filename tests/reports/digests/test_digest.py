"""The digest against counts by hand, and against what people may write."""

from dataclasses import replace
from datetime import date

import html5lib
import pytest

from config.letters import open_letters
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from reports.digests import DigestLinks, pieces, told
from reports.digests.digest import digest, few, for_others
from reports.digests.parts import Digest, Facts, Mentioned, Section, Since, Waiting
from reports.figures import Return, figures
from tests.reports.figures.test_summary import counted
from tests.reports.made import HOSTILE, small_audit

ON = date(2026, 6, 2)
FACTS = Facts(due=date(2026, 6, 30), witness="737 entries, ab12")


def section(found: Digest, title: str) -> tuple[str, ...]:
    return next((each.lines for each in found.sections if each.title == title), ())


def test_the_digest_of_city_and_hackney_is_its_published_figures() -> None:
    now, _ = counted("city-hackney")
    made = digest("city-hackney-2009", None, ON, now, None, FACTS)
    assert section(made, "Who has answered") == ("13 of 13 (100%) agencies have sent their return.",)
    assert section(made, "Ratings") == (
        "G Good: 407 of 589 (69%).",
        "S Satisfactory: 114 of 589 (19%).",
        "IA Inadequate - Actions taken: 63 of 589 (11%).",
        "IN Inadequate - No action taken: 5 of 589 (1%).",
        "Without a rating: 37 missing.",
    )
    assert section(made, "Who needs support")[0].startswith("Fewer than 65% met: ASC 9 of 48 (19%), ")


def test_what_moved_since_the_last_digest_is_told() -> None:
    now, _ = counted("city-hackney")
    fewer = [each._replace(status="in_progress") if each.abbr == "ASC" else each for each in now.invited]
    then = figures(now.template, fewer)
    facts = replace(FACTS, since=Since(date(2026, 5, 26), changed=["HH"], late=["ASC"], files=[("ASC", 2), ("HH", 1)]))
    made = digest("k", "The East", ON, now, then, facts)
    assert (
        section(made, "Who has answered")[0]
        == "13 of 13 (100%) agencies have sent their return, 1 more than on 26 May."
    )
    assert section(made, "Ratings")[0] == "G Good: 407 of 589 (69%), +9 since 26 May."
    assert section(made, "New since 26 May") == (
        "Returns in: ASC.",
        "Sent after their last day: ASC.",
        "Changed after they were sent: HH.",
    )
    assert section(made, "Evidence newly in") == ("3 files: ASC (2) and HH (1).",)


def test_who_has_not_answered_is_named_with_how_far_they_are(small: Template) -> None:
    made = digest("small", None, ON, small_audit(small), None, FACTS)
    assert section(made, "Who has answered")[::2] == (
        "2 of 3 (67%) agencies have sent their return.",
        "Not yet: C (1 of 6 answered).",
    )


def test_whose_signature_is_missing_and_who_mends_is_said(small: Template) -> None:
    signs = Return("CSC", "Care", "council", "in_progress", {}, state="answered_unsigned")
    mends = Return("SCH", "School", "school", "submitted", {}, state="points_to_mend")
    told = section(digest("small", None, ON, figures(small, [signs, mends]), None, FACTS), "Who has answered")
    assert told == (
        "1 of 2 (50%) agencies has sent its return.",
        "The last day is Tuesday 30 June 2026, in 28 days.",
        "Every question answered, not signed: Care.",
        "Open again for a change, counted as signed: School.",
    )


def test_themes_have_their_n_and_denominators() -> None:
    now, _ = counted("city-hackney")
    themes = [
        Mentioned("Prevent", 0, 14, 0, 212, ["A", "B"]),
        Mentioned("LADO", 3, 14, 5, 212, ["A", "B"]),
        Mentioned("Escalation", 14, 14, 20, 212, []),
    ]
    made = digest("k", None, ON, now, None, replace(FACTS, themes=themes))
    assert section(made, "What they wrote about") == (
        "Escalation: 14 of 14 agencies, 20 of 212 answers.",
        "LADO: 3 of 14 agencies, 5 of 212 answers. Not mentioned by A and B.",
        "Nobody writes about: Prevent.",
    )


CORE = [
    Mentioned("LADO", 1, 14, 1, 212, ["B"], core=True),
    Mentioned("Escalation", 0, 14, 0, 212, ["A", "B"], core=True),
]


def test_the_core_themes_are_told_even_where_nobody_mentions_them() -> None:
    """Six others are mentioned more often than LADO; nobody mentions escalation, nor Prevent, which is not core."""
    now, _ = counted("city-hackney")
    more = [Mentioned(f"Theme {number}", 9, 14, 20, 212, []) for number in range(6)]
    themes = [*CORE, Mentioned("Prevent", 0, 14, 0, 212, ["A", "B"]), *more]
    lines = section(digest("k", None, ON, now, None, replace(FACTS, themes=themes)), "What they wrote about")
    assert lines[5:] == (
        "LADO: 1 of 14 agencies, 1 of 212 answers. Not mentioned by B.",
        "Escalation: 0 of 14 agencies, 0 of 212 answers.",
        "Nobody writes about: Prevent.",
    )


def test_the_core_themes_are_named_where_nobody_has_written_yet() -> None:
    now, _ = counted("city-hackney")
    themes = [each._replace(agencies=0, of_agencies=0, answers=0, of_answers=0, not_by=[]) for each in CORE]
    assert section(digest("k", None, ON, now, None, replace(FACTS, themes=themes)), "What they wrote about") == (
        "Nobody has written in words yet, so nothing is said of LADO and Escalation.",
    )


def test_the_digest_of_a_roll_up_tells_thresholds_and_standards() -> None:
    """As counted by hand: 2 of 5 meet, VOL is under; of 22 standards that apply 16 are met, 5 partly, 1 not."""
    now, _ = counted("hillingdon")
    made = digest("hillingdon-2023", None, ON, now, None, FACTS)
    assert section(made, "Standards as they roll up")[0] == (
        "Standards of all agencies: Met 16 of 22 (73%), Partially met 5 of 22 (23%) and Not met 1 of 22 (5%)."
    )
    assert section(made, "Who needs support") == (
        "Fewer than 60% met: VOL 3 of 6 (50%).",
        "2 of 5 (40%) agencies meet the audit: 80% or more of their applicable standards met.",
        "1 of 5 (20%) agencies is under 60% of their applicable standards met.",
        "1 agency has nothing rated, so neither is said of them.",
    )


def test_the_six_lowest_questions_are_named_three_of_them_in_words() -> None:
    """Counted in the published table: 8.4 none of 5, 3.5 5 of 12, 5.3, 3.6 and 5.1 6 of 13, 5.2 7 of 13, as has 1.1."""
    now, _ = counted("city-hackney")
    made = digest("k", None, ON, now, None, FACTS)
    lines = section(made, "Questions rated lowest")
    assert [line[: line.index(" ", line.index(": ") + 2)] for line in lines[:3]] == [
        "Met by 0 of 5 (0%): 8.4",
        "Met by 5 of 12 (42%): 3.5",
        "Met by 6 of 13 (46%): 5.3",
    ]
    assert lines[3] == "After them, 3.6: 6 of 13 (46%), 5.1: 6 of 13 (46%) and 5.2: 7 of 13 (54%)."


def test_what_waits_for_a_person_is_said() -> None:
    now, _ = counted("city-hackney")
    asked = [("GP2", "more time"), ("GP3", "question"), ("GP3", "question"), ("GP4", "question"), ("GP5", "not me")]
    waiting = Waiting(held=1, unread=["GP6"], pleas=asked, unreachable=["GP1"])
    made = digest("k", None, ON, now, None, replace(FACTS, waiting=waiting))
    assert section(made, "Waiting for you") == (
        "1 letter is held for you to decide.",
        "Answers in a file could not be read: GP6. We asked for another format. Ask them too.",
        "More time is asked for by GP2. Reply to our letter about it.",
        "Somebody else should be asked at GP5. Reply to our letter about it.",
        "Words that need your answer came from GP3 and GP4. Reply to our letter about it.",
        "Nobody can be reached at GP1. Call them, then name a new contact.",
    )
    board = for_others(made, ["Ann Lee", "Bo Day"])
    assert section(board, "Waiting for the managers") == (
        "1 letter is held for the managers (Ann Lee and Bo Day) to decide.",
        "Answers in a file could not be read: GP6. It is for the managers (Ann Lee and Bo Day) to ask them.",
        "More time is asked for by GP2. It is for the managers (Ann Lee and Bo Day) to decide.",
        "Somebody else should be asked at GP5. It is for the managers (Ann Lee and Bo Day) to decide.",
        "Words that need an answer came from GP3 and GP4. It is for the managers (Ann Lee and Bo Day) to answer.",
        "Nobody can be reached at GP1. It is for the managers (Ann Lee and Bo Day) to name a new contact.",
    )
    alone = section(for_others(made, ["Ann Lee"]), "Waiting for the manager")
    assert alone[0] == "1 letter is held for Ann Lee to decide."
    assert [each.title for each in board.sections if each.title == "Waiting for you"] == []


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (date(2026, 6, 2), "Today is the last day, Tuesday 2 June 2026, until 23:59."),
        (date(2026, 6, 3), "The last day is Wednesday 3 June 2026, in 1 day."),
        (date(2026, 6, 1), "The last day was Monday 1 June 2026."),
    ],
)
def test_how_long_is_left(due: date, says: str, small: Template) -> None:
    made = digest("small", None, ON, small_audit(small), None, replace(FACTS, due=due))
    assert section(made, "Who has answered")[1] == says


def test_a_long_list_is_cut_to_one_screen() -> None:
    assert few(list("ABCDEF")) == "A, B, C, D, E and F"
    assert few(list("ABCDEFGH")) == "A, B, C, D, E and 3 more"


def test_the_first_digest_tells_all_there_was() -> None:
    now, _ = counted("city-hackney")
    made = digest("k", None, ON, now, None, replace(FACTS, since=Since(late=["HH"], files=[("ASC", 1)])))
    assert section(made, "So far") == (
        "Returns in: ASC, CSC, CoL, DAAT, ELFT and 8 more.",
        "Sent after their last day: HH.",
    )
    assert section(made, "Evidence newly in") == ("1 file: ASC (1).",)


def test_who_does_best_is_named_with_the_count_it_is_of() -> None:
    now, _ = counted("city-hackney")
    (line,) = section(digest("k", None, ON, now, None, FACTS), "Worth sharing")
    assert line == "Most often G Good: CSC 45 of 45 (100%), ELFT 43 of 45 (96%) and HUH 43 of 45 (96%)."


@pytest.mark.parametrize(
    ("beside", "heading", "end"),
    [
        (DigestLinks(), "Ratings", ""),
        (
            DigestLinks("https://s11.example.org/r", "report.xlsx"),
            "Ratings (https://s11.example.org/r#ratings)",
            "Every list in full: https://s11.example.org/r and report.xlsx",
        ),
        (
            DigestLinks(workbook="report.xlsx"),
            "Ratings (report.xlsx, sheet Summary)",
            "The figures in full are in report.xlsx, which comes with this letter. "
            "All else that agencies wrote stays with the partnership.",
        ),
        (
            DigestLinks(workbook="report.xlsx", with_answers=True),
            "Who has answered (report.xlsx, sheet Summary)",
            "Every list, and what agencies wrote, is in report.xlsx, which comes with this letter. "
            "Keep it to those who may read it.",
        ),
    ],
)
def test_text_and_page_say_the_same(beside: DigestLinks, heading: str, end: str) -> None:
    now, _ = counted("city-hackney")
    made = digest("k", "East", ON, now, None, FACTS)
    letter = told(open_letters(), "City & Hackney", made, beside=beside, ask="Ann Lee (ann@east.example.org)")
    body = html5lib.parse(letter.html, namespaceHTMLElements=False).find("body")
    assert body is not None
    page = "".join(body.itertext())
    links = [link.attrib["href"] for link in body.iter("a")]
    said = [line.removeprefix("- ") for line in letter.text.splitlines() if line]
    assert heading in said
    assert (end in said) == bool(end)
    for line in said:
        words, _, link = line.removesuffix(")").partition(" (https:")
        assert " ".join((words if link else line).split()) in " ".join(page.split())
        assert not link or f"https:{link}" in links
    weakest = "How does your agency promote staff learning and development?"
    assert letter.subject == f"City & Hackney: 13 of 13 have answered; weakest: {weakest}, 51%"


@pytest.mark.parametrize(
    ("line", "linked"),
    [
        ("13 of 13 (100%) agencies have sent their return, 1 more than on 26 May.", ["13 of 13 (100%)", "1 more"]),
        ("The last day is Tuesday 30 June 2026, in 28 days.", []),
        ("Not yet: GP1 (7 of 19 answered), YOT (not started) and 12 more.", ["7 of 19", "12 more"]),
        ("2 Good: 407 of 589 (69%), +9 since 26 May.", ["407 of 589 (69%)", "+9"]),
        ("Without a rating: 37 missing and 4 not answered.", ["37 missing", "4 not answered"]),
        ("Fewer than 65% met: ASC 9 of 48 (just under 20%).", ["9 of 48 (just under 20%)"]),
        ("3 files: ASC (2) and HH (1).", ["3 files", "2", "1"]),
        ("1 letter is held for you to decide.", ["1 letter"]),
        ("Met by 3 of 8 (38%): 1.2 Does the board of 2019 meet?", ["3 of 8 (38%)"]),
        ("LADO: 3 of 14 agencies, 5 of 212 answers. Not mentioned by HH.", ["3 of 14", "5 of 212"]),
    ],
)
def test_every_figure_links_to_its_list_and_no_day_does(line: str, linked: list[str]) -> None:
    assert [words for words, is_figure in pieces(line) if is_figure] == linked
    assert "".join(words for words, _ in pieces(line)) == line


def test_a_figure_of_the_page_leads_to_its_list() -> None:
    now, _ = counted("city-hackney")
    made = digest("k", "East", ON, now, None, FACTS)
    letter = told(open_letters(), "City & Hackney", made, beside=DigestLinks("https://s11.example.org/r"))
    links = html5lib.parse(letter.html, namespaceHTMLElements=False).iter("a")
    leads = {("".join(link.itertext()), link.attrib["href"]) for link in links}
    assert ("407 of 589 (69%)", "https://s11.example.org/r#ratings") in leads
    assert ("13 of 13 (100%)", "https://s11.example.org/r#agencies") in leads


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


def test_nobodys_name_begins_a_line_of_its_own(small: Template) -> None:
    name = "Council\nWaiting for you\n- 3 letters are held \u202eyllis"
    made = digest("small", None, ON, small_audit(small, name), None, FACTS)
    text = told(open_letters(), "A small audit", made).text
    assert "Waiting for you" not in text.splitlines()
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("anchor", "counts", "answers"),
    [
        ("silent", "", "report.xlsx, sheet Outstanding"),
        ("outstanding", "", "report.xlsx, sheet Outstanding"),
        ("evidence", "", "report.xlsx, sheet Evidence"),
        ("themes", "report.xlsx, sheet Themes", "report.xlsx, sheet Themes"),
        ("ratings", "report.xlsx, sheet Summary", "report.xlsx, sheet Summary"),
    ],
)
def test_a_heading_names_a_sheet_that_the_workbook_has(anchor: str, counts: str, answers: str) -> None:
    made = Section("A heading", anchor, ("A line.",))
    assert DigestLinks(workbook="report.xlsx").list_of(made) == counts
    assert DigestLinks(workbook="report.xlsx", with_answers=True).list_of(made) == answers


def test_the_headline_says_how_many_how_long_and_where_it_is_weakest(small: Template) -> None:
    """As counted by hand: standard 2 of the small audit has the fewest of its rated answers met."""
    now, _ = counted("city-hackney")
    assert digest("k", None, ON, now, None, FACTS).headline == (
        "13 of 13 have answered; weakest: How does your agency promote staff learning and development?, 51%"
    )
    some = small_audit(small)
    for due, closed, left in (
        (date(2026, 6, 20), False, ", 18 days left"),
        (date(2026, 6, 3), False, ", 1 day left"),
        (ON, False, ", today is the last day"),
        (date(2026, 5, 30), False, ", 3 days after the last day"),
        (date(2026, 5, 30), True, ", the audit is closed"),
    ):
        facts = replace(FACTS, due=due, is_closed=closed)
        assert digest("k", None, ON, some, None, facts).headline == f"2 of 3 have answered{left}"
    assert digest("k", None, ON, figures(small, []), None, FACTS).headline == "No agency is asked"


def test_who_is_excused_is_named_so_that_nobody_asks_where_they_are(small: Template) -> None:
    excused = Return("D", "D", "council", "excused", {})
    some = figures(small, [*small_audit(small).invited, excused])
    assert section(digest("k", None, ON, some, None, FACTS), "Who has answered")[-1] == (
        "Excused, and not counted here: D."
    )
    made = digest("k", None, ON, figures(small, [excused]), None, FACTS)
    assert made.headline == "Every agency is excused"
    assert section(made, "Who has answered") == ("No agency is asked.", "Excused, and not counted here: D.")


def test_an_agency_is_called_by_its_name_where_that_tells_it_from_the_others(small: Template) -> None:
    named = {"A": "Harbour Surgery", "B": "Harbour Surgery", "C": "(name not printed)", "D": "Hill School"}
    silent = [Return(abbr, name, "council", "not_started", {}) for abbr, name in named.items()]
    assert section(digest("k", None, ON, figures(small, silent), None, FACTS), "Who has answered")[-1] == (
        "Not yet: Harbour Surgery (A) (not started), Harbour Surgery (B) (not started), C (not started) "
        "and Hill School (not started)."
    )


def test_a_digest_wears_the_colour_of_its_partnership_and_words_stand_out_on_it() -> None:
    now, _ = counted("city-hackney")
    for colour, ink in (("#00594f", "#ffffff"), ("#ffdd00", "#0b0c0c")):
        table = PartnershipTable(key="east", name="East", colour=colour)
        made = digest("k", "East", ON, now, None, FACTS)
        page = told(open_letters(), "An audit", made, colours=(table.colour, table.ink)).html
        assert f'style="background:{colour};color:{ink};border:2px solid {colour}"><bdi>East</bdi>' in page
        assert page.count(f'bgcolor="{colour}"') == 8  # a bar for each standard of City & Hackney
