"""s11 person: an invented person is planted all over a record, then found, handed out, held and erased."""

import contextlib
import csv
import email
import email.message
import email.policy
import json
import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.evidence import open_evidence
from storage.nouns import Answer, Contact, Message, Quote, Receipt, Tag
from storage.record import open_database
from tests.cli.conftest import S11, run_in
from tests.cli.planted_person import ADDRESS, PLACES, QUOTED, WHO, plant_person

pytestmark = pytest.mark.xdist_group("person")  # one home is planted for all of them
ALSO = ("--also", ADDRESS, "--also", "Q. Vantongeren")
ERASE = ("person", "erase", WHO, *ALSO, "--because", "They asked for it.", "--by", "Mo Ray")
NOW = "2029-01-10T09:00"


@pytest.fixture(scope="session")
def planted_place(tmp_path_factory: pytest.TempPathFactory, opened_place: Path) -> Path:
    """A home whose record names them all over, and is sealed."""
    place = tmp_path_factory.mktemp("planted") / "place"
    shutil.copytree(opened_place, place)
    plant_person(place / "home")
    run_in(place / "home", "clock", "--once", now=NOW)
    return place


@pytest.fixture(scope="session")
def erased_place(tmp_path_factory: pytest.TempPathFactory, planted_place: Path) -> Path:
    """The same after their erasure."""
    place = tmp_path_factory.mktemp("erased") / "place"
    shutil.copytree(planted_place, place)
    run_in(place / "home", *ERASE, "--yes", now=NOW)
    return place


@pytest.fixture
def planted(s11: S11, tmp_path: Path, planted_place: Path) -> S11:
    shutil.copytree(planted_place, tmp_path, dirs_exist_ok=True)
    return s11


@pytest.fixture
def erased(s11: S11, tmp_path: Path, erased_place: Path) -> S11:
    shutil.copytree(erased_place, tmp_path, dirs_exist_ok=True)
    return s11


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def change(place: Path, statement: str) -> None:
    """By hand, behind the program's back."""
    with contextlib.closing(sqlite3.connect(place / "home" / "s11.db")) as connection, connection:
        connection.execute(statement)


def places(s11: S11, *words: str) -> Counter[str]:
    told = json.loads(s11("person", "find", *words, "--json").out)
    return Counter(each["where"] for each in told["mentions"])


def test_every_place_that_names_them_is_found(planted: S11) -> None:
    assert places(planted, WHO, *ALSO) == PLACES
    assert sum(PLACES.values()) == 56


def test_the_table_counts_them(planted: S11) -> None:
    told = planted("person", "find", "quilla VANTONGEREN")
    assert told.out.splitlines()[0].split() == ["where", "which", "part", "times"]
    assert "54 places" in told.out, "nobody said that Q. Vantongeren is the same, who stands in two"


def test_a_last_name_that_stands_alone_is_told_of_and_left(planted: S11) -> None:
    """It may be somebody else's. With --also it is theirs, and nothing more is left to tell."""
    told = "The last name alone may mean them too: Vantongeren stands in 2 more places."
    assert f"{told} Look: s11 person find Vantongeren\n" in planted("person", "find", WHO).err
    assert told not in planted("person", "find", WHO, *ALSO).err


def test_an_address_beside_their_name_is_told_before_and_after(planted: S11, tmp_path: Path) -> None:
    """Once they are erased no name stands beside it, so the erasure itself tells of it."""
    letter = f"From: {WHO} <qv7@home.example>\nMessage-ID: <7@home.example>\nSubject: Hello\n\nI wrote to you.\n"
    (tmp_path / "1.eml").write_text(letter)
    planted("mail", "read", "1.eml")
    told = "Letters have the name beside qv7@home.example as well. If that is theirs, add --also qv7@home.example.\n"
    assert told in planted("person", "find", WHO).err
    assert told not in planted("person", "find", WHO, "--also", "qv7@home.example").err
    assert told in planted("person", "erase", WHO, "--because", "They asked for it.", "--yes").out
    assert "letter as it came 1" in planted("person", "find", "qv7@home.example").out


def test_somebody_nobody_knows_is_named_nowhere(planted: S11) -> None:
    assert planted("person", "find", "Wilma Sandershaw").out == "Nothing here names Wilma Sandershaw.\n"
    assert planted("person", "find", "Vantongerensen").out == "Nothing here names Vantongerensen.\n"


def test_what_is_held_is_handed_out_as_files(planted: S11, tmp_path: Path) -> None:
    told = planted("person", "export", WHO, *ALSO, "--out", tmp_path / "held")
    assert told.code == 0, told.err
    words = (tmp_path / "held" / "read-me.txt").read_text()
    assert f"Our lead is {WHO}, who trains every new starter." in words
    rows = list(csv.DictReader((tmp_path / "held" / "mentions.csv").read_text("utf-8-sig").splitlines()))
    assert Counter(row["where"] for row in rows if row["where"]) >= Counter({"remark": 1, "quotation": 1})
    letters = sorted((tmp_path / "held" / "letters").glob("*.eml"))
    subjects = [
        str(email.message_from_bytes(each.read_bytes(), policy=email.policy.default)["subject"]) for each in letters
    ]
    assert sorted(subjects) == ["Letter 0: Quílla Vantongeren", "Letter 1: Quílla Vantongeren"]
    assert planted("person", "export", WHO, "--out", tmp_path / "held").code == 2, "a folder is not written over"


