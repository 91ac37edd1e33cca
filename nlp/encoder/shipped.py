"""Which encoder is here and whether it can be used, told without loading it."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.faults import PlainFault

SHIPPED_ENCODER = Path(__file__).parent / "model"
WEIGHTS, FACTS, VOCABULARY = "weights.onnx", "thresholds.json", "vocabulary.txt"


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("onnxruntime") is not None


class Unloadable(PlainFault):
    """The encoder is there and cannot be used."""

    def __init__(self, error: Exception) -> None:
        why = " ".join(str(error).split()).rstrip(".")
        super().__init__(
            f"The encoder is there but does not load: {type(error).__name__}: {why}. "
            "Put s11[encoder] in anew, or take onnxruntime out and do without."
        )


def runtime() -> Any:
    """The library that runs the weights; raises Unloadable where it is for another machine, or there by half."""
    try:
        import onnxruntime  # it is only there with the extra
    except (ImportError, OSError, RuntimeError, AttributeError, ValueError) as error:  # for another numpy, too
        raise Unloadable(error) from None
    return onnxruntime


def encoder_version(folder: Path = SHIPPED_ENCODER) -> str:
    """Of the weights and their thresholds."""
    return str(facts(folder)["version"])


def facts(folder: Path) -> dict[str, Any]:
    """What stands beside the weights: their themes, thresholds and version."""
    told: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
    return told
