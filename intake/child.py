"""Letters are read in a child process, under limits of time and memory: what breaks it costs one letter."""

import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Any, Self

from config.audit import Template
from intake.forms import Form, SentForm
from intake.letter import Letter, Unreadable
from intake.reading import read_form
from intake.unpacking import read_letter

SECONDS = 10.0
QUIET = subprocess.DEVNULL
MEMORY = 512 * 1024 * 1024  # bytes of address space


class Reader:
    """One child that reads letter after letter; a new one takes over when it was lost."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._limits = (seconds, memory)
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def letter(self, raw: bytes) -> Letter:
        """The letter taken apart; raises Unreadable, with the reason, where it cannot be within the limits."""
        letter: Letter = self._ask("letter", raw)
        return letter

    def form(self, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm]) -> Form:
        """What the letter read last answers; raises Unreadable."""
        form: Form = self._ask("form", (sent, template, sector, tuple(also)))
        return form

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._child = self._line = None

    def _ask(self, what: str, about: Any) -> Any:
        line = self._line or self._start()
        seconds = self._limits[0]
        try:
            line.send((what, about))
            if not line.poll(seconds):
                self.close()
                raise Unreadable(f"The letter took longer than {seconds:g} seconds to read.")
            told, answer = line.recv()
        except (EOFError, OSError):
            self.close()
            raise Unreadable("The letter broke its reader, or needs more memory than a letter may.") from None
        if told == "unreadable":
            raise Unreadable(answer)
        return answer

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            code = f"from intake.child import main; main({number}, {self._limits[1]})"
            command = [sys.executable, "-P", "-c", code]
            self._child = subprocess.Popen(command, pass_fds=(number,), stdin=QUIET, stderr=QUIET)  # noqa: S603
        self._line = ours
        return ours


def serve(line: Connection) -> None:
    """Read what comes down the line until it is closed; anything unforeseen ends the process, and is meant to."""
    letter = Letter()
    with suppress(EOFError):
        while True:
            what, about = line.recv()
            try:
                if what == "letter":
                    letter = read_letter(about)
                    line.send(("read", letter))
                else:
                    line.send(("read", read_form(letter, *about)))
            except Unreadable as told:
                line.send(("unreadable", str(told)))


def main(number: int, memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; it ends us
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(number) as line:
        serve(line)
