"""What people type, press and fill in in Slack, as text files: played in a workspace and compared line by line.

`jo: words` types; `jo presses: Look` presses in what was shown last; `jo chooses: Note a call of Police` in a menu;
`jo fills: rating=1; because=No date` saves the form that is open; `jo shares: words | the sheet` shares a CSV
file. `answers: CSC 4 rating=2` and `signs: CSC` are an agency's, and `tagged: CSC 4 training` the clock's. `app:` and
the lines below it are all that is shown then, where `...` stands for any lines or words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.returns import Given
from storage.nouns import Agency, Answer, Submission, Tag
from tests.bot.slack.orders.test_judge import share
from tests.bot.slack.workspace import Person, Workspace, texts
from tests.transcript import Line, fits

FOLDER = Path(__file__).parent / "transcripts"
PEOPLE = {"jo": "U9JO", "ann": "U1ANN", "cy": "U3CY"}
SHOWN = ("chat.postMessage", "chat.postEphemeral", "views.update", "files.getUploadURLExternal")
PARTNERSHIPS = """\
[[partnership]]
key = "east"
name = "The East"
[[partnership.managers]]
name = "Jo Bloggs"
email = "jo@east.example"
slack_user = "U9JO"
"""


def read(path: Path) -> list[Line]:
    lines: list[Line] = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if line.startswith((" ", "app:")):
            lines[-1].expected.append(line.removeprefix("app:").strip())
        elif line.strip() and not line.startswith("note:"):
            who, _, words = line.partition(":")
            lines.append(Line(number, who.strip(), words.strip().replace("\\n", "\n")))
    return lines


@dataclass
class SlackPlay:
    """One transcript at work."""

    workspace: Workspace
    said: int = 0  # calls of Slack that were looked at
    minutes: int = 0
    last: dict[str, Any] = field(default_factory=dict)  # the blocks in which a press is looked for

    def happen(self, line: Line) -> list[str]:
        who, _, does = line.who.partition(" ")
        self.minutes += 1
        person = self.workspace.person(PEOPLE.get(who, ""))
        acts: dict[str, Callable[[], object]] = {
            "": lambda: person.types(line.words),
            "presses": lambda: self._press(person, line.words),
            "chooses": lambda: self._choose(person, *line.words.split(" of ")),
            "fills": lambda: person.saves(dict(part.strip().split("=", 1) for part in line.words.split(";"))),
            "shares": lambda: share(person, *line.words.split(" | ")),
        }
        (acts[does] if who in PEOPLE else lambda: self._beside(who, line.words))()
        return list(self._shown())

    def _press(self, person: Person, label: str) -> None:
        if "type" in self.last:
            person.presses_in(label, self.last)
        else:
            person.presses(label, self.last)

    def _choose(self, person: Person, label: str, agency: str) -> None:
        person.chooses(label, agency, self.last)

    def _beside(self, what: str, words: str) -> None:
        abbr, *rest = words.split(maxsplit=2)
        made = self.workspace.round
        if what == "answers":
            prompt, _, value = rest[1].partition("=")
            made.say(abbr, Given(rest[0], prompt, value), minutes=self.minutes)
        elif what == "signs":
            made.submit(abbr, minutes=self.minutes)
        else:
            with made.database.write.begin() as db:
                wanted = sa.select(Answer).join(Submission).join(Agency).where(Agency.abbr == abbr)
                answer = db.scalars(wanted.where(Answer.question == rest[0], Answer.prompt == "working_well")).one()
                end = len(answer.value)
                answer.tags.append(Tag(theme=rest[1], start=0, end=end, version="1", words="", sentence_end=end))

    def _shown(self) -> Iterator[str]:
        calls = self.workspace.slack.calls
        fresh, self.said = calls[self.said :], len(calls)
        for method, call in fresh:
            if method == "files.getUploadURLExternal":
                yield f"file: {call['filename']}"
            elif method in SHOWN and (view := call.get("view")):
                self.last = view
                yield from ("\n".join([f"({view['title']['text']})", *texts(view["blocks"])])).split("\n")
            elif method in SHOWN:
                self.last = call if call.get("blocks") else self.last
                yield from call["text"].split("\n")
                yield from _buttons(call.get("blocks") or ())


def _buttons(blocks: Any) -> Iterator[str]:
    found = [each for block in blocks for each in [*block.get("elements", ()), block.get("accessory") or {}]]
    labels = [f"[{each['text']['text']}]" for each in found if each.get("type") == "button"]
    if labels:
        yield " ".join(labels)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(workspace: Workspace, path: Path) -> None:
    (workspace.store.parent / "config").mkdir()
    (workspace.store.parent / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
    play = SlackPlay(workspace)
    for line in read(path):
        shown = play.happen(line)
        if line.expected and not fits(line.expected, shown):
            pytest.fail(f"{path.name}:{line.number}: {line.who}: {line.words}\n" + "\n".join(shown), pytrace=False)
    assert workspace.round.first_bad_entry() is None
