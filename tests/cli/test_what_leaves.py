"""What leaves by default is counts: every word planted in the record is looked for in everything that goes out."""

import contextlib
import email
import email.policy
import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from slack_sdk import WebClient

from bot.outbox import Outbox
from bot.slack.api import ChannelPace, Posting
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from cli.main import main
from config.dates import LONDON
from config.questionnaire import Template
from storage.evidence import open_evidence
from storage.nouns import Submission
from storage.record import open_database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.cli.planted import AGENCIES, PLACES, plant, read, seen
from tests.rounds import NOON, Round

pytestmark = pytest.mark.xdist_group("what leaves")  # one record is planted for all of them

PARTNERSHIPS = """
[[partnership]]
key = "east"
name = "The East"
digest = { to = ["board@east.example.org"], slack_channel = "C1" }

[[partnership.managers]]
name = "Jo Bloggs"
email = "jo@east.example.org"
"""
APPROVED = {"an approved sentence"}
REDACTED = {
    "a name in an approved sentence",
    "a telephone number in an approved sentence",
    "an NHS number in an approved sentence",
}
SAID = {  # all that stands of what anybody answered, signed or not: the manager's own files hold it
    *APPROVED,
    *REDACTED,
    "a sentence nobody approved",
    "why a question does not apply",
    "the words beside yes or no",
    "words on a question without a rating",
    "words on a question that is not reported",
    "the partnership's own words",
    "the name of a file",
    "who gave an answer",
    "a sentence of an unsigned return",
    "a number of an unsigned return",
    "a date of an unsigned return",
    "why a question does not apply, unsigned",
    "the name of a file, unsigned",
    "words of an excused agency",
}
BESIDE = {"words beside the questions", "words beside the questions, unsigned", "whom a return speaks for"}
CARRIED: Mapping[str, set[str]] = {  # by what leaves, the places whose words it carries; nothing else it carries
    "news of a decision": {"why a return was opened again", "why an agency is excused"},
    "the digest's letter, as text": APPROVED,
    "the digest's letter, as a page": APPROVED,
    "the digest's letter, its workbook": set(),
    "the digest in Slack": APPROVED,
    "the digest in Slack, its report": APPROVED,
    "the digest in Slack, its workbook": set(),
    "the digest in Slack, its picture": set(),
    "the digest as it is shown": APPROVED,
    "digest --out, digest.txt": APPROVED,
    "digest --out, digest.html": APPROVED,
    "digest --out, report.html": APPROVED,
    "digest --out, report.xlsx": set(),
    "digest --out, heat-map.png": set(),
    "the clock's digest": APPROVED,
    "the clock's digest, its workbook": set(),
    "the clock's phone list": set(),
    "a nudge by letter": set(),
    "a nudge in Slack": set(),
    "report --out, report.html": APPROVED,
    "report --out, figures.json": APPROVED | {"whom a return speaks for"},
    "report --out, heat-map.png": set(),
    "report --out, report.csv": SAID,
    "report --out, report.xlsx": SAID | BESIDE,
    "paper --out, paper.docx": APPROVED,
    "digest --with-answers, its letter": APPROVED,
    "digest --with-answers, its workbook": SAID | BESIDE,
}
TOLD = ("why a return was opened again", "a nudge by letter")  # an agency may be told why its own return is open
CELLS = [(place, way) for place in PLACES for way in CARRIED if (place, way) != TOLD]


