"""Answers that count for nothing, asked back and kept with the return. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from intake.letters.disowned.said import Disowned
from intake.letters.reading import Form, Puzzle

NOTHING: Mapping[str, str] = MappingProxyType({})
_WHY = "Your letter says “{0}”, so nothing was recorded. Write “[{1}]” and your rating of now once it counts."


def disown(form: Form, said: Disowned | None, body: Form, sheets: Sequence[Form]) -> Form:
    """The form without what the sentence disowns: all of it, or what stands in files alone.

    `form` is what `body` and `sheets` say together.
    """
    if said is None:
        return form
    if said.of_file and sheets and body.answers:
        of_files = {each.question for sheet in sheets for each in sheet.answers}
        refs = of_files - {each.question for each in body.answers}
    else:
        refs = {each.question for each in form.answers}
    return asked_back(form, {ref: _WHY.format(said.words, ref) for ref in refs}, said.kind)


def asked_back(form: Form, why: Mapping[str, str], cue: str = "", said: Mapping[str, str] = NOTHING) -> Form:
    """The form without what it answers to these questions; each is asked about, and its words are left over.

    `why`: by question, what its writer is told; `said`: the sentence that takes it back, shown behind its words.
    """
    out = [each for each in form.answers if each.question in why]
    told: dict[str, list[str]] = {}
    for each in out:
        words, others = each.words or each.value, told.setdefault(each.question, [])
        if not any(words in other for other in others):
            others.append(words)
    behind = {ref: (said[ref],) if ref in said else () for ref in told}
    asked = tuple(Puzzle(ref, " / ".join((*words, *behind[ref])), why[ref], cue) for ref, words in told.items())
    return replace(
        form,
        answers=tuple(each for each in form.answers if each not in out),
        not_understood=(*(each for each in form.not_understood if each.question not in told), *asked),
        leftovers=(*form.leftovers, *(f"{ref} {' / '.join(words)}" for ref, words in told.items())),
    )
