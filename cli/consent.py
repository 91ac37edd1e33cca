"""Asking whoever sits at the terminal before something goes that is hard to bring back."""

import sys

import typer

from cli.wiring import NotReady


def consent(what: str, *, yes: bool) -> None:
    """Go on only with `yes` or when it is given here; raises NotReady, and nothing has changed, otherwise."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotReady(f"{what} Nothing was changed. Run it again with --yes to go on.")
    if not typer.confirm(f"{what} Go on?", err=True):
        raise NotReady("Nothing was changed.")
