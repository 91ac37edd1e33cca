"""Whether a command may run: the table of roles names it, or it does not."""

from collections.abc import Callable
from typing import Any


def allow_named(command: Any, words: str) -> None:
    """Let a command, and those in it, run only where the table lets whoever runs s11 do it at the command line."""
    inside = getattr(command, "commands", None)
    if inside:
        for name, each in inside.items():
            allow_named(each, f"{words} {name}")
    else:
        command.invoke = _asking(words, command.invoke)


def _asking(words: str, invoke: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def asked(context: Any) -> Any:
        from intake.roles import Capacity, Door, deed_of, may  # the help waits for no library

        if not may(Capacity.OPERATOR, deed_of(words), Door.COMMAND_LINE):
            from intake.ledger import Refused

            raise Refused(f"Nobody may run s11 {words}: the table of roles has no row for it.")
        return invoke(context)

    return asked
