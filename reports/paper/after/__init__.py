"""What is to be done after a round, as the paper tells it: priorities, recommendations, actions. Pure."""

from reports.paper.after.to_do import action_grid, actions_of_agency, priority_grid, recommendation_grid, to_do

__all__ = ["action_grid", "actions_of_agency", "priority_grid", "recommendation_grid", "to_do"]
