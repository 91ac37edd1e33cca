"""Mail at the command line: invite, read, decide, deliver, and who has answered."""

import contextlib
import html
import json
import os
import re
import shutil
import sqlite3
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, update

from storage.nouns import Contact, Handover, Message
from storage.record import open_database
from tests.cli.conftest import AGENCIES, PARTNERSHIPS, S11
from tests.rounds import NOON


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
    assert gp["contacts"] == [{"name": "Jo Bloggs", "email": "jo@surgery.example", "state": "ok", "asked": True}]
    assert (yot["status"], yot["last_heard"]) == ("not_started", None)


def test_every_file_of_a_letter_is_known_to_verify_and_prune(opened: S11, tmp_path: Path) -> None:
    """What waits to leave and what came in are spoken of by the record; letters written out leave nothing behind."""
    opened("invite", "section-11", "--out", "out")
    opened("invite", "section-11", "--to-me", "me@anytown.example", "--dry-run")
    assert not any((tmp_path / "home" / "evidence").rglob("*"))
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "jo@surgery.example"))
    read(opened, tmp_path / "in.eml")
    for each in ("jo@surgery.example", "sam@yot.example"):
        opened("invite", "section-11", "--again", each)
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
    opened("init", home=tmp_path / "other")
    assert opened("import", "first.json", home=tmp_path / "other").code == 0
    opened("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    assert opened("report", "section-11", "--out", "report").code == 0
    page = (tmp_path / "report" / "report.html").read_text()
    assert "Kept, not counted" in page
    assert "new</b> clinic" not in html.unescape(page)  # how many there are is told, and where they can be read
    sheet = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["Kept, not counted"]
    assert [cell.value for cell in sheet[2]][:3] == ["GP1", "Our <b>new</b> clinic opens in May.", "Jo Bloggs"]


def test_an_answer_that_met_a_colleagues_waits_is_exported_restored_and_reported(opened: S11, tmp_path: Path) -> None:
    more = AGENCIES + "GP1,Example Surgery,primary_care,anytown,Pat Hill,pat@surgery.example,,deputy\n"
    (tmp_path / "agencies.csv").write_text(more)
    opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    opened("invite", "section-11", "--out", "out")
    forms = letters(tmp_path / "out")
    for who, words in (("jo@surgery.example", "1.1: 2\n"), ("pat@surgery.example", "1.1: 1\n")):
        (tmp_path / "in.eml").write_bytes(reply(forms[who], words, who))
        (told,) = read(opened, tmp_path / "in.eml")
    assert (told["outcome"], told["answers"]) == ("nothing_new", [])
    assert told["reason"].endswith("1.1 rating: kept, for Jo Bloggs answered otherwise.")
    digest = opened("digest", "section-11").out
    assert "- Two people answered differently at Example Surgery (1.1). Both are asked which is right." in digest
    opened("export", "section-11", "--out", "first.json")
    (kept,) = json.loads((tmp_path / "first.json").read_text())["agencies"][0]["remarks"]
    assert (kept["question"], kept["prompt"], kept["value"], kept["said_by"]) == ("1.1", "rating", "1", "Pat Hill")
    opened("init", home=tmp_path / "other")
    assert opened("import", "first.json", home=tmp_path / "other").code == 0
    opened("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    assert "at Example Surgery (1.1)" in opened("digest", "section-11", home=tmp_path / "other").out
    assert opened("verify").code == 0
    opened("report", "section-11", "--out", "report")
    sheet = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")["Kept, not counted"]
    assert [cell.value for cell in sheet[2]][2::2] == ["Pat Hill", "1.1"]


def test_what_is_asked_of_a_manager_is_exported_restored_and_waits_there_too(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "MORE TIME until 30 April 2030\n", "jo@surgery.example"))
    read(opened, tmp_path / "in.eml")
    opened("export", "section-11", "--out", "first.json")
    (kept,) = json.loads((tmp_path / "first.json").read_text())["agencies"][0]["pleas"]
    assert (kept["wish"], kept["words"]) == ("more time", "MORE TIME until 30 April 2030")
    assert (kept["contact"], kept["decided_at"]) == ("jo@surgery.example", None)
    opened("init", home=tmp_path / "other")
    assert opened("import", "first.json", home=tmp_path / "other").code == 0
    opened("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    assert "More time is asked for by Example Surgery." in opened("digest", "section-11", home=tmp_path / "other").out


def test_what_an_export_says_and_its_trail_does_not_is_told_or_refused(opened: S11, tmp_path: Path) -> None:
    """A file from hands that nobody knows: an agency that looks uninvited, another address, and no trail at all."""
    opened("invite", "section-11", "--out", "out")
    opened("export", "section-11", "--out", "first.json")
    told = (tmp_path / "first.json").read_text()
    untold = json.dumps({key: said for key, said in json.loads(told).items() if key != "trail"})
    invited = json.loads(told)["agencies"][0]["invited_at"]
    theirs, other = '"email": "jo@surgery.example",\n     "slack', '"email": "jo@elsewhere.example",\n     "slack'
    opened("init", home=tmp_path / "new")
    for number, (text, code, said) in enumerate(
        (
            (told.replace(f'"invited_at": "{invited}"', '"invited_at": null', 1), 2, "tells when GP1 was invited, and"),
            (told.replace(theirs, theirs.replace("jo@", "j" * 320 + "@"), 1), 2, "agencies.0.contacts.0.email is not"),
            (told.replace(theirs, other), 0, "1 address is in no entry of the trail: jo@elsewhere.example. Compare"),
            (untold, 0, "The file brings no trail, so nothing shows whether it was changed."),
            (f"\ufeff{told}", 0, ""),
        )
    ):
        (tmp_path / "changed.json").write_text(text)
        shutil.copytree(tmp_path / "new", home := tmp_path / f"home{number}")
        answer = opened("import", "changed.json", home=home)
        assert (answer.code, said in answer.err, answer.err == "") == (code, True, not said), answer.err


def test_an_exported_workbook_is_the_reports_own(opened: S11, tmp_path: Path) -> None:
    """With themes and their sentences, which the export used to leave out."""
    rows = "agency,question,prompt,value\nGP1,1.1,text,We told the LADO about an allegation.\n"
    (tmp_path / "said.csv").write_text(rows)
    assert opened("answers", "import", "section-11", "said.csv", "--submit").code == 0
    assert opened("report", "section-11", "--out", "report").code == 0
    assert opened("export", "section-11", "--format", "xlsx", "--out", "export.xlsx").code == 0
    assert (tmp_path / "export.xlsx").read_bytes() == (tmp_path / "report" / "report.xlsx").read_bytes()
    assert {"Themes", "Sentences"} <= set(openpyxl.load_workbook(tmp_path / "export.xlsx").sheetnames)


@pytest.mark.usefixtures("record")
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
    s11("init", home=tmp_path / "other")
    assert s11("import", "first.json", home=tmp_path / "other").code == 0
    s11("export", "section-11", "--out", "second.json", home=tmp_path / "other")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def test_a_contact_who_uses_slack_is_asked_there_where_slack_is_set_up(opened: S11) -> None:
    opened("invite", "section-11", slack_bot_token="xoxb-none")
    waiting = json.loads(opened("outbox", "list", "--json").out)
    assert [(each["via"], each["recipient"]) for each in waiting] == [("slack", "U1"), ("email", "sam@yot.example")]


def test_one_to_try(opened: S11, tmp_path: Path) -> None:
    """It is the letter of the first who would be asked; a reply to it comes to the audit mailbox without a token."""
    sender = {"mail_from": "audit@anytown.example"}
    opened("invite", "section-11", "--to-me", "me@anytown.example", **sender)
    opened("outbox", "deliver", "--once", **sender)
    (letter,) = letters(tmp_path / "home" / "outbox").values()
    assert letter["Subject"].startswith("Trial: Section 11 audit")
    assert letter["Reply-To"] == "audit@anytown.example"
    assert "Dear Jo Bloggs," in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert json.loads(opened("status", "section-11", "--json").out)[0]["status"] == "not_started"


def test_one_to_try_is_written_as_a_file_and_poisons_no_queue(opened: S11, tmp_path: Path) -> None:
    told = opened("invite", "section-11", "--to-me", "me@anytown.example", "--out", "out")
    assert told.out == "Wrote a trial letter for me@anytown.example to out. Nothing is queued.\n"
    (letter,) = letters(tmp_path / "out").values()
    assert [part.get_filename() for part in letter.iter_attachments()] == ["section-11.xlsx", "section-11.docx"]
    assert json.loads(opened("outbox", "list", "--json").out) == []
    assert "Would queue a trial" in opened("invite", "section-11", "--to-me", "me@anytown.example", "--dry-run").out
    assert json.loads(opened("outbox", "list", "--json").out) == []


def test_a_letter_whose_file_is_gone_is_set_aside_and_the_next_one_leaves(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11")
    (first, *_) = [path for path in sorted((tmp_path / "home" / "evidence").rglob("*")) if path.is_file()]
    first.rename(tmp_path / "away")
    told = opened("outbox", "deliver", "--once")
    assert (told.code, told.out) == (1, "1 sent, 1 failed\n")
    (given_up,) = json.loads(opened("outbox", "list", "--json").out)
    assert "is not in the evidence store" in given_up["last_error"]
    assert "fail outbox: 1 message could not be delivered." in opened("doctor").out
    (tmp_path / "away").rename(first)
    opened("outbox", "retry", str(given_up["id"]))
    assert opened("outbox", "deliver", "--once").out == "1 sent\n"


def test_a_strangers_letter_is_held_shown_and_released(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "deputy@surgery.example"))
    (told,) = read(opened, tmp_path / "in.eml", code=1)
    assert told["outcome"] == "held"
    (held,) = json.loads(opened("held", "list", "--json").out)
    assert (held["sender"], held["agency"]) == ("deputy@surgery.example", "GP1")
    assert "1.1: 2" in opened("held", "show", str(held["id"])).out
    assert "warn held letters: 1 letter waits" in opened("doctor").out
    assert opened("held", "release", str(held["id"])).out == f"Letter {held['id']}: answered, 1 answer recorded.\n"
    assert opened("held", "release", str(held["id"])).code == 2
    assert opened("held", "list").out == "No letter is held.\n"


@pytest.mark.parametrize("word", ["release", "discard"])
def test_a_held_letter_is_sealed_until_it_is_decided_by_right(opened: S11, tmp_path: Path, word: str) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "deputy@surgery.example"))
    read(opened, tmp_path / "in.eml", code=1)
    opened("clock", "--once")
    opened("held", word, "1")
    assert opened("verify").err == ""
    opened("clock", "--once")
    assert opened("verify").err == ""
    opened("person", "erase", "deputy@surgery.example", "--because", "They asked.", "--yes")
    assert opened("verify").err == ""
    with contextlib.closing(sqlite3.connect(tmp_path / "home" / "s11.db")) as record, record:
        record.execute("DELETE FROM receipts")
    assert "Gone from the record: 1 letter, 1 held letter." in opened("verify").err


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


