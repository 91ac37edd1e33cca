"""What must hold between the parts of an audit file, beyond each part's own shape."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from config.questionnaire.audit import NOT_APPLICABLE_SPELLINGS, RATING, YES_NO, Kind, Rating, spelling
from config.questionnaire.lines import Path
from config.questionnaire.low_rating import PLAN

if TYPE_CHECKING:
    from config.questionnaire.shape import AuditTable, PromptTable, QuestionTable, RatingTable


class TemplateFault(NamedTuple):
    """One fault, at a path of the file: what is wrong and what to write instead."""

    path: Path
    what: str
    write: str


def findings(audit: "AuditTable") -> list[TemplateFault]:
    """Every fault between the parts of an audit whose shape is right."""
    found = [*_scale(audit.scale.rating), *_roll_up(audit), *_nudges(audit)]
    found += [*_round_before(audit), *_plan_below(audit), *_refs(audit), *_prompts(audit.prompt, ("prompt",))]
    for path, asked in _questions(audit):
        found += _question(audit, asked, path)
    return found


def _questions(audit: "AuditTable") -> "Iterator[tuple[Path, QuestionTable]]":
    for s, standard in enumerate(audit.standard):
        for q, asked in enumerate(standard.question):
            yield ("standard", s, "question", q), asked


def _scale(ratings: "Sequence[RatingTable]") -> Iterator[TemplateFault]:
    if not any(rating.counts_as == "met" for rating in ratings):
        yield TemplateFault(
            ("scale",), "No rating of the scale counts as met.", 'Give at least one rating counts_as = "met".'
        )
    if sum(rating.counts_as == "missing" for rating in ratings) > 1:
        yield TemplateFault(("scale",), "Two ratings count as missing.", 'Keep counts_as = "missing" for one of them.')
    taken: dict[str, str] = {spelling(each): "N/A" for each in NOT_APPLICABLE_SPELLINGS}
    taken |= {"yes": "the answer yes", "y": "the answer yes", "no": "the answer no", "n": "the answer no"}
    for number, table in enumerate(ratings):
        rating = Rating(table.code, table.label, table.counts_as, aliases=tuple(table.aliases))
        for said in sorted(rating.spellings & taken.keys()):
            yield TemplateFault(
                ("scale", "rating", number),
                f"{said!r} already stands for {taken[said]}.",
                "Give each rating a code, label and aliases of its own.",
            )
        taken |= dict.fromkeys(rating.spellings, f"the rating {rating.code}")


def _roll_up(audit: "AuditTable") -> Iterator[TemplateFault]:
    given = sum(rating.counts_as != "missing" for rating in audit.scale.rating)
    if audit.roll_up == "standards" and given != 3:
        yield TemplateFault(
            ("roll_up",),
            f"A roll-up to standards needs three ratings to choose from; this scale has {given}.",
            'Give a best, a middle and a worst rating, or write roll_up = "items".',
        )
    if audit.roll_up != "standards" and audit.none_met is not None:
        yield TemplateFault(
            ("none_met",),
            "none_met decides standards, and here no standard is decided.",
            'Write roll_up = "standards" as well, or remove none_met.',
        )


def _nudges(audit: "AuditTable") -> Iterator[TemplateFault]:
    for number, reminder in enumerate(audit.nudges.reminder or []):
        said = [reminder.days_after_opening, reminder.midpoint or None, reminder.working_days_before_due]
        if sum(each is not None for each in said) != 1:
            yield TemplateFault(
                ("nudges", "reminder", number),
                "A reminder needs one day, and this one has none or several.",
                "Keep one of days_after_opening, midpoint = true, working_days_before_due.",
            )


def _refs(audit: "AuditTable") -> Iterator[TemplateFault]:
    standards: Counter[str] = Counter()
    for number, standard in enumerate(audit.standard):
        standards[spelling(standard.ref)] += 1
        if standards[spelling(standard.ref)] == 2:
            yield TemplateFault(("standard", number, "ref"), f"The standard {standard.ref} stands twice.", _OWN_REF)
    questions: Counter[str] = Counter()
    for path, asked in _questions(audit):
        questions[spelling(asked.ref)] += 1
        if questions[spelling(asked.ref)] == 2:
            yield TemplateFault((*path, "ref"), f"The question {asked.ref} stands twice.", _OWN_REF)


_OWN_REF = "Give each a ref of its own."


def _round_before(audit: "AuditTable") -> Iterator[TemplateFault]:
    if audit.after == audit.key:
        yield TemplateFault(("after",), "The audit is to come after itself.", "Write the key of the round before.")
    seen: dict[str, str] = {}
    for path, asked in _questions(audit):
        if asked.was is None:
            continue
        if spelling(asked.was) in seen:
            yield TemplateFault(
                (*path, "was"),
                f"Question {asked.ref} was {asked.was}, and so was {seen[spelling(asked.was)]}.",
                "Keep was at the one that asks the same.",
            )
        seen.setdefault(spelling(asked.was), asked.ref)


def _plan_below(audit: "AuditTable") -> Iterator[TemplateFault]:
    if audit.plan_below is None:
        return
    better = [rating.code for rating in audit.scale.rating if rating.counts_as != "missing"][:-1]
    if audit.plan_below not in better:
        yield TemplateFault(
            ("plan_below",),
            f"No rating of this scale is below {audit.plan_below!r}.",
            f"Write the code of the worst rating that needs no plan: {', '.join(better)}.",
        )
    if audit.rated_by == "partnership":
        yield TemplateFault(
            ("plan_below",),
            "plan_below asks an agency that has rated itself, and here the partnership rates.",
            "Take it out; agree actions after the review: s11 action add.",
        )
    own = [(("prompt",), audit.prompt), *(((*path, "prompt"), asked.prompt or []) for path, asked in _questions(audit))]
    for path, prompts in own:
        for number, each in enumerate(prompts):
            if each.key in PLAN:
                yield TemplateFault(
                    (*path, number, "key"), f"plan_below asks {each.key} itself.", "Give this prompt another key."
                )


def _question(audit: "AuditTable", asked: "QuestionTable", path: Path) -> Iterator[TemplateFault]:
    codes = [rating.code for rating in audit.scale.rating if rating.counts_as != "missing"]
    if asked.fixed_rating is not None and asked.fixed_rating not in codes:
        yield TemplateFault(
            (*path, "fixed_rating"),
            f"{asked.fixed_rating!r} is not a rating of this scale.",
            f"Write one of: {', '.join(codes)}.",
        )
    if asked.prompt is not None:
        yield from _prompts(asked.prompt, (*path, "prompt"))
    if not (audit.prompt if asked.prompt is None else asked.prompt):
        yield TemplateFault(path, f"Question {asked.ref} asks for nothing.", "Add a [[standard.question.prompt]].")


def _prompts(prompts: "Sequence[PromptTable]", path: Path) -> Iterator[TemplateFault]:
    for kind in (Kind.RATING, Kind.YES_NO):
        if sum(prompt.kind is kind for prompt in prompts) > 1:
            yield TemplateFault(
                path, f"A question can have one {kind} prompt only.", "Keep one, or make two questions."
            )
    keys = Counter(prompt.key for prompt in prompts)
    for number, prompt in enumerate(prompts):
        here = (*path, number)
        if keys[prompt.key] > 1 and prompt.key not in (RATING, YES_NO):
            yield TemplateFault(here, f"The prompt {prompt.key} stands twice.", "Give each prompt a key of its own.")
        yield from _prompt(prompt, here)


def _prompt(prompt: "PromptTable", here: Path) -> Iterator[TemplateFault]:
    for kind in (Kind.RATING, Kind.YES_NO):
        if (prompt.key == kind) != (prompt.kind is kind):
            yield TemplateFault(
                here, f"The key {kind} and the kind {kind} go together.", f'Write key = "{kind}" with it.'
            )
    if prompt.kind is Kind.YES_NO and prompt.good is None:
        yield TemplateFault(
            here, "A yes/no does not say which answer is good news.", 'Add good = "yes", "no" or "neither".'
        )
    if prompt.kind is not Kind.YES_NO and prompt.good is not None:
        yield TemplateFault((*here, "good"), "Only a yes/no can have good.", "Remove it here.")
    if prompt.kind is Kind.CHOICE and len(prompt.choices) < 2:
        yield TemplateFault(here, "A choice offers fewer than two choices.", 'Add choices = ["one", "two"].')
    if prompt.kind is not Kind.CHOICE and prompt.choices:
        yield TemplateFault(
            (*here, "choices"), "Only a choice can have choices.", 'Write kind = "choice" or remove them.'
        )
