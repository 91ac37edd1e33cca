"""CSV files as people save them."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.audits import FaultyTable, guarded
from intake.audits.csv_table import read_rows, table, unguarded

ANYTHING = st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n＝＋－＠"), st.characters()), max_size=12)


@given(ANYTHING)
@example("=1+1")
@example("'=1+1")
@example("''=1+1")
@example("'quoted'")
@example("\r=1")
def test_the_guard_comes_off_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(ANYTHING)
def test_no_guarded_cell_starts_a_formula(cell: str) -> None:
    """T5: = + - @ TAB CR LF and the full-width four."""
    assert not guarded(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize("cell", ["", "G", "Yes - G", "a=b", "'", "'tis", "don't", "N/A", "5.2", "été"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


@given(st.lists(st.lists(ANYTHING.filter(str.strip), min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[guarded(cell) for cell in row] for row in rows])
    try:
        data = out.getvalue().encode()
    except UnicodeEncodeError:
        return
    assert read_rows(data) == rows


READS = {
    "plain": (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "Windows line ends": (b"a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    "a byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "UTF-8": ("a\nété – €\n".encode(), [["a"], ["été – €"]]),
    "Windows-1252": ("a\nété – €\n".encode("cp1252"), [["a"], ["été – €"]]),
    "Unicode Text": ("a\tb\né\t2\n".encode("utf-16"), [["a", "b"], ["é", "2"]]),
    "Unicode Text of another machine": (b"\xfe\xff" + "a\tb\né\t2\n".encode("utf-16-be"), [["a", "b"], ["é", "2"]]),
    "semicolons": (b"a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
    "semicolons after a byte order mark": (b"\xef\xbb\xbfa;b\r\n1;2\r\n", [["a", "b"], ["1", "2"]]),
    "tabs": (b"a\tb\n1;5,0\t2\n", [["a", "b"], ["1;5,0", "2"]]),
    "commas, and semicolons in a cell": (b"a,b\n1;2;3,4\n", [["a", "b"], ["1;2;3", "4"]]),
    "semicolons in a quoted head": (b'"a;b;c","d"\n1,2\n', [["a;b;c", "d"], ["1", "2"]]),
    "commas in a quoted head": (b'"a,b,c";"d"\n1;2\n', [["a,b,c", "d"], ["1", "2"]]),
    "its mark said first": (b"sep=;\r\na;b\r\n1;2\r\n", [["a", "b"], ["1", "2"]]),
    "one column": (b"a\n1\n", [["a"], ["1"]]),
    "quotes": (b'a\n"she said ""yes"", twice"\n', [["a"], ['she said "yes", twice']]),
    "new lines in a cell": (b'a,b\n"one\ntwo",3\n', [["a", "b"], ["one\ntwo", "3"]]),
    "empty rows at the end": (b"a,b\n1,2\n,\n\n , \n", [["a", "b"], ["1", "2"]]),
    "an empty row between": (b"a\n\n1\n", [["a"], [], ["1"]]),
    "a guarded formula": (b"a\n'=1+1\n", [["a"], ["=1+1"]]),
    "the longest cell": (b"a\n" + b"x" * 1_000_000, [["a"], ["x" * 1_000_000]]),
}


@pytest.mark.parametrize(("data", "rows"), READS.values(), ids=READS.keys())
def test_reads(data: bytes, rows: list[list[str]]) -> None:
    assert read_rows(data) == rows


REFUSED = {
    "nothing": (b"", 1, "The file is empty"),
    "white space": (b" \n\n", 1, "The file is empty"),
    "a workbook": (b"PK\x03\x04\x14\x00", 1, "This is a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, "This is a workbook"),
    "half of Unicode Text": ("a,b\n1,2\n".encode("utf-16")[:-1], 1, "cannot be read"),
    "bytes of no alphabet": (b"a\n\x81\x8d\n", 1, "cannot be read"),
    "an unclosed quote": (b'a,b\n1,2\n3,"4\n5,6\n', 3, "stops being a table here"),
    "a quote in the middle": (b'a,b\n1,2\n"3"x,4\n', 3, "stops being a table here"),
    "a cell too long": (b"a\n" + b"x" * 1_000_001, 2, "stops being a table here"),
}


@pytest.mark.parametrize(("data", "row", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_is_refused(data: bytes, row: int, told: str) -> None:
    with pytest.raises(FaultyTable) as refused:
        read_rows(data)
    (fault,) = refused.value.faults
    assert fault.row == row
    assert told in fault.expected


def test_rows_by_heading_in_any_order_and_case() -> None:
    rows, faults = table([[" Name", "ABBR "], ["High School", "SCH"], [], ["", " "]], ["abbr", "name"], ["role"])
    assert faults == []
    assert [(row.number, row.cells) for row in rows] == [(2, {"name": "High School", "abbr": "SCH"})]


def test_every_fault_of_header_and_shape_at_once() -> None:
    _, faults = table([["abbr", "abbr", "colour"], ["a", "b"], ["a", "b", "c", "d"]], ["abbr", "name"], ["role"])
    assert [(fault.row, fault.column, fault.expected.split(".")[0]) for fault in faults] == [
        (1, "name", "The column name is missing"),
        (1, "abbr", "This column stands twice"),
        (1, "abbr", "This column stands twice"),
        (1, "colour", "This column is not known"),
        (2, "", "This row has 2 cells where the header has 3"),
        (3, "", "This row has 4 cells where the header has 3"),
    ]


@pytest.mark.parametrize(
    ("heading", "meant"), [("email", "contact_email"), ("partnership", "partnerships"), ("abreviation", "")]
)
def test_a_heading_that_is_not_known_is_told_with_the_one_that_was_meant(heading: str, meant: str) -> None:
    _, (fault,) = table([[heading]], [], ["partnerships", "contact_name", "contact_email"])
    asked = f"Did you mean {meant}?" if meant else "Known: partnerships, contact_name, contact_email."
    assert fault.expected == f"This column is not known. {asked}"


def test_a_fault_says_row_column_value_and_what_was_expected() -> None:
    with pytest.raises(FaultyTable) as refused:
        read_rows(b"")
    assert str(refused.value) == "Row 1: The file is empty. Save the table with its header row."
