"""What is made of an audit on paper: report, workbook, CSV, copy, digest, export; and the proof of the record."""

import html
import json
import re
import shutil
from pathlib import Path

from sqlalchemy.orm import Session

from cli import wiring
from cli.digest import shown
from cli.report import _page as page_of
from cli.report import counted_of
from cli.tags import themes_of
from config.letters import open_letters
from intake.conversation import Talk, Talker
from intake.conversation.pages.copy import as_text, copy_of
from reports.digests import DigestLinks, digest_of, told
from reports.figures import approved, submissions_of
from storage.nouns import Submission
from storage.record import open_database
from tests.round_machine.looks import boards, rolls, tables
from tests.round_machine.looks.brought import rows_of
from tests.round_machine.looks.outputs import compare, document, reads_right
from tests.round_machine.people import KEY, OF, OF_LAST_YEAR
from tests.round_machine.truth import IS_ASKED, MARKER, Return, names, on_record, rated_by_us, returns, today
from tests.round_machine.world import World

STAYS = re.compile(  # that it is excused, what it had to do, and its sentences that were approved
    r"(?i)action|“|need your answer|(?:\A|>)\W*Excused, and not counted here: "
)
SHOWN = ("digest {}", "status {}", "themes review {}", "quotes {}", "held list")
SLOW = ("digest {} --out digest", "audit list")  # half a second each
TRAIL = re.compile(r"^Trail: .*", re.MULTILINE)
UNDRAWN = re.compile(r">None<|[:(] ?None\b|Undefined|\{\{|<bound|>nan<")


def look(world: World, migrated: Path, *, is_whole: bool = True) -> None:
    """Every paper, for the whole audit and for each partnership; then the record goes out and comes back."""
    report(world)
    for line in (*SHOWN, *(SLOW if is_whole else ())):
        _runs(world, line)
    digests(world)
    copies(world)
    _proved(world)
    _there_and_back(world, migrated)


def report(world: World) -> None:
    """Its page, its tables, and its figures."""
    _runs(world, "report {} --out report")
    page = (world.folder / "report" / "report.html").read_text()
    assert not UNDRAWN.search(page), UNDRAWN.findall(page)
    with world.record.read() as db:
        found, whole = returns(db), document(db, world, None)
    assert json.loads((world.folder / "report" / "figures.json").read_text()) == whole
    with world.record.read() as db:
        tables.look(db, world, found)
    words = re.sub(r"<[^>]+>|\s+", " ", page)
    asked = [each for each in found if not each.excused]
    rate = f"{sum(each.counts for each in asked)} of {len(asked)}"
    assert not asked or rate in words, f"the report does not say {rate}"
    unnamed = [each.name for each in asked if each.name not in html.unescape(page)]
    assert not unnamed, f"the report does not name {unnamed}"


def digests(world: World) -> None:
    """Of each partnership, in every form."""
    with world.record.read() as db:
        found = returns(db)
        for key in OF:
            _digest(db, world, key, [each for each in found if key in each.partnerships], found)


def copies(world: World) -> None:
    """Of each return, as its agency takes it home."""
    with world.record.read() as db:
        for each in returns(db):
            _copy(db, world, each)


def _runs(world: World, line: str) -> None:
    told = world.s11(*line.format(KEY).split())
    assert told.code == 0, f"{line}: {told.err}"