EXPLAINED = """\
1.1: 2
MORE TIME until 12 May

SUBMIT Jo Bloggs

From: Sam Roe <sam@anytown.example>
Sent: 2 March 2026
To: Jo Bloggs
Subject: Section 11

1.3: 3
"""


def test_what_each_stage_made_of_a_letter_is_told_and_nothing_recorded(opened: S11, tmp_path: Path) -> None:
    """Two of its lines are no answers, and one stands in an older letter below: each stage says which it took."""
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, EXPLAINED, "Jo Bloggs <jo@surgery.example>"))
    before = opened("export", "section-11").out
    told = opened("mail", "read", "--explain", tmp_path / "in.eml")
    assert told.code == 0, told.err
    said = told.out.splitlines()
    assert said[0].endswith("in.eml") and said[1].startswith("It answers section-11 for GP1, form s11-")
    taken = {name: _stage(said, name) for name in ("read_signature", "set_wishes_aside", "drop_threads")}
    assert taken["read_signature"] == ["submits: Jo Bloggs"]
    assert "aside: MORE TIME until 12 May" in taken["set_wishes_aside"]
    assert "- Subject: Section 11" in taken["drop_threads"] and "+ > 1.3: 3" in taken["drop_threads"]
    whole = said[said.index("== the whole letter") :]
    assert "   [1.1] rating = 2" in whole and "   submits: Jo Bloggs" in whole
    assert opened("export", "section-11").out == before
    assert read(opened, tmp_path / "in.eml")[0]["outcome"] == "answered"


