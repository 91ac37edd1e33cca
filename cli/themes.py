"""What texts are about: one text explained, a file of them tagged, and the tagger trained, measured and corrected."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from cli import wiring
from cli.evaluate import evaluate
from cli.tags import open_tagger, review, themes_of
from config.files import open_file
from config.settings import Settings
from config.themes import SHIPPED_THEMES, load_themes
from config.words import count
from intake.ledger import Refused
from nlp.encoder import SHIPPED_ENCODER
from nlp.themes import SHIPPED_MODEL, ThemeTag

if TYPE_CHECKING:
    from nlp.themes.tagger import Tagger

app = typer.Typer(
    help="Train, measure and correct the recognition of themes.", no_args_is_help=True, rich_markup_mode=None
)
app.command()(review)
app.command()(evaluate)
COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
LONGEST = 1_000_000  # characters of one text
MARKED = "bold {} underline"


def tag(
    text: Annotated[str | None, typer.Argument(help="The text. Without it, stdin is read.")] = None,
    jsonl: Annotated[
        Path | None, typer.Option(help='A file of lines {"id": …, "text": …}; one line out for each.')
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of marked words.")] = False,
) -> None:
    """Say what a text is about, with the words that tell it marked and the reason for each theme."""
    using = wiring.settings()
    if jsonl is not None:
        if text is not None:
            raise Refused("Give a text or --jsonl FILE, one of the two.")
        _tag_file(using, jsonl)
        return
    said = sys.stdin.read() if text is None else text
    if len(said) > LONGEST:
        raise Refused(
            f"The text has {count(len(said), 'character')}; {LONGEST} is the most. Use --jsonl with shorter pieces."
        )
    tagger = open_tagger(using)
    tags = tagger.tag(said)
    if json_:
        wiring.say(
            json.dumps(
                {"themes": _themes(tags), "spans": [_span(each) for each in tags], "tagger": tagger.version},
                ensure_ascii=False,
            )
        )
    else:
        _explain(tagger, said, tags)


def _explain(tagger: "Tagger", said: str, tags: list[ThemeTag]) -> None:
    colours = {key: COLOURS[at % len(COLOURS)] for at, key in enumerate(_themes(tags))}
    marked = Text(said)
    for each in tags:
        if each.why == "pattern":
            marked.stylize(MARKED.format(colours[each.theme]), each.start, each.end)
    out = wiring.out()
    out.print(marked, soft_wrap=True)
    if not tags:
        out.print("\nNo theme was found.")
    for each in tags:
        words = f'the words "{" ".join(each.words.split())}"' if each.words else "the sentence as a whole"
        by = "model with encoder" if tagger.has_encoder and each.why == "model" else each.why
        told = f"{by} {each.score:.2f}: {words}"
        out.print(
            Text.assemble(
                "\n", (tagger.themes.title(each.theme), f"bold {colours[each.theme]}"), f" ({each.theme})  {told}"
            ),
            end="",
            soft_wrap=True,
        )
    out.print()


def _tag_file(using: Settings, path: Path) -> None:
    """Stream: neither the lines nor the tags of the whole file are ever held."""
    tagger: Tagger | None = None
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with _opened(path) as file, Progress(*columns, console=wiring.err(), transient=True) as bar:
        task = bar.add_task("Tagging", total=path.stat().st_size)
        ids: list[Any] = []

        def texts() -> Iterator[str]:
            for number, line in enumerate(file, start=1):
                bar.advance(task, len(line))
                if line.strip():
                    name, said = _line(path, number, line)
                    ids.append(name)
                    yield said

        tagger = open_tagger(using)
        for tags in tagger.tag_all(texts(), explain=False):
            told = {
                "id": ids.pop(0),
                "themes": _themes(tags),
                "spans": [_span(each) for each in tags],
                "tagger": tagger.version,
            }
            wiring.say(json.dumps(told, ensure_ascii=False))


def _opened(path: Path) -> Any:
    try:
        return open_file(path)
    except OSError as error:
        raise Refused(f"The file {path} cannot be read: {error.strerror}.") from None


def _line(path: Path, number: int, line: bytes) -> tuple[Any, str]:
    try:
        row = json.loads(line)
        return row["id"], str(row["text"])
    except (ValueError, KeyError, TypeError):
        raise Refused(f'{path}:{number}: This line cannot be read. Write {{"id": "1", "text": "…"}}.') from None


def _themes(tags: list[ThemeTag]) -> list[str]:
    return list(dict.fromkeys(each.theme for each in tags))


def _span(each: ThemeTag) -> dict[str, Any]:
    return {
        "theme": each.theme,
        "start": each.start,
        "end": each.end,
        "score": each.score,
        "why": each.why,
        "words": each.words,
    }


@app.command()
def train(
    out: Annotated[
        Path | None, typer.Option(help="The folder to write into; the shipped model when not given.")
    ] = None,
    more: Annotated[list[Path] | None, typer.Option(help="A .jsonl file of your own sentences to add.")] = None,
    encoder: Annotated[bool, typer.Option(help="The sentence encoder instead of the classifier; needs torch.")] = False,
) -> None:
    """Train the classifier from the sentences in nlp/training; minutes on one core, half an hour with --encoder."""
    from nlp.encoder.fit import NotPrepared, base
    from nlp.themes.tagger import Tagger
    from nlp.themes.training import TRAINING, UnusableSentences, files, labelled, train_encoder
    from nlp.themes.training import train as train_into

    using, began = wiring.settings(), time.monotonic()
    themes = load_themes(SHIPPED_THEMES)
    try:
        if encoder:
            base()
        sentences = labelled([*files(TRAINING), *(more or [])])
    except (NotPrepared, UnusableSentences) as error:
        raise Refused(str(error)) from None
    known = list(themes.by_key)
    folder = _made(out or (SHIPPED_ENCODER if encoder else SHIPPED_MODEL))
    tagger = Tagger(themes_of(using) if more else themes, None)
    if encoder:
        version = train_encoder(tagger, known, sentences, folder, wiring.err().print)
    else:
        version = train_into(tagger, known, sentences, folder)
    read, took = count(len(sentences), "sentence"), time.monotonic() - began
    wiring.say(f"Trained on {read} in {took:.0f} s: {folder}, version {version}.")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made: {error.strerror}.") from None
    return folder
