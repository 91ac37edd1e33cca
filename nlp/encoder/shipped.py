"""Which encoder is here and whether it can be used, told without loading it."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHIPPED_ENCODER = Path(__file__).parent / "model"
WEIGHTS, FACTS, VOCABULARY = "weights.onnx", "thresholds.json", "vocabulary.txt"


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("onnxruntime") is not None


def encoder_version(folder: Path = SHIPPED_ENCODER) -> str:
    """Of the weights and their thresholds."""
    return str(facts(folder)["version"])


def facts(folder: Path) -> dict[str, Any]:
    """What stands beside the weights: their themes, thresholds and version."""
    told: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
    return told