def _digest(db: Session, world: World, key: str, own: list[Return], found: list[Return]) -> None:
    """In words, as a page, in Slack and for the board: of its own agencies alone, and no words but those approved."""
    using = world.using
    letter = shown(db, using, key=KEY, partnership=key)
    audit, template = wiring.audit_of(db, KEY)
    made = digest_of(db, audit, template, key, themes_of(using), world.now, open_ways=wiring.ways(using)).digest
    links = DigestLinks("https://reports.example.org/", "report.xlsx", with_answers=False)
    full = told(open_letters(), template.title, made, beside=links)
    asked = [each for each in own if not each.excused]
    rate = f"{sum(each.counts for each in asked)} of {len(asked)}"
    counted = counted_of(db, using, KEY, key)
    page = page_of(using, counted)
    board = boards.words(using, counted)
    quoted = " ".join(each.words for each in approved(db, template, submissions_of(db, audit, key)))
    for words in (letter.text, full.text, full.html, re.sub(r"<[^>]+>|\s+", " ", page), board):
        assert not asked or rate in words, f"{key} is not told {rate}:\n{words}"
    for words in (letter.text, full.text):
        rolls.digest(db, words, own, counted.document, today(world.now))
    reads_right(letter.text)
    for words in (letter.text, full.text, full.html, page, board):
        for each in found:
            if each not in own:
                assert not names(words, each), f"{key} is told of {each.name}"
            elif each.excused:
                named = [line for line in words.splitlines() if names(line, each) and not STAYS.search(line)]
                assert words in (page, board) or not named, f"{key} is told of {each.name}, which is excused: {named}"
            for row in each.rows:
                if "zebra" in row.value:
                    marker = next(word for word in row.value.split() if "zebra" in word).strip(".,")
                    assert marker in quoted or f"{marker}." not in words, f"{key} reads unapproved words: {row.value}"


def _copy(db: Session, world: World, each: Return) -> None:
    submission = db.get_one(Submission, each.id)
    contact = next(iter(submission.agency.contacts), None)
    if contact is None:
        return
    template = world.desk.template_of(submission)
    here = Talker(db, template, submission, contact, Talk(), today=world.now.date()).look()
    words = " ".join(as_text(copy_of(db, here, submission, world.now)).split())
    assert bool(IS_ASKED.search(words)) == each.is_waited_for, f"{each.abbr}, {each.state}, takes home:\n{words}"
    stands = {(row.question, row.prompt): row for row in each.rows}
    for row in stands.values():
        if row.prompt == "text" and row.value and not row.is_na:
            assert " ".join(row.value.split()) in words, f"{each.abbr}: its copy lacks {row.value!r}:\n{words}"


def _proved(world: World) -> None:
    """By itself, and by the line at the end of every digest that went out."""
    sent = [each.body for each in world.messages() if each.key.startswith("digest:")]
    (world.folder / "kept.txt").write_text("\n".join(line for each in sent for line in TRAIL.findall(each)))
    proved = world.s11("verify", *(["--witness", "kept.txt"] if sent else []))
    assert proved.code == 0, proved.out + proved.err


def asked_of(found: list[Return]) -> list[tuple[object, ...]]:
    """Of each return whose it is, where it stands, and who speaks for it."""
    return [(each.abbr, each.partnerships, each.state, sorted(one.email for one in each.people)) for each in found]


def _there_and_back(world: World, migrated: Path) -> None:
    """The export into another home, and out of it again: the same; and it counts the same there."""
    there = world.folder / "there"
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(world.home / "config", there / "config")
    shutil.copy(migrated, there / "s11.db")
    first = world.s11("export", KEY)
    assert first.code == 0, first.err
    with world.record.read() as db:
        said = {each for each in on_record(db) if each not in OF_LAST_YEAR}
    lost = said - set(MARKER.findall(first.out))
    assert not lost, f"the export has lost {lost}"
    (world.folder / "export.json").write_text(first.out)
    with world.record.read() as db:
        kept, asked_here = rows_of(db), asked_of(returns(db))
    elsewhere = World.__new__(World)
    elsewhere.__dict__ |= world.__dict__ | {"home": there}
    brought = elsewhere.s11("import", "export.json")
    assert brought.code == 0, brought.err
    second = elsewhere.s11("export", KEY)
    assert second.code == 0, second.err
    assert json.loads(second.out) == json.loads(first.out)
    assert elsewhere.s11("verify").code == 0
    with open_database(f"sqlite:///{there / 's11.db'}") as record, record.read() as db:
        there_now = rows_of(db)
        compare(document(db, elsewhere, None), returns(db), rated_by_us(db))
        asked_there = asked_of(returns(db))
    assert sorted(there_now) == sorted(kept), f"other tables are brought: {sorted(there_now)}"
    assert asked_there == asked_here
    for name, rows in kept.items():
        gone, added = rows - there_now[name], there_now[name] - rows
        assert not gone and not added, f"of {name} the export loses {[*gone]}\nand brings {[*added]}"
