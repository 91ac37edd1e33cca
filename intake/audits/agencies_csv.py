"""agencies.csv: who is asked, for which partnerships, and who may speak for them."""

import re
from typing import NamedTuple

from config.email_address import is_address
from config.words import unhidden
from intake.audits.csv_table import FaultyTable, Row, TableFault, read_rows, table
from intake.audits.workbooks import is_workbook, rows_of_agencies, said_of_heads

REQUIRED = ("abbr", "name", "sector")
OPTIONAL = ("partnerships", "contact_name", "contact_email", "slack_user", "role", "phone")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_BETWEEN = re.compile(r"[;,|]")  # whichever of them does not part the cells
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ContactRow(NamedTuple):
    """A person who may speak for an agency."""

    name: str
    email: str
    slack_user: str | None
    role: str
    phone: str = ""


class AgencyRow(NamedTuple):
    """An agency to be asked, with its contacts in the order of the file."""

    abbr: str
    name: str
    sector: str
    partnerships: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    number: int = 0  # the row it stands in first


def read_agencies(data: bytes) -> list[AgencyRow]:
    """The agencies of an agencies.csv or .xlsx, one row a contact; raises FaultyTable with every fault."""
    rows, faults = table(_rows(data), REQUIRED, OPTIONAL)
    if any(fault.row == 1 for fault in faults):
        raise FaultyTable(faults)
    agencies: dict[str, AgencyRow] = {}
    emails: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in rows:
        found, wrong = _agency(row, agencies)
        faults += wrong + _slack_faults(row, emails)
        for contact in found.contacts:
            faults += _name_faults(row.number, contact, names)
        agencies[found.abbr.casefold()] = found
    if not rows and not faults:
        faults.append(TableFault(1, "", "", "The file names no agency. Add one row for each contact."))
    if faults:
        raise FaultyTable(faults)
    return list(agencies.values())


def told_of_agencies(data: bytes) -> list[str]:
    """What whoever hands a workbook in should know of how its columns were read; nothing of a CSV file."""
    return said_of_heads(data, (*REQUIRED, *OPTIONAL)) if is_workbook(data) else []


def _rows(data: bytes) -> list[list[str]]:
    return rows_of_agencies(data, (*REQUIRED, *OPTIONAL)) if is_workbook(data) else read_rows(data)


def _agency(row: Row, known: dict[str, AgencyRow]) -> tuple[AgencyRow, list[TableFault]]:
    cells = {name: unhidden(row.cells.get(name, "")).strip() for name in (*REQUIRED, *OPTIONAL)}
    faults = [
        TableFault(row.number, name, "", f"The {name} is empty. Fill it in.") for name in REQUIRED if not cells[name]
    ]
    faults += [
        TableFault(row.number, name, cell, "Write this on one line, without control characters.")
        for name, cell in cells.items()
        if _CONTROL.search(cell)
    ]
    if len(cells["abbr"]) > 20:
        faults.append(TableFault(row.number, "abbr", cells["abbr"], "Use 20 characters at most."))
    partnerships = tuple(dict.fromkeys(key for each in _BETWEEN.split(cells["partnerships"]) if (key := each.strip())))
    for key in partnerships:
        if not _KEY.fullmatch(key):
            told = "Write partnership keys in small letters, digits and dashes, with ; between them."
            faults.append(TableFault(row.number, "partnerships", key, told))
    contacts, wrong = _contact(row.number, cells)
    found = AgencyRow(cells["abbr"], cells["name"], cells["sector"], partnerships, contacts, row.number)
    before = known.get(found.abbr.casefold())
    if before is None:
        return found, faults + wrong
    for name in ("name", "sector", "partnerships"):
        if getattr(before, name) != getattr(found, name):
            told = f"Another row of {before.abbr} has a different {name}. Write it the same in each."
            faults.append(TableFault(row.number, name, cells[name], told))
    for contact in contacts:
        if contact.email in {each.email for each in before.contacts}:
            faults.append(
                TableFault(row.number, "contact_email", contact.email, "This contact stands twice. Keep one row.")
            )
    return before._replace(contacts=before.contacts + contacts), faults + wrong


def _contact(number: int, cells: dict[str, str]) -> tuple[tuple[ContactRow, ...], list[TableFault]]:
    email, name = cells["contact_email"].lower(), cells["contact_name"]
    if not email:
        given = name or cells["slack_user"] or cells["role"] or cells["phone"]
        missing = TableFault(number, "contact_email", "", "A contact needs an email address. Fill it in.")
        return (), [missing] if given else []
    if not is_address(email):
        return (), [TableFault(number, "contact_email", email, "Write one address, such as jo@agency.example.")]
    return (ContactRow(name or email, email, cells["slack_user"] or None, cells["role"], cells["phone"]),), []


def _slack_faults(row: Row, emails: dict[str, str]) -> list[TableFault]:
    """A Slack user is one person: one address."""
    user, email = row.cells.get("slack_user", "").strip(), row.cells.get("contact_email", "").strip().lower()
    if not user or emails.setdefault(user, email) == email:
        return []
    return [TableFault(row.number, "slack_user", user, f"This Slack user is {emails[user]} in another row.")]


def _name_faults(number: int, contact: ContactRow, names: dict[str, str]) -> list[TableFault]:
    """An address is one person: one name, for whichever agencies they speak."""
    if contact.name == contact.email:  # no name is given here
        return []
    first = names.setdefault(contact.email, contact.name)
    if first.casefold().split() == contact.name.casefold().split():
        return []
    told = f"{contact.email} is {first} in another row. Write one name in both."
    return [TableFault(number, "contact_name", contact.name, told)]
