"""What a manager orders in words is done in their name, as the commands do it, and for nobody else."""

import io

import pytest
import sqlalchemy as sa

from storage.evidence.folder import FolderEvidence
from storage.nouns import Receipt
from tests.bot.slack.orders.test_papers import lead_and_manager, said
from tests.bot.slack.workspace import Person, Workspace
from tests.rounds import NOON

KEY = "south-glos-2019"
LETTER = (
    b"From: Somebody <some@body.example>\r\nTo: audit@anytown.example\r\nSubject: Our answers\r\nMessage-ID: <1@x>\r\n"
    b"\r\nWe train everybody each year.\r\n"
)


@pytest.fixture
def holding(two_partnerships: Workspace) -> Workspace:
    """A letter held for an agency of the east."""
    raw = FolderEvidence(two_partnerships.store).put(io.BytesIO(LETTER)).sha256
    with two_partnerships.round.database.write.begin() as db:
        about = two_partnerships.round.submission(db, "CSC").id
        facts = {"raw_key": raw, "received_at": NOON, "outcome": "held", "reason": "An unknown address."}
        db.add(Receipt(source="mail:1", sender="some@body.example", submission_id=about, **facts))  # type: ignore[arg-type]
    return two_partnerships


def told(person: Person) -> str:
    """All that they were told, also where only they see it."""
    private = [each["text"] for each in person.workspace.slack.said("chat.postEphemeral")]
    return "\n".join([said(person), *private])


def letter(workspace: Workspace) -> tuple[str, str]:
    """What became of it, and who decided."""
    (found,) = workspace.round.rows(sa.select(Receipt.outcome, Receipt.decided_by))
    return found[0], found[1]


def closed(workspace: Workspace) -> bool:
    with workspace.round.database.read() as db:
        return workspace.round.audit(db).closed_at is not None


def test_held_letters_are_listed_and_read(holding: Workspace) -> None:
    jo = holding.person("U9JO")
    jo.types("letters")
    assert "1  some@body.example: An unknown address." in told(jo)
    jo.types("letter 1")
    assert "We train everybody each year." in told(jo)
    assert letter(holding) == ("held", "")


@pytest.mark.parametrize(("types", "outcome"), [("discard 1", "discarded"), ("Discard letter 1.", "discarded")])
def test_a_letter_is_set_aside_in_the_managers_name(holding: Workspace, types: str, outcome: str) -> None:
    jo = holding.person("U9JO")
    jo.types(types)
    assert letter(holding) == (outcome, "jo@east.example")
    assert "Letter 1 is discarded. Nothing of it is recorded." in told(jo)
    jo.types(types)
    assert "Letter 1 is not held any more: it is discarded." in told(jo)


def test_a_letter_is_released_in_the_managers_name_and_read_at_once(holding: Workspace) -> None:
    jo = holding.person("U9JO")
    jo.types("release 1")
    outcome, by = letter(holding)
    assert by == "jo@east.example"
    assert f"Letter 1: {outcome.replace('_', ' ')}" in told(jo)
    assert outcome != "unread"


@pytest.mark.parametrize("types", ["letter 1", "release 1", "discard 1"])
def test_another_partnerships_letter_is_not_theirs(holding: Workspace, types: str) -> None:
    wes = holding.person("U8WES")
    wes.types(types)
    assert letter(holding) == ("held", "")
    assert "No letter 1 waits for you." in told(wes)


@pytest.mark.parametrize("types", ["letters", "release 1", "discard 1", f"close {KEY} yes", "answers CSC"])
def test_orders_are_a_managers_alone(holding: Workspace, types: str) -> None:
    holding.person("U3CY").types(types)
    assert letter(holding) == ("held", "")
    assert not closed(holding)


