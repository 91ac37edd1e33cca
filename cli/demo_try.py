"""s11 demo --try: one person is lead and manager of a small round, at one keyboard, with letters in a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.terminal import Terminal
from cli import post, wiring
from cli.clock import one_round
from cli.demo_post import about, answer_to, letters_in, text_of
from cli.demo_round import KEY, LEAD, MANAGER, US, make_round, submission_of_lead
from cli.digest import shown
from cli.paper import paper_of
from cli.report import counted_of
from cli.review import decide
from cli.review_walk import ReviewWalk
from cli.status import rolled_out, standings_in
from cli.tags import tag_first
from cli.talk import TerminalSession
from config.dates import LONDON, today
from config.settings import Settings
from config.words import count
from intake.after import ReviewWords
from intake.conversation import Talk
from intake.ledger import Refused
from intake.mail.inward import FolderMailbox, take_in
from storage.record import Faults

Read = Callable[[str], str | None]
DAY, MORNING = "day.txt", time(10, 30)  # when reminders may leave
FARTHEST = 60  # days that may be let pass at once

INTRO = """\
A small round of Anytown, to try: five questions, three agencies, last year's answers.
You are both Jo Bloggs, who answers for Example Surgery, and Meg Vale, who runs the audit.
Letters go into a folder and to nobody. Type one of these, then Enter:

