"""Who is asked, by which way, and once; and that nobody is reminded of a form they never had."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.nouns import Event
from storage.record import open_database
from tests.cli.conftest import S11
from tests.cli.test_mail import letters, read, reply

EARLY, LATER, REMINDED = "2030-02-25T10:00", "2030-02-26T10:00", "2030-03-05T10:00"
FIRST = {
    "by letter": (("--out", "first"), {}),
    "queued": ((), {}),
    "in slack": ((), {"slack_bot_token": "xoxb-none"}),
}
WAYS = {"queued": (), "as files": ("--out", "second"), "to look at": ("--dry-run",)}


def waiting(s11: S11, begins: str = "") -> list[tuple[str, str]]:
    """What waits to leave: to whom, about what."""
    shown = json.loads(s11("outbox", "list", "--json").out)
    return [(each["recipient"], each["subject"]) for each in shown if each["subject"].startswith(begins)]


def nudged(s11: S11, now: str = REMINDED) -> list[str]:
    return [each["contact"] for each in json.loads(s11("nudge", "section-11", "--json", now=now).out)]


@pytest.mark.parametrize("again", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_whoever_has_the_form_is_not_asked_again(
    opened: S11, first: tuple[tuple[str, ...], dict[str, str]], again: tuple[str, ...]
) -> None:
    words, settings = first
    assert "2 " in opened("invite", "section-11", *words, now=EARLY, **settings).out
    told = opened("invite", "section-11", *again, now=LATER).out
    assert "2" not in told.replace("s11", "")
    assert "@" not in told


@pytest.mark.parametrize("again", [(), ("--out", "second")], ids=["queued", "as files"])
def test_only_somebody_new_is_asked_then(opened: S11, tmp_path: Path, again: tuple[str, ...]) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    (tmp_path / "agencies.csv").write_text(
        (tmp_path / "agencies.csv").read_text()
        + "YOT,Example Youth Justice Team,justice,anytown,Di Fox,di@yot.example,,deputy\n"
    )
    assert opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31").code == 0
    assert opened("invite", "section-11", "--dry-run").out == "YOT: Di Fox <di@yot.example>\n"
    opened("invite", "section-11", *again)
    reached = letters(tmp_path / "second") if again else dict(waiting(opened))
    assert list(reached) == ["di@yot.example"]


def test_whoever_has_answered_is_not_asked_again(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "first")
    form = letters(tmp_path / "first")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, "1.1: 2\n", "jo@surgery.example"))
    read(opened, tmp_path / "in.eml")
    told = opened("invite", "section-11").out
    assert told.startswith("Queued 0 invitations. Everybody whose return is open was asked before, or has begun.")


def test_one_contact_may_be_sent_the_same_form_once_more(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    opened("invite", "section-11", "--again", "Sam@yot.example", "--out", "second", now=LATER)
    first, second = letters(tmp_path / "first"), letters(tmp_path / "second")
    assert list(second) == ["sam@yot.example"]
    assert second["sam@yot.example"]["Reply-To"] == first["sam@yot.example"]["Reply-To"]
    assert opened("invite", "section-11", "--again", "sam@yot.example", now=LATER).out.startswith("Queued 1 ")
    assert [to for to, _ in waiting(opened)] == ["sam@yot.example"]
    told = opened("invite", "section-11", "--again", "nobody@yot.example")
    assert (told.code, told.err) == (2, "nobody@yot.example speaks for no agency that section-11 still asks.\n")


NEWCOMERS = {
    "added": ("set", "GP1", "di@yot.example", "--name", "Di Fox"),
    "moved": ("move", "sam@yot.example", "--from", "YOT", "--to", "GP1"),
}


@pytest.mark.parametrize("change", NEWCOMERS.values(), ids=NEWCOMERS)
def test_somebody_new_at_an_agency_that_was_asked_is_asked_at_once(opened: S11, change: tuple[str, ...]) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    new = next(word for word in change if "@" in word)
    told = opened("contact", *change, now=LATER).out
    assert told.endswith(" An invitation to section-11 is queued for them.\n")
    assert waiting(opened) == [(new, "Section 11 audit: Example Surgery, by Sunday 31 March 2030")]
    assert "queued" not in opened("contact", "set", "GP1", new, "--phone", "01632 960 001", now=LATER).out
    assert opened("invite", "section-11", now=LATER).out.startswith("Queued 0 invitations.")


def test_before_anybody_is_asked_somebody_new_waits_as_everybody_does(opened: S11) -> None:
    assert opened("contact", *NEWCOMERS["added"]).out == "di@yot.example speaks for GP1.\n"
    assert waiting(opened) == []


def test_whoever_never_had_the_form_is_not_reminded_of_it_and_hears_of_no_decision(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    (tmp_path / "agencies.csv").write_text(
        (tmp_path / "agencies.csv").read_text()
        + "YOT,Example Youth Justice Team,justice,anytown,Di Fox,di@yot.example,,lead\n"
    )
    opened("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2030-03-31")
    assert nudged(opened) == ["jo@surgery.example", "sam@yot.example"]
    opened("extend", "section-11", "--all", "--to", "2030-04-30", now=LATER)
    assert [to for to, _ in waiting(opened)] == ["jo@surgery.example", "sam@yot.example"]
    roll = opened("status", "section-11", now=LATER).out
    assert "  Di Fox <di@yot.example>: not asked yet; s11 invite asks everybody who is new\n" in roll
    opened("invite", "section-11", now=LATER)
    assert nudged(opened) == ["jo@surgery.example", "di@yot.example", "sam@yot.example"]


def test_an_invitation_that_was_called_off_at_the_close_is_sent_once_the_audit_is_open_again(opened: S11) -> None:
    opened("invite", "section-11", now=EARLY)
    opened("audit", "close", "section-11", "--yes", now=EARLY)
    opened("audit", "reopen", "section-11", now=LATER)
    assert opened("invite", "section-11", now=LATER).out.startswith("Queued 2 invitations.")
    assert [to for to, _ in waiting(opened, "Section 11 audit: ")] == ["jo@surgery.example", "sam@yot.example"]


def test_nothing_that_waits_goes_to_an_address_that_letters_do_not_reach(opened: S11) -> None:
    opened("invite", "section-11", now=EARLY)
    opened("extend", "section-11", "YOT", "--to", "2030-06-28", now=EARLY)
    assert {to for to, _ in waiting(opened)} == {"jo@surgery.example", "sam@yot.example"}
    opened("contact", "unreachable", "sam@yot.example", now=EARLY)
    assert {to for to, _ in waiting(opened)} == {"jo@surgery.example"}
    opened("contact", "set", "YOT", "sam@yot.example", now=LATER)
    assert waiting(opened, "Section 11 audit")[-1][0] == "sam@yot.example"  # named again, so invited again


DECISIONS = {
    "paused": (("pause", "section-11", "YOT", "--until", "2030-03-13"), "2030-03-13"),
    "more time": (("extend", "section-11", "YOT", "--to", "2030-06-28"), "2030-03-05"),
    "excused": (("excuse", "section-11", "YOT", "--because", "It joined another."), None),
    "gone": (("contact", "left", "sam@yot.example"), None),
    "gone before": (("contact", "left", "sam@yot.example", "--on", "2030-03-05"), None),
    "gone after": (("contact", "left", "sam@yot.example", "--on", "2030-03-06"), "2030-03-05"),
    "out of reach": (("contact", "unreachable", "sam@yot.example"), None),
    "closed": (("audit", "close", "section-11", "--yes"), None),
}


@pytest.mark.parametrize(("decision", "day"), DECISIONS.values(), ids=DECISIONS)
def test_the_next_reminder_heeds_what_was_decided(opened: S11, decision: tuple[str, ...], day: str | None) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    assert opened(*decision, now=LATER).code == 0
    yot = json.loads(opened("status", "section-11", "--json", now=LATER).out)[1]
    assert (yot["next_nudge"] or "")[:10] == (day or "")


LETTERS = {
    "more time": "MORE TIME until 12 April 2030\n",
    "not me": "NOT ME: Di Fox, di@surgery.example\n",
    "a question": "Who sees our answers?\n",
    "thanks": "Thank you, I will see to it.\n",
}


@pytest.mark.parametrize("words", LETTERS.values(), ids=LETTERS)
def test_an_agency_was_last_heard_when_it_wrote_whatever_it_wrote(opened: S11, tmp_path: Path, words: str) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    form = letters(tmp_path / "first")["jo@surgery.example"]
    (tmp_path / "in.eml").write_bytes(reply(form, words, "jo@surgery.example"))
    assert read(opened, tmp_path / "in.eml", now=LATER)[0]["outcome"] == "nothing_new"
    gp, yot = json.loads(opened("status", "section-11", "--json", now=LATER).out)
    assert (gp["last_heard"][:10], yot["last_heard"]) == ("2030-02-26", None)


def test_an_automatic_reply_is_nobodys_word(opened: S11, tmp_path: Path) -> None:
    opened("invite", "section-11", "--out", "first", now=EARLY)
    form = letters(tmp_path / "first")["jo@surgery.example"]
    away = reply(form, "I am away.\n", "jo@surgery.example").replace(
        b"Subject:", b"Auto-Submitted: auto-replied\nSubject:"
    )
    (tmp_path / "in.eml").write_bytes(away)
    read(opened, tmp_path / "in.eml", now=LATER)
    assert json.loads(opened("status", "section-11", "--json", now=LATER).out)[0]["last_heard"] is None


PEOPLE = {
    "set": ("set", "GP1", "di@surgery.example"),
    "move": ("move", "sam@yot.example", "--from", "YOT", "--to", "GP1"),
    "left": ("left", "jo@surgery.example"),
    "unreachable": ("unreachable", "jo@surgery.example"),
}


@pytest.mark.parametrize("change", PEOPLE.values(), ids=PEOPLE)
def test_in_a_closed_audit_nobody_is_named_as_nothing_else_is_decided(opened: S11, change: tuple[str, ...]) -> None:
    opened("audit", "close", "section-11", "--yes")
    told = opened("contact", *change)
    assert (told.code, told.err) == (
        2, "The audit section-11 is closed. To change anything, open it: s11 audit reopen section-11.\n",
    )  # fmt: skip
    opened("audit", "reopen", "section-11")
    assert opened("contact", *change).code == 0


GONE = {
    "left": ("left", "sam@yot.example"),
    "moved": NEWCOMERS["moved"],
    "left on a day to come": ("left", "sam@yot.example", "--on", "2030-12-01"),
}


@pytest.mark.parametrize(("change", "still"), [("left", 0), ("moved", 0), ("left on a day to come", 1)])
def test_an_invitation_that_waits_goes_to_nobody_who_is_gone(opened: S11, change: str, still: int) -> None:
    opened("invite", "section-11", now=EARLY)
    opened("contact", *GONE[change], now=EARLY)
    asked = [to for to, _ in waiting(opened, "Section 11 audit: Example Youth Justice Team")]
    assert asked == ["sam@yot.example"] * still


def test_a_partnership_named_after_the_clock_sealed_it_is_noted_and_holds(opened: S11, tmp_path: Path) -> None:
    """Nobody is asked before each partnership has its name in partnerships.toml, and that may come late."""
    opened("clock", "--once", now=EARLY)
    file = tmp_path / "home" / "config" / "partnerships.toml"
    file.write_text(file.read_text().replace("Anytown Partnership", "Wexford Partnership"))
    assert opened("invite", "section-11", "--by", "Mo Ray", now=LATER).code == 0
    told = opened("verify")
    assert (told.code, told.err) == (0, "")
    with open_database(f"sqlite:///{tmp_path}/home/s11.db") as record, record.read() as db:
        noted = db.scalars(sa.select(Event).where(Event.action == "partnership named")).one()
    assert (noted.actor, noted.about) == ("Mo Ray", "anytown itself")
    assert noted.facts == {"was": "Anytown Partnership", "is": "Wexford Partnership"}
