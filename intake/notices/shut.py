"""What managers are told where a contact is not reached any more by a way that is no letter."""

from datetime import datetime

from sqlalchemy.orm import Session

from config.ways import EMAIL, Way
from intake.notices.stationery import Stationery
from storage.nouns import Contact, Message


def tell_shut(db: Session, stationery: Stationery, contact: Contact, by: Way, now: datetime) -> None:
    """Tell the managers of the contact's agencies, once a time that the way shuts."""
    partnerships = {each.key: each for agency in contact.agencies for each in agency.partnerships}
    for manager in stationery.managers(partnerships.values()):
        facts = {"manager": manager, "contact": contact, "way": by}
        facts["agencies"] = stationery.agencies_for(manager, contact)
        with stationery.apart(db, f"the letter to {manager.email} about {contact.email}"):
            db.add(
                Message(
                    key=f"shut:{by.name}:{contact.id}:{now.isoformat()}:{manager.email}",
                    via=EMAIL.name,
                    recipient=manager.email,
                    subject=f"The {by.account} of {contact.name} takes no messages",
                    body=stationery.letters.render("shut", **facts),
                    auto_submitted="auto-generated",
                    not_before=now,
                    partnership=stationery.managed_by(manager, sorted(partnerships)),
                )
            )
