"""What all the pieces of a reply answer together, question by question; what is not plain is asked about."""

import re
from collections.abc import Iterator, Sequence

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO, Kind
from intake.forms import prompts
from intake.letters.answers.asked_again import at_asked_again
from intake.letters.answers.dittos import settle_dittos
from intake.letters.answers.only_box import NOD, is_nod, meant
from intake.letters.answers.question import Hearing
from intake.letters.ours import NOT_SUBMITTED, WITHHELD, YOU, Known, says_submit
from intake.letters.questions import Piece, Pieces, answered_whole, answers_above, grouped, is_implied, stand_above
from intake.letters.reading import OTHERS, Form, Puzzle, ReadAnswer
from intake.ratings import levelled

_MARKS = re.compile(r"[\s\"'`*_=~<>|#\u2013\u2014\u2018\u2019\u201c\u201d-]*")  # around a block of answers
_SAYS = ("words", "change")
_THEIRS = "{1} wrote this, in a letter that yours quotes. Write your own answer to question {0}."
_BEFORE = "You wrote this in an older letter, which yours quotes. Write the answer to question {0} that counts."
MOST_QUOTED = 2_000  # characters of somebody else's words


def answers(reply: Pieces, known: Known) -> Form:
    """The answers, the puzzles and the words left over; files are told of where their names are known."""
    reply = at_asked_again(reply, known)
    pieces = reply.pieces
    hearings = list(_hearings(reply, known))
    settle_dittos(hearings, pieces)
    heard = [each._replace(adds=each.question in reply.adds) for hearing in hearings for each in hearing.heard]
    puzzles = [each for hearing in hearings for each in hearing.puzzles]
    if answers_above(pieces, known.spoken, known.refs) or stand_above(pieces, reply.lines):
        puzzles.extend(_unsettled(heard, puzzles))
        heard = [each for each in heard if not _is_rating(each)]
    stray = [each for each in heard if _is_stray(each, known)]
    only = [each for hearing in hearings if hearing.implied for each in hearing.heard]
    nods = [each for each in only if is_nod(each, known)]
    heard, to_us = _without_said_to_us(heard, [each for each in only if each not in nods], known)
    heard = [each for each in heard if each not in stray and each not in nods]
    puzzles.extend(Puzzle(each.question, each.words, _STRAY.format(each.question)) for each in stray)
    puzzles.extend(Puzzle(each.question, each.words, NOD.format(each.question)) for each in nods)
    puzzles.extend(_between(pieces))
    if reply.withheld:
        puzzles.append(Puzzle("", reply.withheld, NOT_SUBMITTED, WITHHELD))
    puzzles.extend(_of_all(reply, known))
    for ref, text in reply.mentioned:
        heard = [each for each in heard if each.question != ref or not _is_rating(each)]
        puzzles.append(
            Puzzle(ref, text, f"Write “[{ref}]” and the rating alone on a line, and your words on the next.")
        )
    spare = [each for each in heard if _says_no_more(each, puzzles, known)]
    heard = [each for each in heard if each not in spare]
    told = {each.question for each in heard} | {each.question for each in puzzles}
    puzzles.extend(each for each in _of_others(reply, known) if each.question not in told)
    left = [
        *grouped(reply.loose),
        *(f"{each.question} {each.value}" for each in spare),
        *(text for hearing in hearings for text in hearing.leftovers),
        *to_us,
        *reply.aside,
    ]
    return Form(
        tuple(heard),
        tuple(puzzles),
        tuple(text for text in left if not (_MARKS.fullmatch(text) or (reply.submits and says_submit(text)))),
        submits=reply.submits,
        signature=tuple(piece.text for piece in pieces if piece.role == "closing" and piece.text),
        of_all=reply.rated_all,
    )


def _hearings(reply: Pieces, known: Known) -> Iterator[Hearing]:
    """What was said at each question at which anything was."""
    whole = answered_whole(reply.pieces)
    said_at: dict[str, list[Piece]] = {}
    for piece in reply.pieces:
        if piece.role != "file":
            said_at.setdefault(piece.question, []).append(piece)
    for ref in known.refs:
        mine = said_at.get(ref, [])
        if any(piece.text for piece in mine):
            question = known.template.by_ref[ref]
            said, spare = _meant(mine, known)
            said = said if _takes_rating(known, ref) else _beside_ratings(said, known)
            hearing = Hearing(
                known.template,
                question,
                known.spoken,
                implied=_is_implied(said),
                whole=whole,
                shows_last=bool(known.last),
            )
            hearing.read(said, reply.form_depth)
            hearing.leftovers.extend(spare)
            yield hearing


def _of_others(reply: Pieces, known: Known) -> Iterator[Puzzle]:
    """What somebody else answers in a letter that is quoted counts for nobody: the sender is asked, and told whose."""
    for ref in known.refs:
        said = [each for each in reply.others if each.question == ref and each.role in _SAYS and each.text]
        if said:
            who = reply.lines[said[0].line].author
            why = (_BEFORE if who == YOU else _THEIRS).format(ref, who)
            hearing = Hearing(known.template, known.template.by_ref[ref], known.spoken, shows_last=bool(known.last))
            hearing.read(said)
            plain = () if hearing.puzzles or hearing.leftovers else tuple(hearing.heard)
            yield Puzzle(ref, _in_a_row([_whole(each, reply) for each in said]), why, OTHERS, whose=who, offered=plain)


def _whole(piece: Piece, reply: Pieces) -> str:
    """The words of a piece; of a change its line, for the new rating alone says little."""
    return reply.lines[piece.line].text if piece.role == "change" else piece.text


