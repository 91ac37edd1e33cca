"""What the words beside a name tell of it: that somebody is meant, or a thing, a place, a month."""

from nlp.people.beside.called import cued, followed, is_household, titled
from nlp.people.beside.things import (
    is_a_saint,
    is_inquiry,
    is_of_time,
    is_plural,
    is_rather_a_thing,
    is_title_case,
    names_a_thing,
    published,
)
from nlp.people.beside.used import Use, is_kin, use
from nlp.people.beside.where import is_located, is_of_a_house

__all__ = [
    "Use",
    "cued",
    "followed",
    "is_a_saint",
    "is_household",
    "is_inquiry",
    "is_kin",
    "is_located",
    "is_of_a_house",
    "is_of_time",
    "is_plural",
    "is_rather_a_thing",
    "is_title_case",
    "names_a_thing",
    "published",
    "titled",
    "use",
]
