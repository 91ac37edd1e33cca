"""The conversation in a terminal: typed or piped, one answer kept before the next is asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from rich.console import Console

from bot.drawn import Drawing
from config.audit import Kind, Unclear
from intake.here import Asks, Place
from intake.moves import Show
from intake.pages import Asking, Reply, Wanted

BLOCK = '"""'
Picked = TypeVar("Picked")


class Session(Protocol):
    """One person's turns, each a transaction of its own."""

    def hello(self) -> Reply: ...

    def speak(self, words: str, about: Place) -> Reply: ...

    def attach(self, path: str, about: Place) -> Reply | None:
        """The reply to a file by its path; None where the words are no path of a file."""
        ...

    def copy(self) -> list[Path]:
        """Save a copy of everything said and say where it is."""
        ...


@dataclass
class Terminal:
    """Draws replies and reads lines; `read` gives the next line, or None when there are no more."""

    console: Console
    read: Callable[[str], str | None]
    is_typed: bool  # at a keyboard; a pipe's lines are written out, so that the talk can be read afterwards

    def converse(self, session: Session) -> Show | None:
        """Talk until the person stops or the lines end; AGENCIES where they want to answer for another agency."""
        drawing = Drawing(self.console)
        reply = session.hello()
        drawing.at_risk(reply.at_risk)
        self._draw(drawing, reply)
        while not reply.is_over:
            words = self.heard(reply)
            if words is None:
                break
            reply = self._turn(session, reply, words)
            if reply.show is Show.AGENCIES:
                return Show.AGENCIES
            self._draw(drawing, reply)
            if reply.show is Show.COPY or _has_just_sent(reply):
                drawing.notes(["A copy of everything you said is here:"])
                for path in session.copy():
                    self.console.print(f"  {path}", markup=False, highlight=False, soft_wrap=True)
        return None

    def choose(self, page: Wanted, pick: Callable[[str], Picked]) -> Picked | None:
        """Put a choice and ask until `pick`, which raises Unclear, takes the words; None when the lines end."""
        drawing = Drawing(self.console)
        drawing.page(page)
        while (line := self._line("> ")) is not None:
            try:
                return pick(line)
            except Unclear as unclear:
                drawing.notes([str(unclear)], is_unclear=True)
        return None

    def heard(self, reply: Reply) -> str | None:
        """The next thing said: a line, several lines, or the word that Enter alone stands for."""
        line = self._line("> ")
        if line is None:
            return None
        if line.strip() == BLOCK:
            return self._block()
        while line.endswith("\\"):
            more = self._line("… ")
            line = line[:-1] + "\n" + (more or "")
            if more is None:
                break
        return line if line.strip() else enter_means(reply)

    def _block(self) -> str:
        """Lines up to the closing quotes; always an answer, whatever its words."""
        lines: list[str] = []
        while (line := self._line("… ")) is not None and line.strip() != BLOCK:
            lines.append(line)
        words = "\n".join(lines).strip()
        return words if "\n" in words else f'"{words}"'

    def _line(self, prompt: str) -> str | None:
        line = self.read(prompt)
        if line is not None and not self.is_typed:
            self.console.print(f"{prompt}{line}", markup=False, highlight=False, soft_wrap=True)
        return line

    def _turn(self, session: Session, reply: Reply, words: str) -> Reply:
        path = _path(reply, words)
        attached = session.attach(path, reply.place) if path else None
        return attached or session.speak(words, reply.place)

    def _draw(self, drawing: Drawing, reply: Reply) -> None:
        drawing.notes(reply.notes, is_unclear=reply.is_unclear)
        if reply.is_unclear and len(reply.pages) == 1 and isinstance(reply.pages[0], Asking):
            if not reply.pages[0].choices:
                drawing.page(replace(reply.pages[0], is_first=False))
            return
        for page in reply.pages:
            drawing.page(page)


def enter_means(reply: Reply) -> str:
    """What pressing Enter alone says here."""
    page = next((each for each in reversed(reply.pages) if isinstance(each, Asking)), None)
    if reply.place.asks is not Asks.PROMPT or page is None:
        return ""
    if page.held or page.stands:
        return "keep"
    return "" if page.prompt.required and page.prompt.kind is not Kind.FILES else "skip"


def _path(reply: Reply, words: str) -> str | None:
    """The path that these words may be: at a prompt for files, or after the word attach."""
    said = words.strip()
    if said.casefold().startswith(("attach ", "file ")):
        return said.split(maxsplit=1)[1].strip("'\"")
    page = next((each for each in reply.pages if isinstance(each, Asking)), None)
    is_asked = reply.place.asks is Asks.PROMPT and page is not None and page.prompt.kind is Kind.FILES
    return said.strip("'\"") if is_asked else None


def _has_just_sent(reply: Reply) -> bool:
    return reply.place.asks is Asks.HOME and reply.did == "submitted"
