"""The tables of a report: what counts stands in the CSV and in the workbook, whose it is, and nothing else does."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import openpyxl
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Remark
from tests.round_machine.looks.outputs import MET, ratings_of
from tests.round_machine.truth import Return, deeds, rated_by_us, recommended
from tests.round_machine.world import World


def look(db: Session, world: World, found: list[Return]) -> None:
    """Of the report that was made last."""
    table = (world.folder / "report" / "report.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    _csv([each for each in rows if each["by"] == "agency"], found)
    ours = {(each["agency"], each["question"]): each["value"] for each in rows if each["by"] == "partnership"}
    judged = rated_by_us(db)
    given = {(each.abbr, ref): rating for each in found for ref, rating in judged.get(each.id, {}).items()}
    assert ours == given
    _workbook(db, world, found)


def _csv(rows: list[dict[str, str]], found: list[Return]) -> None:
    told = {(each["agency"], each["question"], each["prompt"]): each for each in rows}
    counted = {
        (each.abbr, *at): row
        for each in found
        for at, row in each.standing().items()
        if not at[1].startswith("file:") or row.value
    }
    assert sorted(told) == sorted(counted)
    for at, row in counted.items():
        assert row.value in told[at]["value"], at
        assert (at, told[at]["said_by"]) == (at, row.said_by)
        assert (at, told[at]["said_at"]) == (at, row.at.isoformat())


def _workbook(db: Session, world: World, found: list[Return]) -> None:
    book = openpyxl.load_workbook(world.folder / "report" / "report.xlsx", read_only=True)
    sheets = {each.title: [list(row) for row in each.iter_rows(values_only=True)] for each in book}
    words = " ".join(str(cell) for rows in sheets.values() for row in rows for cell in row if cell is not None)
    for each in (one for one in found if one.counts):
        for row in each.standing().values():
            if row.prompt == "text" and not row.sets_aside:
                assert row.value in words, f"{each.abbr} {row.question} is not in the workbook: {row.value}"
    for said in _of(sheets["Returns"]):
        about = next(one for one in found if one.abbr == said["agency"])
        given = ratings_of(about) if about.counts else {}
        met = list(given.values()).count(MET) if about.counts else None
        assert (about.abbr, said["met"]) == (about.abbr, met)
    listed = [each["agency"] for each in _of(sheets["Returns"])]
    assert sorted(listed) == sorted(each.abbr for each in found if not each.excused or each.abbr in listed)
    open_ = {(each["agency"], each["question"]) for each in _of(sheets["Outstanding"])}
    for each in found:
        if not (each.excused or each.counts):
            assert {ref for abbr, ref in open_ if abbr == each.abbr} == set(each.open_refs), each.abbr
    assert not {abbr for abbr, _ in open_} & {each.abbr for each in found if each.excused}
    ids = [each.id for each in found]
    kept = db.scalars(sa.select(Remark).where(Remark.submission_id.in_(ids)))
    assert len(_all(sheets, "Kept, not counted")) == len(list(kept))
    assert len(_all(sheets, "Recommendations")) == len(recommended(db))
    of = {each.id: each.abbr for each in found}
    done = Counter(of.get(each.submission or 0, "") for each in deeds(db))
    assert Counter(str(each["agency"] or "") for each in _all(sheets, "Actions")) == done


def _all(sheets: dict[str, list[list[Any]]], name: str) -> list[dict[str, Any]]:
    return list(_of(sheets[name])) if name in sheets else []


def _of(rows: list[list[Any]]) -> Iterator[dict[str, Any]]:
    """Each row of a sheet by the heads of its columns."""
    heads = rows[0] if rows else []
    return (dict(zip_longest(heads, row)) for row in rows[1:] if any(cell is not None for cell in row))
