"""Mail at the command line: invite, read, decide, deliver, and who has answered."""

import json
import os
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from storage.database import open_database
from storage.models import Contact
from storage.turns import Handover
from tests.cli.conftest import S11

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example,U1,lead
YOT,Example Youth Justice Team,justice,anytown,Sam Roe,sam@yot.example,,lead
"""
PARTNERSHIPS = """\
[[partnership]]
key = "anytown"
name = "Anytown Partnership"
[[partnership.managers]]
name = "Mo Ray"
email = "mo@anytown.example"
"""


@pytest.fixture
def opened(s11: S11, tmp_path: Path) -> S11:
    (tmp_path / "agencies.csv").write_text(AGENCIES)
    (tmp_path / "home" / "config").mkdir(parents=True)
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    assert s11("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31").code == 0
    return s11


def letters(folder: Path) -> dict[str, EmailMessage]:
    """The letters of a folder, by whom they are to."""
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    return {str(each["To"]): each for each in read if isinstance(each, EmailMessage)}


def reply(to: EmailMessage, words: str, sender: str) -> bytes:
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = sender, to["Reply-To"], f"Re: {to['Subject']}"
    made["Message-ID"] = f"<{abs(hash((words, sender)))}@letters.example>"
    made.set_content(words)
    return bytes(made)


def read(s11: S11, *paths: Path, code: int = 0, **settings: Any) -> list[dict[str, Any]]:
    told = s11("mail", "read", *paths, "--json", **settings)
    assert told.code == code, told.err
    found: list[dict[str, Any]] = json.loads(told.out)
    return found


def test_from_the_invitation_to_the_answers_and_back(opened: S11, tmp_path: Path) -> None:
    assert opened("invite", "section-11", "--out", "out").out == "Wrote 2 letters to out. Nothing is queued.\n"
    form = letters(tmp_path / "out")["jo@surgery.example"]
    assert [part.get_filename() for part in form.iter_attachments()] == ["section-11.xlsx", "section-11.docx"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n1.3: 2/3\n", "jo@surgery.example"))
    (told,) = read(opened, tmp_path / "in.eml")
    assert told["outcome"] == "answered"
    assert (told["audit"], told["agency"], told["sender"]) == ("section-11", "GP1", "jo@surgery.example")
    assert told["answers"] == [{"question": "1.1", "prompt": "rating", "value": "2"}]
    assert [each["question"] for each in told["not_understood"]] == ["1.3"]
    assert sorted(told) == sorted(
        [
            "path",
            "outcome",
            "reason",
            "audit",
            "agency",
            "sender",
            "answers",
            "not_understood",
            "evidence",
            "raw_sha256",
        ]
    )
    assert read(opened, tmp_path / "in.eml")[0]["outcome"] == "duplicate"
    exported = json.loads(opened("export", "section-11").out)
    assert exported["agencies"][0]["answers"][0]["rating"] == "2"
    assert opened("outbox", "deliver", "--once").out == "1 sent\n"
    sent = letters(tmp_path / "home" / "outbox")["jo@surgery.example"]
    assert sent["In-Reply-To"] and "2 In place" in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    (gp, yot) = json.loads(opened("status", "section-11", "--json").out)
    assert (gp["agency"], gp["status"], gp["answered"]) == ("GP1", "in_progress", 0)  # its words are still to come
    assert gp["of"] > 1 and gp["last_heard"] and gp["next_nudge"]
    assert gp["contacts"] == [{"name": "Jo Bloggs", "email": "jo@surgery.example", "state": "ok"}]
    assert (yot["status"], yot["last_heard"]) == ("not_started", None)


def test_every_file_of_a_letter_is_known_to_verify_and_prune(opened: S11, tmp_path: Path) -> None:
    """What waits to leave and what came in are spoken of by the record; letters written out leave nothing behind."""
    opened("invite", "section-11", "--out", "out")
    opened("invite", "section-11", "--to-me", "me@anytown.example", "--dry-run")
    assert not any((tmp_path / "home" / "evidence").rglob("*"))
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "jo@surgery.example"))
    read(opened, tmp_path / "in.eml")
    opened("invite", "section-11")
    told = json.loads(opened("evidence", "verify", "--json").out)
    assert told == {"checked": 5, "damaged": [], "missing": [], "orphaned": []}  # a letter, two forms for two agencies
    for file in (path for path in (tmp_path / "home" / "evidence").rglob("*") if path.is_file()):
        os.utime(file, (0, 0))
    assert opened("prune", "--delete").code == 0
    assert json.loads(opened("evidence", "verify", "--json", "--again").out)["checked"] == 5


def test_words_that_answer_nothing_are_exported_restored_and_reported(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    words = "Our <b>new</b> clinic opens in May.\n\n1.1: 2\n"
    (tmp_path / "in.eml").write_bytes(reply(form, words, "jo@surgery.example"))
    read(opened, tmp_path / "in.eml")
    opened("export", "section-11", "--out", "first.json")
    (kept,) = json.loads((tmp_path / "first.json").read_text())["agencies"][0]["remarks"]
    assert (kept["words"], kept["said_by"]) == ("Our <b>new</b> clinic opens in May.", "Jo Bloggs")
    assert opened("import", "first.json", home=tmp_path / "other").code == 0
    opened("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    assert opened("report", "section-11", "--out", "report").code == 0
    page = (tmp_path / "report" / "report.html").read_text()
    assert "Kept, not counted" in page
    assert "Our &lt;b&gt;new&lt;/b&gt; clinic opens in May." in page
    sheet = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["Kept, not counted"]
    assert [cell.value for cell in sheet[2]][:3] == ["GP1", "Our <b>new</b> clinic opens in May.", "Jo Bloggs"]


def test_an_exported_workbook_is_the_reports_own(opened: S11, tmp_path: Path) -> None:
    """With themes and their sentences, which the export used to leave out."""
    rows = "agency,question,prompt,value\nGP1,1.1,text,We told the LADO about an allegation.\n"
    (tmp_path / "said.csv").write_text(rows)
    assert opened("answers", "import", "section-11", "said.csv", "--submit").code == 0
    assert opened("report", "section-11", "--out", "report").code == 0
    assert opened("export", "section-11", "--format", "xlsx", "--out", "export.xlsx").code == 0
    assert (tmp_path / "export.xlsx").read_bytes() == (tmp_path / "report" / "report.xlsx").read_bytes()
    assert {"Themes", "Sentences"} <= set(openpyxl.load_workbook(tmp_path / "export.xlsx").sheetnames)


def test_a_question_given_to_a_colleague_is_exported_and_restored(s11: S11, tmp_path: Path) -> None:
    more = AGENCIES + "GP1,Example Surgery,primary_care,anytown,Pat Hill,pat@surgery.example,,deputy\n"
    (tmp_path / "agencies.csv").write_text(more)
    s11("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    with open_database(f"sqlite:///{tmp_path / 'home'}/s11.db") as record, record.write.begin() as db:
        jo, pat = (db.scalars(select(Contact).where(Contact.name == name)).one() for name in ("Jo Bloggs", "Pat Hill"))
        given: dict[str, Any] = {
            "submission_id": 1,
            "question": "1.1",
            "by_contact_id": jo.id,
            "at": datetime(2026, 3, 2, tzinfo=UTC),
        }
        db.add(Handover(to_contact_id=pat.id, source="one", **given))
        db.add(Handover(to_contact_id=None, source="two", **given))
    s11("export", "section-11", "--out", "first.json")
    told = json.loads((tmp_path / "first.json").read_text())["agencies"][0]["handovers"]
    assert [(each["by"], each["to"]) for each in told] == [
        ("jo@surgery.example", "pat@surgery.example"), ("jo@surgery.example", None)
    ]  # fmt: skip
    assert s11("import", "first.json", home=tmp_path / "other").code == 0
    s11("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def test_inviting_again_asks_only_who_is_new_and_out_gives_the_same_letters(opened: S11, tmp_path: Path) -> None:
    assert opened("invite", "section-11", "--dry-run").out.splitlines() == [
        "GP1: Jo Bloggs <jo@surgery.example>", "YOT: Sam Roe <sam@yot.example>",
    ]  # fmt: skip
    assert opened("outbox", "list").out == "Nothing waits to leave.\n"
    assert opened("invite", "section-11").out.startswith("Queued 2 invitations.")
    assert opened("invite", "section-11").out.startswith("Queued 0 invitations.")
    for folder in ("one", "two"):
        opened("invite", "section-11", "--out", folder)
    one, two = letters(tmp_path / "one"), letters(tmp_path / "two")
    assert {to: each["Reply-To"] for to, each in one.items()} == {to: each["Reply-To"] for to, each in two.items()}


def test_a_contact_who_uses_slack_is_asked_there_where_slack_is_set_up(opened: S11) -> None:
    opened("invite", "section-11", slack_bot_token="xoxb-none")
    waiting = json.loads(opened("outbox", "list", "--json").out)
    assert [(each["via"], each["recipient"]) for each in waiting] == [("slack", "U1"), ("email", "sam@yot.example")]


def test_one_to_try(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--to-me", "me@anytown.example")
    opened("outbox", "deliver", "--once")
    (letter,) = letters(tmp_path / "home" / "outbox").values()
    assert letter["Subject"].startswith("Trial: Section 11 audit")
    assert letter["Reply-To"] is None
    assert json.loads(opened("status", "section-11", "--json").out)[0]["status"] == "not_started"


def test_a_strangers_letter_is_held_shown_and_released(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "deputy@surgery.example"))
    (told,) = read(opened, tmp_path / "in.eml", code=1)
    assert told["outcome"] == "held"
    (held,) = json.loads(opened("held", "list", "--json").out)
    assert (held["sender"], held["agency"]) == ("deputy@surgery.example", "GP1")
    assert "1.1: 2" in opened("held", "show", str(held["id"])).out
    assert "warn held letters: 1 wait" in opened("doctor").out
    assert opened("held", "release", str(held["id"])).out == f"Letter {held['id']}: answered, 1 answers recorded.\n"
    assert opened("held", "release", str(held["id"])).code == 2
    assert opened("held", "list").out == "No letter is held.\n"


def test_a_manager_hears_of_it_and_decides_by_letter(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "deputy@surgery.example"))
    read(opened, tmp_path / "in.eml", code=1)
    opened("outbox", "deliver", "--once")
    question = letters(tmp_path / "home" / "outbox")["mo@anytown.example"]
    (tmp_path / "decided.eml").write_bytes(reply(question, "DISCARD\n", "mo@anytown.example"))
    (told,) = read(opened, tmp_path / "decided.eml")
    assert (told["outcome"], told["reason"]) == ("answered", "Letter 1 was discarded.")
    assert opened("held", "list").out == "No letter is held.\n"


def test_letters_come_from_folders_maildirs_and_mbox_files(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    raws = [reply(form, f"1.1: {number}\n", "jo@surgery.example") for number in range(4)]
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "a.EML").write_bytes(raws[0])
    (tmp_path / "folder" / "notes.txt").write_text("not a letter")
    for part in ("cur", "new", "tmp"):
        (tmp_path / "maildir" / part).mkdir(parents=True)
    (tmp_path / "maildir" / "new" / "1.host").write_bytes(raws[1])
    mbox = b"".join(b"From jo Mon Mar  2 12:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n" for raw in raws[2:])
    (tmp_path / "box.mbox").write_bytes(mbox)
    told = read(opened, tmp_path / "folder", tmp_path / "maildir", tmp_path / "box.mbox")
    assert [each["outcome"] for each in told] == ["answered"] * 4
    assert [re.sub(r".*/", "", each["path"]) for each in told] == ["a.EML", "1.host", "box.mbox#1", "box.mbox#2"]


def test_a_path_that_is_not_there_is_told_and_nothing_is_read(opened: S11, tmp_path: Path) -> None:
    (tmp_path / "in.eml").write_bytes(b"From: a@b.example\r\n\r\nhello")
    told = opened("mail", "read", tmp_path / "in.eml", tmp_path / "nowhere")
    assert (told.code, told.out) == (2, "")
    assert opened("held", "list").out == "No letter is held.\n"


def test_the_mailbox_needs_an_address_and_tls(opened: S11) -> None:
    assert opened("mail").code == 2
    told = opened("mail", imap_url="imap://audit@mail.example.org/INBOX")
    assert (told.code, "imaps://" in told.err) == (2, True)
    told = opened("mail", imap_url="imaps://audit@mail.example.org/INBOX", now="2026-03-02T12:00")
    assert (told.code, "S11_NOW" in told.err) == (2, True)


def test_the_outbox_says_what_it_could_not_do(opened: S11) -> None:
    opened("invite", "section-11")
    settings = {"smtp_url": "smtp://127.0.0.1:1", "mail_from": "audit@anytown.example"}
    told = opened("outbox", "deliver", "--once", **settings)
    assert (told.code, told.out) == (1, "1 down\n")
    assert "cannot be reached" in opened("outbox", "list").out
    assert "fail sending: 127.0.0.1 cannot be reached" in opened("doctor", **settings).out
    assert opened("outbox", "retry", "99").code == 2
    assert opened("outbox", "retry", "1").code == 0
    assert opened("outbox", "deliver", "--once").out == "2 sent\n"
    assert opened("outbox", "retry", "1").code == 2
