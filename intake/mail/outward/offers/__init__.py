"""What a letter back offers to record for a reply of YES, and what stands against it."""

from intake.mail.outward.offers.carried import still_offered
from intake.mail.outward.offers.made import MadeOffer, SaidOfAll, offers_of, said_of_all, shown_over
from intake.mail.outward.offers.stand import leave_standing

__all__ = ["MadeOffer", "SaidOfAll", "leave_standing", "offers_of", "said_of_all", "shown_over", "still_offered"]
