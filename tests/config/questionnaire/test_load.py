"""Audit files with faults, and what their writer is told. A file under faulty/ begins with the faults it has, one a
line: "# LINE: what is wrong and what to write instead". Adding one needs no Python."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.questionnaire import SHIPPED, Faulty, load_folder, load_template
from config.questionnaire.load import LARGEST, MOST_FAULTS
from config.questionnaire.shape import AuditTable, QuestionTable, RatingTable

FAULTY = sorted((Path(__file__).parent / "faulty").glob("*.toml"))
GOOD = (SHIPPED / "hillingdon-2023.toml").read_bytes()
NEVER_SAID = {"please", "sorry", "valid", "invalid", "forbidden", "illegal", "oops", "traceback"}


def faults_of(source: bytes, file: str = "audit.toml") -> list[str]:
    try:
        load_template(source, file)
    except Faulty as faulty:
        return [f"{fault.line}: {fault.what} {fault.write}" for fault in faulty.faults]
    return []


def told_in_plain_words(fault: str) -> bool:
    """One line, ends as a sentence does, and none of the words that blame the reader."""
    return (
        fault.endswith((".", "?")) and fault.isprintable() and not NEVER_SAID & set(re.findall(r"\w+", fault.lower()))
    )


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_a_faulty_file_is_answered_with_every_fault_and_its_line(path: Path) -> None:
    source = path.read_bytes()
    expected = re.findall(r"^# (\d+: .+)$", source.decode("utf-8", "replace"), re.MULTILINE)
    assert faults_of(source) == expected
    assert expected
    assert all(told_in_plain_words(fault) for fault in expected)


def test_there_are_faulty_files() -> None:
    assert len(FAULTY) >= 14


def test_a_fault_is_written_as_editors_read_it() -> None:
    with pytest.raises(Faulty) as raised:
        load_template(b'key = "a"\nkey = "b"\n', "audits/ours.toml")
    assert str(raised.value) == "audits/ours.toml:2: This key or table is written twice. Keep one of the two."


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    plain = load_template(GOOD, "audit.toml")
    assert load_template(b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"), "audit.toml") == plain


def test_the_exact_bytes_are_kept_with_the_template() -> None:
    assert load_template(GOOD, "audit.toml").source == GOOD


def test_a_file_with_thousands_of_faults_names_the_first_hundred() -> None:
    told = faults_of(GOOD + b"[[standard]]\nfoo = 1\n" * 1000)
    assert len(told) == MOST_FAULTS + 1
    assert told[-1].endswith("There are 3900 more faults. Mend these first, then look again.")


def folder_with(folder: Path, **audits: bytes) -> Path:
    folder.mkdir()
    for name, source in audits.items():
        (folder / f"{name}.toml").write_bytes(source)
    return folder


def test_a_deployments_own_audit_replaces_the_shipped_one(tmp_path: Path) -> None:
    ours = folder_with(tmp_path / "audits", ours=GOOD.replace(b"Hillingdon section 11", b"Our own section 11"))
    templates = load_folder(SHIPPED, ours)
    assert templates["hillingdon-2023"].title == "Our own section 11 audit 2023"
    assert templates.keys() == load_folder(SHIPPED).keys()


def test_two_files_of_one_folder_may_not_share_a_key(tmp_path: Path) -> None:
    ours = folder_with(tmp_path / "audits", a=GOOD, b=b"# a copy\n" + GOOD)
    with pytest.raises(Faulty, match=r"hillingdon-2023 is taken by a\.toml\. Give each audit its own key") as raised:
        load_folder(ours)
    line = raised.value.faults[0].line
    assert (ours / "b.toml").read_text().splitlines()[line - 1] == 'key = "hillingdon-2023"'


HOSTILE = {
    "ten megabytes": b'title = "' + b"x" * 10_000_000 + b'"',
    "lists 20,000 deep": b"a = " + b"[" * 20_000 + b"]" * 20_000,
    "lists never closed": b"a = " + b"[" * 250_000,
    "inline tables 20,000 deep": b"a = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000,
    "a table 100,000 deep": b"[" + b".".join([b"a"] * 100_000) + b"]\nb = 1\n",
    "an item 100,000 deep": b"[[" + b".".join([b"a"] * 100_000) + b"]]\n",
    "a dotted key 120,000 long": b".".join([b"a"] * 120_000) + b" = 1",
    "a dotted key inside a list": b"a = [{" + b".".join([b"a"] * 100_000) + b" = 1}]",
    "many tables 1,000 deep": b"".join(b"[" + b".".join([b"a"] * 1_000) + b".b%d]\n" % n for n in range(120)),
    "quotes": b'"' * 250_000,
    "escaped quotes": b'"""' + b'\\"""' * 60_000,
    "spaces": b" " * 250_000 + b"=",
    "words": b"a " * 125_000,
    "a heading never closed": b"[" + b" a" * 125_000,
    "20,000 keys": b"".join(b"k%d = 1\n" % n for n in range(20_000)),
    "40,000 items": b"[[a]]\n" * 40_000,
    "12,000 standards": b"[[standard]]\nfoo = 1\n" * 12_000,
    "a number of 250,000 digits": b"meets_at = " + b"9" * 250_000,
    "a hexadecimal number of 250,000 digits": b"meets_at = 0x" + b"f" * 250_000,
    "NUL": b"\0" * 250_000,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "nothing but a byte order mark": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_words(source: bytes) -> None:
    told = faults_of(source)
    assert told
    assert len(source) < LARGEST or "KB is the most that is read" in told[0]
    assert all(told_in_plain_words(fault) for fault in told)
    assert all(len(fault) < 400 for fault in told)


def test_the_longest_file_that_is_read() -> None:
    assert faults_of(GOOD + b"#" * (LARGEST - len(GOOD))) == []
    assert faults_of(GOOD + b"#" * (LARGEST - len(GOOD) + 1)) != []


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good file with some bytes cut out and others put in."""
    source = GOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(source)))
        cut = draw(st.integers(0, 60))
        put = draw(
            st.one_of(st.binary(max_size=20), st.sampled_from([b"[", b"]]", b'"', b'"""', b"\n", b"= 1\n", b"."]))
        )
        source = source[:start] + put + source[start + cut :]
    return source


@settings(deadline=None, max_examples=150)
@given(mutated() | st.binary(max_size=300))
@example(b"key = 'a'\n[scale]\n[[scale]]\n")
def test_whatever_the_bytes_they_load_or_their_faults_are_told(source: bytes) -> None:
    assert all(told_in_plain_words(fault) for fault in faults_of(source))


KEYS = st.sampled_from([*AuditTable.model_fields, *QuestionTable.model_fields, *RatingTable.model_fields, "odd"])
VALUES = st.recursive(
    st.one_of(
        st.booleans().map(lambda flag: str(flag).lower()),
        st.integers().map(str),
        st.sampled_from(['"met"', '"rating"', '"yes_no"', '"N/A"', '""', '" "', "nan", "1979-05-27", '"#00703c"']),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=5).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(KEYS, VALUES, max_size=12))
def test_whatever_the_toml_says_it_loads_or_its_faults_are_told(table: dict[str, str]) -> None:
    source = "".join(f"{key} = {value}\n" for key, value in table.items())
    tomllib.loads(source)
    told = faults_of(source.encode())
    assert all(told_in_plain_words(fault) for fault in told)
    assert all(1 <= int(fault.split(":")[0]) <= len(table) + 1 for fault in told)
