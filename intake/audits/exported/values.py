"""The values of an export that a record can keep. Pure."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

DEEPEST = 20  # lists in lists of what an entry says


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a moment before or after all years") from None


def _written(day: Any) -> Any:
    """Raises ValueError for a number, which would be taken for the seconds since 1970."""
    if isinstance(day, str) or day is None:
        return day
    raise ValueError("no day or moment as s11 writes one")


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    if facts:
        _refuse_unkept(facts, 0)
    return facts


def _refuse_unkept(value: Any, depth: int) -> None:
    """Raises ValueError for what no database keeps: half a character, a NUL, lists in lists without end."""
    if depth > DEEPEST:
        raise ValueError("lists in lists without end")
    if isinstance(value, str):
        value.encode()
        if "\0" in value:
            raise ValueError("a NUL")
    for each in value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else ():
        _refuse_unkept(each, depth + 1)


Day = Annotated[date, BeforeValidator(_written)]
InUtc = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_in_utc)]
Number = Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31)]
YesOrNo = Annotated[bool, Field(strict=True)]
Sealed = Annotated[dict[str, Any], AfterValidator(_plain)]
Words = Annotated[str, Field(max_length=10_000_000, pattern=r"^[^\x00]*$")]  # no database keeps a NUL
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
