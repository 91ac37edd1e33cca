"""What several commands are told in the same words."""

from typing import Annotated

import typer

Key = Annotated[str, typer.Argument(help="The open audit.")]
Partnership = Annotated[str | None, typer.Option(help="Only the agencies of this one.")]
