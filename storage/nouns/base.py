"""What every noun of the record stands on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from storage.nouns.moments import UtcDateTime


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Names every constraint, so that a migration can drop it on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it)
        datetime: UtcDateTime,
        str: Text,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
    }


class KeptBytes(TypeDecorator[bytes]):
    """Bytes as they were given; words that a hand wrote in their place in SQLite come out as bytes too."""

    impl = LargeBinary
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        read = self.impl_instance.result_processor(dialect, coltype)

        def kept(value: Any) -> Any:
            return value.encode() if isinstance(value, str) else read(value) if read else value

        return kept


def pair(name: str, left: str, right: str) -> Table:
    """A many-to-many table; `left` and `right` are columns of the form table.id."""
    ends: Iterator[Column[int]] = (
        Column(f"{end.split('.')[0]}_id", ForeignKey(end), primary_key=True, index=end == right)
        for end in (left, right)  # by the left end its key finds a pair, by the right one this index
    )
    return Table(name, Base.metadata, *ends)