def _stage(said: list[str], name: str) -> list[str]:
    """The lines that one stage tells."""
    at = next(number for number, line in enumerate(said) if line.startswith(f"-- {name}:"))
    end = next(number for number in range(at + 1, len(said)) if said[number].startswith("--"))
    return [line.strip() for line in said[at + 1 : end]]


def test_a_strangers_letter_is_explained_as_if_it_were_released(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "out")
    form = letters(tmp_path / "out")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "someone@else.example"))
    (told,) = json.loads(opened("mail", "read", "--explain", tmp_path / "in.eml", "--json").out)
    assert told["told"][0] == "It is held: The sender is no contact of this audit."
    assert "   [1.1] rating = 2" in told["told"]
    assert opened("held", "list").out == "No letter is held.\n"


def test_a_letter_that_answers_no_form_is_explained_as_such(opened: S11, tmp_path: Path) -> None:
    (tmp_path / "in.eml").write_bytes(b"From: a@b.example\r\n\r\nhello")
    said = opened("mail", "read", "--explain", tmp_path / "in.eml").out.splitlines()
    assert said[1:] == ["It is held: The sender is no contact of this audit.", "It answers no form of ours."]


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


JOINT = "HOS,Anytown Hospital,health,anytown;nexttown,Al Day,al@hospital.example,,lead\n"


