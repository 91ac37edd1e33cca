"""The held letters of a partnership, and those that belong to nobody we know."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.branches import Circle
from storage.nouns import Agency, Contact, Partnership, Receipt, Submission


def held_for(db: Session, partnership: str, circle: Circle) -> tuple[list[Receipt], list[Receipt]]:
    """The held letters of a partnership, oldest first, and those that belong to no agency we know.

    What no return of anybody's is about is theirs to see whose mailbox it came to: `circle` says who has their own.
    """
    theirs = set(db.scalars(select(Submission.id).where(Submission.partnerships.any(Partnership.key == partnership))))
    people = select(Contact.id).where(Contact.agencies.any(Agency.partnerships.any(Partnership.key == partnership)))
    known = set(db.scalars(people))
    own, nobodys = list[Receipt](), list[Receipt]()
    for each in db.scalars(select(Receipt).where(Receipt.outcome == "held").order_by(Receipt.id)):
        is_here = each.submission_id is None and circle.at(each.partnership).serves(partnership)
        if each.submission_id in theirs or (is_here and (each.contact_id in known or each.partnership)):
            own.append(each)
        elif is_here and each.contact_id is None:
            nobodys.append(each)
    return own, nobodys
