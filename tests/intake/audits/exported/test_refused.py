"""A file that is no whole export is refused in a sentence that says where, and the record stays as it was."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from intake.audits import restore
from intake.audits.exported import json_file
from intake.ledger import Refused
from storage.nouns import Agency, Audit, Partnership
from storage.record import Database
from tests.rounds import jo

CHANGED = "The export was changed after it was written. "
TWICE = '{"audit": "small", "opens": "2030-01-07", "audit": "small"}'
DEEP = '{"audit": ' + '{"a": ' * 100_000
CUT = "This is not an export of s11: it ends too early"


def said(**values: Any) -> Callable[[dict[str, Any]], None]:
    """The council's answer says something else."""
    return lambda document: document["agencies"][0]["history"][0].update(values)


def entry(**values: Any) -> Callable[[dict[str, Any]], None]:
    """The first entry of the trail does."""
    return lambda document: document["trail"][0].update(values)


def refused(record: Database, data: bytes) -> str:
    with pytest.raises(Refused) as told, record.write.begin() as db:
        restore(db, data, jo(60))
    with record.read() as db:
        assert [db.scalar(sa.select(sa.func.count()).select_from(each)) for each in (Audit, Agency, Partnership)] == [
            0,
            0,
            0,
        ]
    return str(told.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda document: document.update(agencies=7), "This is not an export of s11: agencies is not as s11 writes"),
        (lambda document: document.update(trail={}), "This is not an export of s11: trail is not as s11 writes it."),
        (lambda document: document["trail"].append(1), "This is not an export of s11: trail."),
        (lambda document: document["agencies"].append("CSC"), "This is not an export of s11: agencies.2 is not as s11"),
        (lambda document: document["agencies"].append(document["agencies"][0]), f"{CHANGED}It says what no record"),
        (lambda document: document["trail"].append(document["trail"][0]), f"{CHANGED}It says what no record"),
        (lambda document: document["trail"].pop(), f"{CHANGED}Entry "),
        (
            lambda document: document["agencies"][0].update(invited_at=-1),
            "This is not an export of s11: agencies.0.inv",
        ),
        (
            lambda document: document["agencies"][0].update(extended_to=0),
            "This is not an export of s11: agencies.0.ext",
        ),
        (said(not_applicable="no"), "This is not an export of s11: agencies.0.history.0.not_applicable is not as s11"),
        (said(value="\ud800"), "This is not an export of s11: agencies.0.history.0.value is not as s11 writes it."),
        (said(said_at="0001-01-01T00:00:00+14:00"), "This is not an export of s11: agencies.0.history.0.said_at is"),
        (said(evidence={"../s11.db": 1}), "This is not an export of s11: agencies.0.history.0.evidence is not as"),
        (entry(number=2**40), "This is not an export of s11: trail.0 is not as s11 writes it."),
        (entry(number="1"), "This is not an export of s11: trail.0 is not as s11 writes it."),
        (entry(facts={"\ud800": 1}), "This is not an export of s11: trail.0.facts is not as s11 writes it."),
        (entry(facts={"a": "\0"}), "This is not an export of s11: trail.0.facts is not as s11 writes it."),
        (entry(facts={"a": json.loads("[" * 99 + "]" * 99)}), "This is not an export of s11: trail.0.facts is not"),
    ],
)
def test_what_no_export_says(whole: str, empty: Database, change: Callable[[Any], None], told: str) -> None:
    document = json.loads(whole)
    change(document)
    assert refused(empty, json.dumps(document).encode()).startswith(told)


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda _: DEEP.encode(), "This is not an export of s11: it has lists in lists without end (audit)."),
        (lambda _: TWICE.encode(), "This is not an export of s11: it says 'audit' twice in one place (opens)."),
        (lambda whole: whole.replace('"by": ', '"by": "agency", "by": ', 1).encode(), "This is not an export of s11: "),
        (lambda whole: whole[:-40].encode(), f"{CUT} (after trail."),
        (lambda whole: whole[: whole.index("history")].encode(), f"{CUT} (agencies)."),
        (lambda whole: whole.replace('"number": 1', '"number": NaN', 1).encode(), "This is not an export of s11: it h"),
        (lambda whole: whole.replace('"number": 1', '"number": 1' + "0" * 5000, 1).encode(), "This is not an export o"),
        (lambda whole: whole.replace('"sector"', "'sector'", 1).encode(), "This is not an export of s11: byte "),
        (lambda whole: f"{whole}{{}}".encode(), "This is not an export of s11: something follows its end."),
        (lambda whole: whole.encode("utf-16"), "This is not an export of s11: it holds bytes that are no text."),
        (lambda whole: gzip.compress(whole.encode()), "This is not an export of s11: it holds bytes that are no text."),
    ],
)
def test_what_no_json_is(whole: str, empty: Database, write: Callable[[str], bytes], told: str) -> None:
    assert refused(empty, write(whole)).startswith(told)


@pytest.mark.parametrize(
    ("flood", "told"),
    [
        ('{"audit": "' + "x" * 9_000, "This is not an export of s11: a part of it is longer than s11 writes one (audi"),
        ('{"more": [' + "[]," * 2_000, "This is not an export of s11: a part of it holds more values than s11 writes "),
        ("{" + ",".join(f'"k{number}": 1' for number in range(999)), "This is not an export of s11: the file is not "),
    ],
)
def test_what_would_fill_the_memory(empty: Database, monkeypatch: pytest.MonkeyPatch, flood: str, told: str) -> None:
    """With limits that a test can reach in a moment."""
    for name, least in (("LONGEST", 8_000), ("MOST", 1_000), ("_LONG", 2_000), ("_STEP", 1_000)):
        monkeypatch.setattr(json_file, name, least)
    assert refused(empty, flood.encode()).startswith(told)
