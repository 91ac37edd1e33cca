"""The conversation in a terminal: typed or piped, one answer kept before the next is asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from rich.console import Console

from bot.drawn import ConsoleDrawing
from config.questionnaire import Kind, Unclear
from intake.conversation.pages import Asking, Reply, Wanted
from intake.conversation.state import Asks, Place, Show

BLOCK = '"""'
Picked = TypeVar("Picked")


class Session(Protocol):
    """One person's turns, each a transaction of its own."""

    def hello(self) -> Reply: ...

    def speak(self, words: str, about: Place) -> Reply: ...

    def attach(self, path: str, about: Place) -> Reply | None:
        """The reply to a file by its path; None where there is no such file. Raises Unclear where it cannot be kept."""
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
        drawing = ConsoleDrawing(self.console)
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
        drawing = ConsoleDrawing(self.console)
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
        path, is_asked = _path(reply, words)
        if path is None:
            return session.speak(words, reply.place)
        try:
            attached = session.attach(path, reply.place)
        except Unclear as unclear:
            return replace(reply, notes=(str(unclear),), is_unclear=True, show=None)
        if attached is None and is_asked:
            return replace(reply, notes=(NO_FILE.format(path=path[:200]),), is_unclear=True, show=None)
        return attached or session.speak(words, reply.place)

    def _draw(self, drawing: ConsoleDrawing, reply: Reply) -> None:
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


def _path(reply: Reply, words: str) -> tuple[str | None, bool]:
    """The path that these words may be: at a prompt for files, or after the word attach; and whether they must be."""
    said = words.strip()
    page = next((each for each in reply.pages if isinstance(each, Asking)), None)
    is_asked = reply.place.asks is Asks.PROMPT and page is not None and page.prompt.kind is Kind.FILES
    named = ATTACH.fullmatch(said)
    if named:
        return unquoted(named["path"]), is_asked or _looks_like_one(named["path"])
    return (unquoted(said), _looks_like_one(said)) if is_asked else (None, False)


ATTACH = re.compile(r"(?:please )?(?:attach|file|upload)(?: the file)?:? +(?P<path>\S.*)", re.IGNORECASE)
NO_FILE = "There is no file {path}. Check the path, or drag the file into this window."


def _looks_like_one(words: str) -> bool:
    """Whether the words have a path's marks: a slash first, or an ending such as .pdf."""
    said = words.strip()
    has_ending = re.fullmatch(r"[^\n]*\w\.[A-Za-z]\w{1,4}['\"]?", said) is not None
    return "\n" not in said and (has_ending or said.strip("'\"").startswith(("/", "~", "./", "../", "\\")))


def unquoted(path: str) -> str:
    """A path as a dragged file gives it to a terminal: in quotes, or with a backslash before each space."""
    said = path.strip()
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        return said[1:-1]
    return said.replace("\\ ", " ").removeprefix("file://")


def _has_just_sent(reply: Reply) -> bool:
    return reply.place.asks is Asks.HOME and reply.did == "submitted"