def test_letters_come_from_the_partnership_whose_return_it_is(opened: S11, tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_text(AGENCIES + JOINT)
    both = PARTNERSHIPS + '[[partnership]]\nkey = "nexttown"\nname = "Nexttown Partnership"\n'
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(both)
    opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    opened("invite", "section-11")
    opened("outbox", "deliver", "--once")
    for each in ("jo@surgery.example", "sam@yot.example", "al@hospital.example"):
        opened("invite", "section-11", "--again", each, "--out", "out")
    for folder in (tmp_path / "out", tmp_path / "home" / "outbox"):
        found = {to: str(each["From"]).partition(" <")[0] for to, each in letters(folder).items()}
        assert found == {
            "jo@surgery.example": "Anytown Partnership",
            "sam@yot.example": "Anytown Partnership",
            "al@hospital.example": "Section 11 audit",
        }


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--out", "out"), ("--to-me", "me@anytown.example")])
def test_nobody_is_asked_in_a_name_that_is_only_a_key(opened: S11, tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "agencies.csv").write_text(AGENCIES + JOINT)
    opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    told = opened("invite", "section-11", *more)
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "Nobody would know who asks: nexttown has no name. "
        "Write a [[partnership]] with key and name into partnerships.toml, then invite.\n"
    )
    assert json.loads(opened("outbox", "list", "--json").out) == []
    named = PARTNERSHIPS + '[[partnership]]\nkey = "nexttown"\nname = "Nexttown Partnership"\n'
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(named)
    assert opened("invite", "section-11", *more).code == 0


def test_nobody_is_asked_by_nobody(opened: S11, tmp_path: Path) -> None:
    """An agency without a partnership would read that "the partnership" asks."""
    alone = "OAK,Oak Surgery,primary_care,,Al Oak,al@oak.example,,lead\n"
    (tmp_path / "agencies.csv").write_text(AGENCIES + alone)
    opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    told = opened("invite", "section-11")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Nobody would ask OAK: no partnership stands beside the agency in agencies.csv.")
    opened("excuse", "section-11", "OAK", "--because", "No partnership asks it.")
    assert opened("invite", "section-11").code == 0
    (tmp_path / "agencies.csv").write_text(AGENCIES + alone.replace(",,Al", ",anytown,Al"))
    anew = ("audit", "open", "section-11", "--as", "second", "--agencies", "agencies.csv", "--due", "2030-03-31")
    assert opened(*anew).code == 0
    assert opened("invite", "second").code == 0


def test_a_mistyped_key_of_a_partnership_is_named_by_doctor(opened: S11, tmp_path: Path) -> None:
    assert "ok   partnerships: 1 partnership is named." in opened("doctor").out
    mistyped = PARTNERSHIPS.replace('"anytown"', '"anytwon"')
    (tmp_path / "home" / "config" / "partnerships.toml").write_text(mistyped)
    told = opened("doctor").out
    assert "warn partnerships: The key anytown is used by agencies of an open audit and has no name" in told
    assert "warn partnerships: No agency of an open audit uses the key anytwon. Did you mean anytown?" in told


