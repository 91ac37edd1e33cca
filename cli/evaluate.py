"""How well themes are told: every set of sentences apart, beside three baselines, and beside earlier outcomes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import wiring
from cli.hardest import told
from cli.tags import themes_of
from config.files import read_whole
from intake.ledger import Refused
from nlp.encoder import encoder_fault, is_installed

if TYPE_CHECKING:
    from nlp.themes.evaluation import Evaluation
    from nlp.themes.tagger import Tagger
    from nlp.themes.training import Labelled

BEGIN, END = "<!-- figures of s11 themes evaluate -->", "<!-- end of the figures -->"
WAYS = {  # of telling themes, and what each is called above its column
    "s11": "s11",
    "light": "light",
    "keywords": "keyw.",
    "patterns": "patt.",
    "model": "model",
    "encoder": "enc.",
}
Found = Mapping[str, "Evaluation"]


def evaluate(
    file: Annotated[
        list[Path] | None, typer.Argument(help="Labelled .jsonl; without any, every set kept out of training.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="A model of s11 themes train --out.")] = None,
    encoder: Annotated[Path | None, typer.Option(help="An encoder of s11 themes train --encoder --out.")] = None,
    light: Annotated[bool, typer.Option(help="Without the encoder, though it is installed.")] = False,
    hardest: Annotated[bool, typer.Option(help="Forty hard sentences, each with verdict and reason.")] = False,
    outcomes: Annotated[Path | None, typer.Option(help="Write what each sentence was given into this file.")] = None,
    against: Annotated[Path | None, typer.Option(help="Outcomes of before: tells which sets were lowered.")] = None,
    page: Annotated[Path | None, typer.Option(help="A page whose figures are written anew.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
) -> None:
    """Precision, recall and F1 of each set, beside plain keywords, patterns alone and the model alone."""
    sets = _sets(file, hardest=hardest)
    before = _outcomes(against) if against else None
    around = _around(page) if page else None
    tagger = _tagger(model, encoder).light() if light else _tagger(model, encoder)
    if hardest:
        for line in told(tagger, sets["hardest"]):
            wiring.say(line)
        return
    from nlp.themes.evaluation import evaluate as measured

    found = {name: measured(tagger, sentences) for name, sentences in sets.items()}
    if outcomes is not None:
        wiring.write_file(outcomes, json.dumps({name: each.said for name, each in found.items()}) + "\n")
    lines = [*_tables(tagger, found), *(_changes(tagger, sets, found, before) if before is not None else ())]
    if page is not None and around is not None:
        wiring.write_file(page, "\n".join([around[0] + BEGIN, "```text", *lines, "```", END + around[1]]))
    wiring.say(json.dumps(_json(tagger, found), indent=1) if json_ else "\n".join(lines))


def _sets(given: list[Path] | None, *, hardest: bool) -> dict[str, "list[Labelled]"]:
    from nlp.themes.evaluation import kept_out
    from nlp.themes.training import TRAINING, UnusableSentences, files, labelled

    paths = {str(path): [path] for path in given} if given else kept_out()
    if hardest:
        paths = {"hardest": list(files(TRAINING / "hardest"))}
    try:
        return {name: labelled(each) for name, each in paths.items()}
    except UnusableSentences as error:
        raise Refused(str(error)) from None


def _tagger(model: Path | None, encoder: Path | None) -> "Tagger":
    from nlp.themes.tagger import Tagger

    if encoder is not None and not is_installed():
        raise Refused("The encoder is not installed. Install what requirements-encoder.lock names, then try again.")
    if encoder is not None and (encoder / "thresholds.json").exists() and (fault := encoder_fault(encoder)):
        raise Refused(f"The encoder in {encoder} cannot be used: {fault}. Train or copy it anew, then try again.")
    try:
        return Tagger.load(themes_of(wiring.settings()), model, encoder)
    except OSError as error:
        missing = next((each for each in (model, encoder) if each and not (each / "thresholds.json").exists()), None)
        if missing is None:
            raise
        raise Refused(f"There is no model in {missing}. Give the folder of s11 themes train --out.") from error


def _outcomes(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        read = json.loads(read_whole(path))
        return {name: {key: list(said) for key, said in each.items()} for name, each in read.items()}
    except OSError as error:
        raise Refused(f"The file {path} cannot be read: {error.strerror}.") from None
    except (ValueError, AttributeError, TypeError):
        raise Refused(f"The file {path} holds no outcomes. Write it with s11 themes evaluate --outcomes.") from None


def _around(page: Path) -> tuple[str, str]:
    """What stands on the page before and after its figures."""
    try:
        text = read_whole(page).decode()
    except (OSError, UnicodeDecodeError):
        raise Refused(f"The page {page} cannot be read.") from None
    before, begins, rest = text.partition(BEGIN)
    _, ends, after = rest.partition(END)
    if not begins or not ends:
        raise Refused(f'The page {page} has no place for figures. Write the lines "{BEGIN}" and "{END}" into it.')
    return before, after


def _core(tagger: "Tagger") -> tuple[list[str], list[str]]:
    core = [theme.key for theme in tagger.themes.by_key.values() if theme.core]
    return core, [key for key in tagger.themes.by_key if key not in core]


def _ways(tagger: "Tagger") -> list[str]:
    return [way for way in WAYS if tagger.has_encoder or way not in ("light", "encoder")]


def _tables(tagger: "Tagger", found: Found) -> Iterator[str]:
    """A line a set, and the themes of the first set one by one."""
    core, rest = _core(tagger)
    yield "The core four of each set: macro-F1 of s11, keywords, patterns and model; lowest precision and recall of"
    yield "s11; share of sentences with exactly the right core themes; macro-F1 of the other themes."
    if tagger.has_encoder:
        yield "s11 is with the encoder here; light is s11 without it, enc. the encoder alone."
    yield f"set                   n{''.join(f'{WAYS[way]:>7}' for way in _ways(tagger))}   prec  recall  exact  others"
    for name, each in found.items():
        f1 = "".join(_figure(each.macro(way, core), each, core, 7) for way in _ways(tagger))
        lowest = each.lowest("s11", core)
        least = f"{_figure(lowest[0], each, core, 7)}{_figure(lowest[1], each, core, 8)}"
        others = _figure(each.macro("s11", rest), each, rest, 8)
        yield f"{Path(name).stem[:17]:18}{each.sentences:5}{f1}{least}{each.exact['s11']:7.3f}{others}"
    name, first = next(iter(found.items()))
    yield ""
    yield f"{Path(name).stem}, theme by theme: s11's precision, recall and F1; F1 of the others beside it."
    yield f"{'theme':28}{'n':>5}{'prec':>7}{'recall':>8}{'F1':>7}  {'keywords':>9}{'patterns':>9}{'model':>7}"
    for key, score in first.scores["s11"].items():
        yield _row(key, score, [first.scores[way].get(key) for way in ("keywords", "patterns", "model")])
    if first.few:
        yield f"Under others, with fewer than five sentences each: {', '.join(first.few)}."


def _figure(value: float, each: "Evaluation", themes: Sequence[str], width: int) -> str:
    """A dash where the set has no five sentences of any of these themes."""
    return f"{value:{width}.3f}" if set(each.scores["s11"]) & set(themes) else f"{'-':>{width}}"


def _row(key: str, score: Any, beside: Sequence[Any]) -> str:
    ours = f"{key:28}{score.n:5}{score.precision:7.3f}{score.recall:8.3f}{score.f1:7.3f}"
    f1 = [each.f1 if each else 0.0 for each in beside]
    return f"{ours}  {f1[0]:9.3f}{f1[1]:9.3f}{f1[2]:7.3f}"


def _changes(
    tagger: "Tagger", sets: Mapping[str, "list[Labelled]"], found: Found, before: dict[str, dict[str, list[str]]]
) -> Iterator[str]:
    from nlp.themes.compare import compared

    core, _ = _core(tagger)
    yield ""
    yield "Against the outcomes of before, the core four (p: how often 2,000 draws show no fall):"
    for name, sentences in sets.items():
        change = compared(sentences, before.get(name, {}), found[name].said, core)
        verdict = "LOWERED" if change.is_lowered else "not lowered"
        yield f"{Path(name).stem[:17]:18}{change.before:7.3f} -> {change.after:.3f}   p {change.chance:.3f}   {verdict}"


def _json(tagger: "Tagger", found: Found) -> dict[str, Any]:
    """The first set's figures at the top, as they always were, and every set's by its name."""
    sets = {name: _one(tagger, each) for name, each in found.items()}
    return {**next(iter(sets.values())), "sets": sets}


def _one(tagger: "Tagger", each: "Evaluation") -> dict[str, Any]:
    core, rest = _core(tagger)
    macros = {way: {"core": each.macro(way, core), "others": each.macro(way, rest)} for way in each.scores}
    by_way = {way: {key: _scored(score) for key, score in scores.items()} for way, scores in each.scores.items()}
    return {
        "sentences": each.sentences,
        "macro_f1": macros,
        "exact": dict(each.exact),
        "themes": by_way,
        "pooled": list(each.few),
    }


def _scored(score: Any) -> dict[str, float]:
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1, "n": score.n}
