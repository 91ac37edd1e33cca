"""The files of a letter put at the questions for which its sentences, or its subject, say that they are. Pure."""

from collections.abc import Iterable, Sequence

from config.notation import LatePattern
from intake.letters.filed.back import has_label, withdraws_file
from intake.letters.filed.names import FileNames, codes_in_name, named_by
from intake.letters.filed.said import SaidOfPlace, said_of_places
from intake.letters.ours import Known
from intake.letters.reading import Filed, ReadAnswer
from intake.ratings import levelled

_BRINGS = LatePattern(r"\b(?:attach\w*|enclos\w*|files?|with this|with these)\b")  # beside a rating too


def told_of_files(
    files: Sequence[Filed], lines: Iterable[str], answers: Sequence[ReadAnswer], known: Known
) -> list[Filed]:
    """The files, each where the letter's own lines say, or its subject, or the answers that name it.

    A question's number in its name goes before all of it, and where it stands among the answers behind.
    """
    lines, order = list(lines), tuple(known.template.by_ref)
    spare = [each for each in files if not each.is_form and not codes_in_name(each.attachment.name, known.template)]
    if not spare:
        return list(files)
    names = [each.attachment.name for each in spare]
    answered = tuple(dict.fromkeys(each.question for each in answers))
    rated = {line for line in lines if has_label(levelled(line), known)}
    freely = not (answered or rated)
    said = [
        each
        for line in lines
        for each in said_of_places(line, names, order, both=answered, freely=freely)
        if each.files or (not (each.opens and not freely) and (line not in rated or _BRINGS.search(levelled(line))))
    ]
    told = _placed(files, spare, said)
    if told == list(files) and known.subject:
        told = _placed(files, spare, list(said_of_places(known.subject, names, order, freely=True)))
    back = [line for line in lines if withdraws_file(line, known)]
    if back:  # what the same letter takes back is evidence of nothing
        out = {name for line in back for _, _, named in FileNames(names).named_in(levelled(line)) for name in named}
        told = [file.at(()) if file.attachment.name in out else file for file in told]
        spare = [file for file in spare if file.attachment.name not in out]
    words = [(each.question, f"{each.words} {each.value}") for each in answers]
    return [_named(file, words) if file in spare and not file.question else file for file in told]


def _placed(files: Sequence[Filed], spare: Sequence[Filed], said: Sequence[SaidOfPlace]) -> list[Filed]:
    told = [(_refs(file, spare, said) if file in spare else []) for file in files]
    return [file.at(refs) if refs else file for file, refs in zip(files, told, strict=True)]


def _named(file: Filed, words: Sequence[tuple[str, str]]) -> Filed:
    return file.at(named_by(file.attachment.name, words))


def _refs(file: Filed, spare: Sequence[Filed], said: Sequence[SaidOfPlace]) -> list[str]:
    """Where it is named, no other sentence counts; one without a name is of the only file, or of all of them."""
    named = [each for each in said if file.attachment.name in each.files]
    meant = named or [each for each in said if not each.files and (len(spare) == 1 or each.is_plural)]
    none_of = {ref for each in meant for ref in each.none_of}
    return [ref for ref in dict.fromkeys(ref for each in meant for ref in each.refs) if ref not in none_of]