def _in_a_row(texts: Sequence[str]) -> str:
    """The lines of an answer on one, as sentences."""
    told = [text if text.endswith((".", "!", "?", ";", ":", ",")) else f"{text}." for text in texts[:-1]]
    return " ".join([*told, texts[-1]])[:MOST_QUOTED]


def _is_implied(pieces: Sequence[Piece]) -> bool:
    return any(is_implied(piece.place) for piece in pieces) and not any(map(_is_named, pieces))


def _is_named(piece: Piece) -> bool:
    return bool(piece.text) and piece.role in ("words", "change") and not is_implied(piece.place)


def _meant(pieces: Sequence[Piece], known: Known) -> tuple[Sequence[Piece], list[str]]:
    """Where a question is named, what stands at no name of it is no answer to it, unless it is a rating."""
    if not any(map(_is_named, pieces)):
        return pieces, []
    spare = [
        piece
        for piece in pieces
        if is_implied(piece.place) and piece.role == "words" and not known.spoken.head(piece.text).says_something
    ]
    return [piece for piece in pieces if piece not in spare], grouped(spare)


def _beside_ratings(pieces: Sequence[Piece], known: Known) -> Sequence[Piece]:
    """What is said at a question that takes no rating, without the one that "2.1-9.1 Green" gives it too."""
    words = [each for each in pieces if each.role != "words" or known.spoken.rating_of(each.text) is None]
    return words if any(each.role in _SAYS and re.search(r"\w", each.text) for each in words) else pieces


def _is_rating(heard: ReadAnswer) -> bool:
    return heard.prompt in (RATING, YES_NO)


_STRAY = "Question {} takes no rating. Write there what is so, in a few words."


def _without_said_to_us(
    heard: Sequence[ReadAnswer], only: Sequence[ReadAnswer], known: Known
) -> tuple[list[ReadAnswer], list[str]]:
    """The answers without the lines at the only open box (`only`) that speak to us, and these lines."""
    told: list[ReadAnswer] = []
    to_us: list[str] = []
    for each in heard:
        left, aside = meant(each, known) if each in only else (each, "")
        told.extend([left] if left else [])
        to_us.extend([aside] if aside else [])
    return told, to_us


_STAYS = LatePattern(  # of an answer that we have: no words of its own, and none in place of those
    r"\W*(?:(?:(?:is|are|was|all|still|also|stays?|stands?|remains?|the same|same|yes|y|ok|okay|fine|good|right"
    r"|correct"
    r"|agreed|accurate|unchanged|no change|not changed|confirmed"
    r"|as (?:before|is|it is|was|agreed|stated|above|sent))\b\W*)+"
    r"|as (?:we )?(?:discussed|agreed|said|mentioned|told)\b.{0,40}"
    r"|(?:i|we|he|she|they|my \w+|our \w+|[a-z]+) (?:will|shall|is going to|to)"
    r" (?:answer|reply|send|write|confirm|follow)\b.{0,40})"
)


def _says_no_more(heard: ReadAnswer, puzzles: Sequence[Puzzle], known: Known) -> bool:
    """Whether words for a question that we recorded are no evidence: that it stays, or the rating we ask back."""
    prompt = known.template.by_ref[heard.question].prompt(heard.prompt)
    if prompt is None or prompt.kind is not Kind.TEXT or heard.question not in {ref for ref, _ in known.recorded}:
        return False
    is_asked = any(each.question == heard.question and each.text.strip() == heard.value.strip() for each in puzzles)
    return is_asked or _STAYS.fullmatch(levelled(heard.value)) is not None


def _is_stray(heard: ReadAnswer, known: Known) -> bool:
    """Whether a question that takes no rating was given one, and nothing else, as its words: "7-9 Outstanding"."""
    prompt = known.template.by_ref[heard.question].prompt(heard.prompt)
    is_words = prompt is not None and prompt.kind is Kind.TEXT and not _takes_rating(known, heard.question)
    return (
        is_words and re.search(r"[^\W\d_]", heard.value) is not None and known.spoken.rating_of(heard.value) is not None
    )


def _unsettled(heard: Sequence[ReadAnswer], puzzles: Sequence[Puzzle]) -> list[Puzzle]:
    told = {puzzle.question for puzzle in puzzles}
    why = "Answers stand above and below the questions. Write each answer after its code, such as “[{}] …”."
    return [
        Puzzle(each.question, each.words, why.format(each.question))
        for each in heard
        if _is_rating(each) and each.question not in told
    ]


def _takes_rating(known: Known, ref: str) -> bool:
    return RATING in {each.key for each in prompts(known.template, known.template.by_ref[ref])}


def _of_all(reply: Pieces, known: Known) -> Iterator[Puzzle]:
    """ "All In place": no rating is recorded that no question was given, and its writer hears how to give them."""
    code = next((ref for ref in known.refs if _takes_rating(known, ref)), "")
    if not code:
        return
    name = known.template.scale.given[0].label
    why = "No other rating was changed: each needs its question's number. "
    for text in reply.of_all:
        number = re.search(r"\d+(?!\.)", text)  # of the standard that is rated as a whole
        own = (ref for ref in known.refs if number and ref.startswith(f"{number[0]}.") and _takes_rating(known, ref))
        yield Puzzle("", text, f"{why}Write them in lines such as “{next(own, code)}: {name}”.", "of every question")


def _between(pieces: Sequence[Piece]) -> list[Puzzle]:
    """Words after one question's part of the letter and before the next one's."""
    why = "It is not clear which question this answers. Write the question's code before it."
    return [Puzzle("", text, why) for text in grouped([piece for piece in pieces if piece.role == "between"])]