class Home:
    """A deployment's home with the planted record in it, and all that leaves from there."""

    def __init__(self, folder: Path, slack: FakeSlack) -> None:
        self.folder, self.slack = folder, slack
        self.left: dict[str, str] = {}
        self.seen: set[Path] = set()

    def s11(self, *words: str, now: str = "2026-03-10T10:00") -> str:
        with pytest.MonkeyPatch.context() as here, contextlib.redirect_stdout(io.StringIO()) as out:
            here.chdir(self.folder)
            here.setattr("sys.argv", ["s11", *words])
            here.setenv("COLUMNS", "200")
            settings = {"HOME": self.folder / "home", "NOW": now, "SLACK_BOT_TOKEN": "xoxb-1"}
            for name, value in (settings | {"SLACK_API_URL": self.slack.base}).items():
                here.setenv(f"S11_{name}", str(value))
            with contextlib.suppress(SystemExit):
                main()
        return out.getvalue()

    def letters(self, now: str) -> list[EmailMessage]:
        """The letters that leave now."""
        self.s11("outbox", "deliver", "--once", now=now)
        new = sorted(set((self.folder / "home" / "outbox").rglob("*.eml")) - self.seen)
        self.seen |= set(new)
        return [email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in new]

    def posts(self, now: str) -> tuple[str, dict[str, bytes]]:
        """What is posted in Slack now, and the files that go with it."""
        calls, files = len(self.slack.calls), len(self.slack.uploads)
        at = datetime.fromisoformat(now).replace(tzinfo=LONDON)
        with open_database(f"sqlite:///{self.folder}/home/s11.db") as record:
            posting = Posting(WebClient("xoxb-1", base_url=self.slack.base), ChannelPace(lambda: 0.0, lambda _: None))
            digests = DigestPost(posting, record, open_evidence(str(self.folder / "home" / "evidence")))
            Outbox(record, SlackChannel(posting, digests), lambda: at, random.Random(1)).deliver_due()
        said = self.slack.calls[calls:]
        names = [call["filename"] for method, call in said if method == "files.getUploadURLExternal"]
        return json.dumps(said, ensure_ascii=False), dict(zip(names, self.slack.uploads[files:], strict=True))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, small: Template) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("planted")
    (folder / "home" / "config").mkdir(parents=True)
    (folder / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    (folder / "home" / "s11.db").write_bytes(migrated_sqlite.read_bytes())
    (folder / "home" / "evidence" / "00").mkdir(parents=True)  # it begins anew: no file that is named lies here
    with open_database(f"sqlite:///{folder}/home/s11.db") as record:
        plant(Round.opened(record, small, AGENCIES))
        with record.write.begin() as db:
            db.execute(sa.update(Submission).values(invited_at=NOON))
    with fake_slack() as slack:
        made = Home(folder, slack)
        made.s11("invite", "small", "--out", "invited", now="2026-03-08T10:00")
        (first,) = [
            each["id"] for each in json.loads(made.s11("quotes", "small", "--json")) if "bramble" in each["words"]
        ]
        made.s11("quotes", "small", "--approve", first, "--by", "Jo Bloggs")
        _decided(made)
        _shown(made)
        _sent(made)
        _by_the_clock(made)
        yield made


def _decided(made: Home) -> None:
    now = "2026-03-09T10:00"
    letters = [f"{each.items()}{_part(each, 'plain')}{_part(each, 'html')}" for each in made.letters(now)]
    made.left["news of a decision"] = "\n".join([*letters, made.posts(now)[0]])


def _shown(made: Home) -> None:
    made.left["the digest as it is shown"] = made.s11("digest", "small", "--partnership", "east")
    for command in ("digest", "report"):
        made.s11(command, "small", "--out", command)
        for each in (made.folder / command).iterdir():
            made.left[f"{command} --out, {each.name}"] = read(each.name, each.read_bytes())
    made.s11("paper", "small", "--out", "paper.docx")
    made.left["paper --out, paper.docx"] = read("paper.docx", (made.folder / "paper.docx").read_bytes())


def _sent(made: Home) -> None:
    now = "2026-03-10T10:00"
    made.s11("digest", "small", "--send", now=now)
    (letter,) = made.letters(now)
    made.left["the digest's letter, as text"] = f"{letter.items()}\n{_part(letter, 'plain')}"
    made.left["the digest's letter, as a page"] = _part(letter, "html")
    made.left["the digest's letter, its workbook"] = _attached(letter)
    said, files = made.posts(now)
    made.left["the digest in Slack"] = said
    for kind, name in (("report", "report.html"), ("workbook", "report.xlsx"), ("picture", "heat-map.png")):
        made.left[f"the digest in Slack, its {kind}"] = read(name, files[f"2026-03-10 {name}"])
    now = "2026-03-11T10:00"
    made.s11("digest", "small", "--send", "--with-answers", "--by", "Jo Bloggs", now=now)
    (letter,) = made.letters(now)
    made.left["digest --with-answers, its letter"] = _part(letter, "plain") + _part(letter, "html")
    made.left["digest --with-answers, its workbook"] = _attached(letter)
    made.posts(now)


def _by_the_clock(made: Home) -> None:
    now = "2026-03-12T10:00"
    made.s11("nudge", "small", "--send", now=now)
    nudges = made.letters(now)
    assert sorted(str(each["To"]) for each in nudges) == ["cy@sch.example.org", "di@vol.example.org"]
    made.left["a nudge by letter"] = "\n".join(
        f"{each.items()}{_part(each, 'plain')}{_part(each, 'html')}" for each in nudges
    )
    made.left["a nudge in Slack"], _ = made.posts(now)
    assert "U2BO" in made.left["a nudge in Slack"]
    made.s11("clock", "--once", now="2026-06-29T10:00")  # a Monday; the phone list leaves the morning after
    by_subject = {str(each["Subject"]).partition(":")[0]: each for each in made.letters("2026-06-30T10:00")}
    digest = by_subject["A small audit"]
    made.left["the clock's digest"] = f"{digest.items()}{_part(digest, 'plain')}{_part(digest, 'html')}"
    made.left["the clock's digest, its workbook"] = _attached(digest)
    made.left["the clock's phone list"] = _part(by_subject["To call"], "plain")


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return read(f"letter.{kind}", part.get_content().encode()) if part is not None else ""


def _attached(letter: EmailMessage) -> str:
    return "\n".join(read(each.get_filename() or "", each.get_content()) for each in letter.iter_attachments())


@pytest.mark.parametrize("place", PLACES)
def test_every_word_is_in_the_record(place: str, home: Home) -> None:
    """What is nowhere could not leave either, and the table below would prove nothing."""
    assert seen(PLACES[place], (home.folder / "home" / "s11.db").read_bytes().decode("utf-8", "replace"))


@pytest.mark.parametrize(("place", "way"), CELLS)
def test_what_leaves_carries_it_or_not(place: str, way: str, home: Home) -> None:
    assert seen(PLACES[place], home.left[way]) == (place in CARRIED[way])


def test_nothing_leaves_that_the_table_does_not_know(home: Home) -> None:
    assert set(home.left) == set(CARRIED)


def test_a_draft_is_told_as_so_many_questions_answered(home: Home) -> None:
    """SCH's rating, and VOL's since it was opened again, are Poor: nobody reads so before they are signed."""
    letter = home.left["the digest's letter, as text"]
    assert re.search(r"- Not yet: .*\bSchool \(\d of \d answered\)", letter)
    assert re.search(r"- 0 Poor: 0 of \d ", letter)
    _, _, matrix = home.left["the digest's letter, its workbook"].partition("Matrix visible")
    matrix, _, _ = matrix.partition("Themes visible")
    assert (seen("CSC", matrix), seen("SCH", matrix)) == (True, False)


def test_where_the_words_are_is_told(home: Home) -> None:
    assert "All else that agencies wrote stays with the partnership." in home.left["the digest's letter, as text"]
    page = home.left["report --out, report.html"]
    assert "The words are in the report.xlsx that s11 report writes" in page
