"""What people mean when they name a question, a standard or a colleague. Pure."""

import re

from config.questionnaire import Question, Unclear, spelling
from config.words import there_are
from intake.conversation.state import Attached, Here, Person, each_standard, questions

_AND = re.compile(r"(?:(?<!\s)\s++)?(?:,|&|\band\b)\s*", re.IGNORECASE)
_LEAD = re.compile(r"^(?:question|questions|q|standard|section|part|area|no\.?|number)\s*", re.IGNORECASE)


def find_questions(here: Here, named: str) -> list[Question]:
    """The question of this number, or all of a standard by its number or words of its title; raises Unclear."""
    wanted = spelling(named)
    bare = spelling(_LEAD.sub("", named.strip())) or wanted
    own = questions(here)
    is_standard = wanted.startswith(("standard", "section", "part ", "area"))
    if not is_standard:
        exact = [each for each in own if spelling(each.ref) in (wanted, bare)]
        if exact:
            return exact
    for standard, its in each_standard(here):
        if spelling(standard.ref) == bare or spelling(standard.title) in (wanted, bare):
            return its
    titled = [its for standard, its in each_standard(here) if len(bare) > 3 and _in_title(bare, standard.title)]
    if len(titled) == 1:
        return titled[0]
    parts = [spelling(_LEAD.sub("", part)) for part in _AND.split(named)]
    several = [each for part in parts for each in own if spelling(each.ref) == part]
    if len(several) == len(parts) > 1:
        return several
    if bare.isdecimal() and 0 < int(bare) <= len(own) and not is_standard and bare not in _refs(here):
        return [own[int(bare) - 1]]  # "Question 12 of 19", as its page calls it
    if bare in _refs(here):
        raise Unclear(f"Question {bare} is not asked of {here.state.agency}. Type status to see what is.")
    raise Unclear(f"There is no question or standard “{named[:60]}” here. {_known(here)}")


def _refs(here: Here) -> set[str]:
    return {spelling(each.ref) for each in here.template.questions}


def is_named(here: Here, named: str) -> bool:
    try:
        return bool(find_questions(here, named))
    except Unclear:
        return False


def is_whole(here: Here, named: str) -> bool:
    """Whether the words name a standard outright: "standard 4", or all of its title."""
    bare = spelling(_LEAD.sub("", named.strip()))
    has_lead = bare != spelling(named)
    own = [standard for standard, _ in each_standard(here)]
    return any(bare == spelling(each.title) or (has_lead and bare == spelling(each.ref)) for each in own)


def is_question(here: Here, named: str) -> bool:
    """Whether the words are the number of a question that is asked."""
    bare = spelling(_LEAD.sub("", named.strip()))
    return any(spelling(each.ref) == bare for each in questions(here))


def find_colleague(here: Here, named: str) -> Person:
    """The colleague of this name, first name or address; raises Unclear with those there are."""
    wanted = spelling(named)
    by_email = [each for each in here.colleagues if each.email.casefold() == named.strip().casefold()]
    by_name = by_email or [each for each in here.colleagues if spelling(each.name) == wanted]
    found = by_name or [each for each in here.colleagues if wanted in spelling(each.name).split()]
    if len(found) == 1:
        return found[0]
    if not here.colleagues:
        whom = f" To add one, write to {here.ask_whom[0]}." if here.ask_whom else " Your partnership can add one."
        raise Unclear(f"Nobody else is named for {here.state.agency}.{whom}")
    names = ", ".join(each.name for each in here.colleagues)
    if len(found) > 1:
        raise Unclear(f"{there_are(len(found), 'person', 'people')} called {named[:40]}. Type the whole name: {names}.")
    raise Unclear(f"{named[:40]} is not on the list for {here.state.agency}. Choose one of: {names}.")


def _in_title(words: str, title: str) -> bool:
    return words in spelling(title) or spelling(title) in words


def _known(here: Here) -> str:
    refs = [each.ref for each in questions(here)]
    return f"Questions go from {refs[0]} to {refs[-1]}. Type status to see the standards."


def files_named(here: Here, named: str) -> list[tuple[str, Attached]]:
    """The files of the return by that name, with or without its ending, each with its question ("" for the return)."""
    said = named.strip().strip("\"'“”").casefold()
    return [
        (question, file)
        for question, own in here.files.items()
        for file in own
        if said in (file.name.casefold(), file.name.casefold().rpartition(".")[0])
    ]
