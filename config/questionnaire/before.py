"""This round's questionnaire beside that of the round before: which questions ask the same, and what a `was` names."""

from collections.abc import Iterator

from config.questionnaire.audit import Question, Template, spelling
from config.questionnaire.lines import line_of, locate
from config.questionnaire.load import Fault


def same_questions(now: Template, then: Template) -> dict[str, str]:
    """By each question's number now, the number it had: named by `was`, or of one number and the same words."""
    named = {each.was for each in now.questions if each.was}
    found = {}
    for each in now.questions:
        was = each.was or (each.ref if each.ref not in named and _is_same(each, then.by_ref.get(each.ref)) else "")
        if was in then.by_ref:
            found[each.ref] = was
    return found


def same_scale(now: Template, then: Template) -> bool:
    """Whether a rating means in both what it means in the other."""
    return _steps(now) == _steps(then)


def was_faults(now: Template, then: Template, file: str) -> list[Fault]:
    """Each `was` of the file that names no question of the round before."""
    lines = locate(now.source.decode("utf-8-sig"))
    return [
        Fault(
            file,
            line_of(lines, (*path, "was")),
            f"Question {each.ref} was {each.was}, which {then.key} does not have.",
            "Write the number that the question had there, or take was out.",
        )
        for path, each in _placed(now)
        if each.was and each.was not in then.by_ref
    ]


def _placed(template: Template) -> Iterator[tuple[tuple[str | int, ...], Question]]:
    """Each question with where it stands in the file."""
    for number, standard in enumerate(template.standards):
        for place, each in enumerate(template.of_standard(standard.ref)):
            yield ("standard", number, "question", place), each


def _is_same(one: Question, other: Question | None) -> bool:
    return other is not None and spelling(one.text) == spelling(other.text)


def _steps(template: Template) -> list[tuple[str, str]]:
    return [(each.code, each.counts_as) for each in template.scale.given]
