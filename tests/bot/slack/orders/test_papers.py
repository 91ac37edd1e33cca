"""A manager who types is known: who has not answered, how it stands, the report and the digest, as messages."""

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.outbox import Outbox
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from cli.branches import Branch
from cli.ordered import PaperBench, paper_bench
from cli.rounds import Keeper
from cli.run import parts_of
from cli.slack import running
from config.branches import WHOLE
from config.settings import Settings
from storage.evidence.folder import FolderEvidence
from storage.nouns import Message
from storage.record import Database
from tests.bot.slack.test_blocks import check_message
from tests.bot.slack.workspace import SECRET, Person, Workspace, texts
from tests.cli.test_rounds import Stop
from tests.rounds import NOON

STRANGE = "Your Slack account is not named for an agency here"


def said(person: Person) -> str:
    for each in person.seen():
        check_message(each["blocks"])
    return "\n".join("\n".join([each["text"], *texts(each["blocks"])]) for each in person.seen())


@pytest.mark.parametrize(
    ("types", "reads"),
    [
        ("who", "Children's Social Care"),
        ("who has not answered?", "Children's Social Care"),
        ("Who hasn't answered yet", "Children's Social Care"),
        ("status", "0 of 2 sent"),
        ("status", "Di Fox &lt;di@pol.example&gt;: not asked yet; type invite di@pol.example"),
        ("digest", "Who has answered"),
        ("report", "The report of south-glos-2019 for The East is being made. It comes here when it is ready."),
        ("paper south-glos-2019", "The paper of south-glos-2019 for The East is being made."),
        ("help", "who has not answered, longest silent first"),
        ("hello", "You are a manager of The East."),
        ("what is this", "I do not know those words, and nothing was recorded."),
        ("who is the lead", "I did not understand that, and nothing was recorded. Write it like this:"),
        ("staus", "status: how far each agency is"),
        ("status please", "0 of 2 sent"),
        ("Can I see the report?", "is being made."),
        ("phonelist", "phone list: whom to ring, with their numbers"),
        ("extend CSC by two weeks", "give CSC until 30 June 2027: another last day for one agency"),
        ("approve the first", "quotes: sentences that others may read: approve 7-0-12; withdraw 7-0-12"),
        ("thanks", "Type help to see all words; who and status come first."),
    ],
)
def test_a_manager_is_answered(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(types)
    assert reads in said(jo)
    assert two_partnerships.slack.said("chat.postEphemeral") == []


@pytest.mark.parametrize(("types", "reads"), [("status", "0 of 2 sent"), ("who", "Police"), ("", "You are a manager")])
def test_the_command_is_answered_too(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = two_partnerships.person("U9JO")
    jo.commands(types)
    assert reads in said(jo)


@pytest.mark.parametrize("types", ["who", "status", "digest", "report"])
def test_nobody_reads_of_another_partnerships_agencies(two_partnerships: Workspace, types: str) -> None:
    wes = two_partnerships.person("U8WES")
    wes.types(types)
    assert "Children's Social Care" not in said(wes)


MANAGERS = """\
[[partnership]]
key = "east"
name = "The East"
[[partnership.managers]]
name = "Jo Park"
email = "jo@east.example"
slack_user = "U9JO"
"""


def bench(workspace: Workspace, managers: str = MANAGERS) -> PaperBench:
    home = workspace.store.parent
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "partnerships.toml").write_text(managers)
    return paper_bench(Settings(home=home, now=NOON), workspace.round.database)


def posted(workspace: Workspace) -> list[str]:
    """What the outbox of Slack takes up: the files, by name, each time they were handed over."""
    once = workspace.bot.posting.once()
    digests = DigestPost(once, workspace.round.database, FolderEvidence(workspace.store.parent / "evidence"))
    channel = SlackChannel(once, digests)
    Outbox(workspace.round.database, channel, lambda: NOON + timedelta(hours=1), random.Random(1)).deliver_due()
    return [each["filename"] for each in workspace.slack.said("files.getUploadURLExternal")]


@pytest.mark.parametrize(
    ("types", "names"),
    [
        ("report", ["report.html", "report.xlsx", "heat-map.png"]),
        ("figures", ["figures.json", "report.csv"]),
        ("paper", ["paper.docx"]),
    ],
)
def test_what_was_ordered_comes_once_when_it_is_made(two_partnerships: Workspace, types: str, names: list[str]) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types(types)
    assert posted(two_partnerships) == []
    made = bench(two_partnerships)
    made.make_waiting()
    made.make(1 + number_before(two_partnerships))  # by another process, whose word came late
    assert posted(two_partnerships) == posted(two_partnerships) == names
    assert f"The {types} of south-glos-2019 for The East." in said(jo)


def run_makes(using: Settings, record: Database) -> None:
    """One round of the part of `s11 run` that has a name of its own."""
    keeper = Keeper(Stop(1), list[str]().append, lambda _: None)
    with ExitStack() as opened:
        (part,) = [each for each in parts_of(using, record, opened, keeper) if each.name == "reports and papers"]
        part.work()


def bot_makes(using: Settings, record: Database) -> None:
    """Beside the app of `s11 bot`, and of `s11 run` where Slack is set."""
    stop = threading.Event()
    with running(Branch(WHOLE, using), stop):
        assert any(is_made(record) or stop.wait(0.05) for _ in range(600))


def is_made(record: Database) -> bool:
    with record.read() as db:
        return any(db.scalars(sa.select(Message.attachments).where(Message.key.like("paper:%"))))


@pytest.mark.parametrize("beside", [run_makes, bot_makes])
def test_no_worker_is_needed_for_it(two_partnerships: Workspace, beside: Callable[[Settings, Database], None]) -> None:
    two_partnerships.person("U9JO").types("figures")
    record = two_partnerships.round.database
    reach = {"slack_bot_token": SecretStr("xoxb-test"), "slack_signing_secret": SecretStr(SECRET)}
    using = bench(two_partnerships).using.model_copy(
        update={"database_url": record.engine.url.render_as_string(hide_password=False)}
        | ({"slack_api_url": two_partnerships.slack.base} | reach if beside is bot_makes else {})
    )
    before = is_made(record)
    beside(using, record)
    assert (before, is_made(record)) == (False, True)


def number_before(workspace: Workspace) -> int:
    with workspace.round.database.read() as db:
        return db.scalars(sa.select(sa.func.max(Message.id))).one() - 1


def test_one_that_breaks_is_tried_three_times_and_then_told(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types("report")
    two_partnerships.round.tamper("UPDATE audits SET template = 'no questionnaire'")
    made, told = bench(two_partnerships), []
    for minute in (0, 2, 4, 6):
        at = made.using.model_copy(update={"now": NOON + timedelta(minutes=minute)})
        paper_bench(at, made.record).make_waiting()
        posted(two_partnerships)
        told.append("It could not be made in three tries." in said(jo))
    assert told == [False, False, True, True]


@pytest.mark.parametrize(("comes_back", "names"), [(2, ["paper.docx"]), (None, [])])
def test_one_whose_files_are_not_taken_is_made_once_they_are(
    two_partnerships: Workspace, comes_back: int | None, names: list[str]
) -> None:
    jo, store = two_partnerships.person("U9JO"), two_partnerships.store.parent / "evidence"
    jo.types("paper")
    made = bench(two_partnerships)
    store.write_text("In the place of its folder.")
    for minute in (0, 2, 4, 6):
        if minute == comes_back:
            store.unlink()
        at = made.using.model_copy(update={"now": NOON + timedelta(minutes=minute)})
        paper_bench(at, made.record).make_waiting()
    assert posted(two_partnerships) == names
    assert ("It could not be made in three tries." in said(jo)) == (not names)


def test_a_slip_in_partnerships_toml_ends_no_order(two_partnerships: Workspace) -> None:
    two_partnerships.person("U9JO").types("paper")
    bench(two_partnerships, MANAGERS.replace('"The East"', '"The East"\ncolor = "blue"')).make_waiting()
    assert posted(two_partnerships) == []
    mended = bench(two_partnerships)
    later = mended.using.model_copy(update={"now": NOON + timedelta(minutes=2)})
    paper_bench(later, mended.record).make_waiting()
    assert posted(two_partnerships) == ["paper.docx"]


def test_whoever_is_a_manager_no_more_gets_nothing(two_partnerships: Workspace) -> None:
    jo = two_partnerships.person("U9JO")
    jo.types("report")
    bench(two_partnerships, MANAGERS.replace("U9JO", "U9KIM")).make_waiting()
    assert (posted(two_partnerships), "is being made" in jo.last["text"]) == ([], True)


def test_an_audit_that_is_not_there_is_told(two_partnerships: Workspace) -> None:
    two_partnerships.person("U9JO").types("status spring")
    told = two_partnerships.slack.said("chat.postEphemeral")[-1]["text"]
    assert told == "There is no audit spring here. Type status and one of: south-glos-2019."


def test_a_closed_audit_is_reported_still(two_partnerships: Workspace) -> None:
    two_partnerships.round.close()
    jo = two_partnerships.person("U9JO")
    jo.types("who")
    assert "have not answered" in said(jo)


@pytest.mark.parametrize(("user", "reads"), [("U1ANN", "Children's Social Care"), ("U7EVE", STRANGE)])
def test_the_words_are_a_managers_alone(two_partnerships: Workspace, user: str, reads: str) -> None:
    person = two_partnerships.person(user)
    person.types("who")
    told = said(person) + str(two_partnerships.slack.said("chat.postEphemeral"))
    assert (reads in told, "have not answered" in told) == (True, False)


def lead_and_manager(workspace: Workspace) -> Person:
    workspace.round.tamper("update contacts set slack_user = 'U9JO' where slack_user = 'U1ANN'")
    jo = workspace.person("U9JO")
    jo.types("hello")
    return jo


@pytest.mark.parametrize(("types", "reads"), [("who", "2 have not answered."), ("digest", "Who has answered")])
def test_who_is_both_reads_as_a_manager(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types(types)
    assert reads in said(jo)


@pytest.mark.parametrize(("types", "reads"), [("status", "0 of 19 questions answered"), ("help", "take back")])
def test_who_is_both_goes_on_as_a_lead(two_partnerships: Workspace, types: str, reads: str) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types(types)
    assert reads in said(jo)
    assert jo.last["text"] == "You are a manager here too. As one, type who, report or digest."


def test_an_answer_that_begins_with_a_managers_word_is_an_answer(two_partnerships: Workspace) -> None:
    jo = lead_and_manager(two_partnerships)
    jo.types("go to 4")
    jo.types("2")
    jo.types("Report yearly to the board")
    assert two_partnerships.round.cell("CSC", "4").words == {"working_well": "Report yearly to the board"}
