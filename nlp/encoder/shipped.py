"""Which encoder is here and whether it can be used, told without loading its weights."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHIPPED_ENCODER = Path(__file__).parent / "model"
WEIGHTS, FACTS, VOCABULARY = "weights.onnx", "thresholds.json", "vocabulary.txt"
PIECES = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"  # SHA-256 of the base weights' vocabulary


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("onnxruntime") is not None


def is_usable() -> bool:
    """Whether the extra is there and nothing keeps it from being used: every process of a deployment says the same."""
    return is_installed() and not encoder_fault()


def encoder_fault(folder: Path | None = None) -> str:
    """What keeps the encoder from being used where the extra is installed; empty where nothing does."""
    try:
        import_module("onnxruntime")
    except Exception as error:  # noqa: BLE001  (a library half installed raises what it likes)
        return f"onnxruntime cannot be loaded ({type(error).__name__})"
    files = [(folder or SHIPPED_ENCODER) / name for name in (WEIGHTS, FACTS, VOCABULARY)]
    try:
        return _damage(*((each, (known := each.stat()).st_size, known.st_mtime_ns) for each in files))
    except OSError as error:
        return f"{Path(error.filename).name} is missing or cannot be read"


@cache
def _damage(weights: tuple[Path, int, int], told: tuple[Path, int, int], words: tuple[Path, int, int]) -> str:
    """The first file that is not as it was written; they are looked through once, and again after a change."""
    try:
        known = json.loads(told[0].read_bytes())
        version = known.pop("version")
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{FACTS} is damaged"
    if version_of_encoder(weights[0], known) != version:
        return f"{WEIGHTS} or {FACTS} is damaged"
    return "" if _sha256(words[0]).hexdigest() == PIECES else f"{VOCABULARY} is damaged"


def version_of_encoder(weights: Path, facts: Mapping[str, Any]) -> str:
    """The version of weights and of what stands beside them, so that either tells where it is another's."""
    digest = _sha256(weights)
    digest.update(json.dumps(facts, sort_keys=True).encode())
    version: str = digest.hexdigest()[:12]
    return version


def _sha256(path: Path) -> Any:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")


def encoder_version(folder: Path = SHIPPED_ENCODER) -> str:
    """Of the weights and their thresholds; one that cannot be read has a name too, so that whoever asks goes on."""
    try:
        return str(facts(folder)["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return "unread"


def facts(folder: Path) -> dict[str, Any]:
    """What stands beside the weights: their themes, thresholds and version."""
    told: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
    return told
