"""The hardest sentences we could think of, each with the tagger's verdict and its reason, failures included."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.themes import ThemeTag

if TYPE_CHECKING:
    from nlp.themes.tagger import Tagger
    from nlp.themes.training import Labelled


def told(tagger: "Tagger", sentences: "Sequence[Labelled]") -> Iterator[str]:
    """A line of verdict for each sentence with its reasons below, and last how many were told right."""
    right = 0
    for each in sentences:
        tags = tagger.tag(each.text)
        found = {tag.theme for tag in tags}
        right += found == each.themes
        yield f"{'right' if found == each.themes else 'WRONG'}  {each.text}"
        yield from (f"       {_reason(tag)}" for tag in tags)
        for theme in sorted(each.themes - found):
            yield f"       missed {theme}"
        for theme in sorted(found - each.themes):
            yield f"       {theme} is not so"
    yield f"{right} of {len(sentences)} right."


def _reason(tag: ThemeTag) -> str:
    words = f'the words "{tag.words}"' if tag.words else "the sentence as a whole"
    return f"{tag.theme}: {tag.why} {tag.score:.2f}, {words}"
