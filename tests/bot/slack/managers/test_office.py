"""A business manager in Slack: excuses, gives time, pauses, notes calls, and reads the reminders before they go."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.slack.api import escape
from config.partnerships import PartnershipTable
from config.questionnaire import Kind
from intake.returns import Given, outstanding
from reports.nudges import nudges
from storage.nouns import Agency, Call, Contact, Message, Plea, Receipt, Submission
from tests.bot.slack.fake import JSON
from tests.bot.slack.test_blocks import check_view
from tests.bot.slack.workspace import Person, Workspace, texts, two_at_once
from tests.rounds import NOON

SAVED: JSON = {}  # what Slack is answered when a form may close


def read(view: JSON) -> str:
    check_view(view)
    return "\n".join(texts(view["blocks"]))


def jo(workspace: Workspace) -> Person:
    """The east's manager, with her home open."""
    person = workspace.person("U9JO")
    person.opens_home()
    return person


def standing(workspace: Workspace, abbr: str = "CSC") -> tuple[Any, ...]:
    wanted = sa.select(Submission.excused_because, Submission.extended_to, Submission.paused_until)
    return workspace.round.rows(wanted.join(Agency).where(Agency.abbr == abbr))[0]


def decided(workspace: Workspace) -> list[tuple[str, ...]]:
    """Who decided what by which way, about whom."""
    known = ("return excused", "return asked for again", "return extended", "nudges paused", "call noted")
    return [(row[1], row[2], row[4], row[5]) for row in workspace.round.events() if row[4] in known]


def queue_nudge(workspace: Workspace, abbr: str = "CSC", body: str = "Seven questions are left.") -> None:
    with workspace.round.database.write.begin() as db:
        submission = workspace.round.submission(db, abbr)
        contact = submission.agency.contacts[0]
        window: dict[str, Any] = {
            "not_before": NOON + timedelta(days=1),
            "not_after": NOON + timedelta(days=1, hours=2),
        }
        ids: dict[str, Any] = {"submission_id": submission.id, "contact_id": contact.id}
        key = f"nudge:{submission.id}:{contact.id}:1"
        db.add(Message(key=key, via="slack", recipient="U1ANN", subject="7 left", body=body, **ids, **window))


