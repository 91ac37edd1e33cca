"""Letters and files are looked into in a child process, under limits: what breaks it costs one letter or file.

The limits are of the processor's time and of memory. Time by the wall ends one try only: on a busy machine it says
nothing of the letter.
"""

import gc
import io
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from config.questionnaire import Template
from config.words import count
from intake.forms import SentForm
from intake.letters.convert import LibreOffice, with_copies
from intake.letters.mime import Letter, Unreadable, read_letter
from intake.letters.reading import Form, PdfWords
from storage.evidence import hand, handed, on_disk
from storage.evidence.look.describe import UNSEEN, Description, describe

QUIET = subprocess.DEVNULL
NOBODY: Mapping[str, str] = MappingProxyType({})
MOST_READ = 20_000_000  # bytes of a file whose first page is read
HAS_PAGES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
)
PARTING = 5.0  # seconds
SELDOM = 20_000  # things made, some ten for each line of a letter
TRIES = 3  # after which a busy machine is told of


class Limits(NamedTuple):
    """What one letter or file may cost."""

    seconds: int = 10  # of the processor
    memory: int = 512 * 1024 * 1024  # bytes of address space
    wall: float = 180.0  # seconds a try may last


class Late(Exception):
    """The machine was too busy for a try; another may do."""


class Reader:
    """One child that reads letter after letter; a new one takes over when it was lost."""

    def __init__(self, limits: Limits = Limits(), office: LibreOffice | None = None) -> None:  # noqa: B008  (it never changes)
        self._limits, self._office = limits, office
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self.turn = threading.RLock()  # files come in many threads; whoever has a letter taken apart has it read, too

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def letter(self, raw: bytes) -> Letter:
        """The letter taken apart; raises Unreadable, with the reason, beyond the limits, and Late."""
        letter: Letter = self._ask("letter", raw)
        return letter

    def form(
        self, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm],
        colleagues: Mapping[str, str] = NOBODY,
    ) -> Form:  # fmt: skip
        """What the letter read last answers; raises Unreadable and Late."""
        form: Form = self._ask("form", (sent, template, sector, tuple(also), dict(colleagues)))
        return form

    def explain(
        self, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm],
        colleagues: Mapping[str, str] = NOBODY,
    ) -> list[str]:  # fmt: skip
        """What every stage made of the letter read last, as lines for a person; raises Unreadable and Late."""
        told: list[str] = self._ask("explain", (sent, template, sector, tuple(also), dict(colleagues)))
        return told

    def describe(self, file: BinaryIO, name: str, size: int) -> Description:
        """What the file is, with its first page; where looking breaks the child, that it could not be looked into."""
        with on_disk(file) as number:
            for _ in range(TRIES):
                try:
                    found: Description = self._ask("file", (name, size), number)
                except Late:
                    continue
                except Unreadable:
                    break
                return found._replace(first_page=self._first_page(file, found)) if size <= MOST_READ else found
        return UNSEEN

    def _first_page(self, file: BinaryIO, found: Description) -> str:
        """Nothing of a file that may hide something, that holds no words, or whose reading breaks the child."""
        if found.flags or found.media_type not in HAS_PAGES:
            return ""
        with on_disk(file) as number, suppress(Late, Unreadable):
            words: str = self._ask("first page", (found.media_type,), number)
            return words
        return ""

    def pdf(self, content: bytes) -> PdfWords:
        """The words of a PDF; raises Unreadable beyond the limits, and Late."""
        with on_disk(io.BytesIO(content)) as number:
            found: PdfWords = self._ask("pdf", (), number)
        return found

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.terminate()  # it takes LibreOffice with it
            try:
                self._child.wait(PARTING)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._child = self._line = None

    def _ask(self, what: str, about: Any, file: int | None = None) -> Any:
        with self.turn:
            try:
                line = self._line or self._start()
                line.send((what, about))
                if file is not None:
                    hand(line, file)
                if not line.poll(self._limits.wall):
                    self.close()
                    raise Late(f"The machine was too busy to read it within {self._limits.wall:g} seconds.")
                told, answer = line.recv()
            except (EOFError, OSError):
                raise Unreadable(self._why()) from None
            if told == "unreadable":
                raise Unreadable(answer)
            return answer

    def _why(self) -> str:
        """What ended the child, and that it is gone."""
        code = None
        if self._child is not None:
            with suppress(subprocess.TimeoutExpired):
                code = self._child.wait(self._limits.wall)
        self.close()
        if code == -signal.SIGXCPU:
            return f"The letter took more than {count(self._limits.seconds, 'second')} of the processor to read."
        return "The letter broke its reader, or needs more memory than a letter may."

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            office = tuple(self._office) if self._office else None
            told = f"{number}, {self._limits.seconds}, {self._limits.memory}, {office!r}"
            code = f"from intake.letters.worker import main; main({told})"
            command = [sys.executable, "-P", "-c", code]
            self._child = subprocess.Popen(command, pass_fds=(number,), stdin=QUIET, stderr=QUIET)  # noqa: S603
        self._line = ours
        return ours


def serve(line: Connection, seconds: int, office: LibreOffice | None = None) -> None:
    """Look into what comes down the line until it is closed; anything unforeseen ends the process, and is meant to."""
    letter = Letter()
    with suppress(EOFError):
        while True:
            what, about = line.recv()
            if what in ("form", "explain"):  # neither the parent nor one that looks into files needs what reads answers
                from intake.letters.explain import explained
                from intake.letters.pipeline import read_form, read_whole

                at_ease()
            _allow(seconds)
            if what in ("form", "explain"):
                letter = with_copies(letter, office)
            try:
                if what == "letter":
                    letter = read_letter(about)
                    line.send(("read", letter))
                elif what in ("file", "pdf", "first page"):
                    with handed(line) as file:
                        line.send(("read", LOOKS[what](file, *about)))
                elif what == "explain":
                    line.send(("read", explained(read_whole(letter, *about))))
                else:
                    line.send(("read", read_form(letter, *about)))
            except Unreadable as told:
                line.send(("unreadable", str(told)))


def at_ease() -> None:
    """What was loaded to read with is not looked through for rubbish while letters are read, and the rest seldom."""
    if not gc.get_freeze_count():
        gc.set_threshold(SELDOM, 10, 100)
        gc.freeze()


def _words_of_pdf(file: BinaryIO) -> PdfWords:
    from intake.letters.lines.files.pdf import words_of_pdf  # few children meet a PDF whose words are wanted

    return words_of_pdf(file)


def _first_page(file: BinaryIO, media_type: str) -> str:
    from intake.letters.lines.files.first_page import first_page  # as above

    return first_page(file, media_type)


LOOKS: Mapping[str, Callable[..., Any]] = {"file": describe, "pdf": _words_of_pdf, "first page": _first_page}


def main(number: int, seconds: int, memory: int, office: tuple[str, float] | None = None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; it ends us
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(number) as line:
        serve(line, seconds, LibreOffice(*office) if office else None)


def _allow(seconds: int) -> None:
    """So much more of the processor's time, from now; past it the system ends us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, most))
