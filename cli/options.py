"""What several commands are told in the same words."""

from typing import Annotated

import typer

Key = Annotated[str, typer.Argument(help="The open audit.")]
Partnership = Annotated[str | None, typer.Option(help="Only the agencies of this one.")]
Abbr = Annotated[str, typer.Argument(help="The agency's abbreviation.")]
By = Annotated[str, typer.Option("--by", help="Who decided it.")]
DATES = ["%Y-%m-%d", "%d/%m/%Y"]  # how a day is written