def test_an_agencys_answers_come_as_a_document(two_partnerships: Workspace) -> None:
    ann, jo = two_partnerships.person("U1ANN"), two_partnerships.person("U9JO")
    ann.types("hello")
    ann.types("go to 4")
    ann.types("2")
    two_partnerships.round.give("CSC", "4", b"A policy.", "policy.txt")  # which the store has lost
    jo.types("answers csc")
    names = [each["filename"] for each in two_partnerships.slack.said("files.getUploadURLExternal")]
    assert names == ["children-s-social-care-south-gloucestershire-section-11-audit-2019-20.docx"]
    assert f"Children's Social Care in {KEY}: the answers are in the document below." in told(jo)
    assert "policy.txt, 9 bytes. Not put here: whoever runs s11 can send it to you." in told(jo)


def test_the_answers_of_another_partnerships_agency_are_not_theirs(two_partnerships: Workspace) -> None:
    wes = two_partnerships.person("U8WES")
    wes.types("answers CSC")
    assert "No return of CSC is among yours." in told(wes)
    assert two_partnerships.slack.said("files.getUploadURLExternal") == []


def test_an_audit_is_closed_when_what_is_outstanding_was_read(workspace: Workspace) -> None:
    jo = workspace.person("U9JO")
    jo.types(f"close {KEY}")
    assert f"2 returns are not submitted: CSC and SCH. To close it, type close {KEY} yes." in told(jo)
    assert not closed(workspace)
    jo.types(f"close {KEY} yes")
    assert closed(workspace)
    jo.types(f"move {KEY} to 14 July 2026")
    assert "The audit south-glos-2019 is closed. Whoever runs s11 can open it again." in told(jo)
    assert [event[1] for event in workspace.round.events() if event[4] == "audit closed"] == ["Jo Bloggs"]


def test_an_audit_of_several_partnerships_is_not_one_managers_to_close(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(f"close {KEY} yes")
    assert not closed(two_partnerships)
    assert "so whoever runs s11 does that. Nothing was changed." in told(jo)


def test_the_last_day_is_moved_for_everybody(workspace: Workspace) -> None:
    jo = workspace.person("U9JO")
    jo.types(f"move {KEY} to 14 July 2026")
    with workspace.round.database.read() as db:
        assert workspace.round.audit(db).due.isoformat() == "2026-07-14"
    assert f"{KEY} is due on Tuesday 14 July 2026, 23:59, for everybody." in told(jo)


def test_a_return_is_reopened_with_its_reason(two_partnerships: Workspace) -> None:
    two_partnerships.round.submit("CSC")
    jo = two_partnerships.person("U9JO")
    for _ in range(2):
        jo.types("reopen CSC because the wrong file was sent.")
    with two_partnerships.round.database.read() as db:
        found = two_partnerships.round.submission(db, "CSC")
        assert (found.submitted_at, found.reopened_because) == (None, "the wrong file was sent.")
    assert "is open again. The agency is told why." in told(jo)
    assert "is open for a change already. Nothing was changed." in told(jo)
    jo.types("who")
    assert "1 has not answered. 1 is open again for a change." in told(jo)


@pytest.mark.parametrize(("user", "abbr"), [("U8WES", "CSC"), ("U3CY", "SCH")])
def test_a_return_is_reopened_by_its_own_manager_alone(two_partnerships: Workspace, user: str, abbr: str) -> None:
    two_partnerships.round.submit(abbr)
    two_partnerships.person(user).types(f"reopen {abbr} because I say so")
    with two_partnerships.round.database.read() as db:
        assert two_partnerships.round.submission(db, abbr).submitted_at is not None


def test_a_day_that_cannot_be_read_moves_nothing(workspace: Workspace) -> None:
    jo = workspace.person("U9JO")
    jo.types(f"move {KEY} to the summer")
    assert f"Write the day in full, such as move {KEY} to 30 June 2027." in told(jo)


def test_a_leads_words_that_only_begin_like_an_order_are_their_answer(workspace: Workspace) -> None:
    jo = lead_and_manager(workspace)
    jo.types("go to 4")
    jo.types("2")
    jo.types("close supervision")
    assert workspace.round.cell("CSC", "4").words == {"working_well": "close supervision"}
