"""The encoder in torch, for training alone: MiniLM-L6's layers, the mean over a sentence's pieces, a score a theme.

Torch is loaded by whoever calls it, for it is in no lock.
"""

import math
from typing import Any

WIDTH, INNER, HEADS, DEPTH, PIECES, PLACES = 384, 1536, 12, 6, 30522, 512
DROP = 0.1
MASKED = -10_000.0  # added where there is no piece, so that nothing attends to it
LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "joined": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "second": "output.LayerNorm",
}


def layer() -> Any:
    """Each piece looks at all others, then each for itself."""
    import torch
    from torch import nn

    class Layer(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
            self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
            self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
            self.drop = nn.Dropout(DROP)

        def forward(self, seen: Any, masked: Any) -> Any:
            heads = [self._heads(each(seen)) for each in (self.query, self.key, self.value)]
            weights = torch.softmax(heads[0] @ heads[1].transpose(2, 3) / math.sqrt(WIDTH // HEADS) + masked, -1)
            looked = (self.drop(weights) @ heads[2]).transpose(1, 2).flatten(2)
            seen = self.first(seen + self.drop(self.joined(looked)))
            return self.second(seen + self.drop(self.down(nn.functional.gelu(self.up(seen)))))

        def _heads(self, each: Any) -> Any:
            return each.unflatten(2, (HEADS, WIDTH // HEADS)).transpose(1, 2)

    return Layer()


def bert(themes: int) -> Any:
    """Sentences x pieces to sentences x themes; before it is trained it says no to all of them."""
    from torch import nn

    class Bert(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.words, self.places = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
            self.kinds, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
            self.layers = nn.ModuleList(layer() for _ in range(DEPTH))
            self.drop, self.head = nn.Dropout(DROP), nn.Linear(WIDTH, themes)
            nn.init.zeros_(self.head.weight)
            nn.init.constant_(self.head.bias, -3.0)

        def forward(self, ids: Any, mask: Any = None) -> Any:
            """Without a mask every number is a piece, as in a sentence alone."""
            masked = 0.0 if mask is None else ((1 - mask) * MASKED)[:, None, None, :]
            seen = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds.weight[0]
            seen = self.drop(self.norm(seen))
            for each in self.layers:
                seen = each(seen, masked)
            mean = seen.mean(1) if mask is None else (seen * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            return self.head(self.drop(mean))

    return Bert()


def names() -> dict[str, str]:
    """Our name of each weight to its name in the base weights."""
    found = {
        "words.weight": "embeddings.word_embeddings.weight",
        "places.weight": "embeddings.position_embeddings.weight",
        "kinds.weight": "embeddings.token_type_embeddings.weight",
    }
    pairs = {"norm": "embeddings.LayerNorm"}
    pairs |= {f"layers.{at}.{own}": f"encoder.layer.{at}.{base}" for at in range(DEPTH) for own, base in LAYER.items()}
    return found | {f"{own}.{kind}": f"{base}.{kind}" for own, base in pairs.items() for kind in ("weight", "bias")}
