"""Words a second and memory of the tagger on text it has not met, beside the tokenizer and the classifier alone."""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator

import spacy

from benchmarks.table import tell
from config.themes import SHIPPED_THEMES, load_themes
from nlp.themes.classifier import Input, open_classifier
from nlp.themes.tagger import Tagger
from nlp.themes.training import TRAINING, files, labelled

ANSWERS = 4_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def novel(number: int) -> Iterator[str]:
    """Answers of two sentences, none twice: words of two training sentences mixed, with a few words nobody has seen."""
    sentences = [line.text for line in labelled(files(TRAINING))]
    dice = random.Random(5)
    for _ in range(number):
        one, other = dice.choice(sentences).split(), dice.choice(sentences).split()
        mixed = [*one[: len(one) // 2], *other[len(other) // 2 :], "".join(dice.choices(LETTERS, k=9))]
        yield f"{' '.join(mixed)}. {' '.join([*other[: len(other) // 2], *one[len(one) // 2 :]])}"


def rate(work: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.process_time()
    work(texts)
    return sum(len(text.split()) for text in texts) / (time.process_time() - began)


def main() -> None:
    began = time.perf_counter()
    whole = Tagger.load(load_themes(SHIPPED_THEMES))
    tagger = whole.light()
    loaded = time.perf_counter() - began
    texts = list(novel(ANSWERS))
    bare = spacy.blank("en")
    bare.add_pipe("sentencizer")
    classifier = open_classifier()
    split: list[Input] = [([word.lower() for word in text.split()], {}, text) for text in texts]
    ours = rate(lambda each: list(tagger.tag_all(each, explain=False)), texts)
    explained = rate(lambda each: list(tagger.tag_all(each)), texts[: ANSWERS // 4])
    parts = {
        "bare tokenizer and sentencizer": rate(lambda each: list(bare.pipe(each)), texts),
        "classifier alone": rate(
            lambda _: [classifier.scores(split[at : at + 64]) for at in range(0, ANSWERS, 64)], texts
        ),
    }
    sys.stdout.write(f"loaded in {loaded:.2f} s with spaCy imported\n")
    tell("themes of 10,000 words, naming the words of each", 10_000 / explained, unit="CPU s")
    least = sum(1 / words for words in parts.values())
    tell("themes of 10,000 words, beside tokenizer and classifier together", 10_000 / ours, 10_000 * least, "CPU s")
    for name, words in parts.items():
        tell(f"themes of 10,000 words, beside the {name}", 10_000 / ours, 10_000 / words, "CPU s")
    if whole.has_encoder:
        encoded = rate(lambda each: list(whole.tag_all(each, explain=False)), texts[: ANSWERS // 4])
        tell("themes of 10,000 words with the encoder, beside without", 10_000 / encoded, 10_000 / ours, "CPU s")
    stream(tagger, int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS * 2)


def stream(tagger: Tagger, number: int) -> None:
    """Tag so many more answers as they come, and tell the time and the peak of memory ten times on the way."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"peak memory before {before / 1024:.0f} MB\n")
    for done, _ in enumerate(tagger.tag_all(novel(number), explain=False), start=1):
        if done % max(number // 10, 1) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            grown = (peak - before) / 1024
            sys.stdout.write(f"{done:7} answers {time.process_time() - began:6.0f} s   {grown:+6.1f} MB\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
