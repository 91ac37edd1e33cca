"""What an export holds, and where: read through once, before anything of it is put into the record. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from intake.audits.exported.check import UNKEPT, checked, no_export
from intake.audits.exported.json_file import JsonFile, NotJson, quick, strict
from intake.audits.exported.schema import ExportedHead
from intake.ledger import Refused

LISTS = ("agencies", "actions", "recommendations", "meetings", "trail")
MARK = "\ufeff"  # with which some editors begin what they save
INVITED = "invited"
MOST_KEYS = 100  # of the document
MOST_CHAINS = 500_000  # some ten times the organisations of England


class Chain(NamedTuple):
    """A trail in an export: the numbers of its first and its last entry, and how that ends it."""

    first: int
    last: int
    head: str


@dataclass
class Outline:
    """The head of an export, where its lists begin, and how its trails do and end; None of those: it brings none."""

    head: ExportedHead
    places: dict[str, int]
    chains: dict[str | None, Chain] | None  # by agency; None: the audit's own
    signed: dict[str, str] = field(default_factory=dict)  # the last signature that the trail tells of, by agency
    invited: dict[str, str] = field(default_factory=dict)  # when it was asked, by what the entry is about

    def items(self, file: BinaryIO, key: str) -> Iterator[tuple[str, Any]]:
        """Each item of a list, with the words for where it stands."""
        if key in self.places:
            reads = JsonFile(file)
            reads.move(self.places[key])
            yield from ((f"{key}.{number}", each) for number, each in enumerate(_items(reads, quick())))


def outline(file: BinaryIO) -> Outline:
    """Raises Refused where the file is no export, or none that is whole."""
    reading = _Reading(JsonFile(file))
    try:
        reading.read()
    except NotJson as fault:
        raise no_export(str(fault), reading.where) from None
    head = checked(ExportedHead, reading.values, "")
    if "agencies" not in reading.places:
        raise no_export("agencies is not as s11 writes it")
    return Outline(
        head, reading.places, reading.chains if "trail" in reading.places else None, reading.signed, reading.invited
    )


class _Reading:
    def __init__(self, reads: JsonFile) -> None:
        self.reads, self._decoder, self.where = reads, strict(), ""
        self.values: dict[str, Any] = {}
        self.places: dict[str, int] = {}
        self.chains: dict[str | None, Chain] = {}
        self.signed: dict[str, str] = {}
        self.invited: dict[str, str] = {}
        self._seen: set[str] = set()
        self._last: str | None = None

    def read(self) -> None:
        if self.reads.peek() == MARK:
            self.reads.take(MARK)
        if not self.reads.peek() or self.reads.peek() != "{":
            raise NotJson("the file is not as s11 writes it")
        end = self.reads.take("{")
        while end != "}":
            if self.reads.peek() == "}" and not self._seen:
                self.reads.take("}")
                break
            self._member(self._key())
            end = self.reads.take(",}")
        self.where = ""
        if self.reads.peek():
            raise NotJson("something follows its end")

    def _key(self) -> str:
        key = self.reads.value(self._decoder)
        if not isinstance(key, str) or len(self._seen) == MOST_KEYS:
            raise NotJson("the file is not as s11 writes it")
        if key in self._seen:
            raise NotJson(f"it says {key[:80]!r} twice in one place")
        self._seen.add(key)
        self.reads.take(":")
        return key

    def _member(self, key: str) -> None:
        self.where = key[:80]
        if key in LISTS and self.reads.peek() == "[":
            self.places[key] = self.reads.offset
            for number, each in enumerate(_items(self.reads, self._decoder)):
                if key == "trail":
                    self._entry(each, f"trail.{number}")
                self.where = f"after {key}.{number}"
            return
        value = self.reads.value(self._decoder)
        if key in LISTS and not (key == "trail" and value is None):
            raise no_export(f"{key} is not as s11 writes it")
        if key in ExportedHead.model_fields:
            self.values[key] = value

    def _entry(self, entry: Any, where: str) -> None:
        """One entry of a trail; those of one follow each other."""
        try:
            agency, number, head, facts = entry.get("agency"), entry["number"], entry["hash"], entry["facts"]
            is_sound = 0 < number < 2**31 and isinstance(agency, str | None) and isinstance(head, str)
            signed = facts.get("submitted_at")
        except (AttributeError, KeyError, TypeError):
            is_sound = False
        if not is_sound or len(self.chains) > MOST_CHAINS:
            raise no_export(f"{where} is not as s11 writes it")
        before = self.chains.get(agency)
        if before is not None and self._last != agency:
            raise Refused(UNKEPT)
        self.chains[agency] = Chain(before.first if before else number, number, head)
        self._last = agency
        if isinstance(signed, str):
            self.signed[str(entry.get("about"))] = signed
        if entry.get("action") == INVITED:
            self.invited[str(entry.get("about"))] = str(entry.get("at"))


def _items(reads: JsonFile, decoder: Any) -> Iterator[Any]:
    reads.take("[")
    if reads.peek() == "]":
        reads.take("]")
        return
    while True:
        yield reads.value(decoder)
        if reads.take(",]") == "]":
            return
