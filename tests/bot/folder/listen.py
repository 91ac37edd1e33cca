"""What people put into their folders, in the order of its names: each file is one turn, and its name is its source.

`.txt` is words, `.press` a choice, `.open` asks for the form of a question, `.form` is one that comes back; any other
file is evidence.
"""

from dataclasses import dataclass
from pathlib import Path

from intake.conversation import (
    Came,
    Desk,
    OpenTurn,
    WhichReturn,
    answer_form,
    give_file,
    hello,
    open_form,
    press,
    read_choice,
    same_again,
    speak,
)
from intake.conversation.pages import Reply
from intake.conversation.state import Place
from intake.ledger import Refused, enter_file, look
from tests.bot.folder.views import drawn, form_file, form_read


@dataclass(frozen=True)
class FolderListener:
    root: Path
    desk: Desk

    def hear(self) -> None:
        """Answer every file that is not answered yet."""
        for file in sorted(self.root.glob("*/in/*")):
            answer = file.parents[1] / "out" / f"{file.name}.answer"
            if not answer.exists():
                answer.parent.mkdir(exist_ok=True)
                answer.write_text(self._answer(file), encoding="utf-8")

    def _answer(self, file: Path) -> str:
        user = file.parents[1].name
        try:
            with self.desk.turn(Came(user, f"folder:{user}:{file.name}", user)) as turn:
                return self._turn(turn, file)
        except WhichReturn as which:
            return drawn(Reply(Place(), (), (which.page,)))
        except Refused as refused:
            return f"{refused}\n"

    def _turn(self, turn: OpenTurn, file: Path) -> str:
        if turn.was_heard:
            return ""
        if turn.last is None:
            return drawn(hello(turn.talker, turn.saying))
        match file.suffix:
            case ".txt":
                return drawn(speak(turn.talker, file.read_text(encoding="utf-8"), turn.saying))
            case ".press":
                return drawn(_pressed(turn, file.read_text(encoding="utf-8").strip()))
            case ".open":
                form = open_form(turn.talker, file.read_text(encoding="utf-8").strip())
                return form_file(form) if form else "That question is not asked of you.\n"
            case ".form":
                return _form(turn, file.read_text(encoding="utf-8"))
        with file.open("rb") as stream:
            evidence = enter_file(turn.talker.db, look(stream, file.name), turn.saying.speaker.at)
        return drawn(give_file(turn.talker, evidence, turn.saying))


def _pressed(turn: OpenTurn, says: str) -> Reply:
    place = turn.place or Place()
    heard = read_choice(turn.talker, place, says)
    if heard is None:
        return speak(turn.talker, says, turn.saying, place)
    now = turn.talker.look()
    return same_again(turn.talker, heard, turn.saying, now) or press(turn.talker, heard, turn.saying, place, now)


def _form(turn: OpenTurn, text: str) -> str:
    became = answer_form(turn.talker, *form_read(text), turn.saying)
    if became.reply is not None:
        return drawn(became.reply)
    wrong = "".join(f"{box}: {told}\n" for box, told in became.wrong.items())
    return wrong + (form_file(became.form) if became.form else "")
