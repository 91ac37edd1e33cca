"""Two partnerships in one installation: each with a mailbox, a sender and managers of its own, and nothing between."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from intake.notices import Stationery
from storage.nouns import Agency, Contact, Partnership
from tests.cli.conftest import S11
from tests.cli.test_mail import letters, read, reply

PARTNERSHIPS = """\
[[partnership]]
key = "avon"
name = "Avon Partnership"
[[partnership.managers]]
name = "Mo Ray"
email = "mo@avon.example"

[[partnership]]
key = "north-moor"
name = "North Moor Partnership"
[[partnership.managers]]
name = "Ada Lowe"
email = "ada@moor.example"
"""
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,avon,Jo Bloggs,jo@surgery.example,,lead
YOT,Moor Youth Justice Team,justice,north-moor,Sam Roe,sam@yot.example,,lead
"""
MANAGERS = {
    "avon": Manager(name="Mo Ray", email="mo@avon.example"),
    "north-moor": Manager(name="Ada Lowe", email="ada@moor.example"),
}
OWN = {
    "mail_from": "audit@avon.example",
    "mail_from__north_moor": "audit@moor.example",
    "imap_url__north_moor": "imaps://audit@mail.moor.example:993/INBOX",
}


@pytest.fixture
def asked(s11: S11, record: None, tmp_path: Path) -> dict[str, EmailMessage]:
    """The forms of both partnerships as they left, by whom they are to."""
    (tmp_path / "home" / "config").mkdir(parents=True, exist_ok=True)
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    (tmp_path / "agencies.csv").write_text(AGENCIES)
    opened = s11("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2027-03-31", **OWN)
    assert opened.code == 0, opened.err
    assert s11("invite", "section-11", **OWN).code == 0
    return delivered(s11, tmp_path)


def delivered(s11: S11, folder: Path) -> dict[str, EmailMessage]:
    told = s11("outbox", "deliver", "--once", **OWN)
    assert told.code == 0, told.out + told.err
    return letters(folder / "home" / "outbox")


def test_letters_leave_in_the_name_of_the_partnership_whose_return_it_is(asked: dict[str, EmailMessage]) -> None:
    said = {to: (str(each["From"]), str(each["Reply-To"]).partition("+")[0]) for to, each in asked.items()}
    assert said == {
        "jo@surgery.example": ("Avon Partnership <audit@avon.example>", "audit"),
        "sam@yot.example": ("North Moor Partnership <audit@moor.example>", "audit"),
    }
    assert str(asked["sam@yot.example"]["Reply-To"]).endswith("@moor.example")


