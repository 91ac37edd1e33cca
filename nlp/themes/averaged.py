"""The classifier and the sentence encoder together: the mean of their scores, with thresholds of its own."""

from collections.abc import Mapping, Sequence

from nlp.encoder.scores import Encoder
from nlp.themes.classifier import Classifier, Input


class Averaged:
    """Scores as Classifier does. Which words decided is told by the classifier, since the encoder knows none apart."""

    def __init__(self, light: Classifier, encoder: Encoder) -> None:
        self.light = light
        self._encoder = encoder
        self.version = f"{light.version}-encoder-{encoder.version}"

    @property
    def themes(self) -> tuple[str, ...]:
        return self.light.themes

    def threshold(self, theme: str, state: str) -> float:
        """The mean from which a theme holds: less where a pattern found it, more where one was voided."""
        return self._encoder.thresholds[theme].get(state or "none", 0.5)

    def scores(self, inputs: Sequence[Input]) -> list[dict[str, float]]:
        """Each theme's score, 0 to 1, for each sentence; a pattern that the classifier lets stand stands."""
        light = self.light.scores(inputs)
        return [
            {theme: self._lifted(theme, each, told[theme], states.get(theme, "")) for theme, each in one.items()}
            for one, told, (_, states, _) in zip(mean(light, self.alone(inputs)), light, inputs, strict=True)
        ]

    def _lifted(self, theme: str, score: float, light: float, state: str) -> float:
        stands = state == "pattern" and light >= self.light.threshold(theme, state)
        return max(score, self.threshold(theme, state)) if stands else score

    def alone(self, inputs: Sequence[Input]) -> list[dict[str, float]]:
        """What the encoder gives without the classifier."""
        return [self._encoder.score(text) for _, _, text in inputs]

    def words(self, theme: str, stems: Sequence[str], states: Mapping[str, str]) -> list[int]:
        return self.light.words(theme, stems, states)


def mean(some: Sequence[Mapping[str, float]], others: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Of two scores of each sentence."""
    return [
        {theme: (score + other[theme]) / 2 for theme, score in one.items()}
        for one, other in zip(some, others, strict=True)
    ]