@pytest.mark.parametrize("sender", ["", "audit@localhost", "audit@LOCALHOST"])
def test_nobody_is_asked_from_where_no_reply_arrives(opened: S11, sender: str) -> None:
    settings = {"smtp_url": "smtp://127.0.0.1:2525"} | ({"mail_from": sender} if sender else {})
    told = opened("invite", "section-11", **settings)
    assert (told.code, told.out) == (2, "")
    assert "where no reply arrives. Write the address of the audit mailbox into S11_MAIL_FROM." in told.err
    assert json.loads(opened("outbox", "list", "--json").out) == []
    assert opened("invite", "section-11", **settings | {"mail_from": "audit@anytown.example"}).code == 0


def test_status_is_a_table_to_forward(opened: S11) -> None:
    opened("invite", "section-11", now="2030-02-25T10:00")
    told = opened("status", "section-11", now="2030-02-26T10:00").out.splitlines()
    assert told[1:3] == ["section-11: due on Sunday 31 March 2030, 23:59.", "0 of 2 sent, a response rate of 0%."]
    rows = [line.split("  ")[0] for line in told[5:] if not line.startswith(" ")]
    assert rows == ["Example Surgery (GP1)", "Example Youth Justice Team"]
    assert "5 Mar 2030" in told[5]
    assert max(map(len, told)) <= 80


def test_a_closed_audit_has_no_next_reminder(opened: S11) -> None:
    opened("invite", "section-11", now="2030-02-25T10:00")
    assert opened("audit", "close", "section-11", "--yes", now="2030-02-26T10:00").code == 0
    found = json.loads(opened("status", "section-11", "--json", now="2030-02-26T10:00").out)
    assert [each["next_nudge"] for each in found] == [None, None]
    assert "section-11: closed; it was due on Sunday 31 March 2030." in opened("status", "section-11").out


@pytest.mark.parametrize(("left", "listed"), [("2030-06-04", ["Jo Bloggs"]), ("2030-06-03", []), ("2030-06-02", [])])
def test_status_lists_a_contact_until_the_day_they_leave(opened: S11, left: str, listed: list[str]) -> None:
    """Half past eleven at night, UTC: in London it is 3 June."""
    now = "2030-06-02T23:30:00+00:00"
    assert opened("contact", "left", "jo@surgery.example", "--on", left, now=now).code == 0
    gp = json.loads(opened("status", "section-11", "--json", now=now).out)[0]
    assert [each["name"] for each in gp["contacts"]] == listed


def test_what_was_given_up_is_set_aside_and_no_longer_an_alarm(opened: S11, tmp_path: Path) -> None:
    """Two could not leave, for their files are gone: one is set aside, one is sent after all; one that left stays."""
    sender = {"mail_from": "audit@anytown.example"}
    opened("invite", "section-11", **sender)
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.write.begin() as db:
        db.execute(update(Message).values(failed_at=NOON, last_error="A file of it is gone."))
    assert "fail outbox: 2 messages could not be delivered." in opened("doctor").out
    assert opened("outbox", "discard", "1", "2", "--because", "No.", "--dry-run").out.startswith("Would set aside 1: ")
    told = opened("outbox", "discard", "1", "--because", "The file was let go of.", "--by", "Meg Vale")
    assert (told.code, told.out.startswith("Set aside 1: ")) == (0, True)
    (left,) = json.loads(opened("outbox", "list", "--json").out)
    assert (left["id"], left["state"]) == (2, "failed")
    assert "fail outbox: 1 message could not be delivered." in opened("doctor").out
    assert opened("outbox", "discard", "2", "1", "--because", "No.").code == 2  # and nothing of it is done
    opened("outbox", "retry", "2")
    opened("outbox", "deliver", "--once", **sender)
    assert "is set aside already" in opened("outbox", "discard", "1", "--because", "Again.").err
    assert "was sent" in opened("outbox", "discard", "2", "--because", "Again.").err
    assert "ok   outbox: Nothing was given up." in opened("doctor").out
    (first, _) = json.loads(opened("outbox", "list", "--all", "--json").out)
    assert first["last_error"] == ("Set aside by Meg Vale: The file was let go of. Before that: A file of it is gone.")
    assert opened("verify").code == 0
    opened("outbox", "retry", "1")
    assert opened("outbox", "deliver", "--once", **sender).out == "1 sent\n"


def test_what_is_no_file_and_no_folder_is_not_waited_for(opened: S11, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        told = opened("mail", "read", str(path))
        assert (told.code, told.out, told.err) == (2, "", f"{path} is neither a file nor a folder. Nothing was read.\n")
