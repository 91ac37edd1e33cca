"""What the tagger finds, and the version of the tagger, without importing spaCy."""

import json
from pathlib import Path
from typing import NamedTuple

from config.themes import Themes
from nlp.encoder import encoder_version, is_installed, is_usable

SHIPPED_MODEL = Path(__file__).parents[1] / "model"


class ThemeTag(NamedTuple):
    """A theme in a text, from `start` to `end` in characters; why: pattern or model, and the words that decided."""

    theme: str
    start: int
    end: int
    score: float
    why: str
    words: str
    sentence: tuple[int, int]


def version_of(themes: Themes, model: Path = SHIPPED_MODEL) -> str:
    """Of patterns and models together, the encoder named where it is installed; tags of another are made again."""
    return _version(themes, model, has_encoder=is_installed())


def version_in_use(themes: Themes, model: Path = SHIPPED_MODEL) -> str:
    """The same without an encoder that cannot be used, which is found out by loading its library."""
    return _version(themes, model, has_encoder=is_usable())


def _version(themes: Themes, model: Path, *, has_encoder: bool) -> str:
    told = json.loads((model / "thresholds.json").read_text("utf-8"))
    return f"{themes.version}-{told['version']}" + (f"-encoder-{encoder_version()}" if has_encoder else "")


class Apart(NamedTuple):
    """The themes of one text by each way of telling them."""

    together: set[str]
    patterns: set[str]
    model: set[str]
    encoder: set[str]
