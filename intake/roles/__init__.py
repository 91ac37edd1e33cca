"""Who may do what, by which door: one table, which every decision asks. Pure."""

from intake.roles.table import DEEDS, Capacity, Deed, Door, deed_of, may, role_of

__all__ = ["DEEDS", "Capacity", "Deed", "Door", "deed_of", "may", "role_of"]
