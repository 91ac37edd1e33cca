"""partnerships.toml: who asks. A business manager's file."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.email_address import SETTING
from config.questionnaire import Fault, Faulty, in_words, line_of, locate, read_toml
from config.ways import Way

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
AT_RISK = (
    "If a child is at risk of harm now, call 999. For any other worry about a child, "
    "call your council's children's social care today. Do not wait for this audit."
)
LINK = r"^(https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9/._~%=&?+-]*)?)?$"


class Manager(BaseModel):
    """A business manager of a partnership: who people may ask, and who hears of what needs a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(pattern=SETTING)]
    phone: str = ""
    slack_user: str | None = None


class Holiday(BaseModel):
    """Days on which schools are shut, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date
    last: date


class Board(NamedTuple):
    """A place where a whole team reads, and the way that leads there."""

    via: str
    place: str


class DigestPlan(BaseModel):
    """How often a partnership hears what it adds up to, where, and by which addresses.

    `report` is the address at which its readers find report.html, if it is kept anywhere they can open it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Literal["day", "week", "month", "never"] = "week"
    to: list[Annotated[str, Field(pattern=SETTING)]] = []
    slack_channel: str | None = None
    report: Annotated[str, Field(pattern=LINK)] = ""

    def boards(self, ways: Iterable[Way]) -> tuple[Board, ...]:
        """The places where a whole team reads it, by these ways."""
        named = [(each.name, getattr(self, each.board)) for each in ways if each.board]
        return tuple(Board(via, place) for via, place in named if place)


class PartnershipTable(BaseModel):
    """One partnership: its key in agencies.csv, name, people and days, and what to do if a child is at risk now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    managers: list[Manager] = []
    nation: Literal["england", "wales", "scotland", "northern_ireland"] = "england"
    school_holidays: list[Holiday] = []
    digest: DigestPlan = DigestPlan()
    at_risk: Annotated[str, Field(min_length=1, max_length=500)] = AT_RISK


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    partnership: list[PartnershipTable] = []


def load_partnerships(path: Path) -> dict[str, PartnershipTable]:
    """Partnerships by key; empty where there is no file. Raises Faulty with every fault."""
    if not path.is_file():
        return {}
    text, table = read_toml(path.read_bytes(), str(path))
    try:
        named = _File.model_validate(table).partnership
    except ValidationError as error:
        lines = locate(text)
        found = [in_words(each, _File) for each in error.errors()]
        raise Faulty(Fault(str(path), line_of(lines, each.path), each.what, each.write) for each in found) from None
    return {each.key: each for each in named}


def at_risk(tables: Iterable[PartnershipTable]) -> tuple[str, ...]:
    """What to do if a child is at risk now, by partnership; what one has said already, the next does not repeat."""
    said: dict[str, None] = {}
    found = []
    for each in tables:
        sentences = [part for part in _SENTENCES.split(each.at_risk.strip()) if part not in said]
        said |= dict.fromkeys(sentences)
        found += [" ".join(sentences)] if sentences else []
    return tuple(found) or (AT_RISK,)
