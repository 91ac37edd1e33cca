"""s11 init: a home for the record."""

from typing import Annotated

import typer

from cli import wiring
from cli.home import is_forgotten, place

STARTER_PARTNERSHIPS = """\
# Who asks. The key is what agencies.csv uses in its partnerships column.
# [[partnership]]
# key = "anytown"
# name = "Anytown Safeguarding Children Partnership"
# at_risk = "If a child is at risk of harm now, call 999. Otherwise call Anytown children's social care: 01632 960 001."
# colour = "#1d4f91"  # of its letters, digests and papers
# logo = "logo.png"  # a PNG or JPEG beside this file, for the board's paper
# nation = "england"  # whose bank holidays: england, wales, scotland or northern_ireland
# digest = { every = "week", to = ["board@anytown.example.org"], slack_channel = "C0123ABCD" }
# keep_letters = "2y"  # how long letters are kept as they came: 90d, 6m, 2y; without it, for good
# keep_leavers = "1y"  # and name and address of a contact who has left
# keep_messages = "2y"  # and letters and messages of ours, once their audit is closed
# keep_turns = "6m"  # and words in a conversation that found no place, once their audit is closed
# [[partnership.school_holidays]]  # schools hear nothing from us on these days
# first = 2027-04-02
# last = 2027-04-16
# [[partnership.managers]]
# name = "Jo Bloggs"
# email = "jo.bloggs@anytown.example.org"
# phone = "01632 960 002"
# slack_user = "U0123ABCD"
"""
STARTER_AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example.org,,lead
"""


def init(
    new: Annotated[
        bool, typer.Option("--new", help="Begin a new record although files or tables are there that it does not know.")
    ] = False,
) -> None:
    """Make the record, folders and starter files; bring an older record up to date. Again is safe."""
    using = wiring.settings()
    folder = using.config_folder
    with wiring.home_to_make():
        if is_forgotten(using):
            raise wiring.NotReady("The record would be gone at once. Write sqlite:///PATH into S11_DATABASE_URL.")
        wiring.make_record(using, new=new)
        (folder / "audits").mkdir(parents=True, exist_ok=True)
        for name, content in (("partnerships.toml", STARTER_PARTNERSHIPS), ("agencies.example.csv", STARTER_AGENCIES)):
            if not (folder / name).exists():
                (folder / name).write_text(content)
                wiring.say(f"Wrote {folder / name}.")
    wiring.say(f"The record is ready: {place(using)}. Next: s11 doctor, then s11 audit list.")
