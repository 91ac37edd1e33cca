"""Who asks, who is asked, who speaks for them, and whose words are held for a court."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column, relationship

from config.dates import read_zone
from config.ways import EMAIL, WAYS, Way
from storage.nouns.base import Base, pair

LONGEST_SILENCE = timedelta(weeks=6)  # on a machine's word alone

agency_partnerships = pair("agency_partnerships", "agencies.id", "partnerships.id")
agency_contacts = pair("agency_contacts", "agencies.id", "contacts.id")


class Partnership(Base):
    """A safeguarding partnership: who asks."""

    __tablename__ = "partnerships"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Agency(Base):
    """An organisation that works with children; it may answer to several partnerships."""

    __tablename__ = "agencies"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    abbr: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sector: Mapped[str]
    partnerships: Mapped[list[Partnership]] = relationship(
        secondary=agency_partnerships, default_factory=list, order_by=Partnership.key
    )
    contacts: Mapped[list["Contact"]] = relationship(
        secondary=agency_contacts, back_populates="agencies", default_factory=list, order_by="Contact.email"
    )


class Contact(Base):
    """A person who may speak for an agency, or for several."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    slack_user: Mapped[str | None] = mapped_column(unique=True, default=None)
    role: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None] = mapped_column(default=None)
    time_zone: Mapped[str] = mapped_column(default="Europe/London", server_default="Europe/London")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    bounced_at: Mapped[datetime | None] = mapped_column(default=None)  # letters to this address came back
    slack_shut_at: Mapped[datetime | None] = mapped_column(default=None)  # Slack takes nothing for this account
    unreachable_by: Mapped[str] = mapped_column(default="", server_default="")  # the person who said so; else a machine
    away_until: Mapped[date | None] = mapped_column(default=None)  # as their automatic reply said
    agencies: Mapped[list[Agency]] = relationship(
        secondary=agency_contacts, back_populates="contacts", default_factory=list
    )

    def has_left(self, on: date) -> bool:
        """From that day on they speak for nobody; until then they do."""
        return self.left_on is not None and self.left_on <= on

    @classmethod
    def who_left(cls, on: date) -> ColumnElement[bool]:
        """The same, for a query."""
        return cls.left_on <= on

    @property
    def zone(self) -> ZoneInfo:
        """Where they live; raises UnknownZone where the record names no place."""
        return read_zone(self.time_zone)

    def address(self, way: Way) -> str:
        """Where this way finds them; empty where it does not. Their address for letters they have for good."""
        return "" if self.is_shut(way) and not way.is_letter else str(getattr(self, way.field) or "")

    def is_shut(self, way: Way) -> bool:
        """Whether what is sent there does not arrive."""
        return bool(way.shut) and getattr(self, way.shut) is not None

    def is_reachable(self, on: date, open_ways: Sequence[Way]) -> bool:
        """Whether a message finds them that day: where letters come back, another way of theirs that is open does."""
        others = (each for each in open_ways if not each.is_letter)
        return not self.has_left(on) and (not self.comes_back(on) or any(map(self.address, others)))

    def comes_back(self, on: date) -> bool:
        """Whether letters come back: on a person's word until they are named again, on a machine's for six weeks."""
        if self.bounced_at is None:
            return False
        return bool(self.unreachable_by) or on < self.bounced_at.date() + LONGEST_SILENCE

    def is_heard(self) -> None:
        """They wrote or pressed something: what machines said of them holds no more."""
        self.away_until = None
        if not self.unreachable_by:
            self.bounced_at = None


class LegalHold(Base):
    """Words about a person that nobody may erase until it is released: a court may need them."""

    __tablename__ = "holds"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    who: Mapped[str]  # a name or an address
    because: Mapped[str]
    held_at: Mapped[datetime]
    held_by: Mapped[str]
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    released_by: Mapped[str] = mapped_column(default="", server_default="")


def way(contact: Contact, open_ways: Sequence[Way] = WAYS) -> Way:
    """How to reach them: the first of these ways that finds them. Everybody has an address for letters."""
    return next((each for each in open_ways if contact.address(each)), EMAIL)
