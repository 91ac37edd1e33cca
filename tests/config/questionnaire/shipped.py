"""The shipped audits, and short ways to ask what is in them."""

from config.questionnaire import SHIPPED, load_folder

AUDITS = load_folder(SHIPPED)


def refs(audit: str, **wanted: object) -> str:
    """The questions of an audit whose attributes are as wanted."""
    return " ".join(
        question.ref
        for question in AUDITS[audit].questions
        if all(getattr(question, name) == value for name, value in wanted.items())
    )


def prompts(audit: str, ref: str) -> str:
    """The prompts of a question; a star marks those that must be answered."""
    return " ".join(prompt.key + "*" * prompt.required for prompt in AUDITS[audit].by_ref[ref].prompts)


def refs_by_prompts(audit: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for question in AUDITS[audit].questions:
        found.setdefault(prompts(audit, question.ref), []).append(question.ref)
    return found


def good_answers(audit: str) -> dict[str, str | None]:
    return {question.ref: question.yes_no.good for question in AUDITS[audit].questions if question.yes_no}


def colours(audit: str) -> list[str]:
    return [f"{rating.code} {rating.label} {rating.colour}" for rating in AUDITS[audit].scale.ratings]
