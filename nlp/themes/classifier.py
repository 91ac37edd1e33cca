"""The trained half of the tagger: a small spaCy text classifier over stems, told also what the patterns found."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.attrs import PREFIX, SUFFIX  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline.textcat_multilabel import MultiLabel_TextCategorizer
from spacy.tokens import Doc

from nlp.themes.tags import SHIPPED_MODEL
from nlp.themes.vectors import give_vectors

CATEGORIES = "textcat_multilabel"
MOST_WORDS = 3  # named as the reason for a tag
LEAST_DROP = 0.4  # of the log-odds, for a word to count as a reason: a score near 1 hardly falls whatever is left out
MOST_TRIED = 80  # words of a sentence; each is left out once to see which decided, so that time grows as the square

Input = tuple[Sequence[str], Mapping[str, str], str]  # stems of a sentence; theme -> what its patterns found; its words

_BAG = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 32768,
}
_WIDTH = 64
_SHAPES = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": _WIDTH,
        "attrs": ["ORTH", "PREFIX", "SUFFIX"],
        "rows": [5000, 2500, 1000],
        "include_static_vectors": True,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": _WIDTH,
        "window_size": 1,
        "maxout_pieces": 3,
        "depth": 1,
    },
}
ENSEMBLE: dict[str, Any] = {"@architectures": "spacy.TextCatEnsemble.v2", "linear_model": _BAG, "tok2vec": _SHAPES}


class Classifier:
    """Scores sentences for the themes it was trained on. `thresholds`: theme -> state -> the score it takes."""

    def __init__(self, nlp: Language, thresholds: Mapping[str, Mapping[str, float]], version: str) -> None:
        self._nlp = nlp
        pipe = nlp.get_pipe(CATEGORIES)
        if not isinstance(pipe, MultiLabel_TextCategorizer):
            raise TypeError("The model holds no text classifier.")
        self._pipe = pipe
        self._thresholds = thresholds
        self.version = version

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(self._pipe.labels)

    def threshold(self, theme: str, state: str) -> float:
        """The score from which a theme holds: less where a pattern found it, more where one was voided."""
        return self._thresholds[theme].get(state or "none", 0.5)

    def scores(self, inputs: Sequence[Input]) -> list[dict[str, float]]:
        """Each theme's score, 0 to 1, for each sentence."""
        if not inputs:
            return []
        with self._nlp.memory_zone():
            rows = self._pipe.predict([document(self._nlp, stems, states) for stems, states, _ in inputs])
        return [dict(zip(self.themes, map(float, row), strict=True)) for row in rows]

    def words(self, theme: str, stems: Sequence[str], states: Mapping[str, str]) -> list[int]:
        """Which words decided: those without which the score falls most, by place; none if it is very long."""
        if len(stems) > MOST_TRIED:
            return []
        tried: list[Input] = [
            (stems, states, ""),
            *(([*stems[:at], *stems[at + 1 :]], states, "") for at in range(len(stems))),
        ]
        whole, *rest = (_log_odds(each[theme]) for each in self.scores(tried))
        spoken = ((whole - score, at) for at, score in enumerate(rest) if any(map(str.isalnum, stems[at])))
        drops = sorted(spoken, reverse=True)  # a comma is no reason that a reader could follow
        return [at for drop, at in drops[:MOST_WORDS] if drop >= LEAST_DROP]


def _log_odds(score: float) -> float:
    kept = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def open_classifier(folder: Path | None = None) -> Classifier:
    """The shipped classifier, or the one that was trained into a folder."""
    kept = folder or SHIPPED_MODEL
    nlp = prepared(spacy.load(kept / "spacy", exclude=["tokenizer", "vocab"]))
    facts = json.loads((kept / "thresholds.json").read_text("utf-8"))
    return Classifier(nlp, facts["thresholds"], facts["version"])


def keep_classifier(nlp: Language, thresholds: Mapping[str, Mapping[str, float]], folder: Path) -> str:
    """Write a trained pipeline and its thresholds into a folder, and return the model's version."""
    nlp.to_disk(folder / "spacy", exclude=["tokenizer", "vocab"])
    digest = hashlib.sha256((folder / "spacy" / CATEGORIES / "model").read_bytes())
    digest.update(json.dumps(thresholds, sort_keys=True).encode())
    version = digest.hexdigest()[:12]
    told = {"version": version, "thresholds": thresholds}
    (folder / "thresholds.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")
    return version


def untrained(themes: Iterable[str]) -> Language:
    """A pipeline with an empty classifier for these themes."""
    nlp = prepared(spacy.blank("xx"))
    pipe = nlp.add_pipe(CATEGORIES, config={"model": ENSEMBLE, "threshold": 0.5})
    if isinstance(pipe, MultiLabel_TextCategorizer):
        for theme in themes:
            pipe.add_label(theme)
    return nlp


def prepared(nlp: Language) -> Language:
    """With vectors, and longer beginnings and endings of words than spaCy's own: they tell safeguard- and -ability."""
    give_vectors(nlp.vocab)
    vocabulary: Any = nlp.vocab
    vocabulary.lex_attr_getters = {PREFIX: lambda word: word[:5], SUFFIX: lambda word: word[-4:]}
    return nlp


def document(nlp: Language, stems: Sequence[str], states: Mapping[str, str]) -> Doc:
    """A sentence as the classifier reads it: its stems, then what the patterns said of each theme."""
    words = [*stems, *(f"§{state}:{theme}" for theme, state in sorted(states.items()))]
    return Doc(nlp.vocab, words=words or ["§nothing"])  # spaCy cannot count the pairs of no words
