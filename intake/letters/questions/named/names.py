"""Which question a line of a reply names, judged by where the line stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from config.notation import LatePattern, compiled_once
from config.questionnaire import Kind, Template
from intake.letters.lines import Line
from intake.letters.questions.cursor import Cursor
from intake.letters.questions.named.brackets import Brackets
from intake.letters.questions.named.changes import Changes
from intake.letters.questions.named.other_words import OtherWords
from intake.letters.questions.named.preambles import Preambles
from intake.letters.questions.named.said import NamedWords, Several
from intake.letters.questions.sentences import (
    ARROW,
    JOINED,
    PREFIX,
    Exceptions,
    Groups,
    Numbering,
    Pair,
    Pairs,
    Plain,
    Ranges,
    Spans,
    WholeStandards,
)
from intake.letters.questions.starts import (
    BareCode,
    Marked,
    Markers,
    Openings,
    RatedEnds,
    Titled,
    coded,
    counted,
    dashed,
    headed,
    in_lists,
    in_order,
    numbered,
    rated_lists,
)
from intake.letters.tables import label_of, labels_of
from intake.ratings import DECORATION, Spoken, counts_things, is_not_applicable, levelled

_MANY_TITLES = 3  # lines that call the question something, before the rating behind a colon is its answer
_SENTENCES = LatePattern(  # what only leaves out some questions belongs to the sentence before it
    r"(?<=[.!?;])\s+(?!(?:(?:the|our|my|only)\s){0,2}exceptions?\b)", re.IGNORECASE
)
_APART = LatePattern(
    r"(?<!\w)(?:standard|section|part|theme|area)\s(?P<standard>\d{1,2}),?\s(?:item|question|qn|q|point|no)\.?\s?"
    r"(?P<item>\d{1,2})(?![\w.]\w)",
    re.IGNORECASE,
)
_RATING = LatePattern(r"\W{0,4}(?:(?:our|your)\s)?(?:rating|score|grade|b?rag)\s?[:=]\s*", re.IGNORECASE)
_SENTENCE = LatePattern(r"(?<=[.!])\s{1,3}(?=\S)")


@dataclass
class Naming:
    """The questions an agency is asked, as replies name them."""

    template: Template
    refs: Sequence[str]
    spoken: Spoken
    recorded: frozenset[tuple[str, str]] = frozenset()  # questions with the rating that a letter of ours shows
    unclear: frozenset[str] = frozenset()  # questions whose ratings a letter of ours asks again

    def __post_init__(self) -> None:
        self.numbering = Numbering(self.refs)
        titles = [each.title for each in self.template.standards]
        self.pairs = Pairs(self.numbering, self.spoken, titles)
        self.turns = self.pairs.turns
        rated = [ref for ref in self.refs if self._is_rated(ref)]
        self._standards = WholeStandards(rated, self.spoken, self.numbering)
        self.labels = labels_of(self.template)
        self._markers = Markers(self.numbering, self.spoken)
        self._exceptions = Exceptions(self.numbering, self.spoken)
        self._groups = Groups(self.numbering, self.spoken)
        self._other_words = OtherWords(self.template, self.numbering, self.spoken, self.labels)
        self._spans = Spans(self.numbering, self.spoken)
        self._ranges = Ranges(self.numbering)
        self._brackets = Brackets(rated, self.numbering, self.spoken)
        titled = {
            each.title: [ref for ref in rated if self.template.by_ref[ref].standard == each.ref]
            for each in self.template.standards
        }
        self._preambles = Preambles(titled, self.numbering, self.spoken)
        plain = Plain(self.numbering, self.spoken, dict.fromkeys(self.unclear, "") | dict(self.recorded))
        self._changes = Changes(self.numbering, self.spoken, self.recorded, self._markers, self._rated, plain)
        self.openings = Openings(self.numbering, self.spoken, self._is_rated)
        self._rated_ends = RatedEnds(self.numbering, self.spoken, {ref: self._is_rated(ref) for ref in self.refs})
        named = {each.ref: each.title for each in self.template.standards}
        asked = {ref: self.template.by_ref[ref] for ref in self.refs}
        self._titled = Titled(
            {ref: f"{each.text} {named.get(each.standard, '')}" for ref, each in asked.items()},
            self.numbering, self.spoken,
        )  # fmt: skip
        self._section = compiled_once(
            r"\W{0,4}(?:(?:all|everything|every|each|the|of|questions?|answers?|in|under|for)\s){0,5}"
            r"(?:section|standard|part|theme|area|domain)\s\d{1,2}\s{0,2}"
            rf"(?:\((?P<refs>{self.numbering.called}(?:{JOINED}{self.numbering.called})+)\)(?=\s?[:-]|\s(?:is|are)\s)"
            rf"|(?:[:,-]|\s-)\s{{1,3}}(?={self.numbering.called}|(?:{self.spoken.pattern})\s(?:for|on)\s{self.numbering.called}))"
        )
        self._arrow, self._any_arrow = compiled_once(rf"{ARROW}\Z"), compiled_once(ARROW)
        self._own = compiled_once(  # "Ours: 1.1 Green"
            r"[^\w\n]{0,4}(?:(?:so|and|but|now|these are|here are)\s){0,2}"
            r"(?:(?:ours|mine)(?:\s(?:are|is))?(?:\s?[:\u2013-])?"
            r"|(?:our|my)\s(?:own\s)?(?:answers?|ratings?|scores?|return|response|self-assessment)(?:\s(?:are|is))?\s?[:\u2013-])"
            rf"\s{{1,3}}(?=\[?\d{{1,2}}\.\d|\[\d|{PREFIX}\.?\s?\[?\d)"
        )
        code = rf"{self.numbering.lead}\[?{self.numbering.bare}\]?"
        self._codes = compiled_once(rf"\W{{0,4}}{code}(?:(?:{JOINED}|\s?[;/|]\s?|\s{{1,3}}){code})*")
        self._codes_and_why = compiled_once(
            rf"\W{{0,4}}(?P<codes>{code}(?:{JOINED}{code})*)\s?(?:(?P<mark>\((?=.*\)$)|[:\u2013-]|(?<!\s),)\s?|\s)(?P<why>\w.*)"
        )
        self._short = compiled_once(
            rf"\W{{0,4}}\[?(?P<ref>{self.numbering.bare})\]?[.)]?\s+(?P<title>[^\W\d_][\w'-]*(?:\s[^\W\d_][\w'-]*){{0,3}})"
            rf"\s?[:=]\s?(?P<said>{self.spoken.pattern})\W*"
        )
        self._kept = compiled_once(  # "Keep 3.1 as it is but 3.2 is now Red"
            rf"\W{{0,4}}(?:(?:please|pls)\s)?(?:keep|leave)\s{self.numbering.called}(?:{JOINED}{self.numbering.called})*"
            r"\s(?:(?:just\s)?as\s(?:it\sis|it\swas|is|they\sare)|alone|unchanged)[,;.]?\s(?:(?:but|and|please)\s){0,2}"
        )
        self._left = compiled_once(  # "2.1 and 2.2 are now Met, 2.3 stays as it was"
            rf"[,;.]\s(?:(?:and|but|while)\s)?{self.numbering.called}(?:{JOINED}{self.numbering.called})*\s(?:stays?|remains?|is|are)\s"
            r"(?:just\s)?(?:as\s(?:it|they)\s(?:was|were|is|are)|as\s(?:is|before)|unchanged)\W*\Z"
        )
        self._asks = compiled_once(  # "Should 1.1 be Green": a question to us, whose mark was forgotten
            r"[^\w\n]{0,4}(?:(?:sorry|so|and|but|also|or|hi|hello)\b[\s,]{1,3}){0,2}"
            rf"(?:(?:is|are|should|shall|does|do|would)\s+(?:{PREFIX}s?\s+)?(?:{self.numbering.bare})\s[^?]*"
            r"|(?:is|are|was|were|should|shall|does|do|would)\s+(?:it|we|this|that|they|these|ours?)\s"
            r"(?:[^.?!]|\.\d){0,200}[.?! ]{0,3})"
        )

    def counted(self, lines: Sequence[Line]) -> frozenset[int]:
        """The lines that are items of a list, whose numbers name no questions."""
        rated = {ref: self._is_rated(ref) for ref in self.refs}
        return counted(lines, rated, lambda words: self.spoken.head(words).is_clear)

    def runs(self, lines: Sequence[Line]) -> frozenset[int]:
        """The lines that begin by a question's code or head what is said of it, as others do for other questions."""
        rated = {ref: self._is_rated(ref) for ref in self.refs}
        says = self.spoken.head
        return coded(lines, self.numbering) | headed(lines, rated, lambda words: says(words).is_clear)

    def numbered(self, lines: Sequence[Line]) -> tuple[frozenset[int], dict[int, str]]:
        """The lines that begin with one number after another, and of these by question those that may count things.

        "9 Good" is of question 9; "10 staff are trained" may count them or answer question 10.
        """
        rated = {ref: self._is_rated(ref) for ref in self.refs}
        told = numbered(lines, rated, lambda words: self.spoken.head(words).says_something)
        said = {at: words for at, words in told.items() if not self._answers(words) and counts_things(f" {words}")}
        may_count = {at: re.findall(r"\d+", lines[at].text)[0] for at in said}
        return frozenset(told) - frozenset(may_count), may_count

    def _answers(self, words: str) -> bool:
        """Whether words rate, or begin with a rating's label as a name is written, or with "ditto"."""
        label = compiled_once(rf"(?:{self.spoken.pattern}|ditto|same)\b").match(levelled(words[:40]))
        is_label = label is not None and (words[:1].isupper() or label[0] in ("ditto", "same"))
        return is_label or self.spoken.head(words).says_something

    def in_lists(self, lines: Sequence[Line]) -> frozenset[int]:
        """The lines that give a rating to the questions they list, as other lines of the letter do."""
        return in_lists(lines, self._listed)

    def in_order(self, lines: Sequence[Line]) -> dict[int, Several]:
        """By line, what ratings in the order of the form say of one question after another."""
        rated = [ref for ref in self.refs if self._is_rated(ref)]
        told = in_order(
            lines, rated, lambda words: self.spoken.rating_of(words) is not None or is_not_applicable(words)
        )
        alone = dashed(lines, dict.fromkeys(rated, True), lambda words: self.spoken.rating_of(words) is not None)
        told |= {at: (pair,) for at, pair in alone.items()}
        return {at: Several([NamedWords(*pair) for pair in pairs], is_whole=True) for at, pairs in told.items()}

    def past_arrow(self, text: str, start: int) -> str:
        """What is said of a question behind an arrow; a second only sets its words apart: "1.1 -> Met -> Jo leads"."""
        first, second = self._arrow.search(text[:start].rstrip()), self._any_arrow.search(text, start)
        rest = text[second.end() :] if second else ""
        if first is None or second is None or self.spoken.rating_of(text[start : second.start()]) is None:
            return text[start:]
        is_marked = rest.strip() and not self.spoken.spelled(rest)
        return f"{text[start : second.start()].rstrip()} - {rest.lstrip()}" if is_marked else text[start:]

    def rated_at_end(self, lines: Sequence[Line]) -> dict[int, Several]:
        """By line, the rating with which it ends and the words before it, for the question it begins with."""
        return {at: Several([NamedWords(*pair)], is_whole=False) for at, pair in self._rated_ends.of(lines).items()}

    def titled(self, lines: Sequence[Line]) -> dict[int, Marked]:
        """By line, the question that it calls by a name of the writer's, with its code behind."""
        return self._titled.of(lines)

    def below_ratings(self, lines: Sequence[Line]) -> dict[int, Several]:
        """By line, what lists of questions below a rating each say; other words above one leave its questions open."""

        def begins(text: str) -> bool:
            return self.numbering.begins.match(levelled(text[:40])) is not None

        told = rated_lists(lines, self.spoken.pattern, begins, self._listed_alone) | self._in_short(lines)
        return {at: Several([NamedWords(*pair) for pair in pairs], is_whole=True) for at, pairs in told.items()}

    def _in_short(self, lines: Sequence[Line]) -> dict[int, tuple[Pair, ...]]:
        """By line, the rating behind a question's number and a name of the writer's for it: "1.2 Senior lead: 2"."""
        found: dict[int, tuple[Pair, ...]] = {}
        for number, line in enumerate(lines):
            each = self._short.fullmatch(levelled(line.text)) if not (line.cell or line.depth) else None
            if each and "." in each["ref"] and not self.spoken.spelled(each["title"]):
                is_clear = self.spoken.head(f"{each['said']}, {each['title']}").is_clear
                found[number] = (Pair(self.numbering.refs[each["ref"]], each["said"]),) if is_clear else ()
        found = {at: pairs for at, pairs in found.items() if pairs}
        return found if len({pairs[0].ref for pairs in found.values()}) == len(found) >= _MANY_TITLES else {}

    def _listed_alone(self, text: str) -> list[Pair]:
        """The questions of a line that names these alone, or with a reason that rates nothing: "1.4 we pay nobody"."""
        flat = levelled(text.strip(" .;,"))
        if len(flat) < 200 and self._codes.fullmatch(flat):
            return [Pair(ref, "") for ref in self._ranges.named_by(flat)]
        found = self._codes_and_why.fullmatch(text.strip())
        if found is None or self.spoken.spelled(found["why"]) or self.numbering.named_in(levelled(found["why"])):
            return []
        refs = self._ranges.named_by(levelled(found["codes"])) or [""]
        why = found["why"].removesuffix(")") if found["mark"] == "(" else found["why"]
        is_said_of = found["mark"] or (len(refs) == 1 and "." in refs[0])  # "14 staff are trained" may count them
        return [] if not is_said_of or "" in refs else [Pair(ref, f" - {why}") for ref in refs]

    def _listed(self, text: str) -> list[Pair]:
        pairs = self.turns.listed(text)
        return pairs if all(self._is_rated(pair.ref) for pair in pairs) else []

    def bare_code(self, text: str) -> BareCode | None:
        """A code without its brackets, or in parentheses, at the start of a line."""
        return self._markers.bare_code(text)

    def several(self, text: str, at: Cursor, *, freely: bool, in_list: bool = False) -> Several | None:
        """What the line says of questions it names itself: it puts ratings right, or gives several their ratings."""
        if self._asks.fullmatch(levelled(text)):
            return None
        plain = DECORATION.sub(" ", text) if freely else text
        if plain != text and len(self.numbering.alone.findall(levelled(plain))) > 1:
            text = plain  # "1.1 Met 👍, 1.2 Met 🎉"
        text = self._without_section(self._called_in_line(text)) if freely else text
        if freely and (kept := self._kept.match(levelled(text[:200]))):
            rest = self.several(text[kept.end() :], at, freely=freely)
            return Several([NamedWords("", text[: kept.end()]), *rest.said], rest.is_whole) if rest else None
        left = self._left.search(levelled(text[:400])) if freely and len(text) < 400 else None
        if left and (rest := self.several(text[: left.start()], at, freely=freely, in_list=in_list)):
            return Several([*rest.said, NamedWords("", text[left.start() :].lstrip(" ,;."))], rest.is_whole)
        if (freely or not at.question) and (reworded := self._other_words.told(text)):
            return Several([reworded], is_whole=False)
        if freely and in_list:
            return Several([NamedWords(*pair) for pair in self._listed(text)], is_whole=True)
        if (freely or not at.question) and (changes := self._changes.told(text)):
            return Several(changes, is_whole=True)
        if not freely:
            return None
        pairs = (
            self.turns.alone(text)
            or self._spans.told(text)
            or self._groups.told(text, at_question=bool(at.question))
            or self.pairs.alone(text)
        )
        alone = [NamedWords(*pair) for pair in pairs] or self._brackets.told(text) or self._by_standard(text)
        alone = alone or self._preambles.of_standard(text)
        alone = alone or self._preambles.in_paragraph(text, self._alone)
        said = alone or self._and_words(text) or self._rated(text)
        return Several(said, is_whole=bool(alone)) if said else None

    def _alone(self, sentence: str) -> list[Pair]:
        """The pairs of a sentence that rates one question or several, and says no more."""
        one = self.turns.unit.fullmatch(levelled(sentence).rstrip(" .;,!"))
        if one and "." in one[1]:
            return [Pair(self.numbering.refs[one[1]], one[2])]
        told = self.turns.alone(sentence) or self.pairs.told(sentence)
        return told if all(pair.ref and self.spoken.rating_of(pair.words) for pair in told) else []

    def _called_in_line(self, text: str) -> str:
        """ "Section 3, question 1: Green. Section 3, question 2: Amber": a line of several, with their codes."""
        found = [f"{each['standard']}.{each['item']}" for each in _APART.finditer(levelled(text))]
        if len(found) < 2 or not all(ref in self.numbering.refs for ref in found):
            return text
        return _APART.sub(lambda each: f"{each['standard']}.{each['item']}", text)

    def _and_words(self, text: str) -> list[NamedWords]:
        """ "Last folder: 5.1 Met and 5.3 Met. Evidence for 2.2: we have asked": ratings in turn, and words for one."""
        over = _SENTENCE.search(text)
        first, rest = (text[: over.start()], text[over.end() :]) if over else ("", "")
        pairs = self.turns.alone(first[self.past_own(first) :]) if rest else []
        words = self._markers.named(rest, freely=True) if pairs else None
        is_led = words is not None and rest[: words.start].rstrip()[-1:] in tuple(":,-\u2013")
        if words is None or not is_led or self.spoken.stands(rest[words.start :]):
            return []
        return [*(NamedWords(*pair) for pair in pairs), NamedWords(words.ref, rest[words.start :])]

    def added(self, text: str) -> tuple[int, Several] | None:
        """What a line adds to the words of other questions, and where in it that begins."""
        return self._other_words.added(text)

    def brings_more(self, text: str) -> bool:
        """Whether words behind a question's number say that they are beside those of before: "4.1 Also, …"."""
        return self._markers.brings_more(text)

    def past_own(self, text: str) -> int:
        """How many characters say that it is their own answer, before the question it is to."""
        found = self._own.match(levelled(text[:200]))
        return found.end() if found else self._preambles.end(text, lambda rest: bool(self.turns.alone(rest)))

    def is_titled(self, text: str) -> bool:
        """Whether a line rates by a standard's title: "Policies: all Green", "Policies: 4.1 Green"."""
        return self._preambles.is_titled(text) or bool(self._preambles.of_standard(text))

    def _without_section(self, text: str) -> str:
        """ "Section 1 (1.1-1.3): all Met", "Standard 2: 2.1 Met": without the heading that its questions repeat."""
        found = self._section.match(levelled(text[:200]))
        return f"{found['refs'] or ''}{text[found.end() :]}" if found else text

    def _by_standard(self, text: str) -> list[NamedWords]:
        """Sentences of which one or more rate a standard as a whole; the others say what they say alone."""
        sentences = _SENTENCES.split(text)
        found = [self._standards.told(each) or self._spans.told(each) for each in sentences]
        is_whole = len(sentences) > 1 and any(self._standards.rated(each) for each in sentences)
        if not (any(found) or is_whole):
            return []
        said: list[NamedWords] = []
        for sentence, pairs in zip(sentences, found, strict=True):
            alone = self._without_section(sentence)
            said += [NamedWords(*pair) for pair in pairs] or self._rated(alone) or [NamedWords("", sentence)]
        return said

    def _rated(self, text: str) -> list[NamedWords]:
        """What a sentence or more says of questions that it names and rates."""
        return [
            NamedWords(*pair) for pair in self._exceptions.told(text) or self.turns.alone(text) or self.pairs.told(text)
        ]

    def edited(self, text: str, ref: str) -> str | None:
        """What a recorded answer that we showed was changed to in its place: "3 Blue <-- should be 2 Green"."""
        return self._changes.edits.edited(text, ref)

    def mentioned(self, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Sentences that speak of a question and a rating without saying plainly that it is the answer."""
        for text in texts:
            for sentence in re.split(r"(?<=[.!?;])\s+", text):
                for ref in self.pairs.mentioned(sentence):
                    yield ref, sentence

    def rates_all(self, text: str) -> bool:
        """Whether the words rate every question, or every one of a standard, and name none."""
        return self._exceptions.rates_all(text) or self._standards.rated(text)

    def rest_in(self, text: str) -> int | None:
        """Where words end by rating all other questions, so that no more of them is said of this one."""
        return self._exceptions.rest_in(text)

    def outside(self, text: str) -> bool:
        """Whether the line answers no one question: a number that none of ours has ("1.7 3"), or several at once."""
        return self._markers.outside(text) or self._spans.begins(text) or self._exceptions.names_all(text)

    def named(
        self, text: str, at: Cursor, below: str, *, freely: bool, follows: bool, in_run: bool = False
    ) -> Marked | None:
        """The question this line names: `below` is the next line, `follows` says whether the last named one too."""
        marked = self._marked(text, at, below, freely=freely, follows=follows, in_run=in_run)
        if marked and (self._is_plausible(marked.ref, text, at) or self._heads_rating(marked, text, below)):
            return marked
        return None

    def _marked(self, text: str, at: Cursor, below: str, *, freely: bool, follows: bool, in_run: bool) -> Marked | None:
        if at.in_form and at.question and re.fullmatch(r"\W*(?:#\s?|[(\[]\s*)\d+\W*", text):
            return None  # "#2", "(2)" or "[2]" alone, where a rating is asked
        marked = self._markers.named(text, freely=freely, after=at.question if at.is_named else "", in_run=in_run)
        if marked is not None or (at.in_form and not at.question):
            return marked
        if at.in_form:
            return self._markers.moved(text, at.question) if self._is_rated(at.question) else None
        return self._in_turn(text, at, below, follows, in_run) if freely else None

    def _in_turn(self, text: str, at: Cursor, below: str, follows: bool, in_run: bool) -> Marked | None:
        """A number alone above labelled answers, or next in a run of lines that each answer the next question."""
        found = re.match(r"[\s*_]{0,3}(\d{1,2})(?:[.):]?\s*$|\s+(?=[A-Z\d]))", text)
        ref = found[1] if found else ""
        if found is None or ref not in at.order:
            return None
        if not text[found.end() :].strip():
            rated = re.match(r"rating\b|score\b", below.lower()) is not None or self._is_answer(ref, below)
            return Marked(ref, len(text)) if rated or in_run or label_of(below, self.labels) else None
        is_next = at.nth(ref) == at.nth(at.question) + 1
        is_rated = at.nth(ref) > at.nth(at.question) and self._opens_with_rating(ref, text[found.end() :])
        return Marked(ref, found.end()) if at.question and follows and (is_next or is_rated) else None

    def _opens_with_rating(self, ref: str, words: str) -> bool:
        """Whether a rating's label is the first of these words, be it the rating or a word of their sentence."""
        label = re.match(rf"{self.spoken.pattern}\b", levelled(words)) if words[:1].isalpha() else None
        return label is not None and self._is_rated(ref)

    def _is_answer(self, ref: str, below: str) -> bool:
        """Whether the line below a number alone is a rating or a yes in words, and nothing else."""
        head = self.spoken.head(below)
        is_whole = head.is_clear and not re.search(r"\w", below[head.end :])
        return is_whole and re.search(r"[^\W\d_]", below) is not None and self._is_rated(ref)

    def _is_plausible(self, ref: str, text: str, at: Cursor) -> bool:
        """A plain number begins an answer only where it goes on from the last; otherwise it is a list in an answer."""
        if not ref.isdigit() or re.match(r"[\W_]{0,4}[a-z]", levelled(text)) or text.lstrip()[:1] in "[(#":
            return True
        if self._is_rated(ref) and self.spoken.head(re.sub(r"^\W*\d+\W*", "", text)).says_something:
            return True
        return at.nth(ref) > at.last_order

    def _heads_rating(self, marked: Marked, text: str, below: str) -> bool:
        """Whether a number is alone above its rating and the label of one: "Question: 15" above "Rating: 2"."""
        led = _RATING.match(below) if not re.search(r"\w", text[marked.start :]) else None
        return led is not None and self._is_rated(marked.ref) and self.spoken.head(below[led.end() :]).is_clear

    def _is_rated(self, ref: str) -> bool:
        return any(each.kind in (Kind.RATING, Kind.YES_NO) for each in self.template.by_ref[ref].prompts)
