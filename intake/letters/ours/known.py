"""What is known of a reply before it is read: the form it answers, how a rating is said, how its writer signs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from config.questionnaire import RATING, Template
from intake.forms import Offer, SentForm
from intake.letters.mime import Letter
from intake.letters.ours.authors import NO_PEOPLE, NOBODY, People, people_of
from intake.letters.ours.courtesy import names_greeted, ways_to_sign
from intake.letters.ours.echoes import asks_again
from intake.letters.ours.texts import Ours, ours
from intake.letters.ours.tokens import words_of
from intake.ratings import Spoken, levelled

_OPENS = 8  # lines


@dataclass(frozen=True)
class Known:
    """Handed to every stage. `refs` are the questions this agency is asked, in their order."""

    template: Template
    refs: tuple[str, ...]
    ours: Ours
    spoken: Spoken
    names: frozenset[str] = frozenset()  # how the sender may sign
    implied: str = ""  # the only question the letter asked
    asks_again: str = ""  # the only question whose rating the letter asks again
    unclear: frozenset[str] = frozenset()  # all questions whose ratings the letter asks again
    recorded: frozenset[tuple[str, str]] = frozenset()  # questions with the rating that a letter of ours shows
    subject: str = ""  # of the letter, without "Re:"
    trusting: bool = True  # whether a bare "1.2" may name a question
    people: People = NO_PEOPLE
    last: tuple[tuple[str, tuple[str, ...]], ...] = ()  # by question, the lines of ours that show last time's answers
    other_lines: frozenset[tuple[str, ...]] = frozenset()  # all other lines of these letters, where there are such
    asked: tuple[str, ...] = ()  # the questions of the letter that is answered, in their order
    offers: tuple[Offer, ...] = ()  # what it offers to record
    brings: tuple[str, ...] = ()  # the names of the files that came with it
    addressed: frozenset[str] = frozenset()  # the words with which it names the agency and the audit


def plain_subject(said: str) -> str:
    """A subject without what mailers put before it."""
    return " ".join(re.sub(r"^(?:\s{0,3}(?:re|fwd?|aw|wg|sv|vs|tr|antw|odp)\s{0,3}:)+", "", said.lower()).split())


def known_of(
    letter: Letter, sent: SentForm, template: Template, sector: str, also: Iterable[SentForm],
    colleagues: Mapping[str, str] = NOBODY,
) -> Known:  # fmt: skip
    """`template` as the audit was opened with it; `also`: what else this contact was sent."""
    refs = tuple(question.ref for question in template.questions if question.asked_of(sector))
    also = tuple(also)
    names = _names_of(letter) | names_greeted(form.text for form in (sent, *also))
    asked = [each.question for each in sent.asked]
    implied = asked[0] if len(asked) == 1 and asked[0] in refs else ""
    known, spoken = ours(template, sector, (sent, *also)), Spoken(template.scale, names)
    people = people_of(letter, names, colleagues)
    last = dict.fromkeys((ref, words_of(line)) for form in (sent, *also) for ref, line in form.last)
    subject = plain_subject(letter.subject[:500])
    lines = {words_of(line) for form in (sent, *also) for line in form.text.splitlines()} if last else set()
    other = frozenset(lines - {words for _, words in last})
    shown = (each for form in (sent, *also) for each in form.shows)
    recorded = frozenset((each.question, each.value) for each in shown if each.prompt == RATING)
    unclear, again = asks_again(sent.text, refs)
    return Known(
        template, refs, known, spoken, names, implied, again, recorded=recorded, subject=subject,
        people=people, last=tuple(last), other_lines=other,
        unclear=unclear, asked=tuple(ref for ref in refs if ref in asked) or refs, offers=sent.offers,
        addressed=_addressed((sent, *also)), brings=tuple(each.name for each in letter.attachments if each.name),
    )  # fmt: skip


def _addressed(forms: Iterable[SentForm]) -> frozenset[str]:
    """The words with which our letters open, above their first question, which say who is asked."""
    said = [line for form in forms for line in islice(filter(str.strip, _above_questions(form)), _OPENS)]
    return frozenset(re.findall(r"[\w'-]+", levelled(" ".join(said))))


def _above_questions(form: SentForm) -> Iterable[str]:
    return takewhile(lambda line: not line.startswith(("[", "(")), form.text.splitlines())


def _names_of(letter: Letter) -> frozenset[str]:
    """How the sender may sign: the name in the From header, and its first word."""
    shown = re.sub(r"<.*|\(.*?\)|[\"']", " ", letter.header("from")[:200])
    return frozenset(ways_to_sign(shown) if "@" not in shown else ())
