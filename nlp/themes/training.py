"""From labelled sentences to a classifier: the same sentences, patterns and seed give the same bytes on one thread."""

import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from nlp.encoder.fit import fit, keep
from nlp.encoder.scores import open_encoder
from nlp.themes.averaged import mean
from nlp.themes.classifier import CATEGORIES, Classifier, Input, document, keep_classifier, untrained
from nlp.themes.tagger import Tagger

SEED = 11
EPOCHS = 12
RATE = 0.002
TOGETHER = 32  # sentences an update
DROP = 0.3
TOLD = 0.7  # share of the sentences whose patterns the classifier is told of, so that it learns to do without
PARTS = 4  # each part is scored by a classifier trained on the others, and these scores set the thresholds
PRECISE = 0.93  # of the core themes, so scored: a finding about the LADO goes before a board
MORE_PRECISE = 0.97  # the same with the encoder, which finds more
UNDER = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)  # scores that may be asked where a pattern holds
WITHOUT = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)  # and where none does
NEAR = 0.03  # of F1, for each 1 of score: what a threshold far from the usual ones must be better by
SHAPE = '{"id": "1", "text": "…", "themes": ["lado"]}'
TRAINING = Path(__file__).parents[1] / "training"


class UnusableSentences(Exception):
    """A file of labelled sentences that cannot be read; the message names the line."""


class Labelled(NamedTuple):
    """One sentence and the themes a person gave it; those `disputed` between two people count neither way."""

    id: str
    text: str
    themes: frozenset[str]
    disputed: frozenset[str] = frozenset()


class Read(NamedTuple):
    """A labelled sentence as the classifier sees it."""

    stems: list[str]
    states: dict[str, str]
    themes: frozenset[str]
    text: str


def labelled(paths: Iterable[Path]) -> list[Labelled]:
    """The sentences of .jsonl files, in order; raises UnusableSentences, as for a file without one."""
    found: list[Labelled] = []
    for path in paths:
        lines = enumerate(_text(path).splitlines(), start=1)
        own = [_sentence(path, number, line) for number, line in lines if line.strip()]
        if not own:
            raise UnusableSentences(f"The file {path} holds no labelled sentence. Write {SHAPE}, one a line.")
        found += own
    return found


def read(tagger: Tagger, sentences: Iterable[Labelled]) -> list[Read]:
    """Those sentences with what the patterns find; a line of several sentences is taken as one."""
    return [Read(*tagger.whole(each.text), each.themes, each.text) for each in sentences]


def train(tagger: Tagger, themes: Sequence[str], sentences: Sequence[Labelled], folder: Path) -> str:
    """Train into a folder and return the model's version: once for each part to set thresholds, once on everything."""
    rows = _shuffled(tagger, sentences)
    thresholds = _thresholds(tagger, themes, list(_scored_unseen(themes, rows)), PRECISE)
    return keep_classifier(_trained(themes, rows), thresholds, folder)


def train_encoder(
    tagger: Tagger, themes: Sequence[str], sentences: Sequence[Labelled], folder: Path, told: Callable[[str], None]
) -> str:
    """Train the encoder into a folder and return its version: on three parts to set thresholds, then on everything.

    The thresholds are those of its mean with the classifier: both score the fourth part, which neither was trained on.
    """
    rows = _shuffled(tagger, sentences)
    rest, aside = _parted(rows, 0)
    with TemporaryDirectory() as apart:
        keep(fit(themes, [(row.text, row.themes) for row in rest], told), {"themes": themes}, Path(apart))
        encoder = open_encoder(Path(apart))
        scores = mean(_scores_of(themes, rest, aside), [encoder.score(row.text) for row in aside])
    thresholds = _thresholds(tagger, themes, list(zip(aside, scores, strict=True)), MORE_PRECISE)
    facts = {"themes": themes, "thresholds": thresholds}
    return keep(fit(themes, [(row.text, row.themes) for row in rows], told), facts, folder)


def _shuffled(tagger: Tagger, sentences: Sequence[Labelled]) -> list[Read]:
    rows = read(tagger, sentences)
    random.Random(SEED).shuffle(rows)  # noqa: S311  (nobody guesses at it)
    return rows