{commands}
"""
COMMANDS = """\
  lead          answer as Jo, one question at a time (pause comes back here)
  letters       what has been written to whom, and where each letter lies
  open 2        read that letter
  reply 2.1: 2  answer as Jo by letter: your words go back to the newest letter
  manager       what Meg sees: who has answered, and her digest
  review        look at the returns that are in, as Meg
  days 7        let days pass: reminders and digests leave as they would
  paper         write the board's paper as Word document
  help, quit"""


OPEN = "Type its number after open, such as: open 2"


@dataclass
class TrialDesk:
    """One keyboard; each command is what the command of that name does, as of the day the trial has come to."""

    own: Settings
    read: Read
    is_typed: bool

    def run(self) -> None:
        """Do what is typed until quit, or until nothing more comes."""
        make_round(self._today())
        wiring.say(INTRO.format(commands=COMMANDS))
        self._deliver()
        while (line := self._typed("try> ")) is not None:
            word, _, rest = line.strip().partition(" ")
            if word.casefold() in ("quit", "stop", "exit", "q"):
                break
            if not word:
                continue
            try:
                self._do(word.casefold().strip("`\"'"), rest.strip())
            except Refused as told:
                wiring.say(str(told))
        wiring.say(f"That is the end of the trial. Its round lies in {self.own.home}; s11 demo --try goes on with it.")

    def _typed(self, prompt: str) -> str | None:
        """The next line; those of a pipe are written out, so that the trial can be read afterwards."""
        line = self.read(prompt)
        if line is not None and not self.is_typed:
            wiring.say(f"{prompt}{line}")
        return line

    def _do(self, word: str, rest: str) -> None:
        does: dict[str, Callable[[str], None]] = {
            "lead": self._lead,
            "letters": self._letters,
            "open": self._open,
            "reply": self._reply,
            "manager": self._manager,
            "review": self._review,
            "days": self._days,
            "paper": self._paper,
        }
        does.get(word, self._help)(rest)

    def _help(self, _: str) -> None:
        wiring.say(COMMANDS)

    def _lead(self, _: str) -> None:
        using = self._today()
        with wiring.open_record(using) as record:
            with record.read() as db:
                template = wiring.audit_of(db, KEY)[1]
                number = submission_of_lead(db).id
            session = TerminalSession(using, record, template, LEAD, number, Talk(), using.home / "copies")
            Terminal(wiring.out(), self.read, self.is_typed).converse(session)
        wiring.say("You are back at the desk.")
        self._deliver()

    def _letters(self, _: str) -> None:
        found = letters_in(self._folder)
        if not found:
            wiring.say("No letter has been written.")
        for number, (path, letter) in enumerate(found, start=1):
            wiring.say(f"  {number}  {about(letter)}\n     {path}")

    def _open(self, rest: str) -> None:
        found = letters_in(self._folder)
        if not rest.isdecimal() or not 1 <= int(rest) <= len(found):
            raise Refused(f"There is no letter {rest}. letters lists {count(len(found), 'letter')}." if rest else OPEN)
        wiring.say(text_of(found[int(rest) - 1][1]))

    def _reply(self, words: str) -> None:
        mine = [letter for _, letter in letters_in(self._folder) if LEAD in str(letter["To"])]
        if not words or not mine:
            raise Refused("Type your answer after reply, such as: reply 2.1: 2 All are trained.")
        using = self._today()
        folder = using.home / "replies"
        number = len(list(folder.glob("*.eml"))) + 1
        path = folder / f"{number:02}.eml"
        wiring.write_file(path, answer_to(mine[-1], words, number, wiring.now(using)))
        with wiring.open_record(using) as record, post.postroom(using, record) as room:
            outcomes = [take_in(room, found) for found in FolderMailbox(path).letters()]
        for each in outcomes:
            heard = f", {count(len(each.answers), 'answer')}" if each.answers else ""
            wiring.say(f"Your letter was {each.outcome.replace('_', ' ')}{heard}. {each.reason}".rstrip())
        self._deliver()

    def _manager(self, _: str) -> None:
        using = self._today()
        tag_first(using, KEY, Faults())
        with wiring.reading(using) as db:
            wiring.say(rolled_out(db, using, KEY, standings_in(db, using, KEY, None, Faults(is_logged=False))))
            wiring.say(shown(db, using, KEY, None).text)

    def _review(self, _: str) -> None:
        using = self._today()

        def act(abbr: str, what: str, said: ReviewWords) -> str:
            return decide(using, KEY, abbr, what, said, MANAGER)

        def line() -> str | None:
            return self._typed("review> ")

        ReviewWalk(using, KEY, None, MANAGER, act, line).run()
        self._deliver()

    def _days(self, rest: str) -> None:
        if not rest.isdecimal() or not 1 <= int(rest) <= FARTHEST:
            raise Refused(f"Type how many days pass, from 1 to {FARTHEST}: days 7")
        for _ in range(int(rest)):
            tomorrow = today(wiring.now(self._today())) + timedelta(days=1)
            at = datetime.combine(tomorrow, MORNING, LONDON)
            wiring.write_file(self.own.home / DAY, at.isoformat())
            using = self._today()
            with wiring.open_record(using) as record:
                one_round(using, record)
            self._deliver()
        wiring.say(f"It is {wiring.now(self._today()):%A %-d %B %Y}.")

    def _paper(self, _: str) -> None:
        using = self._today()
        tag_first(using, KEY, Faults())
        with wiring.reading(using) as db:
            made = paper_of(using, counted_of(db, using, KEY, None))
        target = (using.home / "paper.docx").absolute()
        wiring.write_file(target, made)
        wiring.say(f"The board's paper, for Word: {target}")

    def _today(self) -> Settings:
        """As of the day the trial has come to, which is never before the day it really is."""
        file = self.own.home / DAY
        really = wiring.now(self.own)
        come_to = datetime.fromisoformat(file.read_text()) if file.exists() else really
        return self.own.model_copy(update={"now": max(really, come_to), "mail_from": US})

    @property
    def _folder(self) -> Path:
        return self.own.home / "outbox"

    def _deliver(self) -> None:
        """Let what may leave today leave, into the folder, and say to whom."""
        using = self._today()
        before = {path for path, _ in letters_in(self._folder)}
        with wiring.open_record(using) as record:
            for out in post.outboxes(using, record):
                out.deliver_due()
        for number, (path, letter) in enumerate(letters_in(self._folder), start=1):
            if path not in before:
                wiring.say(f"  A letter {about(letter)} (open {number})")