def test_who_said_something_is_handed_out_what_they_said(planted: S11, tmp_path: Path) -> None:
    assert planted("person", "export", "Sam Roe", "--out", tmp_path / "held").code == 0
    said = "    Sam Roe\n    We follow the policy of Q. Vantongeren's team.\n"
    told = (tmp_path / "held" / "read-me.txt").read_text()
    assert f"answer: section-11 YOT 1.1 (said_by), Tuesday 9 January 2029 at 12:01\n{said}" in told


def test_a_name_of_one_word_is_erased_only_by_who_says_so(planted: S11) -> None:
    """It may be a word of the forms, such as place."""
    told = "Quilla is one word, so not every place that has it need mean this person."
    assert told in planted("person", "find", "Quilla").err
    erasing = ("person", "erase", "Quilla", "--because", "They asked for it.", "--yes")
    refused = planted(*erasing, now=NOW)
    assert refused.code == 2
    assert refused.err == f"{told} Write a whole name or an address. --one-word erases it wherever it stands.\n"
    assert places(planted, WHO, *ALSO) == PLACES
    assert planted(*erasing, "--one-word", now=NOW).code == 0
    assert places(planted, "Quilla") == {}


def test_nothing_is_erased_without_a_word_from_whoever_asked(planted: S11) -> None:
    told = planted(*ERASE)
    assert told.code == 2
    assert "Run it again with --yes" in told.err
    assert places(planted, WHO, *ALSO) == PLACES


def test_erased_they_are_named_nowhere_and_the_record_holds(erased: S11, tmp_path: Path) -> None:
    assert places(erased, WHO, *ALSO) == {}
    told = erased("verify")
    assert (told.code, told.err) == (0, "")
    assert "Words were erased by right on Wednesday 10 January 2029 at 09:00, by Mo Ray, from " in told.out
    assert ": They asked for it." in told.out
    assert erased("evidence", "verify", "--again").code == 0


def test_no_byte_of_the_home_tells_of_them(erased: S11, tmp_path: Path) -> None:
    telling = [
        str(path)
        for path in (tmp_path / "home").rglob("*")
        if path.is_file() and b"antongeren" in path.read_bytes().replace(b"=\n", b"").lower()
    ]
    assert telling == []


def test_a_kept_letter_says_all_else_that_it_said(erased: S11, tmp_path: Path) -> None:
    store = open_evidence(str(tmp_path / "home" / "evidence"))
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        keys = db.scalars(sa.select(Receipt.raw_key).order_by(Receipt.id)).all()
    with store.open(keys[0]) as file:
        kept = read(file.read())
    assert str(kept["subject"]) == "Letter 0: [erased]"
    assert kept.get_body(("plain",)).get_content() == "Dear all,\n\n[erased] has moved — Siân knows.\n"  # type: ignore[union-attr]
    assert [each.get_filename() for each in kept.iter_attachments()] == ["[erased] — plan.docx", "chart.png"]
    assert next(each.get_content() for each in kept.iter_attachments()) == "[erased] This file named a person.\n"


