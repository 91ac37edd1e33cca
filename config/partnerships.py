"""partnerships.toml: who asks. A business manager's file."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.email_address import SETTING
from config.faults import PlainFault
from config.files import read_whole
from config.questionnaire import Fault, Faulty, in_words, line_of, locate, read_toml
from config.ways import Way
from config.words import listing

AT_RISK = (
    "If a child is at risk of harm now, call 999. For any other worry about a child, "
    "call your council's children's social care today. Do not wait for this audit."
)
SPAN = r"^([1-9][0-9]{0,3}d|[1-9][0-9]{0,2}m|[1-9][0-9]?y)?$"  # 90d, 6m, 2y
LINK = r"^(https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9/._~%=&?+-]*)?)?$"


class Manager(BaseModel):
    """A business manager of a partnership: who people may ask, and who hears of what needs a person."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(pattern=SETTING)]
    phone: str = ""
    slack_user: str | None = None


class Officer(BaseModel):
    """Somebody above the agencies: a chief officer or a scrutineer, who hears of a return that stays out."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(pattern=SETTING)]
    role: Annotated[str, Field(min_length=1, max_length=60)] = "chief officer"
    agency: str = ""  # whose officer it is, by abbreviation; empty for every agency of the partnership
    phone: str = ""


class Priority(BaseModel):
    """What the partnership wants to change, and the questions or standards whose answers speak of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    questions: list[str] = []


class Holiday(BaseModel):
    """Days on which schools are shut, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

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

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

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

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    managers: list[Manager] = []
    officers: list[Officer] = []
    priorities: list[Priority] = []
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#1d4f91"  # of its letters, digests and papers
    logo: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._-]*\.(png|jpg|jpeg))?$")] = ""  # beside this file
    nation: Literal["england", "wales", "scotland", "northern_ireland"] = "england"
    school_holidays: list[Holiday] = []
    digest: DigestPlan = DigestPlan()
    at_risk: Annotated[str, Field(min_length=1, max_length=500)] = AT_RISK
    keep_letters: Annotated[str, Field(pattern=SPAN)] = ""  # how long a letter is kept as it came; empty: for good
    keep_leavers: Annotated[str, Field(pattern=SPAN)] = ""  # and name and address of a contact who has left
    keep_messages: Annotated[str, Field(pattern=SPAN)] = (
        ""  # and letters and messages of ours, once their audit is closed
    )
    keep_turns: Annotated[str, Field(pattern=SPAN)] = ""  # and words in a conversation that found no place

    @property
    def keeps_for_a_time(self) -> bool:
        """Whether anything of theirs is due to go some day."""
        return any((self.keep_letters, self.keep_leavers, self.keep_messages, self.keep_turns))

    @property
    def ink(self) -> str:
        """Black or white, whichever is the easier to read on its colour."""
        red, green, blue = (int(self.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        light = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in (red, green, blue)]
        luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
        return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0533 else "#0b0c0c"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    partnership: list[PartnershipTable] = []


class LeftOut(PlainFault):
    """Something that needs a partnership whose lines in partnerships.toml are faulty."""


class Partnerships(dict[str, PartnershipTable]):
    """Partnerships by key, with the faults of those that had to be left out, and their keys where these can be read."""

    def __init__(self, named: Iterable[PartnershipTable] = ()) -> None:
        super().__init__({each.key: each for each in named})
        self.faults: list[Fault] = []
        self.left_out: frozenset[str] = frozenset()


def load_partnerships(path: Path) -> Partnerships:
    """Partnerships by key; empty where there is no file. Raises Faulty with every fault."""
    found = sound_partnerships(path)
    if found.faults:
        raise Faulty(found.faults)
    return found


def sound_partnerships(path: Path) -> Partnerships:
    """The same without those that are faulty: one costs no other. Raises Faulty where the file is no TOML."""
    if not path.is_file():
        return Partnerships()
    text, table = read_toml(read_whole(path), str(path))
    try:
        return Partnerships(_File.model_validate(table).partnership)
    except ValidationError as error:
        lines, errors = locate(text), error.errors()
        words = [in_words(each, _File) for each in errors]
        faults = [Fault(str(path), line_of(lines, each.path), each.what, each.write) for each in words]
        rows = table.get("partnership", [])
        if not isinstance(rows, list):
            raise Faulty(faults) from None
    faulty = {each["loc"][1] for each in errors if len(each["loc"]) > 1}
    found = Partnerships(PartnershipTable.model_validate(row) for at, row in enumerate(rows) if at not in faulty)
    found.faults = faults
    keys = (row.get("key") for at, row in enumerate(rows) if at in faulty and isinstance(row, dict))
    found.left_out = frozenset(key for key in keys if isinstance(key, str))
    return found


def refuse_left_out(known: Mapping[str, PartnershipTable], keys: Iterable[str]) -> None:
    """Raises LeftOut where one of these partnerships was left out: to go on would be to make its facts up."""
    for key in keys:
        if isinstance(known, Partnerships) and key in known.left_out:
            raise LeftOut(f"The partnership {key} cannot be read in partnerships.toml.")


def at_risk(tables: Iterable[PartnershipTable]) -> tuple[str, ...]:
    """What to do if a child is at risk now: once where all partnerships say the same, else each whole, by its name.

    Half of what one says beside half of what another says would be nobody's advice.
    """
    said: dict[str, list[str]] = {}
    for each in tables:
        said.setdefault(" ".join(each.at_risk.split()), []).append(each.name)
    if len(said) < 2:
        return tuple(said) or (AT_RISK,)
    return tuple(f"{listing(names)}: {words}" for words, names in said.items())
