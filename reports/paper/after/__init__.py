"""What is to be done after a round, as the paper tells it: priorities, recommendations, actions. Pure."""

from reports.paper.after.to_do import actions_of_agency, to_do

__all__ = ["actions_of_agency", "to_do"]