def test_an_agency_is_excused_with_a_reason_and_asked_again(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    queue_nudge(two_partnerships)
    form = manager.chooses("Excuse", "Children's Social Care")
    assert "Children's Social Care" in read(form)
    assert manager.saves({"said": "It closed in May."}) == SAVED
    assert standing(two_partnerships)[0] == "It closed in May."
    assert two_partnerships.round.rows(
        sa.select(Message.cancelled_at.is_not(None)).where(Message.key.startswith("nudge:"))
    ) == [(True,)]
    assert "– *Children's Social Care*  excused" in read(manager.home)
    assert "0 of 1 agency have submitted" in read(manager.home)
    manager.chooses("Ask again", "Children's Social Care")
    assert manager.saves({}) == SAVED
    assert "0 of 2 agencies have submitted" in read(manager.home)
    by_jo = ("Jo Bloggs", "slack")
    assert decided(two_partnerships) == [(*by_jo, "return excused", "CSC"), (*by_jo, "return asked for again", "CSC")]
    assert two_partnerships.round.first_bad_entry() is None


def answer_all(workspace: Workspace, abbr: str = "CSC") -> None:
    """The best rating, yes, or a word at everything that is required."""
    template = workspace.round.template
    said = {Kind.RATING: template.scale.given[0].code, Kind.YES_NO: "yes", Kind.TEXT: "We do.", Kind.NUMBER: "1"}
    owed = outstanding(template, "council", {})
    workspace.round.say(abbr, *(Given(question.ref, prompt.key, said[prompt.kind]) for question, prompt in owed))


def test_a_return_that_lacks_only_a_signature_is_submitted_for_the_agency(two_partnerships: Workspace) -> None:
    answer_all(two_partnerships)
    manager = jo(two_partnerships)
    assert "every question answered, not signed" in read(manager.home)
    manager.chooses("Submit for them", "Children's Social Care")
    assert manager.saves({"said": "Agreed on the telephone."}) == SAVED
    assert "1 of 2 agencies has submitted" in read(manager.home)
    signed = sa.select(Submission.submitted_by).where(Submission.signed_at.is_not(None))
    assert two_partnerships.round.rows(signed) == [("Jo Bloggs, for the agency",)]
    told = sa.select(Message.subject).where(Message.key.startswith("decided:"))
    assert {subject.split(":")[0] for (subject,) in two_partnerships.round.rows(told)} == {
        "The return of Children's Social Care is submitted"
    }
    assert two_partnerships.round.first_bad_entry() is None


def test_an_agency_is_given_more_time_and_a_day_that_is_not_later_is_said_at_its_box(
    two_partnerships: Workspace,
) -> None:
    manager = jo(two_partnerships)
    form = manager.chooses("Give more time", "Police")
    assert form["blocks"][-1]["element"]["initial_date"] == "2026-07-14"
    said = manager.saves({"said": "2026-06-30"})
    assert said == {
        "response_action": "errors",
        "errors": {"said": "south-glos-2019 is due on 30 June 2026. Give a later day."},
    }
    assert decided(two_partnerships) == []
    assert manager.saves({"said": "2026-07-31"}) == SAVED
    assert standing(two_partnerships, "POL")[1] == date(2026, 7, 31)
    assert "has until Friday 31 July 2026" in read(manager.home)


def test_reminders_are_paused_and_go_again_when_today_is_chosen(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    assert "next reminder Tuesday 10 March 2026" in read(manager.home)
    manager.chooses("Pause reminders", "Children's Social Care")
    manager.saves({"said": "2026-04-01"})
    assert standing(two_partnerships)[2] == date(2026, 4, 1)
    assert "no reminder before Wednesday 1 April 2026" in read(manager.home)
    assert "Reminders are paused until" in read(manager.chooses("Pause reminders", "Children's Social Care"))
    manager.saves({"said": "2026-03-02"})
    assert "no reminder before" not in read(manager.home)
    assert "Reminders are paused until" not in read(manager.chooses("Pause reminders", "Children's Social Care"))


def test_a_call_is_noted_with_whom_to_ring_at_hand(two_partnerships: Workspace) -> None:
    with two_partnerships.round.database.write.begin() as db:
        two_partnerships.round.submission(db, "POL").agency.contacts[0].phone = "01632 960 001"
    manager = jo(two_partnerships)
    assert "Di Fox · lead · 01632 960 001 · di@pol.example" in read(manager.chooses("Note a call", "Police"))
    manager.saves({"said": "  They answer by Friday. "})
    assert two_partnerships.round.rows(sa.select(Call.words, Call.said_by)) == [("They answer by Friday.", "Jo Bloggs")]
    assert "called Monday 2 March 2026" in read(manager.home)


def people(workspace: Workspace, abbr: str = "POL") -> list[tuple[Any, ...]]:
    """Whoever speaks for an agency: name, address, role, telephone, Slack user."""
    wanted = sa.select(Contact.name, Contact.email, Contact.role, Contact.phone, Contact.slack_user)
    return workspace.round.rows(wanted.where(Contact.agencies.any(Agency.abbr == abbr)).order_by(Contact.email))


def changes(workspace: Workspace) -> list[tuple[str, ...]]:
    return [
        (row[1], row[2], row[4])
        for row in workspace.round.events()
        if row[2] == "slack" and row[4].startswith("contact")
    ]


def test_somebody_new_is_named_and_the_one_who_left_hears_no_more(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    queue_nudge(two_partnerships, "POL")
    assert "Fill in what is new." in read(manager.chooses("Change whom to ask", "Police"))
    asked = {"who": "Somebody new", "what": "Ask this person", "email": "Sam@pol.example", "name": "Sam Roe"}
    asked |= {"role": "deputy", "phone": "01632 960 007"}
    assert manager.saves(asked) == SAVED
    assert people(two_partnerships)[1] == ("Sam Roe", "sam@pol.example", "deputy", "01632 960 007", None)
    asks = sa.select(Message.recipient, Message.subject).where(Message.key.startswith("invite:"))
    assert two_partnerships.round.rows(asks) == [
        ("sam@pol.example", "South Gloucestershire section 11 audit 2019-20: Police, by Tuesday 30 June 2026")
    ]
    manager.chooses("Change whom to ask", "Police")
    assert manager.saves({"who": "Di Fox", "what": "This person has left"}) == SAVED
    reminders = sa.select(Message.cancelled_at.is_not(None)).where(Message.key.startswith("nudge:"))
    assert two_partnerships.round.rows(reminders) == [(True,)]
    assert "Di Fox, lead, has left, di@pol.example" in read(manager.chooses("Change whom to ask", "Police"))
    by_jo = ("Jo Bloggs", "slack")
    assert changes(two_partnerships) == [(*by_jo, "contact set"), (*by_jo, "contact left")]
    assert two_partnerships.round.seal_faults() == []
    assert two_partnerships.round.first_bad_entry() is None


def test_somebody_new_answers_a_not_me_as_a_reply_would(two_partnerships: Workspace) -> None:
    with two_partnerships.round.database.write.begin() as db:
        police = two_partnerships.round.submission(db, "POL")
        di = police.agency.contacts[0]
        whose: dict[str, Any] = {
            "submission_id": police.id,
            "contact_id": di.id,
            "source": "mail:di-1",
            "said_by": "Di Fox",
        }
        db.add(Plea(**whose, wish="not me", words="NOT ME, ask Sam Roe", asked_at=NOON))
    manager = jo(two_partnerships)
    manager.chooses("Change whom to ask", "Police")
    asked = {"who": "Somebody new", "what": "Ask this person", "email": "sam@pol.example", "name": "Sam Roe"}
    assert manager.saves(asked) == SAVED
    assert [row[1] for row in people(two_partnerships)] == ["sam@pol.example"]
    assert two_partnerships.round.seal_faults() == []
    sent = two_partnerships.round.rows(sa.select(Message.recipient, Message.body))
    (form,) = [body for to, body in sent if to == "sam@pol.example"]
    assert "Dear Sam Roe," in form
    (told,) = [body for to, body in sent if to == "di@pol.example"]
    assert "Jo Bloggs has decided. Sam Roe (sam@pol.example) is asked." in told


def test_an_address_that_letters_do_not_reach_is_written_to_again_once_it_is_named_again(
    two_partnerships: Workspace,
) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Change whom to ask", "Police")
    manager.saves({"who": "Di Fox", "what": "Letters do not reach"})
    manager.presses_in("See the next reminders", manager.home)
    assert "Di Fox" not in read(manager.form)
    form = manager.chooses("Change whom to ask", "Police")
    assert "Di Fox, lead, marked as not reached, di@pol.example" in read(form)
    manager.saves({"who": "Di Fox", "what": "Ask this person", "phone": "01632 960 008"})
    manager.presses_in("See the next reminders", manager.home)
    assert "Di Fox" in read(manager.form)
    assert [row[3] for row in people(two_partnerships)] == ["01632 960 008"]


@pytest.mark.parametrize(
    ("filled", "box", "told"),
    [
        ({"who": "Somebody new"}, "email", "Write the address of the person"),
        ({"who": "Somebody new", "email": "sam at police"}, "email", "Write the address of the person"),
        ({"who": "Somebody new", "what": "This person has left"}, "who", "Choose who it is."),
        ({"who": "Di Fox", "email": "sam@pol.example"}, "email", "Di Fox has another address."),
        ({"who": "Di Fox", "slack_user": "U1ANN"}, "slack_user", "The Slack user U1ANN is another contact"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_box(
    two_partnerships: Workspace, filled: JSON, box: str, told: str
) -> None:
    manager = jo(two_partnerships)
    before = people(two_partnerships)
    manager.chooses("Change whom to ask", "Police")
    said = manager.saves(filled)["errors"]
    assert list(said) == [box]
    assert told in said[box]
    assert people(two_partnerships) == before
    assert changes(two_partnerships) == []


@pytest.mark.parametrize("box", ["", "   "])
def test_a_reason_without_words_is_asked_for_at_its_box(two_partnerships: Workspace, box: str) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Excuse", "Children's Social Care")
    assert manager.saves({"said": box})["errors"] == {"said": "Say why the agency is excused."}
    assert decided(two_partnerships) == []


@pytest.mark.parametrize("user", ["U8WES", "U1ANN", "U7EVE"], ids=["the west's manager", "a lead", "a stranger"])
@pytest.mark.parametrize("what", ["Excuse", "Give more time", "Pause reminders", "Note a call", "Change whom to ask"])
def test_nobody_but_the_partnerships_manager_may_decide(two_partnerships: Workspace, user: str, what: str) -> None:
    manager, other = jo(two_partnerships), two_partnerships.person(user)
    form = other.chooses(what, "Children's Social Care", manager.home)
    assert "You are not named as a manager of this agency's partnership, so nothing was recorded." in read(form)
    real = manager.chooses(what, "Children's Social Care")
    value = "2026-08-01" if real["blocks"][-1]["element"]["type"] == "datepicker" else "Because I say so."
    filled = {"email": "me@evil.example"} if what == "Change whom to ask" else {"said": value}
    said = other.saves(filled, real)  # the form itself, sent by somebody else
    assert said["response_action"] == "update"
    assert "nothing was recorded" in read({"type": "modal", **said["view"]})
    assert decided(two_partnerships) == []
    assert standing(two_partnerships) == ("", None, None)
    assert two_partnerships.round.rows(sa.select(Call.id)) == []
    assert changes(two_partnerships) == []
    assert two_partnerships.slack.said("chat.postMessage") == []  # nobody else hears of it


def test_who_is_taken_out_of_the_file_may_not_finish_what_they_began(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Excuse", "Children's Social Care")
    two_partnerships.partnerships["east"] = PartnershipTable(key="east", name="The East")
    assert manager.saves({"said": "It closed."})["response_action"] == "update"
    assert decided(two_partnerships) == []


def test_a_joint_agency_is_for_both_managers(two_partnerships: Workspace) -> None:
    wes = two_partnerships.person("U8WES")
    assert "Children's Social Care" not in read(wes.opens_home())
    wes.chooses("Give more time", "Police")
    wes.saves({"said": "2026-07-31"})
    assert decided(two_partnerships) == [("Wes Hall", "slack", "return extended", "POL")]


def test_a_return_that_came_meanwhile_stays_as_it_is(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Excuse", "Children's Social Care")
    two_partnerships.round.submit("CSC")
    said = manager.saves({"said": "It closed."})
    assert "CSC has submitted since. Nothing was changed." in read({"type": "modal", **said["view"]})
    assert decided(two_partnerships) == []


def test_a_closed_audit_is_said(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Note a call", "Children's Social Care")
    two_partnerships.round.close()
    assert "is closed" in read({"type": "modal", **manager.saves({"said": "Hello."})["view"]})
    assert two_partnerships.round.rows(sa.select(Call.id)) == []


@pytest.mark.parametrize(
    ("what", "filled"),
    [
        ("Note a call", {"said": "By Friday."}),
        ("Excuse", {"said": "It closed."}),
        ("Give more time", {"said": "2026-08-01"}),
        ("Change whom to ask", {"who": "Somebody new", "email": "sam@csc.example", "name": "Sam Roe"}),
        ("Change whom to ask", {"who": "Ann Lee", "what": "This person has left"}),
        ("Change whom to ask", {"who": "Ann Lee", "what": "Letters do not reach"}),
    ],
)
def test_a_decision_delivered_four_times_to_two_processes_is_one(
    two_partnerships: Workspace, what: str, filled: JSON
) -> None:
    manager, other = jo(two_partnerships), two_partnerships.start()
    manager.chooses(what, "Children's Social Care")
    form = manager.saving(filled)
    for each in (two_partnerships.bot, other):
        each.tray.patience = 0.0  # one works off what the other heard, whose window may wait in vain
    two_at_once(lambda: two_partnerships.interact(form), lambda: two_partnerships.interact(form, other))
    two_partnerships.interact(form)
    two_partnerships.interact(form, other)
    two_partnerships.settle(two_partnerships.bot, other)
    assert len(decided(two_partnerships) + changes(two_partnerships)) == 1
    other.close()


def test_the_next_reminders_are_read_before_they_go(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.presses_in("See the next reminders", manager.home)
    listed = manager.form
    told = read(listed)
    assert "*Children's Social Care*  reminder 1 to Ann Lee by Slack, Tuesday 10 March 2026 from 09:30" in told
    assert "*Police*  reminder 1 to Di Fox by letter, Tuesday 10 March 2026 from 09:30" in told
    assert "High School" not in told
    manager.presses_in("Read it", {**listed, "blocks": listed["blocks"][1:]})
    letter = read(manager.form)
    assert "Dear Di" in letter
    assert "Police: 0 of 19 answered, due Tuesday 30 June 2026" in letter
    assert two_partnerships.slack.said("views.push") != []
    assert two_partnerships.round.rows(sa.select(Message.id)) == []  # looking queues nothing


def test_the_words_read_before_are_the_words_that_go(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.presses_in("See the next reminders", manager.home)
    ann = next(each for each in manager.form["blocks"] if "Ann Lee" in each.get("text", {}).get("text", ""))
    manager.presses_in("Read it", {**manager.form, "blocks": [ann]})
    shown = manager.form["blocks"][-1]["text"]["text"]
    with two_partnerships.round.database.write.begin() as db:
        audit = two_partnerships.round.audit(db)
        at = datetime(2026, 3, 10, 9, 45, tzinfo=UTC)
        sent = nudges(db, audit, two_partnerships.round.template, two_partnerships.chaser(), at, only_open=True)
        words = [each.message.body for each in sent if each.due.contact.slack_user == "U1ANN"]
    assert [escape(each) for each in words] == [shown]


def test_a_reminder_that_is_written_is_shown_as_it_stands(two_partnerships: Workspace) -> None:
    queue_nudge(two_partnerships, body="Seven questions are left. <!channel>")
    manager = jo(two_partnerships)
    manager.presses_in("See the next reminders", manager.home)
    manager.presses_in("Read it", manager.form)
    assert "Seven questions are left. &lt;!channel&gt;" in read(manager.form)
    assert "It is written and waits to be sent" in read(manager.form)


def test_the_paused_and_the_excused_are_not_among_the_next(two_partnerships: Workspace) -> None:
    manager = jo(two_partnerships)
    manager.chooses("Pause reminders", "Children's Social Care")
    manager.saves({"said": "2026-04-01"})
    manager.chooses("Excuse", "Police")
    manager.saves({"said": "It has merged."})
    two_partnerships.round.submit("SCH")
    manager.chooses("Ask again", "Police")
    manager.saves({})
    manager.presses_in("See the next reminders", manager.home)
    assert "Children's Social Care" not in read(manager.form)
    assert "Police" in read(manager.form)


@pytest.mark.parametrize("user", ["U8WES", "U1ANN"])
def test_nobody_else_reads_the_reminders_of_a_partnership(two_partnerships: Workspace, user: str) -> None:
    manager, other = jo(two_partnerships), two_partnerships.person(user)
    other.presses_in("See the next reminders", manager.home)
    assert "You are not named as a manager of this partnership." in read(other.form)
    manager.presses_in("See the next reminders", manager.home)
    other.presses_in("Read it", manager.form)
    assert "You are not named as a manager of this agency's partnership" in read(other.form)


def test_held_letters_are_those_of_the_managers_own_partnership(two_partnerships: Workspace) -> None:
    def letter(number: int, sender: str, **about: Any) -> Receipt:
        facts: dict[str, Any] = {"raw_key": "0" * 64, "received_at": NOON, "outcome": "held", "reason": "Look."}
        return Receipt(source=f"mail:{number}", sender=sender, **facts, **about)

    with two_partnerships.round.database.write.begin() as db:
        east = two_partnerships.round.submission(db, "CSC")
        west = two_partnerships.round.submission(db, "SCH")
        db.add(letter(1, "to@east.example", submission_id=east.id))
        db.add(letter(2, "to@west.example", submission_id=west.id))
        db.add(
            letter(3, "of@both.example", contact_id=two_partnerships.round.submission(db, "POL").agency.contacts[0].id)
        )
        db.add(letter(4, "who@nowhere.example"))
    seen = read(jo(two_partnerships).home)
    assert "• to@east.example: Look." in seen
    assert "• of@both.example: Look." in seen
    assert "west.example" not in seen
    assert "nowhere.example" not in seen
    assert "1 more from senders we do not know. Type letters in Messages to see them." in seen


def test_every_one_of_two_hundred_agencies_is_within_reach(large: Workspace) -> None:
    manager, seen = jo(large), list[str]()
    for _ in range(8):
        check_view(manager.home)
        rows = [each for each in manager.home["blocks"] if each.get("accessory", {}).get("type") == "overflow"]
        seen += [each["accessory"]["options"][0]["value"] for each in rows]
        if len(seen) < 200:
            manager.presses_in("Next", manager.home)
    assert len(set(seen)) == 200
    manager.chooses("Excuse", "Agency 199")  # and the page stays where it was
    manager.saves({"said": "It closed."})
    assert "Earlier 25" in read(manager.home)
    manager.presses_in("See the next reminders", manager.home)
    listed = set[str]()
    for _ in range(5):
        check_view(manager.form)
        listed |= {each["accessory"]["value"] for each in manager.form["blocks"] if "accessory" in each}
        if any(each.get("elements", [{}])[-1].get("action_id") == "letters:after" for each in manager.form["blocks"]):
            manager.presses_in("Later ones", manager.form)
    assert len(listed) == 199


def asks(workspace: Workspace, wish: str, words: str) -> None:
    """Ann asked this by letter."""
    with workspace.round.database.write.begin() as db:
        submission = workspace.round.submission(db, "CSC")
        ids: dict[str, Any] = {"submission_id": submission.id, "contact_id": submission.agency.contacts[0].id}
        db.add(Plea(source="mail:1", wish=wish, words=words, said_by="Ann Lee", asked_at=NOON, **ids))


TIME, OTHERS = "MORE TIME until 31 March 2027", "NOT ME, ask Bill Hall, bill@csc.example"
RULED = {
    "yes to a day": ("more time", TIME, {"choice": "Yes"}, "until Wednesday 31 March 2027."),
    "another day": ("more time", TIME, {"choice": "Another", "said": "2027-04-07"}, "until Wednesday 7 April 2027."),
    "no": ("more time", TIME, {"choice": "No"}, "Nothing changes."),
    "yes to a person": ("not me", OTHERS, {"choice": "Yes"}, "Bill Hall (bill@csc.example) is asked."),
    "another person": (
        "not me", OTHERS, {"choice": "Another", "said": "Di Orr, di@csc.example"}, "Di Orr (di@csc.example) is asked.",
    ),
    "an answer": ("question", "Which year is it?", {"said": "The school year."}, "The school year."),
}  # fmt: skip


@pytest.mark.parametrize(("wish", "words", "form", "outcome"), RULED.values(), ids=RULED)
def test_what_an_agency_asked_is_decided_in_its_form(
    two_partnerships: Workspace, wish: str, words: str, form: JSON, outcome: str
) -> None:
    asks(two_partnerships, wish, words)
    manager = jo(two_partnerships)
    manager.presses_in("Decide…", manager.home)
    assert words in read(manager.form)
    assert manager.saves(form) == SAVED
    (ruled,) = two_partnerships.round.rows(sa.select(Plea.decided_by, Plea.outcome))
    assert (ruled[0], ruled[1].endswith(outcome)) == ("Jo Bloggs", True)
    assert two_partnerships.round.seal_faults() == []
    assert "Waiting for you" not in read(manager.home)
    (told,) = two_partnerships.round.rows(sa.select(Message.body).where(Message.key.startswith("plea-decided:")))
    assert outcome in told[0]


def test_a_day_that_is_not_named_is_asked_for_and_what_is_decided_stays(two_partnerships: Workspace) -> None:
    asks(two_partnerships, "more time", TIME)
    manager = jo(two_partnerships)
    before = manager.home
    manager.presses_in("Decide…", before)
    assert manager.saves({"choice": "Another"}) == {"response_action": "errors", "errors": {"said": "Choose a day."}}
    assert manager.saves({"choice": "No"}) == SAVED
    manager.presses_in("Decide…", before)
    assert "Jo Bloggs decided this before. Nothing changes." in read(manager.form)
