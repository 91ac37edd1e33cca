"""What people send may be 64 KB of one character: no pattern takes more than its length to read it."""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import ModuleType

import pytest

import intake.audits
import intake.conversation
import intake.forms
import intake.ledger
import intake.letters
import intake.mail
import intake.notices
import intake.ratings
import intake.returns
import nlp
import storage
from config.notation import LatePattern
from config.questionnaire import SHIPPED, load_folder
from intake.letters.questions.cursor import Cursor
from intake.letters.questions.named import Naming
from intake.letters.tables.years import without_past_years
from intake.ratings import concluded, ear

ROOMS = (
    *(intake.audits, intake.conversation, intake.forms, intake.ledger, intake.letters, intake.mail, intake.notices),
    *(intake.ratings, intake.returns, nlp, storage),
)
FLOODS = " \t\n\r\u00a00\"'“([)],.;:-|/>_*"  # blanks, a digit, quotes, brackets, separators
LONGER = (
    8  # times as long as the flood before; the shorter ones come first, so that what grows with the square ends soon
)
SIZES = (8_000, 64_000)
HEARD = (16_000,)  # of all that is made of an answer, in every shape
MOST = 3  # times what LONGER alone would add: a square takes 8 times that
LITTLE = 200  # times a pattern that is known to read each character once: below it a growth is the clock's own step
TRIES = 3  # what costs so much once may have met the garbage collector, or a busy machine
KNOWN = re.compile(r"(?:\s|\S)*+\Z")
SEARCHED = "search|finditer|sub|subn|split|findall"


def modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations." not in f"{found.name}.":
                yield importlib.import_module(found.name)


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes], bool]]:
    """Every compiled pattern by its name, and whether it is looked for anywhere or at one place."""
    for module in modules():
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            pattern = value.compiled if isinstance(value, LatePattern) else value
            if isinstance(pattern, re.Pattern) and re.search(rf"^{name}\b[^\n]*=", source, re.MULTILINE):
                is_searched = re.search(rf"\b{name}\.(?:{SEARCHED})\b", source) is not None
                yield f"{module.__name__}.{name}", pattern, is_searched


def flooded(pattern: re.Pattern[str] | re.Pattern[bytes], flood: str, of: int, *, is_searched: bool) -> float:
    return cost(pattern, flood * of + "x", is_searched=is_searched)


def cost(pattern: re.Pattern[str] | re.Pattern[bytes], text: str, *, is_searched: bool) -> float:
    """Seconds of the processor, which a busy machine does not lengthen."""
    said = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    if is_searched:
        for _ in pattern.finditer(said):  # type: ignore[arg-type]
            pass
    else:
        pattern.match(said)  # type: ignore[arg-type]
        pattern.fullmatch(said)  # type: ignore[arg-type]
    return time.process_time() - began


def grows(cost_of: Callable[[int], float], size: int) -> bool:
    """Whether so much costs far more than its length makes it, beside the same a few times shorter on this machine."""
    little = LITTLE * cost(KNOWN, "\t" * size + "x", is_searched=False)
    return all(
        (whole := cost_of(size)) > little and whole > MOST * LONGER * cost_of(size // LONGER) for _ in range(TRIES)
    )


PATTERNS = list(patterns())


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 100
    assert {"storage.evidence.look.describe._DDE_CELL", "nlp.themes.language._EDGE"} <= {
        name for name, _, _ in PATTERNS
    }


@pytest.mark.parametrize(("name", "pattern", "is_searched"), PATTERNS, ids=[name for name, _, _ in PATTERNS])
def test_a_flood_of_one_character_costs_no_more_than_its_length(
    name: str, pattern: re.Pattern[str], is_searched: bool
) -> None:
    for size in SIZES:
        slow = [flood for flood in FLOODS if grows(partial(flooded, pattern, flood, is_searched=is_searched), size)]
        assert slow == [], f"{name} at {size}"


# Patterns that are made for an audit's own questions and ratings stand in no module: they are tried by what calls them.
TEMPLATE = load_folder(SHIPPED)["wandsworth-2022"]
NAMING = Naming(TEMPLATE, [each.ref for each in TEMPLATE.questions], ear(TEMPLATE.scale))
HERE = Cursor(NAMING.numbering.order)
EARS: dict[str, Callable[[str], object]] = {
    "head": NAMING.spoken.head,
    "stands": NAMING.spoken.stands,
    "spelled": NAMING.spoken.spelled,
    "concluded": lambda words: concluded(NAMING.spoken, words),
    "several": lambda words: NAMING.several(words, HERE, freely=True),
    "named": lambda words: NAMING.named(words, HERE, "", freely=True, follows=False),
    "mentioned": lambda words: list(NAMING.mentioned([words])),
    "rates_all": NAMING.rates_all,
    "outside": NAMING.outside,
    "bare_code": NAMING.bare_code,
    "years": lambda words: without_past_years(words, TEMPLATE.year, NAMING.spoken.pattern),
}
SHAPES = (
    "{}x",
    "3.1 Green because {}x",
    "3.1 Green{}x",
    "{}3.1 Green",
    "All Green except {}3.1, which is Amber",
    "2022: Red{}2023: Green",
)


@pytest.mark.parametrize("way", EARS)
def test_a_flood_in_an_answer_costs_no_more_than_its_length(way: str) -> None:
    for size in HEARD:
        slow = [
            (flood, shape)
            for flood, shape in product((*FLOODS, "a. "), SHAPES)
            if grows(partial(hearing, EARS[way], flood, shape), size)
        ]
        assert slow == [], f"{way} at {size}"


def hearing(ear: Callable[[str], object], flood: str, shape: str, of: int) -> float:
    """Seconds of the processor in which these words are heard."""
    text = shape.format(flood * of)
    began = time.process_time()
    ear(text)
    return time.process_time() - began
