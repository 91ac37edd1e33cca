"""What every noun of the record stands on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    MetaData,
    Table,
    Text,
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


def pair(name: str, left: str, right: str) -> Table:
    """A many-to-many table; `left` and `right` are columns of the form table.id."""
    ends: Iterator[Column[int]] = (
        Column(f"{end.split('.')[0]}_id", ForeignKey(end), primary_key=True) for end in (left, right)
    )
    return Table(name, Base.metadata, *ends)
