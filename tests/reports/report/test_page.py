"""The page says what was counted by hand, stands alone, and lets no name become more than words."""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from config.letters import open_letters
from config.questionnaire import SHIPPED, Template
from intake.returns import Status
from reports.figures import Figures, Return, figures, of, percent, plain
from reports.report.page import page
from tests.conftest import audit_file
from tests.reports.figures.test_summary import counted
from tests.reports.made import HOSTILE, small_audit

Shape = list[tuple[str, tuple[str, ...]]]
NOT_FOR_PEOPLE = re.compile(r"(?i:\b(please|sorry|valid|invalid|forbidden|illegal|oops)\b)|\bNone\b(?! of)|\bnan\b")


def made(found: Figures, partnership: str | None = None) -> str:
    return page(open_letters(), "small", partnership, found, as_of=date(2026, 3, 4))


def tree(html: str) -> Element:
    return html5lib.parse(html, namespaceHTMLElements=False)


def words_of(html: str) -> str:
    body = tree(html).find("body")
    assert body is not None
    for each in body.findall(".//script"):
        each.text = ""
    return " ".join(" ".join(body.itertext()).split())


def shape(html: str) -> Shape:
    return [(str(each.tag), tuple(sorted(map(str, each.attrib)))) for each in tree(html).iter()]


def test_the_small_audit_as_counted_by_hand(small: Template) -> None:
    """2 of 3 submitted; met 2 of 5; A 1 of 3 (33%) under 50%; B 1 of 2; points 4 of 6 and 2 of 4."""
    said = words_of(made(small_audit(small)))
    for words in (
        "Returns submitted 2 of 3 67%",
        "Rated answers that count as met 2 of 5 40%",
        "1 agency has not submitted a return, of 3 asked.",
        "C : in progress",
        "hold 13 answers in all, one for each agency and question. 5 are rated.",
        "4 answered without a rating, 1 missing, 2 not applicable and 1 not answered",
        "Agencies with under 50% of their rated answers met, lowest first. A : 1 of 3 (33%)",
        "more of their rated answers met: 0 of 2 (0%)",
        "Every agency with ratings has at least one 2 Good.",
        "4 of 6",
        "2 of 4",
        "good news (no): 1 of 2 (50%)",
        "good news (yes): 1 of 1 (100%)",
        "Each agency rates itself.",
        "as it stood on 4 March 2026",
    ):
        assert words in said, words


def test_the_real_audit_as_published() -> None:
    said = words_of(made(counted("city-hackney")[0]))
    for words in (
        "Returns submitted 13 of 13 100%",
        "407 of 589 (69%)",
        "114 of 589 (19%)",
        "63 of 589 (11%)",
        "5 of 589 (1%)",
        "ASC : 9 of 48 (19%) DAAT : 17 of 48 (35%) HH : 18 of 44 (41%) SC : 22 of 35 (63%)",
        "59 answered without a rating, 37 missing, 4 not applicable and 0 not answered",
        "good news (no): 0 of 10 (0%)",
    ):
        assert words in said, words


def test_a_return_that_speaks_for_a_part_only_is_named_and_its_words_stay_in_the_workbook(small: Template) -> None:
    said = "Licensing\nand housing, ask Ann Lee, ann@a.example.org"
    found = small_audit(small)
    assert "Who answers for a part only" not in words_of(made(found))
    part = figures(small, [each._replace(scope=said if each.abbr == "A" else "") for each in found.invited])
    words = words_of(made(part))
    assert (
        "Who answers for a part only These returns speak for some departments only: A . report.xlsx says which."
        in words
    )
    assert "Licensing" not in words
    assert "Ann Lee" not in words


def test_no_percentage_stands_without_its_count() -> None:
    """What is left when every "n of N (p%)", or "n of N p%" on top, is taken away is the threshold: 65%."""
    said = words_of(made(counted("city-hackney")[0]))
    left, taken = re.subn(r"\d+ of \d+ \(?(under 1|over 99|\d+)%", "", said)
    assert taken > 100
    assert set(re.findall(r"\S+%", left)) == {"65%"}


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 8, "13%"), (1, 3, "33%"), (0, 9, "0%"), (9, 9, "100%"), (1, 999, "under 1%"), (998, 999, "over 99%")],
)
def test_percentages_round_half_up_and_never_to_none_or_all(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_a_share_under_a_threshold_is_never_rounded_up_to_it() -> None:
    """127 of 196 is 64.8%, under 65%; 13 of 20 is 65% itself."""
    assert of(127, 196, level=0.65) == "127 of 196 (just under 65%)"
    assert of(13, 20, level=0.65) == "13 of 20 (65%)"
    assert of(0, 0) == "no ratings"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.parametrize(("agencies", "status"), [(0, "submitted"), (1, "submitted"), (2, "not_started")])
def test_every_audit_has_a_page_even_without_a_rating(path: Path, agencies: int, status: Status) -> None:
    printed = audit_file(path)
    template = replace(printed, questions=tuple(replace(each, text="As asked") for each in printed.questions))
    html = made(figures(template, [Return(f"A{n}", f"Agency {n}", "council", status, {}) for n in range(agencies)]))
    said = words_of(html)
    assert "0 of 0 (" not in said
    assert "no ratings" in said
    assert not NOT_FOR_PEOPLE.findall(said)


def test_a_roll_up_says_its_rule_and_its_shares() -> None:
    found, wanted = counted("hillingdon")
    said = words_of(made(found))
    assert "all met is Met, all Not met is Not met, anything else is Partially met" in said
    for abbr, agency in wanted["agency"].items():
        part, whole = map(int, agency["share"].split("/"))
        if whole and abbr in found.by_agency:
            assert of(part, whole, level=found.template.support_below) in said


def test_it_stands_alone_and_runs_only_its_own_script(small: Template) -> None:
    html = made(small_audit(small))
    root = tree(html)
    policy = next(each.get("content") for each in root.iter("meta") if each.get("http-equiv"))
    for tag in ("script", "style"):
        (only,) = root.iter(tag)
        digest = base64.b64encode(hashlib.sha256((only.text or "").encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none';")
    links = [
        str(each.get(name)) for each in root.iter() for name in ("href", "src", "srcset", "action") if each.get(name)
    ]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "url(" not in html


def test_its_ids_are_unique_and_its_links_lead_somewhere(small: Template) -> None:
    root = tree(made(small_audit(small)))
    ids = Counter(str(each.get("id")) for each in root.iter() if each.get("id"))
    assert set(ids.values()) == {1}
    assert {str(each.get("href"))[1:] for each in root.iter("a")} <= set(ids)


def test_every_table_has_a_name_and_headings(small: Template) -> None:
    for table in tree(made(small_audit(small))).iter("table"):
        assert table.find("caption") is not None
        assert {each.get("scope") for each in table.iter("th")} == {"col", "row"}


@pytest.mark.parametrize("words", HOSTILE)
def test_names_stay_words(small: Template, words: str) -> None:
    harmless, hostile = (
        made(small_audit(small, "harmless words"), "partnership"),
        made(small_audit(small, words), words),
    )
    assert shape(hostile) == shape(harmless)
    titles = [" ".join("".join(each.itertext()).split()) for each in tree(hostile).iter("h1")]
    assert titles == [" ".join(plain(words).split())]