def test_a_form_written_to_a_file_is_from_its_partnership_too(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    assert s11("invite", "section-11", "--again", "sam@yot.example", "--out", "out", **OWN).code == 0
    written = letters(tmp_path / "out")["sam@yot.example"]
    assert str(written["From"]) == str(asked["sam@yot.example"]["From"])


def test_a_manager_learns_of_a_shared_contact_what_concerns_their_own_agencies() -> None:
    tables = {each: PartnershipTable(key=each, name=each, managers=[MANAGERS[each]]) for each in MANAGERS}
    asks = {each: Partnership(key=each, name=each) for each in MANAGERS}
    agencies = [Agency(abbr=key, name=key, sector="health", partnerships=[each]) for key, each in asks.items()]
    sam = Contact(name="Sam Roe", email="sam@both.example", agencies=agencies)
    written = Stationery(open_letters(), tables, "audit@avon.example")
    assert [each.abbr for each in written.agencies_for(MANAGERS["avon"], sam)] == ["avon"]


def test_an_answer_counts_in_the_mailbox_of_its_partnership_and_in_no_other(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    (tmp_path / "in.eml").write_bytes(reply(asked["sam@yot.example"], "1.1: 2\n", "sam@yot.example"))
    (strange,) = read(s11, tmp_path / "in.eml", code=1, **OWN)
    assert (strange["outcome"], strange["agency"], strange["answers"]) == ("held", "", [])
    assert "another partnership" in strange["reason"]
    assert not _heard(s11, "ada@moor.example") and _heard(s11, "mo@avon.example")  # it lies in Avon's mailbox
    released = s11("held", "release", "1", **OWN)
    assert released.code == 1 and "another partnership" in released.err
    mistyped = s11("mail", "read", "in.eml", "--partnership", "moor", **OWN)
    assert mistyped.err == "moor has no mailbox of its own. Those that have: north-moor. Nothing was read.\n"
    explained = s11("mail", "read", "in.eml", "--partnership", "north-moor", "--explain", **OWN)
    assert "It answers section-11 for YOT" in explained.out and "It is held" not in explained.out
    told = s11("mail", "read", "in.eml", "--partnership", "north-moor", "--json", **OWN)
    (own,) = json.loads(told.out)
    assert (own["outcome"], own["agency"], len(own["answers"])) == ("answered", "YOT", 1)
    thanks = delivered(s11, tmp_path)["sam@yot.example"]
    assert "audit@moor.example" in str(thanks["From"])


def test_a_strangers_letter_is_told_to_the_managers_whose_mailbox_it_came_to(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    letter = reply(asked["jo@surgery.example"], "What is this?\n", "who@elsewhere.example").replace(b"s11-", b"s12-")
    (tmp_path / "in.eml").write_bytes(letter)
    s11("mail", "read", "in.eml", "--partnership", "north-moor", **OWN)
    assert _heard(s11, "ada@moor.example") and not _heard(s11, "mo@avon.example")
    waits = [s11("digest", "section-11", "--partnership", each, **OWN).out for each in ("north-moor", "avon")]
    assert ["1 letter from a sender we do not know is held" in each for each in waits] == [True, False]
    to_ada = delivered(s11, tmp_path)["ada@moor.example"]
    assert "audit@moor.example" in str(to_ada["From"])
    (tmp_path / "no.eml").write_bytes(reply(to_ada, "DISCARD\n", "ada@moor.example"))
    (elsewhere,) = read(s11, tmp_path / "no.eml", code=1, **OWN)
    own = json.loads(s11("mail", "read", "no.eml", "--partnership", "north-moor", "--json", **OWN).out)
    assert (elsewhere["outcome"], own[0]["outcome"]) == ("held", "answered")


def test_a_machines_letter_says_nothing_of_anothers_contact(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    away = reply(asked["jo@surgery.example"], "I am away until 20 March 2027.\n", "jo@surgery.example")
    away = b"Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n" + away
    (tmp_path / "in.eml").write_bytes(away)
    s11("mail", "read", "in.eml", "--partnership", "north-moor", **OWN)
    assert not _heard(s11, "mo@avon.example") and not _heard(s11, "ada@moor.example")
    (tmp_path / "again.eml").write_bytes(away.replace(b"Message-ID: <", b"Message-ID: <again."))
    s11("mail", "read", "again.eml", **OWN)
    assert _heard(s11, "mo@avon.example")


def test_a_manager_of_two_gets_the_letters_of_each_mailbox_from_it(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    """A reply goes back to the mailbox that our letter came from, and decides on that one's letters alone."""
    both = tmp_path / "home" / "config" / "partnerships.toml"
    both.write_text(PARTNERSHIPS.replace("ada@moor", "mo@avon"))
    letter = reply(asked["jo@surgery.example"], "What is this?\n", "who@elsewhere.example").replace(b"s11-", b"s12-")
    (tmp_path / "in.eml").write_bytes(letter)
    (tmp_path / "other.eml").write_bytes(
        letter.replace(b"who@", b"whoever@").replace(b"Message-ID: <", b"Message-ID: <2.")
    )
    s11("mail", "read", "in.eml", **OWN)
    s11("mail", "read", "other.eml", "--partnership", "north-moor", **OWN)
    subjects = [each["subject"] for each in _heard(s11, "mo@avon.example")]
    assert len(subjects) == 2 and all(each.startswith("A letter needs your decision") for each in subjects)


def test_a_letter_about_no_return_speaks_for_its_partnership_and_is_answered_in_its_mailbox(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    adding = ("meeting", "add", "section-11", "--on", "2027-03-01", "--partnership", "north-moor")
    assert s11(*adding, now="2027-02-25T10:00", **OWN).code == 0
    s11("clock", "--once", now="2027-03-02T10:00", **OWN)
    letter = delivered(s11, tmp_path)["ada@moor.example"]
    assert "audit@moor.example" in str(letter["From"])
    assert "Avon" not in letter.as_string() and "Mo Ray" not in letter.as_string()
    (tmp_path / "in.eml").write_bytes(reply(letter, "Outcome: we agreed.\n", "ada@moor.example"))
    (elsewhere,) = read(s11, tmp_path / "in.eml", code=1, **OWN)
    own = json.loads(s11("mail", "read", "in.eml", "--partnership", "north-moor", "--json", **OWN).out)
    assert (elsewhere["outcome"], own[0]["outcome"]) == ("held", "answered")


def _heard(s11: S11, manager: str) -> list[dict[str, Any]]:
    return [
        each for each in json.loads(s11("outbox", "list", "--all", "--json", **OWN).out) if each["recipient"] == manager
    ]


def test_an_abbreviation_of_another_partnerships_agency_is_refused(
    s11: S11, asked: dict[str, EmailMessage], tmp_path: Path
) -> None:
    (tmp_path / "more.csv").write_text(
        AGENCIES.splitlines()[0] + "\nYOT,Avon Youth Team,justice,avon,A B,a@b.example,,\n"
    )
    told = s11("audit", "open", "section-11", "--agencies", "more.csv", "--due", "2027-03-31", **OWN)
    assert told.code == 2 and "It is an agency of north-moor" in told.err and "avon;north-moor" in told.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("home__avon", "elsewhere", "S11_HOME is one for all partnerships."),
        ("imap_ulr__avon", "x", "There is no setting S11_IMAP_ULR. Did you mean S11_IMAP_URL__AVON?"),
        ("imap_url__", "x", "names no partnership"),
        ("database_url__avon", "sqlite://", "S11_DATABASE_URL is one for all"),
        ("imap_url__avon", "imap://AUDIT@mail.moor.example/", "S11_IMAP_URL__AVON and S11_IMAP_URL__NORTH_MOOR are"),
        ("imap_url", OWN["imap_url__north_moor"], "S11_IMAP_URL and S11_IMAP_URL__NORTH_MOOR are the same."),
        ("slack_bot_token", "xoxb-1", "S11_SLACK_BOT_TOKEN and S11_SLACK_BOT_TOKEN__EAST are the same."),
        ("database_direct_url", "postgresql+psycopg://x@h/s11", "S11_DATABASE_DIRECT_URL"),
        ("database_direct_url", "garbage", "S11_DATABASE_DIRECT_URL"),
    ],
)
def test_a_setting_that_would_lead_elsewhere_than_meant_is_told(s11: S11, name: str, value: str, says: str) -> None:
    told = s11("status", "section-11", **OWN, slack_bot_token__east="xoxb-1", **{name: value})
    assert told.code == 2 and says in told.err


def test_the_doctor_looks_at_what_each_has_of_its_own(s11: S11, asked: dict[str, EmailMessage]) -> None:
    own = OWN | {"imap_url__north_moor": "imap://audit@mail.moor.example/INBOX", "mail_from__nroth_moor": "nobody"}
    own |= {"imap_url__avon": "imap://avon@mail.moor.example/INBOX", "smtp_password__avon": "secret"}
    found = json.loads(s11("doctor", "--json", **own).out)
    lines = {(each["check"], each["state"]) for each in found}
    assert {("mailbox of north-moor", "fail"), ("sending of north-moor", "warn"), ("partnerships", "fail")} <= lines
    assert ("sender of nroth-moor", "fail") in lines
    assert any("S11_MAIL_FROM__NROTH_MOOR" in each["mend"] for each in found)
    assert any("Did you mean north-moor?" in each["mend"] for each in found)
    fails = " ".join(each["says"] for each in found if each["state"] == "fail")
    assert "S11_…__NROTH_MOOR is set for nroth-moor" in fails
    assert "S11_SMTP_PASSWORD__AVON does nothing without S11_SMTP_URL__AVON." in fails
    assert "Letters of avon leave from audit@avon.example, so replies to them do not come to its own mailbox." in fails
