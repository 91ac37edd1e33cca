"""s11 man: the manual page, made of the commands, their options and the settings as they are."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import typer
import typer.main
from typer.core import TyperGroup

from cli import wiring
from cli.main import EXAMPLES, GROUPS, app, load
from config.settings import PREFIX, Settings

EXIT = (
    ("0", "Done."),
    ("1", "Something needs a person's attention; stderr says what."),
    ("2", "Wrong use or wrong input; nothing has changed."),
)
FILES = ((".env", "Settings, read from the folder that s11 is started from."),)


def man() -> None:
    """Print the manual page of s11, with every command, option and setting.

    s11 man > /usr/local/share/man/man1/s11.1
    """
    wiring.say("\n".join(_page()))


def _page() -> Iterator[str]:
    what, _, examples = EXAMPLES.partition("\n\n")
    yield f'.TH S11 1 "" "s11 {version("s11")}" "Section 11 audits"'
    yield from (".SH NAME", r"s11 \- runs Section 11 safeguarding audits")
    yield from (".SH SYNOPSIS", ".B s11", r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]")
    yield from (".SH DESCRIPTION", _plain(what), ".SH EXAMPLES", ".nf")
    yield from (_plain(line.strip()) for line in examples.splitlines()[1:] if line.strip())
    yield from (".fi", ".SH COMMANDS")
    root = typer.Context(typer.main.get_command(app), info_name="s11")
    for names in GROUPS.values():
        for name in names:
            yield from _command(load(name), typer.Context(load(name), info_name=name, parent=root))
    yield ".SH ENVIRONMENT"
    yield from _terms((PREFIX + name.upper(), str(each.description)) for name, each in Settings.model_fields.items())
    yield ".SH FILES"
    yield from _terms(FILES)
    yield ".SH EXIT STATUS"
    yield from _terms(EXIT)


def _command(command: Any, at: Any) -> Iterator[str]:
    """One command with its help and options, or each of a group."""
    if isinstance(command, TyperGroup):
        for name in command.list_commands(at):
            own: Any = command.get_command(at, name)
            yield from _command(own, typer.Context(own, info_name=name, parent=at))
        return
    usage = command.get_usage(at).removeprefix("Usage: ")
    yield f".SS {_plain(' '.join(usage.split()))}"
    paragraphs = re.split(r"\n\s*\n", (command.help or "").strip())
    yield "\n.PP\n".join(_plain(" ".join(each.split())) for each in paragraphs)
    records = (each.get_help_record(at) for each in command.get_params(at))
    yield from _terms(each for each in records if each and "--help" not in each[0])


def _terms(of: Any) -> Iterator[str]:
    for term, meaning in of:
        yield from (".TP", rf"\fB{_plain(term)}\fR", _plain(" ".join(meaning.split())) or r"\&")


def _plain(text: str) -> str:
    """Nothing of it is taken for a command of the page's own."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    escaped = re.sub(r"[^\x20-\x7e]", lambda found: rf"\[u{ord(found[0]):04X}]", escaped)  # else troff guesses at it
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
