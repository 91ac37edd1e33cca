"""Every figure against a count by hand: counted/*.toml holds whole audits, the small ones stand here."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.questionnaire import SHIPPED, Template, load_template
from intake.audits.answers_csv import read_filled
from intake.returns import Cell, Cells, Status, cells
from reports.figures import Figures, Return, Standing, Tally, ends, extremes, figures
from reports.figures.tally import share
from tests.conftest import AUDITS, audit_file

HERE = Path(__file__).parent
SMALL = audit_file(AUDITS / "small.toml")
REAL = HERE.parents[1] / "intake" / "audits" / "matrices" / "city-hackney-2009.csv"


class Said(NamedTuple):
    """An answer as the record keeps it, as far as counting needs."""

    id: int
    by: str
    question: str
    prompt: str
    value: str
    not_applicable: bool
    said_at: datetime = datetime(2026, 3, 2, tzinfo=UTC)


def counted(name: str) -> tuple[Figures, Mapping[str, Any]]:
    """The figures of a table in counted/, and what was counted by hand."""
    wanted = tomllib.loads((HERE / "counted" / f"{name}.toml").read_text(encoding="utf-8"))
    template = audit_file(SHIPPED / f"{wanted['audit']}.toml")
    table = HERE / "counted" / f"{name}.csv"
    data = (table if table.exists() else REAL).read_bytes()
    filled = read_filled(data, template, dict.fromkeys(wanted["status"], "council"))
    said: dict[str, list[Said]] = {abbr: [] for abbr in wanted["status"]}
    for number, each in enumerate(filled):
        said[each.agency].append(Said(number, each.by, *each.given))
    returns = [
        Return(abbr, abbr, "council", status, cells(template, said[abbr])) for abbr, status in wanted["status"].items()
    ]
    return figures(template, returns), wanted


def of(part: int, whole: int) -> str:
    return f"{part}/{whole}"


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "counted").glob("*.toml")))
def test_an_audit_counted_by_hand(name: str) -> None:
    found, wanted = counted(name)
    assert of(len(found.submitted), len(found.invited)) == wanted["response"]
    assert dict(+found.total.states) == wanted["states"]
    assert dict(found.total.ratings) == wanted["ratings"]
    assert dict(found.total.yes_no) == wanted.get("yes_no", {})
    assert found.needs_support == wanted["needs_support"]
    assert found.meets == wanted["meets"]
    assert found.none_of_the_best == wanted["none_of_the_best"]
    assert {code: found.all_reached(code) for code in wanted["all_reached"]} == wanted["all_reached"]
    for ref, counts in wanted.get("by_standard", {}).items():
        assert of(found.by_standard[ref].met, found.by_standard[ref].rated) == counts
    for abbr, agency in wanted["agency"].items():
        assert of(found.by_agency[abbr].met, found.by_agency[abbr].rated) == agency["items"]
        assert of(*found.counts(abbr)) == agency["share"]
        rolled = {ref: ratings[abbr] or "nothing" for ref, ratings in found.standards.items()}
        assert rolled == agency.get("standards", {})


def test_shares_as_city_and_hackney_printed_them() -> None:
    found, _ = counted("city-hackney")
    printed = {abbr: round(100 * (found.met_share(abbr) or 0), 2) for abbr in found.by_agency}
    assert sorted(printed.values())[:5] == [18.75, 35.42, 40.91, 62.86, 68.18]
    assert [printed[abbr] for abbr in found.needs_support] == [18.75, 35.42, 40.91, 62.86]


def test_yes_is_not_always_good_news() -> None:
    """Counted in the table's rows. 5.2: ten yes, three no. 5.4 (gaps?): ten yes, so none of ten is good news.

    8.4 (difficulties?): ten yes, one no. 7.6: neither is good news.
    """
    found, _ = counted("city-hackney")
    assert found.good_news("5.2") == (10, 13)
    assert found.good_news("5.4") == (0, 10)
    assert found.good_news("8.4") == (1, 11)
    assert found.good_news("7.6") is None
    assert found.good_news("1.1") is None


def council(abbr: str, status: Status, said: Mapping[str, Cell], sector: str = "council") -> Return:
    return Return(abbr, abbr, sector, status, {(ref, "agency"): cell for ref, cell in said.items()})


# A, council: 1.1 Good; 1.2 yes, Fair; 1.3 (gaps?) no; 1.4 unsaid, fixed at Fair; 2.1, 2.3 in words; 2.4 not reported
#   asked 6 reported questions: rated 3 (2, 1, 1), 1 of 3 met, points 2+1+1 = 4 of 6; unrated 3
# B, school:  1.1 Poor; 1.2 N/A; 1.3 yes; 1.4 not sent; 2.1 unsaid; 2.2 Good; 2.3 N/A
#   asked 7: rated 2 (0, 2), 1 of 2 met, points 2 of 4; unrated 1; N/A 2; missing 1; unanswered 1
# C has begun, D is excused: neither is counted.
A = {
    "1.1": Cell(rating="2"),
    "1.2": Cell(rating="1", yes_no="yes"),
    "1.3": Cell(yes_no="no"),
    "2.1": Cell(words={"text": "They told us."}),
    "2.3": Cell(words={"staff": "12"}),
    "2.4": Cell(rating="0"),
}
B = {
    "1.1": Cell(rating="0"),
    "1.2": Cell(not_applicable=True),
    "1.3": Cell(yes_no="yes"),
    "1.4": Cell(rating="X", missing=True),
    "2.2": Cell(rating="2"),
    "2.3": Cell(not_applicable=True, words={"reason": "none"}),
}


@pytest.fixture
def found(small: Template) -> Figures:
    return figures(
        small,
        [
            council("A", "submitted", A),
            council("B", "submitted", B, "school"),
            council("C", "in_progress", {"1.1": Cell(rating="0")}),
            council("D", "excused", {"1.1": Cell(rating="0")}),
        ],
    )


def test_the_small_audit(found: Figures) -> None:
    total = found.total
    assert total.cells == 13
    assert dict(total.states) == {"rated": 5, "unrated": 4, "not_applicable": 2, "missing": 1, "unanswered": 1}
    assert dict(total.ratings) == {"2": 2, "1": 2, "0": 1}
    assert dict(total.yes_no) == {"yes": 2, "no": 1}
    assert (total.met, total.rated, total.met_share) == (2, 5, 0.4)
    assert (total.points, total.points_max) == (6, 10)


def test_each_agency(found: Figures) -> None:
    a, b = found.by_agency["A"], found.by_agency["B"]
    assert (a.met, a.rated, a.points, a.points_max, a.cells) == (1, 3, 4, 6, 6)
    assert (b.met, b.rated, b.points, b.points_max, b.cells) == (1, 2, 2, 4, 7)
    assert list(found.by_agency) == ["A", "B"]


def test_who_was_asked_and_who_answered(found: Figures) -> None:
    assert [each.abbr for each in found.invited] == ["A", "B", "C"]
    assert [each.abbr for each in found.submitted] == ["A", "B"]
    assert [each.abbr for each in found.not_submitted] == ["C"]
    assert found.response_rate == 2 / 3


def test_under_the_threshold_and_not_at_it(found: Figures) -> None:
    """A has a third and is under one half; B has one half and is not. Nobody has four fifths."""
    assert found.needs_support == ["A"]
    assert found.meets == []


def test_lowest_first_and_ties_by_name(small: Template) -> None:
    """Zero of two, a third of three twice (1.4's fixed Fair is one of them), and a half of two."""
    third = {"1.1": Cell(rating="2"), "1.2": Cell(rating="0")}
    said = {"Z": third, "Y": {"1.1": Cell(rating="0")}, "X": {"1.1": Cell(rating="2")}, "B": third}
    found = figures(small, [council(abbr, "submitted", each) for abbr, each in said.items()])
    assert found.needs_support == ["Y", "B", "Z"]


def test_exactly_the_level_meets_it(small: Template) -> None:
    """A school: four met of five, with 1.4 counted at its fixed Fair: four fifths."""
    lower = load_template(small.source.replace(b'fixed_rating = "1"', b""), "small.toml")
    said = {ref: Cell(rating="2") for ref in ("1.1", "1.2", "2.2")}
    school = council("S", "submitted", {**said, "1.4": Cell(rating="2")}, "school")
    assert figures(lower, [school]).meets == ["S"]
    half = load_template(small.source.replace(b"meets_at = 0.8", b"meets_at = 0.75"), "small.toml")
    assert figures(half, [council("S", "submitted", said, "school")]).meets == ["S"]
    assert figures(small, [council("S", "submitted", said, "school")]).meets == []


def test_a_fixed_rating_needs_no_answer_but_gives_way_to_na_and_missing(small: Template) -> None:
    def standing(cell: Cell | None) -> tuple[str, str | None]:
        found = figures(small, [council("A", "submitted", {"1.4": cell} if cell else {})])
        return found.standings["A", "1.4"].state, found.standings["A", "1.4"].rating

    assert standing(None) == ("rated", "1")
    assert standing(Cell(words={"text": "Ann Lee."})) == ("rated", "1")
    assert standing(Cell(not_applicable=True)) == ("not_applicable", None)
    assert standing(Cell(rating="X", missing=True)) == ("missing", None)


def test_what_is_not_asked_or_not_reported_is_no_cell(found: Figures) -> None:
    assert ("A", "2.2") not in found.standings
    assert ("B", "2.2") in found.standings
    assert not [ref for _, ref in found.standings if ref == "2.4"]
    assert "2.4" not in found.by_question
    assert found.by_question["2.2"].cells == 1


def test_a_standard_of_which_nothing_is_reported_is_left_out(small: Template) -> None:
    """2.4, which is not reported, in a standard of its own."""
    last = b'[[standard.question]]\nref = "2.4"'
    own = small.source.replace(last, b'[[standard]]\nref = "3"\ntitle = "Ours"\n\n' + last)
    found = figures(load_template(own, "small.toml"), [])
    assert [standard.ref for standard in found.template.standards] == ["1", "2", "3"]
    assert list(found.by_standard) == ["1", "2"]


def tally(codes: str, fixed: str = "") -> Tally:
    """The tally of ratings of the small audit's scale: 2 counts as met and gives two points, 1 one, 0 none."""
    made = Tally(SMALL.scale.by_code)
    for code in codes + fixed:
        made.add(Standing("rated", code))
    made.fixed.update(fixed)
    return made


# What is called highest and lowest of some tallies, by name.
RANKED: dict[str, tuple[dict[str, Tally], list[str], list[str]]] = {
    "by share met": ({"a": tally("220"), "b": tally("200"), "c": tally("222")}, ["c"], ["b"]),
    "level in it, parted by points": ({"a": tally("200"), "b": tally("211"), "c": tally("210")}, ["b"], ["a"]),
    "level in both, all named": ({"a": tally("222"), "b": tally("210"), "c": tally("210")}, ["a"], ["b", "c"]),
    "two ratings are too few": ({"a": tally("222"), "b": tally("221"), "c": tally("00")}, ["a"], ["b"]),
    "fixed ratings are nobody's": ({"a": tally("222"), "b": tally("221"), "c": tally("", "000")}, ["a"], ["b"]),
    "nor do they pull others down": ({"a": tally("222", "000"), "b": tally("221")}, ["a"], ["b"]),
    "nor make them enough": ({"a": tally("222"), "b": tally("221"), "c": tally("00", "00")}, ["a"], ["b"]),
    "all level": ({"a": tally("210"), "b": tally("210")}, [], []),
    "only one": ({"a": tally("210"), "b": tally("0")}, [], []),
    "nothing": ({}, [], []),
}


@pytest.mark.parametrize(("tallies", "highest", "lowest"), RANKED.values(), ids=RANKED.keys())
def test_what_is_highest_and_lowest(tallies: dict[str, Tally], highest: list[str], lowest: list[str]) -> None:
    assert extremes(tallies) == (highest, lowest)


def test_the_six_from_either_end_best_and_worst_first() -> None:
    """Nine of one 2 among 0s, then four of three 2s, and two of none: of fifteen, seven at most stand at an end."""
    tallies = {f"n{n}": tally("200") for n in range(9)} | {f"h{n}": tally("222") for n in range(4)}
    found = ends(tallies | {"l0": tally("001"), "l1": tally("000")})
    assert found.top == ["h0", "h1", "h2", "h3", "n0", "n1"]
    assert found.bottom == ["l1", "l0", "n2", "n3", "n4", "n5"]
    assert (found.top_more, found.bottom_more) == (7, 5)


def test_nothing_stands_at_both_ends() -> None:
    four = {"a": tally("222"), "b": tally("200"), "c": tally("200"), "d": tally("000")}
    assert ends(four) == (["a", "b"], ["d", "c"], 1, 1)
    assert ends({"a": tally("222"), "b": tally("222"), "c": tally("000")}) == (["a"], ["c"], 1, 0)
    assert ends({"a": tally("22")}) == ([], [], 0, 0)


def test_without_points_the_steps_of_the_scale_part_what_is_level() -> None:
    """Barnsley gives no points: nothing met, but partly, stands over nothing at all."""
    scale = audit_file(SHIPPED / "barnsley-2021.toml").scale.by_code
    said = {"a": ["met"] * 3, "b": ["not_met"] * 3, "c": ["partial"] * 3}
    tallies = {name: Tally(scale) for name in said}
    for name, codes in said.items():
        for code in codes:
            tallies[name].add(Standing("rated", code))
    assert extremes(tallies) == (["a"], ["b"])


def test_polarity(found: Figures) -> None:
    """1.2: yes is good, one of one; 1.3 (gaps?): no is good, one of two; 1.1 asks for neither."""
    assert (found.good_news("1.2"), found.good_news("1.3"), found.good_news("1.1")) == ((1, 1), (1, 2), None)


def test_most_and_lowest(found: Figures, small: Template) -> None:
    assert found.total.most == ["2", "1"]
    assert found.total.lowest == "0"
    assert tally("22", "0").lowest == "2"
    assert found.by_agency["A"].most == ["1"]
    assert found.by_agency["A"].lowest == "1"
    assert (Tally(small.scale.by_code).most, Tally(small.scale.by_code).lowest) == ([], None)


def test_none_of_the_best(small: Template) -> None:
    said = {"A": A, "B": {"1.1": Cell(rating="1")}, "C": {"1.4": Cell(not_applicable=True)}}
    assert figures(small, [council(abbr, "submitted", each) for abbr, each in said.items()]).none_of_the_best == ["B"]


def test_standards_in_which_all_reached_a_level(found: Figures) -> None:
    """Standard 1 has a Poor; standard 2 has the one rating Good."""
    assert (found.all_reached("2"), found.all_reached("1"), found.all_reached("0")) == (["2"], ["2"], ["1", "2"])


def test_what_is_outstanding(found: Figures) -> None:
    assert found.in_state("B", "missing") == ["1.4"]
    assert found.in_state("B", "unanswered") == ["2.1"]
    assert found.in_state("B", "not_applicable") == ["1.2", "2.3"]
    assert found.in_state("A", "unrated") == ["1.3", "2.1", "2.3"]


def test_the_action_each_rating_asks(found: Figures) -> None:
    assert found.actions("A") == {"Keep it up": ["1.1"]}
    assert found.actions("B") == {"Act now": ["1.1"], "Send it": ["1.4"], "Keep it up": ["2.2"]}


def test_no_points_without_points(small: Template) -> None:
    pointless = load_template(small.source.replace(b"points = 1\n", b""), "small.toml")
    found = figures(pointless, [council("A", "submitted", A)])
    assert (found.total.points, found.total.points_max) == (None, None)


def test_no_share_of_nothing(small: Template) -> None:
    assert share(0, 0) is None
    assert share(0, 4) == 0
    empty = figures(small, [])
    assert (empty.response_rate, empty.total.met_share, empty.total.points) == (None, None, 0)
    aside = {ref: Cell(not_applicable=True) for ref in ("1.1", "1.2", "1.3", "1.4", "2.1", "2.3")}
    nothing = figures(small, [council("A", "submitted", aside)])
    assert nothing.met_share("A") is None
    assert (nothing.needs_support, nothing.meets, nothing.none_of_the_best) == ([], [], [])
    assert figures(small, [council("A", "excused", A)]).response_rate is None


def test_a_question_of_words_does_not_keep_a_standard_from_being_met(small: Template) -> None:
    """Standard 2 of a school: 2.1 and 2.3 ask for no rating; 2.2 is met. Of a council, nothing in it is rated."""
    rolling = load_template(
        small.source.replace(b'year = "2026"', b'year = "2026"\nroll_up = "standards"'), "small.toml"
    )
    said = {**A, "2.2": Cell(rating="2")}
    found = figures(rolling, [council("S", "submitted", said, "school"), council("A", "submitted", A)])
    assert found.standards == {"1": {"S": "1", "A": "1"}, "2": {"S": "2"}}
    assert (found.counts("S"), found.counts("A")) == ((1, 2), (0, 1))


# What a standard of two items comes to: Met or not as the file says where nothing is met.
DECIDED = {
    "all met": ("met met", "met", "met"),
    "some met": ("met not_met", "partial", "partial"),
    "all partly": ("partial partial", "partial", "not_met"),
    "some partly": ("partial not_met", "partial", "not_met"),
    "one partly, one left out": ("partial -", "partial", "not_met"),
    "all not met": ("not_met not_met", "not_met", "not_met"),
    "one not met, one left out": ("not_met -", "not_met", "not_met"),
    "one partly, one N/A": ("partial N/A", "partial", "not_met"),
    "all N/A": ("N/A N/A", "N/A", "N/A"),
    "nothing rated": ("- -", None, None),
}


@pytest.mark.parametrize(("items", "middle", "worst"), DECIDED.values(), ids=DECIDED.keys())
def test_a_standard_of_which_nothing_is_met_is_what_the_audit_says(
    items: str, middle: str | None, worst: str | None
) -> None:
    """A file without the key means the worst: a round opened with it keeps its figures."""
    source = (SHIPPED / "hillingdon-2023.toml").read_bytes()
    said = b'none_met = "middle"\n'
    cells = {"-": Cell(), "N/A": Cell(not_applicable=True)}
    answers = {
        ref: cells.get(each, Cell(rating=each))
        for ref, each in zip(("1.1", "1.2", "1.3"), [*items.split(), "N/A"], strict=True)
    }
    for written, decided in ((said, middle), (said.replace(b"middle", b"worst"), worst), (b"", worst)):
        template = load_template(source.replace(said, written), "hillingdon-2023.toml")
        assert figures(template, [council("A", "submitted", answers)]).standards["1"]["A"] == decided


# Whose rating counts, where the partnership rates: its own where it spoke, else nobody's.
CHOSEN: dict[str, tuple[Cells, str, str | None, str | None]] = {
    "only the agency spoke": ({("5.2", "agency"): Cell(rating="G", yes_no="yes")}, "unrated", None, "yes"),
    "the partnership rated": (
        {("5.2", "agency"): Cell(yes_no="no", words={"text": "…"}), ("5.2", "partnership"): Cell(rating="S")},
        "rated",
        "S",
        "no",
    ),
    "both said yes or no": (
        {("5.2", "agency"): Cell(yes_no="no"), ("5.2", "partnership"): Cell(rating="S", yes_no="yes")},
        "rated",
        "S",
        "yes",
    ),
    "the agency is not concerned": ({("5.2", "agency"): Cell(not_applicable=True)}, "not_applicable", None, None),
    "and the partnership thinks it is": (
        {("5.2", "agency"): Cell(not_applicable=True), ("5.2", "partnership"): Cell(rating="IN")},
        "rated",
        "IN",
        None,
    ),
    "the partnership misses it": (
        {("5.2", "agency"): Cell(yes_no="yes"), ("5.2", "partnership"): Cell(rating="IM", missing=True)},
        "missing",
        None,
        None,
    ),
    "nobody spoke": ({}, "unanswered", None, None),
}


@pytest.mark.parametrize(("said", "state", "rating", "yes_no"), CHOSEN.values(), ids=CHOSEN.keys())
def test_whose_word_counts(
    city_hackney: Template, said: Cells, state: str, rating: str | None, yes_no: str | None
) -> None:
    found = figures(city_hackney, [Return("ASC", "ASC", "council", "submitted", said)])
    assert tuple(found.standings["ASC", "5.2"]) == (state, rating, yes_no)


ASIDE = st.sampled_from([Cell(not_applicable=True), Cell(rating="X", missing=True)])
CELL = st.one_of(
    ASIDE,
    st.builds(
        Cell,
        rating=st.sampled_from([None, "2", "1", "0"]),
        yes_no=st.sampled_from([None, "yes", "no"]),
        words=st.sampled_from([{}, {"text": "Some."}]),
    ),
)
REFS = [question.ref for question in SMALL.questions]
RETURNS = st.lists(
    st.tuples(
        st.sampled_from(["council", "school"]),
        st.sampled_from(["not_started", "in_progress", "submitted", "submitted", "excused"]),
        st.dictionaries(st.sampled_from(REFS), CELL),
    ),
    max_size=5,
)


@given(RETURNS)
def test_every_cell_is_counted_once(returns: list[tuple[str, Status, dict[str, Cell]]]) -> None:
    """Rated, unrated, N/A, missing and unanswered come to 6 cells a council and 7 a school, however it is split."""
    found = figures(SMALL, [council(f"A{n}", status, said, sector) for n, (sector, status, said) in enumerate(returns)])
    every = sum(7 if sector == "school" else 6 for sector, status, _ in returns if status == "submitted")
    total = found.total
    parts = [total.states[state] for state in ("rated", "unrated", "not_applicable", "missing", "unanswered")]
    assert sum(parts) == total.cells == every
    for split in (found.by_agency, found.by_standard, found.by_question):
        assert sum(tally.cells for tally in split.values()) == every
        assert sum(tally.rated for tally in split.values()) == total.rated == total.ratings.total()
        assert sum(tally.met for tally in split.values()) == total.met <= total.rated
        assert sum(tally.yes_no.total() for tally in split.values()) == total.yes_no.total()
    assert "X" not in total.ratings
    assert not set(found.needs_support) & set(found.meets)
