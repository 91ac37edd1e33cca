"""Returns, sentences and themes are judged in words: as the commands do it, and of one's own partnership alone."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from intake.returns import Given
from storage.nouns import Answer, Event, Message, Quote, Review, Submission, Tag, Thread
from tests.bot.slack.leads.test_owed_files import goes_on
from tests.bot.slack.orders.test_orders import KEY, told
from tests.bot.slack.workspace import Person, Workspace

WORDS = "Ann Lee trains every volunteer twice a year."


@pytest.fixture
def signed(two_partnerships: Workspace) -> Workspace:
    """The council and the school rated question 4 the best and said why, with a theme found in it, and signed."""
    made = two_partnerships.round
    for abbr in ("CSC", "SCH"):
        made.say(abbr, Given("4", "rating", "3"), Given("4", "working_well", WORDS), minutes=1)
        made.submit(abbr, minutes=2)
    with made.database.write.begin() as db:
        for answer in db.scalars(sa.select(Answer).where(Answer.prompt == "working_well").order_by(Answer.id)):
            tag = Tag(theme="training", start=8, end=14, version="1", words="trains", sentence_end=len(WORDS))
            answer.tags.append(tag)
    return two_partnerships


def share(person: Person, words: str, sheet: str) -> None:
    """A CSV file in a message, as Slack delivers it: the file, and the message that says what it is for."""
    slack, name = person.workspace.slack, f"F{person.user}{len(sheet)}"
    data = sheet.encode()
    slack.files[name] = {
        "id": name,
        "name": "ratings.csv",
        "size": len(data),
        "mimetype": "text/csv",
        "filetype": "csv",
        "url_private_download": f"{slack.url}/files/{name}",
    }
    slack.downloads[f"/files/{name}"] = (200, {"Content-Type": "text/csv"}, data)
    person.workspace.event(
        {"type": "file_shared", "user_id": person.user, "channel_id": person.channel, "file_id": name}
    )
    person.types(words, subtype="file_share", files=[{"id": name}])


def rated(workspace: Workspace) -> Sequence[tuple[object, ...]]:
    wanted = sa.select(Review.question, Review.value, Review.because, Review.said_by).where(Review.verdict == "rated")
    return workspace.round.rows(wanted.order_by(Review.id))


def test_a_return_is_judged_from_words_to_its_end(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    jo.types("returns")
    assert "Returns to look at in south-glos-2019 (1)" in told(jo)
    jo.types("review CSC rate 4 2 because there is no date.")
    assert "CSC 4: the partnership rates 2. The agency's own rating stays, and counts." in told(jo)
    assert rated(signed) == [("4", "2", "there is no date.", "Jo Bloggs")]
    jo.types("review csc ask 4 When was it reviewed?")
    assert "CSC is asked about question 4." in told(jo)
    jo.types("review CSC accept")
    assert "Still asked back: 4." in told(jo)
    jo.types("review CSC done 4")
    jo.types("review CSC mend 4 Name the lead.")
    jo.types("review CSC mended 4")
    jo.types("review CSC missing")
    assert "CSC is asked for what is missing." in told(jo) or "Nothing is missing from CSC." in told(jo)
    jo.types("review CSC accept with open")
    assert "The return of CSC is accepted. CSC was told." in told(jo)
    assert signed.round.rows(sa.select(Thread.id).where(Thread.closed_at.is_(None))) == []
    assert signed.round.first_bad_entry() is None


def test_a_return_in_words_is_looked_at_with_its_button(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    jo.types("review POL")
    assert "POL: not started" in told(jo)
    jo.types("review CSC")
    jo.presses("Look")
    assert jo.form["title"]["text"] == "CSC"
    assert signed.slack.said("views.push") == []


@pytest.mark.parametrize(
    ("sheet", "reads", "stands"),
    [
        (
            "agency,question,rating,because\nCSC,4,2,No date\n",
            "Recorded 1 rating of",
            [("4", "2", "No date", "Jo Bloggs")],
        ),
        ("question,CSC\n4,2\n", "Recorded 1 rating of", [("4", "2", "Panel, 4 May", "Jo Bloggs")]),
        ("question,CSC\n4,9\n", "Row 2, column CSC", []),
        ("question,CSC,SCH\n4,2,2\n", "SCH is not asked in this audit", []),
    ],
)
def test_ratings_come_by_sheet(signed: Workspace, sheet: str, reads: str, stands: list[tuple[str, ...]]) -> None:
    jo = signed.person("U9JO")
    share(jo, f"ratings {KEY} because Panel, 4 May", sheet)
    assert reads in told(jo)
    assert rated(signed) == stands


def test_the_same_sheet_again_changes_nothing(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    for _ in range(2):
        share(jo, f"ratings {KEY} because Panel, 4 May", "question,CSC\n4,2\n")
    assert "Recorded 0 ratings of the partnership in south-glos-2019; 1 stood already." in told(jo)
    assert len(rated(signed)) == 1


def test_a_managers_file_that_says_nothing_is_told_what_it_could_be_for(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    share(jo, "here you are", "question,CSC\n4,2\n")
    assert "Share a CSV file in the same message as these words: ratings" in told(jo)
    assert "not named for an agency" not in told(jo)
    assert rated(signed) == []


def test_sentences_are_approved_with_names_taken_out_and_taken_back(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    jo.types("quotes")
    (id_,) = [line.split()[0] for line in jo.last["text"].splitlines() if "what works" in line]
    assert "[name] trains every volunteer twice a year." in told(jo)
    jo.types(f"approve {id_}")
    assert signed.round.rows(sa.select(Quote.approved_by)) == [("Jo Bloggs",)]
    jo.types(f"withdraw {id_}")
    assert signed.round.rows(sa.select(Quote.withdrawn_at.is_not(None))) == [(True,)]
    jo.types(f"withdraw {id_}")
    assert f"The sentence {id_} is not approved, so there is nothing to withdraw." in told(jo)


def test_themes_are_confirmed_and_refused(signed: Workspace) -> None:
    jo = signed.person("U9JO")
    jo.types("themes")
    assert "1  training: CSC 4: Ann Lee trains every volunteer twice a year." in told(jo)
    jo.types("refuse 1")
    assert signed.round.rows(sa.select(Tag.decision, Tag.decided_by).where(Tag.id == 1)) == [("rejected", "Jo Bloggs")]
    jo.types("themes")
    assert "No theme waits for a decision." in told(jo)
    jo.types("themes training")
    assert "1  training, rejected: CSC 4: Ann Lee trains every volunteer twice a year." in told(jo)
    jo.types("themes weather")
    assert "No return of yours is said to be about weather." in told(jo)
    jo.types("confirm 1")
    assert signed.round.rows(sa.select(Tag.decision).where(Tag.id == 1)) == [("confirmed",)]
    assert signed.round.first_bad_entry() is None


@pytest.mark.parametrize(
    "types", ["approve 4-0-44", "confirm 2", "confirm 1 2", "review SCH accept", "review SCH missing"]
)
def test_what_another_partnership_has_is_not_theirs_to_judge(signed: Workspace, types: str) -> None:
    signed.person("U9JO").types(types)
    assert signed.round.rows(sa.select(Quote.id)) == []
    assert signed.round.rows(sa.select(Tag.id).where(Tag.decision != "")) == []
    assert signed.round.rows(sa.select(Submission.id).where(Submission.accepted_at.is_not(None))) == []
    assert signed.round.rows(sa.select(Thread.id)) == []


ORDERS = """\
excuse POL because it closes
ask POL again
give POL until 30 June 2027
pause POL until 4 May 2026
call POL: left a message
review CSC rate 4 2 because no date
review CSC ask 4 When?
review CSC mend 4 Name the lead.
invite di@pol.example
add contact POL, dee@pol.example, Dee Ray
add agency HIL, Hill Surgery, health, Sam Hill, sam@hill.example
approve 2-0-44
confirm 1
send digest yes
review CSC return
meet CSC on 12 April 2030: Challenge event
meeting 1: They told of supervision.
review POL decide It closes.
"""


def test_an_order_whose_answer_did_not_go_out_is_carried_out_once(signed: Workspace) -> None:
    """Slack takes no answer of the first process; the next one takes each order up again."""
    managed(signed)
    jo, other = signed.person("U9JO"), signed.start()
    for order in ORDERS.splitlines():
        signed.slack.refusals["chat.postMessage"] = ["internal_error"] * 4
        jo.types(order)
        done, before = recorded(signed), len(jo.seen())
        signed.slack.refusals.clear()
        goes_on(signed, other)
        assert (order, recorded(signed), len(jo.seen())) == (order, done, before + 1)
    assert "east: queued for jo@east.example." in told(jo)
    other.close()


@pytest.mark.parametrize(
    "order",
    [
        "call POL: rang back. A child there told us that her father beats her.",
        "excuse SCH because a child told us today that her father beats her",
        "review CSC ask 4 Is it true that a child told us today that her father beats her?",
        "Somebody rang: a child told us today that her father beats her.",
        "in the form of a call",
        "in a sheet of ratings",
    ],
)
def test_a_manager_who_writes_of_a_child_in_danger_reads_whom_to_call(signed: Workspace, order: str) -> None:
    jo = signed.person("U9JO")
    if order == "in the form of a call":
        jo.opens_home()
        jo.chooses("Note a call", "Police")
        jo.saves({"said": "A child there told us that her father beats her."})
    elif order == "in a sheet of ratings":
        because = "A child there told us today that her father beats her."
        share(jo, f"ratings {KEY} because Panel", f"agency,question,rating,because\nCSC,4,2,{because}\n")
    else:
        jo.types(order)
    assert any(each.startswith("If a child is at risk of harm now, call 999.") for each in told(jo).splitlines())


def recorded(workspace: Workspace) -> list[int]:
    counted = [sa.select(sa.func.count()).select_from(each) for each in (Message, Event)]
    return [workspace.round.rows(each)[0][0] for each in counted]


def managed(workspace: Workspace) -> None:
    """Where the commands read who manages the east."""
    table = '[[partnership]]\nkey = "east"\nname = "The East"\n[[partnership.managers]]\nname = "Jo Bloggs"\n'
    (workspace.store.parent / "config").mkdir()
    (workspace.store.parent / "config" / "partnerships.toml").write_text(
        f'{table}email = "jo@east.example"\nslack_user = "U9JO"\n'
    )


def test_a_digest_is_sent_when_its_readers_were_read(signed: Workspace) -> None:
    managed(signed)
    jo = signed.person("U9JO")
    jo.types("send digest")
    assert "The East: jo@east.example" in told(jo)
    letters = sa.text("select recipient from messages where key like 'digest:%'")
    assert signed.round.rows(letters) == []
    jo.types(f"send digest {KEY} yes")
    assert "east: queued for jo@east.example." in told(jo)
    assert signed.round.rows(letters) == [("jo@east.example",)]


def test_a_meeting_is_set_and_noted_by_its_own_manager_alone(signed: Workspace) -> None:
    jo, wes = signed.person("U9JO"), signed.person("U8WES")
    jo.types("meet CSC on 12 April 2030: Challenge event")
    assert "Meeting 1 with CSC is kept for Friday 12 April 2030." in told(jo)
    jo.types("meeting 1: They told of supervision. There: Ann Lee. Outcome: It is in place.")
    assert "Kept with meeting 1: who was there, the note and the outcome." in told(jo)
    jo.types("meetings")
    assert "1. CSC, Friday 12 April 2030 (south-glos-2019): Challenge event" in told(jo)
    assert "Outcome: It is in place." in told(jo)
    wes.types("meeting 1: They told us nothing.")
    assert "There is no meeting 1 of yours in south-glos-2019." in told(wes)
