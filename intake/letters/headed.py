"""Answers below a line that says that they are not ours of now: "Last year:", "What CQC gave us:", "Draft:". Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO
from intake.letters.disowned import (
    STANDS_ABOVE,
    asked_back,
    heads_another,
    may_head_alone,
    of_another_time,
    passes_on,
)
from intake.letters.ours import Known
from intake.letters.questions import Numbering, numbering_of
from intake.letters.reading import Form
from intake.ratings import levelled

_LONGEST = 120  # characters of such a line
_HEADER = LatePattern(r"\W*(?:from|sent|to|cc|date|subject|reply-to|on)\b", re.IGNORECASE)
_LEADS = LatePattern(r"\s?[-:=(\u2013]")
_NOT_FOR_US = LatePattern(  # "so much of this is not ours:", which is what an N/A says
    r"(?:\bnot|n't) (?:(?:really|all|quite|strictly|something) )?"
    r"(?:ours|our (?:job|work|business|role|remit)|(?:for|about) us"
    r"|(?:apply|applicable|relevant)(?: to us)?|what we do|we do)\Z"
)
_IN_ORDER = LatePattern(r"\bin (?:the |your |form |question )?order\b")


def without_others_below_headings(form: Form, lines: Sequence[str], known: Known) -> Form:
    """What the letter says, without its answers below such a line of it, up to the next; they are asked about."""
    signed = frozenset(re.findall(r"[\w'-]+", levelled(" ".join(form.signature))))
    known = replace(known, addressed=known.addressed | signed) if known.addressed else known
    said = list(_below(lines, known))
    elsewhere = {ref for ref, heading in said if not heading}
    below = {ref: heading for ref, heading in said if ref not in elsewhere}
    set_aside = {each.question for each in form.answers if each.not_applicable}
    below = {ref: heading for ref, heading in below.items() if not (ref in set_aside and _sets_aside(heading))}
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO)} | set_aside
    below = {ref: heading for ref, heading in below.items() if ref in rated or not passes_on(heading, known)}
    form = _without_headings(form, known) if below else form
    return asked_back(form, {ref: STANDS_ABOVE.format(heading, ref) for ref, heading in below.items()}, "heading")


def _sets_aside(heading: str) -> bool:
    """Whether an answer of N/A below the line says the same as the line."""
    return _NOT_FOR_US.search(levelled(heading)) is not None


def _without_headings(form: Form, known: Known) -> Form:
    """The form, such lines no words of the answer above them."""
    answers, left = [], list(form.leftovers)
    for each in form.answers:
        kept = each.value.splitlines()
        while len(kept) > 1 and (not kept[-1].strip() or _heading(kept[-1], known)):
            left += [kept[-1]] if kept[-1].strip() else []
            kept.pop()
        is_whole = each.prompt in (RATING, YES_NO) or len(kept) == len(each.value.splitlines())
        if len(kept) == 1 and not is_whole and _heading(kept[0], known):
            left.append(kept[0])
            continue
        answers.append(each if is_whole else each._replace(value="\n".join(kept)))
    return replace(form, answers=tuple(answers), leftovers=tuple(left))


def _below(lines: Sequence[str], known: Known) -> Iterator[tuple[str, str]]:
    """The questions with which lines begin, each with the words of such a line above it; empty where there is none."""
    numbers = numbering_of(known.refs)
    begun = [numbers.begins.match(levelled(line[:40])) for line in lines]
    follows = _above_number(lines, begun)
    heading, has_begun = "", False
    for number, line in enumerate(lines):
        found = begun[number]
        if found:
            has_begun = True
            yield numbers.refs[found["ref"]], heading
        if found or not line.strip():
            continue
        yield from _in_line(line, numbers, known)
        begins_anew = not has_begun or not lines[number - 1].strip()
        if follows[number] and begins_anew:
            heading = _heading(line, known)
        elif not lines[number - 1].strip():
            heading = ""  # a paragraph of its own


def _heading(line: str, known: Known) -> str:
    """The words of a line, where it says that what follows is no rating of now of this agency; else nothing."""
    is_other = may_head_alone(line) and of_another_time(line, known)
    return line.strip().rstrip(" :-\u2013") if is_other or heads_another(line, known) else ""


def _in_line(line: str, numbers: Numbering, known: Known) -> Iterator[tuple[str, str]]:
    """The questions that a line answers behind such words of its own: "Residual risk: 1.1 Green, 1.2 Amber"."""
    lead, colon, rest = line.partition(":")
    if not colon or len(lead) > _LONGEST or _HEADER.match(lead):
        return
    flat = levelled(rest).strip()
    first = numbers.alone.match(flat)
    if first and first.end() == len(flat):
        return  # "Ref: 4.1"
    is_list = first is not None and (first["named"] or "." in first["ref"] or _LEADS.match(flat, first.end()))
    refs = [numbers.refs[found["ref"]] for found in numbers.alone.finditer(flat)] if is_list else []
    in_order = known.refs if _IN_ORDER.search(levelled(lead)) else ()
    if (refs or in_order) and heads_another(f"{lead}:", known):
        yield from ((ref, lead.strip()) for ref in (*refs, *in_order))


def _above_number(lines: Sequence[str], begun: Sequence[object]) -> list[bool]:
    """Of each line, whether the next that says anything begins with a question's number."""
    found, below = [False] * len(lines), False
    for number in range(len(lines) - 1, -1, -1):
        found[number] = below
        if lines[number].strip():
            below = begun[number] is not None
    return found
