"""Faults of a file's shape in plain words: what is wrong, and what to write instead."""

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from config.questionnaire.checks import TemplateFault
from config.questionnaire.lines import Path

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


def in_words(error: "ErrorDetails", file: "type[BaseModel]") -> TemplateFault:
    """What one of pydantic's errors means to the person who writes such a file."""
    path = tuple(error["loc"])
    name = shown(next((str(part) for part in reversed(path) if isinstance(part, str)), "the file"))
    if error["type"] == "extra_forbidden":
        return TemplateFault(path, f"The key {name} is not known here.", _nearest(name, path, file))
    what, write = _WORDS.get(error["type"], _WORDS["number"])
    facts = {"name": name, "limit": _limit(error.get("ctx", {})), "write": _HOW.get(name, _TABLES)}
    facts["example"] = _EXAMPLES.get(name, f"{name} = … here.")
    return TemplateFault(path[:-1] if error["type"] == "missing" else path, what.format(**facts), write.format(**facts))


def syntax_in_words(message: str) -> tuple[str, str]:
    """What is wrong and what to write, for one of tomllib's messages."""
    said = message.casefold()
    return next((words for fragment, words in _SYNTAX.items() if fragment in said), _SYNTAX["value"])


def shown(name: str) -> str:
    """The name as one short printable word, whatever a file calls its keys."""
    return "".join(mark if mark.isprintable() else "?" for mark in name[:40])


_WORDS = {
    "missing": ("The key {name} is missing.", "Add {example}"),
    "literal_error": ("{name} has a word that is not known.", "Write one of: {limit}."),
    "enum": ("{name} has a word that is not known.", "Write one of: {limit}."),
    "string_pattern_mismatch": ("{name} is not written as it must be.", "{write}"),
    "string_type": ("{name} must be words.", 'Write {name} = "…", in quotes.'),
    "bool_type": ("{name} must be true or false.", "Write {name} = true, without quotes."),
    "string_too_short": ("{name} is empty.", "Write some words, or take the key out."),
    "string_too_long": ("{name} is too long.", "Keep it to {limit} characters."),
    "too_short": ("{name} has too few entries.", "Give at least {limit}."),
    "too_long": ("{name} has too many entries.", "Give at most {limit}."),
    "greater_than_equal": ("{name} is out of range.", "{write}"),
    "less_than_equal": ("{name} is out of range.", "{write}"),
    "finite_number": ("{name} is out of range.", "{write}"),
    "list_type": ("{name} is not the kind of value that belongs here.", "{write}"),
    "model_type": ("{name} is not the kind of value that belongs here.", "{write}"),
    "unprintable": ("{name} has a hidden control character in it.", "Type the words again."),
    "number": ("{name} must be a number.", "{write}"),
}
_TABLES = "Write it as a table of its own: [[standard]], [[standard.question]], [[prompt]], [scale], [[scale.rating]]."
_LIST = 'Write a list: ["one", "two"].'
_SHARE = "Write a share from 0 to 1, such as 0.8."
_HOW_LONG = "Write days, months or years: 90d, 6m or 2y."
_DAYS = "Write a whole number of days, without quotes."
_HOW = {
    "key": "Use small letters and digits, as in wandsworth-2022 for an audit and needs_to_happen for a prompt.",
    "ref": 'Use letters, digits, dots and dashes, 20 at most: ref = "1.2".',
    "code": 'Use letters, digits and dashes, 20 at most: code = "IA".',
    "colour": 'Write a colour as "#00703c".',
    "email": 'Write an address: email = "jo@example.org".',
    "keep_letters": _HOW_LONG,
    "keep_leavers": _HOW_LONG,
    "keep_messages": _HOW_LONG,
    "keep_turns": _HOW_LONG,
    "pre_notice_days": _DAYS,
    "days_after_opening": _DAYS,
    "working_days_before_due": _DAYS,
    "points": "Write a whole number from 0 to 100, without quotes.",
    "support_below": _SHARE,
    "meets_at": _SHARE,
    "aliases": _LIST,
    "choices": _LIST,
    "applies_to": 'Write a list: ["health", "school"].',
}
_EXAMPLES = {
    "key": 'key = "…", in small letters.',
    "title": 'title = "Section 11 audit".',
    "year": 'year = "2026-27".',
    "ref": 'ref = "1.2".',
    "text": 'text = "Who leads on safeguarding children?".',
    "kind": 'kind = "rating", "yes_no" or "text".',
    "code": 'code = "2".',
    "label": 'label = "Good".',
    "counts_as": 'counts_as = "met", "not_met" or "missing".',
    "scale": "a table [scale], with a [[scale.rating]] for each rating, best first.",
    "rating": "a table [[scale.rating]] for each rating, best first.",
    "standard": "a table [[standard]] for each standard.",
    "question": "a table [[standard.question]] for each question, under its standard.",
}
_TWICE = ("This key or table is written twice.", "Keep one of the two.")
_QUOTES = ("A text is not closed with a quote.", 'Write the words between two quotes: title = "words".')
_HEADING = ("This heading is not closed.", "Write [scale] with one pair of brackets, [[standard]] with two.")
_SYNTAX = {  # fragments of tomllib's messages; the first that fits is taken
    "overwrite": _TWICE,
    "twice": _TWICE,
    "mutate": _TWICE,
    "duplicate": _TWICE,
    "unterminated": _QUOTES,
    r"illegal character '\n'": _QUOTES,
    "illegal character": ("A hidden control character stands here.", "Type the line again."),
    "table declaration": _HEADING,
    "expected '='": ("A key has no equals sign after it.", 'Write key = "words in quotes", or begin a comment with #.'),
    "end of document": ("Something follows where the line should end.", "Begin a new line, or mark a comment with #."),
    "array": ("A list is not closed.", 'Write a list as ["one", "two"].'),
    "escape": ("A backslash stands in the words.", "Write two of them, or put the words in single quotes."),
    "unescaped": ("A backslash stands in the words.", "Write two of them, or put the words in single quotes."),
    "limit": ("A number is too long.", "Write a number of a few digits."),
    "statement": ("This line does not begin with a key.", 'Write key = "words in quotes", or begin a comment with #.'),
    "value": ("The value here cannot be read.", "Put words in quotes; write numbers, true and false without."),
}


def _limit(context: Mapping[str, Any]) -> str:
    return next((str(context[key]) for key in ("expected", "min_length", "max_length") if key in context), "")


def _nearest(name: str, path: Path, file: "type[BaseModel]") -> str:
    known = list(_model_at(path[:-1], file).model_fields)
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}."


def _model_at(path: Path, model: "type[BaseModel]") -> "type[BaseModel]":
    for part in path:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> "type[BaseModel] | None":
    from pydantic import BaseModel  # loaded already, by whoever gave it

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for each in get_args(annotation) if (model := _model_in(each))), None)
