"""s11 completion: what a shell needs to complete commands and options, from the commands themselves."""

from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import completion_init, get_completion_script  # type: ignore[attr-defined]  # re-exported

from cli import wiring
from config.words import listing
from intake.ledger import Refused


class Shell(StrEnum):
    """A shell that typer can complete for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    shell: Annotated[str, typer.Argument(help=f"Whose completion is printed: {' or '.join(Shell)}.")],
) -> None:
    """Print what makes a shell complete the commands and options of s11; keep it where that shell looks.

    s11 completion bash > /etc/bash_completion.d/s11

    s11 completion zsh > /usr/local/share/zsh/site-functions/_s11

    s11 completion fish > /etc/fish/completions/s11.fish
    """
    if shell not in set(Shell):
        raise Refused(f"s11 completes for {listing(Shell)}, and not for {shell}. Name one of these.")
    completion_init()
    wiring.say(get_completion_script(prog_name="s11", complete_var="_S11_COMPLETE", shell=shell))
