"""What several commands are told in the same words, and what no option of any command may be."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import typer

Key = Annotated[str, typer.Argument(help="The open audit.")]
Partnership = Annotated[str | None, typer.Option(help="Only the agencies of this one.")]
After = Annotated[
    str | None, typer.Option("--after", help="The round before, to compare with; else the one its file names.")
]
Abbr = Annotated[str, typer.Argument(help="The agency's abbreviation.")]
LARGEST = 2**31 - 1  # that the record can hold: no number that a person would name
UNNAMED = "operator"  # who decided, where nobody is named: letters to agencies say the partnership instead
By = Annotated[str, typer.Option("--by", show_default=False, help="Who decided it; the system user by default.")]
DATES = ["%Y-%m-%d", "%d/%m/%Y"]  # how a day is written
Number = Annotated[int, typer.Argument(metavar="ID", min=1, max=2**31 - 1, help="As the list shows it.")]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def heed_given(command: Any) -> None:
    """Let every option of a command, and of the commands in it, refuse words that say nothing or break a line.

    An option that is given and empty is a variable that nobody set: taken for one that is not given, it would do
    something else than was asked.
    """
    for each in getattr(command, "commands", {}).values():
        heed_given(each)
    for parameter in command.params:
        parameter.process_value = _heeding(parameter, parameter.process_value)


def _heeding(parameter: Any, process: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def heeded(context: Any, value: Any) -> Any:
        source = context.get_parameter_source(parameter.name)
        if source is not None and source.name == "COMMANDLINE" and not context.resilient_parsing:
            for said in value if isinstance(value, (list, tuple)) else (value,):
                _refuse_unfit(parameter, said)
        try:
            return process(context, value)
        except typer.BadParameter:
            if (told := _wanted(parameter)) and value not in (None, ()):
                from intake.ledger import Refused  # the help waits for no library

                raise Refused(told) from None
            raise

    return heeded


def _wanted(parameter: Any) -> str:
    """What to write where a day or a number was asked for; empty for anything else."""
    kind, name = str(parameter.type_descriptor.annotation), _named(parameter)
    if "datetime" in kind:
        return f"{name}: Write a day, such as 2030-03-31 or 31/03/2030."
    if "int" in kind and name in ("ID", "ID…", "NUMBER"):
        return f"{name}: Write a number, as the list shows it."
    return f"{name}: Write a whole number{_within(parameter.type_descriptor.parameter_info)}." if "int" in kind else ""


def _within(kind: Any) -> str:
    """The numbers that an option takes, where few enough do to be named."""
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    if least is None:
        return ""
    return f", {least} or more" if most is None or most >= LARGEST else f" from {least} to {most}"


def _named(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name.upper())


def _refuse_unfit(parameter: Any, said: object) -> None:
    from intake.ledger import Refused  # the help waits for no library

    is_option = parameter.param_type_name == "option"
    if not isinstance(said, str) or not (is_option or parameter.required):  # a text to be tagged may be empty
        return
    name = parameter.opts[0] if is_option else parameter.name.upper()
    if not said.strip():
        raise Refused(f"{name} is empty. {'Say it.' if parameter.required else 'Leave it out, or say it.'}")
    if is_option and _CONTROL.search(said):
        raise Refused(f"{name}: Write this on one line, without control characters.")


ActionNumber = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1, help="As the list shows it.")]
