"""What is asked where an agency rates itself low: what it will do about it, who does it, and by when."""

from config.questionnaire.audit import RATING, Kind, Prompt, Scale

PLAN_WHAT, PLAN_WHO, PLAN_WHEN = "plan_what", "plan_who", "plan_when"
PLAN = (PLAN_WHAT, PLAN_WHO, PLAN_WHEN)


def with_plan(prompts: tuple[Prompt, ...], scale: Scale, plan_below: str) -> tuple[Prompt, ...]:
    """The prompts of a question with those of a plan behind them, where its rating may be low."""
    if not plan_below or all(each.key != RATING for each in prompts):
        return prompts
    rating = next(each for each in scale.given if each.code == plan_below)
    asked = (
        (PLAN_WHAT, f"If it is below {rating.label}: what will be done about it?"),
        (PLAN_WHO, "Who will do it?"),
        (PLAN_WHEN, "By when will it be done?"),
    )
    return (*prompts, *(Prompt(key, Kind.TEXT, text, is_plan=True) for key, text in asked))
