"""The questionnaire of an audit: read from a file that a manager can change, checked, and asked."""

from config.questionnaire.audit import (
    RATING,
    YES_NO,
    Kind,
    Prompt,
    Question,
    Rating,
    Scale,
    Side,
    Standard,
    Template,
    Unclear,
    spelling,
)
from config.questionnaire.before import same_questions, same_scale, was_faults
from config.questionnaire.lines import line_of, locate
from config.questionnaire.load import SHIPPED, Fault, Faulty, load_folder, load_template, read_toml, unsaid
from config.questionnaire.low_rating import PLAN_WHAT, PLAN_WHEN, PLAN_WHO
from config.questionnaire.plan import ROLES, NudgePlan, Reminder
from config.questionnaire.words import in_words

__all__ = [
    "PLAN_WHAT",
    "PLAN_WHEN",
    "PLAN_WHO",
    "RATING",
    "ROLES",
    "SHIPPED",
    "YES_NO",
    "Fault",
    "Faulty",
    "Kind",
    "NudgePlan",
    "Prompt",
    "Question",
    "Rating",
    "Reminder",
    "Scale",
    "Side",
    "Standard",
    "Template",
    "Unclear",
    "in_words",
    "line_of",
    "load_folder",
    "load_template",
    "locate",
    "read_toml",
    "same_questions",
    "same_scale",
    "spelling",
    "unsaid",
    "was_faults",
]