def test_words_that_were_approved_are_still_those_that_are_marked(erased: S11, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        quote = db.scalars(sa.select(Quote)).one()
        words = db.get_one(Answer, quote.answer_id).value
        assert words.startswith("Our lead is [erased], who")
        assert words[quote.start : quote.end] == QUOTED
        tags = db.scalars(sa.select(Tag).where(Tag.theme == "lado")).all()
        marked = {db.get_one(Answer, tag.answer_id).value[tag.start : tag.end] for tag in tags}
    assert marked == {"LADO"}


def test_what_was_to_leave_for_them_does_not(erased: S11, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        words = Message.body.contains("trains every new starter")
        waited = db.scalars(sa.select(Message).where(words, Message.sent_at.is_(None)))
        assert [each.cancelled_at is not None for each in waited] == [True]


def test_an_erased_answer_is_no_hole_in_the_trail(erased: S11, tmp_path: Path) -> None:
    """Who changes it afterwards is found out as ever."""
    change(
        tmp_path,
        "UPDATE answers SET value = 'It is [erased], who never trains.' WHERE question = '1.2' AND prompt = 'text'",
    )
    told = erased("verify")
    assert told.code == 1
    assert "(answer recorded, GP1 1.2) no longer matches what was recorded." in told.err


def test_an_erased_remark_is_no_hole_in_the_seals(erased: S11, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE remarks SET words = 'Ask [erased] about nothing.'")
    assert "The remark of Jo Bloggs of Tuesday 9 January 2029 at 12:00 is not as it was sealed." in erased("verify").err


def test_erased_twice_by_two_names_it_holds(erased: S11) -> None:
    told = erased("person", "erase", "Jo Bloggs", "--because", "They moved on.", "--yes", now="2029-01-11T09:00")
    assert told.code == 0, told.err
    assert erased("verify").code == 0
    assert places(erased, "Jo Bloggs") == {"file in the home": 1}, "the example that init writes is the operator's own"


def test_an_export_made_afterwards_restores_and_holds(erased: S11, tmp_path: Path) -> None:
    erased("export", "section-11", "--out", tmp_path / "out.json")
    assert "antongeren" not in (tmp_path / "out.json").read_text()
    erased("init", home=tmp_path / "other")
    told = erased("import", tmp_path / "out.json", home=tmp_path / "other")
    assert told.code == 0, told.err
    assert erased("verify", home=tmp_path / "other").code == 0


def test_what_remains_is_listed_with_its_day(planted: S11, tmp_path: Path) -> None:
    planted("export", "section-11", "--out", tmp_path / "out.json", now="2029-01-10T08:00")
    told = planted(*ERASE, "--yes", now=NOW)
    assert f"export, Wednesday 10 January 2029 at 08:00: {tmp_path}/out.json" in told.out
    _, _, left_out = told.out.partition("Left out whole, with all else that stood in them:\n")
    assert re.match(r"  \[erased \w{8}\] plan\.pdf\n\S", left_out), "the one file whose words named them"
    assert "1 letter or message of ours left" in told.out
    assert "cannot be searched for words" in told.out


def test_a_legal_hold_keeps_them_until_it_is_released(planted: S11) -> None:
    assert planted("person", "hold", WHO, "--because", "A court asked for it.", "--by", "Mo Ray", now=NOW).code == 0
    told = planted(*ERASE, "--yes", now=NOW)
    assert told.code == 2
    assert told.err.startswith(f"{WHO} is under a legal hold since Wednesday 10 January 2029: A court asked for it.\n")
    assert planted("person", "release", WHO, "--by", "Mo Ray").out == f"1 hold on {WHO} released.\n"
    assert planted(*ERASE, "--yes", now=NOW).code == 0
    assert planted("verify").code == 0
    assert places(planted, WHO, *ALSO) == {}


def test_a_legal_hold_is_on_every_name_of_a_contact(planted: S11) -> None:
    planted("person", "hold", "Jo Bloggs", "--because", "A court asked for it.", now=NOW)
    told = planted("person", "erase", "jo@surgery.example", "--only", "--because", "x", "--yes", now=NOW)
    assert told.code == 2
    assert told.err.startswith("Jo Bloggs is under a legal hold since")


def test_a_hold_on_a_name_that_nobody_has_says_so(planted: S11) -> None:
    """It may be a slip, and then nothing would be held."""
    told = planted("person", "hold", "Wilma Sandershaw", "--because", "A court asked for it.", now=NOW)
    assert (told.code, told.out) == (
        0,
        "Wilma Sandershaw is held since Wednesday 10 January 2029. Nothing of them is erased.\n",
    )
    assert told.err == "No row of the record names Wilma Sandershaw yet. Look at the spelling: s11 person find.\n"


def test_a_contact_who_is_erased_has_left_and_has_no_address(planted: S11, tmp_path: Path) -> None:
    told = planted("person", "erase", "jo@surgery.example", "--because", "They moved on.", "--yes", now=NOW)
    assert "1 contact left, and no address is kept." in told.out
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        gone = db.scalars(sa.select(Contact).where(Contact.name == "[erased]")).one()
    assert (gone.email, gone.slack_user, str(gone.left_on)) == (f"erased-{gone.id}@erased.example", None, "2029-01-10")
    assert planted("verify").code == 0
    assert places(planted, "jo@surgery.example") == {"file in the home": 1}, "the example that init writes"


def test_a_record_that_does_not_hold_is_not_erased_from(planted: S11, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE calls SET words = 'changed by hand'")
    told = planted(*ERASE, "--yes", now=NOW)
    assert told.code == 2
    assert "Run s11 verify and mend that first." in told.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("erase", "Al", "--because", "x", "--yes"),
            "Al is too short to be found. Write a whole name or an address.\n",
        ),
        (
            ("erase", WHO, "--because", f"{WHO} asked.", "--yes"),
            "The reason and the name of who decided stay in the trail. Write them without this name.\n",
        ),
        (
            ("erase", WHO, "--because", f"{WHO} asked.", "--dry-run"),
            "The reason and the name of who decided stay in the trail. Write them without this name.\n",
        ),
        (("release", WHO), f"There is no legal hold on {WHO}.\n"),
    ],
)
def test_what_cannot_be_done_is_said(planted: S11, words: tuple[str, ...], told: str) -> None:
    assert planted("person", *words) == (2, "", told)