def _parted(rows: Sequence[Read], part: int) -> tuple[list[Read], list[Read]]:
    """All but one part, and that part."""
    return [row for place, row in enumerate(rows) if place % PARTS != part], list(rows[part::PARTS])


def _scored_unseen(themes: Sequence[str], rows: Sequence[Read]) -> Iterator[tuple[Read, dict[str, float]]]:
    """Every sentence with the scores of a classifier that was not trained on it."""
    for part in range(PARTS):
        rest, aside = _parted(rows, part)
        yield from zip(aside, _scores_of(themes, rest, aside), strict=True)


def _scores_of(themes: Sequence[str], rest: Sequence[Read], aside: Sequence[Read]) -> list[dict[str, float]]:
    """What a classifier trained on the rest gives those aside."""
    inputs: list[Input] = [(row.stems, row.states, row.text) for row in aside]
    return Classifier(_trained(themes, rest), {}, "").scores(inputs)


def _trained(themes: Sequence[str], rows: Sequence[Read]) -> Language:
    fix_random_seed(SEED)
    order = random.Random(SEED)  # noqa: S311
    nlp = untrained(themes)

    def example(row: Read, *, told: bool) -> Example:
        states = row.states if told else {}
        labels = {theme: float(theme in row.themes) for theme in themes}
        return Example.from_dict(document(nlp, row.stems, states), {"cats": labels})

    nlp.initialize(lambda: [example(row, told=True) for row in rows[:200]])
    optimizer = Adam(RATE, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True)
    for _ in range(EPOCHS):
        examples = [example(row, told=order.random() < TOLD) for row in rows]
        order.shuffle(examples)
        for first in range(0, len(examples), TOGETHER):
            nlp.update(examples[first : first + TOGETHER], sgd=optimizer, drop=DROP)
    pipe = nlp.get_pipe(CATEGORIES)
    with pipe.model.use_params(optimizer.averages):  # type: ignore[attr-defined]
        averaged = pipe.model.to_bytes()  # type: ignore[attr-defined]
    pipe.model.from_bytes(averaged)  # type: ignore[attr-defined]
    return nlp


def _thresholds(
    tagger: Tagger, themes: Sequence[str], scored: Sequence[tuple[Read, dict[str, float]]], precise: float
) -> dict[str, dict[str, float]]:
    thresholds = {}
    for theme in themes:
        seen = [(row.states.get(theme, ""), score[theme], theme in row.themes) for row, score in scored]
        known = tagger.themes.by_key.get(theme)
        thresholds[theme] = _chosen(seen, precise if known and known.core else 0.0)
    return thresholds


def _chosen(seen: Sequence[tuple[str, float, bool]], precise: float) -> dict[str, float]:
    """The scores, under a pattern and without, of the best F1 at that precision; near ties go to the middle."""
    best, chosen = -2.0, {"pattern": 0.2, "none": 0.45}
    for under, without in itertools.product(UNDER, WITHOUT):
        needed = {"pattern": under, "hint": without, "none": without, "void": min(0.9, round(without + 0.2, 2))}
        worth = _worth(((score >= needed[state or "none"], is_so) for state, score, is_so in seen), precise)
        worth -= NEAR * (abs(under - 0.2) + abs(without - 0.45))
        if worth > best:
            best, chosen = worth, needed
    return chosen


def _worth(pairs: Iterable[tuple[bool, bool]], precise: float) -> float:
    """F1, less what precision lacks, twice over."""
    right = given = asked = 0
    for said, is_so in pairs:
        right += said and is_so
        given += said
        asked += is_so
    f1 = 2 * right / (given + asked) if given + asked else 0.0
    return f1 - 2 * max(0.0, precise - (right / given if given else 1.0))


def _sentence(path: Path, number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        themes, disputed = (frozenset(map(str, each)) for each in (row["themes"], row.get("disputed", ())))
        return Labelled(str(row["id"]), str(row["text"]), themes, disputed)
    except (ValueError, KeyError, TypeError):
        raise UnusableSentences(f"{path.name}:{number}: This line is not a labelled sentence. Write {SHAPE}.") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise UnusableSentences(f"The file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UnusableSentences(f"The file {path} is no text in UTF-8. Write {SHAPE}, one a line.") from None


def files(folder: Path) -> Iterator[Path]:
    """The .jsonl files of a folder, by name."""
    yield from sorted(folder.glob("*.jsonl"))
