"""Every word of a reply that is not ours, with the question and prompt it stands at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.audit import Kind, Template
from intake import closings
from intake.aligning import Match, Reply
from intake.asking import listed, prompts
from intake.labels import ANSWER, ANSWER_LABELS, OWN_LABEL, labels_of
from intake.lines import Line
from intake.lists import counted
from intake.markers import Marked, Markers, Told
from intake.ours import Ours
from intake.pieces import Piece
from intake.signing import hands_in
from intake.spellings import levelled
from intake.spoken import Spoken
from intake.ticking import stressed
from intake.wording import CODE, Token, words_of


@dataclass
class Walk:
    """Goes down a reply once and keeps where it is: which question, which prompt, inside our form or not."""

    template: Template
    known: Ours
    markers: Markers
    spoken: Spoken
    names: frozenset[str] = frozenset()
    implied: str = ""  # the only question the letter asked
    trusting: bool = True  # whether a bare "1.2" may name a question
    pieces: list[Piece] = field(default_factory=list)
    question: str = ""
    prompt: str = ""
    in_form: bool = False
    named: bool = False
    coded: str = ""
    seen_text: bool = False
    signed: bool = False
    after_other: bool = False
    before: str = ""
    last_order: int = -1
    row: tuple[int, int] | None = None
    form_depth: int | None = None
    headed: bool = False  # the prompt is what the heading of a column says

    def __post_init__(self) -> None:
        self.labels = labels_of(self.template)
        self.question, self.named = self.implied, bool(self.implied)

    def run(self, lines: Sequence[Line]) -> list[Piece]:
        self.reply = Reply(lines, self.known)
        self.counted = self._counted(lines)
        at = (0, 0)
        for number, line in enumerate(lines):
            if number < at[0]:
                continue
            place = at[1] if number == at[0] else 0
            at = self._line(number, line, place)
        return self.pieces

    def _counted(self, lines: Sequence[Line]) -> frozenset[int]:
        rated = {
            ref: any(each.kind in (Kind.RATING, Kind.YES_NO) for each in self.template.by_ref[ref].prompts)
            for ref in self.markers.order
        }
        return counted(lines, rated, lambda words: self.spoken.head(words).is_clear)

    def _line(self, number: int, line: Line, place: int) -> tuple[int, int]:
        """Read one line from a place on; gives where to go on."""
        if line.label == closings.BREAK:
            self._leave()
            self.in_form = self.signed = False
            return number + 1, 0
        if line.file is not None:
            self._put("", line, number, role="file", file=line.file)
            return number + 1, 0
        if line.cell:
            self._enter_cell(line)
        at_start = place == 0
        while True:
            text = line.text[place:]
            if not text.strip():
                if at_start and not line.text:
                    self._put("", line, number)
                return number + 1, 0
            code = CODE.match(text)
            if code and code[1] in self.template.by_ref and (at_start or self.after_other):
                self._enter(code[1], coded=True)
                place += code.end()
                continue
            moved = self._ours(number, place)
            if moved is None:
                break
            if moved[0] != number:
                return moved
            place, at_start = moved[1], False
        self._theirs(number, line, place, at_start or place == 0)
        return number + 1, 0

    def _ours(self, number: int, place: int) -> tuple[int, int] | None:
        """Past a stretch of ours that begins here, taking its meaning; None where none does."""
        at = self.reply.token_at(number, place)
        if at >= self.reply.first[number + 1]:
            return None
        lead = self.reply.texts[number][place : self.reply.all[at].start]
        if len(lead.strip()) > 6:
            return None
        match = self.reply.find(at, self.question, fresh=not self.seen_text, after_other=self.after_other)
        if match is None and place == 0 and self.reply.all[at].word in ("the", "our", "your", "do", "does"):
            match = self.reply.find(at + 1, self.question, fresh=not self.seen_text, after_other=False)
            match = match if match and match.stretch.role == "question" else None
        if match is None:
            return self._label_before_rating(number, place)
        for each in match.inside:
            self._put(self.reply.texts[each], self.reply.lines[each], each)
        self._take(match, self.reply.lines[number].depth)
        end = self.reply.past(match)
        if match.stretch.role == "prompt":
            self._mark(self.reply.lines[end[0]], end[0], self.reply.all[match.end - 1], end[1])
        return end

    def _mark(self, line: Line, number: int, last: Token, end: int) -> None:
        """A choice of ours that somebody set apart where we list it."""
        question = self.template.by_ref.get(self.question)
        prompt = question.prompt(self.prompt) if question else None
        if question is None or prompt is None or last.line != number:
            return
        for each in stressed(line.text[last.end : end], listed(self.template, question, prompt), line.strong):
            self._put(each, line, number)

    def _label_before_rating(self, number: int, place: int) -> tuple[int, int] | None:
        """ "Your rating 2": our label without its colon, before what can only be its answer."""
        question = self.template.by_ref.get(self.question)
        if question is None:
            return None
        at = self.reply.token_at(number, place)
        words = tuple(token.word for token in self.reply.all[at : at + 8])
        for prompt in prompts(self.template, question):
            label = words_of(prompt.text)
            if prompt.kind in (Kind.RATING, Kind.YES_NO) and words[: len(label)] == label:
                end = self.reply.all[at + len(label) - 1].end
                if self.spoken.head(self.reply.texts[number][end:]).says_something:
                    self.prompt = prompt.key
                    return number, end
        return None

    def _take(self, match: Match, depth: int) -> None:
        stretch = match.stretch
        self.after_other = stretch.role in ("other", "turn")
        if stretch.role == "question":
            self.form_depth = depth if self.form_depth is None else min(depth, self.form_depth)
            self._enter_text(stretch.about)
        elif stretch.role == "prompt":
            self.prompt = stretch.prompt
        elif stretch.role == "turn":
            is_own = self.named and not self.in_form  # a heading of ours among answers they name themselves
            self._leave()
            self.in_form = not is_own

    def _enter_text(self, refs: tuple[str, ...]) -> None:
        if self.coded and not self.seen_text and self.coded not in refs:
            self._leave()  # the code says one question and the words another: nobody's answer until somebody says
            self.before, self.in_form, self.seen_text = "?", True, True
            return
        if self.question in refs and (self.coded or not self.seen_text):
            self.seen_text = self.in_form = True
            return
        after = [ref for ref in refs if self._order(ref) > self._order(self.question)]
        self._enter(after[0] if after else refs[0])
        self.in_form = self.seen_text = True

    def _order(self, ref: str) -> int:
        return self.markers.order.get(ref, -1)

    def _enter(self, ref: str, *, coded: bool = False, named: bool = False) -> None:
        self.question, self.prompt, self.before = ref, "", ""
        self.last_order = self._order(ref)
        self.coded = ref if coded else ""
        self.named = named
        self.seen_text = self.signed = False
        self.after_other = False

    def _leave(self) -> None:
        self.before = self.question if self.in_form else ""
        self.question = self.prompt = self.coded = ""
        self.named = self.seen_text = False

    def _enter_cell(self, line: Line) -> None:
        row = (line.cell.table, line.cell.row) if line.cell else None
        if row != self.row:
            self.row, self.prompt, self.headed = row, "", False
        if line.label and line.label != ANSWER:
            self.prompt, self.headed = line.label, True
        elif line.label and self.headed:
            self.prompt, self.headed = "", False

    def _theirs(self, number: int, line: Line, place: int, at_start: bool) -> None:
        """The rest of the line is not ours: a question named freely, a label of their own, a closing, or an answer."""
        text = line.text[place:]
        if at_start and (self._closes(text, line, number) or self._names(text, line, number)):
            return
        self._say(text, line, number)

    def _say(self, text: str, line: Line, number: int, role: str = "words") -> None:
        question = self.template.by_ref.get(self.question)
        label = OWN_LABEL.match(text) if question else None
        key = self.labels.get(" ".join(words_of(label[1]))) if label else None
        if question and label and key and any(each.key == key for each in prompts(self.template, question)):
            is_plain = " ".join(words_of(label[1])) in ANSWER_LABELS
            self.prompt = self.prompt if is_plain and self.prompt else key
            text = text[label.end() :]
        if text.strip() or role != "words":
            self._put(text, line, number, role=role)
        self.after_other = False

    def _closes(self, text: str, line: Line, number: int) -> bool:
        if self.trusting and hands_in(text):
            self._leave()
            self.signed = True
            self._put(text, line, number, role="closing")
            return True
        if closings.signs_off(text, self.names) and not self.spoken.head(text).says_something:
            self._leave()
            self.before, self.signed = "", True
            self._put(text, line, number, role="closing")
            return True
        if closings.is_disclaimer(text):
            if self.question and not self.implied:
                self._leave()
                self.before, self.signed = "", True
            self._put(text, line, number, role="closing")
            return True
        if closings.greets(text) and self._begins_ours(number):
            self._leave()
            self._put(text, line, number, role="closing")
            return True
        if (not self.question or self.question == self.implied) and closings.greets(text):
            self._put(text, line, number, role="closing")
            return True
        return False

    def _begins_ours(self, number: int) -> bool:
        """Whether our letter goes on below: this greeting is its first line."""
        below = next((line.text for line in self.reply.lines[number + 1 : number + 4] if line.text), "")
        return len(words_of(below)) > 5 and self.known.begins(below)

    def _names(self, text: str, line: Line, number: int) -> bool:
        """Whether the line names its question or questions itself, and then says so."""
        freely = self.trusting and not self.in_form
        if freely or not self.question:
            if self._changes(text, line, number):
                return True
            if freely and self._names_rated(text, line, number):
                return True
        if freely and not self.implied and closings.speaks_of_letter(text):
            self._leave()
            self._put(text, line, number)
            return True
        if freely and self.markers.outside(text):
            self._leave()
            self._put(text, line, number)
            return True
        marked = self._marked(text, number, freely=freely)
        if marked is None or not self._plausible(marked.refs[0], text):
            return False
        self._enter(marked.refs[0], named=True)
        rest = text[marked.start :]
        self._say_rest(rest, line, number, "change" if marked.amends else "words")
        return True

    def _names_rated(self, text: str, line: Line, number: int) -> bool:
        """Whether the line gives questions their ratings: in pairs, to several at once, or in sentences."""
        if pairs := self.markers.pairs(text) or self.markers.reversed(text):
            for pair in pairs:
                self._enter(pair.ref, named=True)
                self._put(pair.words, line, number)
            self._leave()
            return True
        listed = self.markers.listed(text)
        if listed and self.spoken.head(text[listed.start :]).is_clear:
            told = [Told(listed.refs, text[listed.start :])]
        else:
            told = self.markers.told(text)
        for ref, words in [(ref, each.words) for each in told for ref in each.refs]:
            self._enter(ref, named=True)
            self._put(words, line, number)
        return bool(told)

    def _marked(self, text: str, number: int, *, freely: bool) -> Marked | None:
        """The question this line names; an item of a list names none, nor does "#2" alone where a rating is asked."""
        is_bare = self.in_form and self.question and re.fullmatch(r"\W*#\s?\d+\W*", text)
        if number in self.counted or is_bare:
            return None
        marked = self.markers.named(text, freely=freely, after=self.question if self.named else "")
        if marked is not None or (self.in_form and not self.question):
            return marked
        if self.in_form:
            return self.markers.moved(text, self.question) if self.is_rated else None
        return self._in_turn(text, number) if freely else None

    def _in_turn(self, text: str, number: int) -> Marked | None:
        """A number alone above labelled answers, or next in a run of lines that each answer the next question."""
        found = re.match(r"[\s*_]{0,3}(\d{1,2})(?:[.):]?\s*$|\s+(?=[A-Z\d]))", text)
        ref = found[1] if found else ""
        if found is None or ref not in self.markers.order:
            return None
        if not text[found.end() :].strip():
            after = next((line.text for line in self.reply.lines[number + 1 : number + 4] if line.text), "")
            label = OWN_LABEL.match(after)
            labelled = label is not None and " ".join(words_of(label[1])) in self.labels
            rated = re.match(r"rating\b|score\b", after.lower()) is not None
            return Marked((ref,), len(text)) if labelled or rated else None
        last = self.pieces[-1] if self.pieces else None
        follows = last is not None and last.named and last.question == self.question and last.line == number - 1
        is_next = self._order(ref) == self._order(self.question) + 1
        return Marked((ref,), found.end()) if self.question and follows and is_next else None

    @property
    def is_rated(self) -> bool:
        return any(each.kind in (Kind.RATING, Kind.YES_NO) for each in self.template.by_ref[self.question].prompts)

    def _say_rest(self, rest: str, line: Line, number: int, role: str) -> None:
        """What follows a question's name: perhaps its own text, then the answer."""
        place = len(line.text) - len(rest)
        moved = self._ours(number, place) if rest.strip() else None
        if moved is not None and moved[0] == number:
            rest = line.text[moved[1] :]
        elif moved is not None:
            return
        self.in_form = False
        if rest.strip():
            self._say(rest, line, number, role)

    def _plausible(self, ref: str, text: str) -> bool:
        """A plain number begins an answer only where it goes on from the last; otherwise it is a list in an answer."""
        if not ref.isdigit() or re.match(r"[\W_]{0,4}[a-z]", levelled(text)) or text.lstrip()[:1] in "[(#":
            return True
        is_rated = any(each.kind in (Kind.RATING, Kind.YES_NO) for each in self.template.by_ref[ref].prompts)
        if is_rated and self.spoken.head(re.sub(r"^\W*\d+\W*", "", text)).says_something:
            return True
        return self._order(ref) > self.last_order

    def _changes(self, text: str, line: Line, number: int) -> bool:
        sentences = re.split(r"(?<=[.!?;])\s+(?=[A-Z(\[\d])", text)
        found = [self.markers.changed(each) for each in sentences]
        if not any(found) or not self.markers.amends(text):
            return False
        for sentence, change in zip(sentences, found, strict=True):
            if change is None:
                self._leave()
                self._put(sentence, line, number)
                continue
            self._enter(change.ref, named=True)
            self._put(change.words or sentence, line, number, role="change" if change.words else "unclear change")
        self._leave()
        return True

    def _put(self, text: str, line: Line, number: int, role: str = "words", file: int | str | None = None) -> None:
        if role == "words" and not self.question:
            role = "closing" if self.signed else ("between" if self.before and self.in_form else "words")
        self.pieces.append(
            Piece(
                self.question,
                self.prompt,
                text.strip(),
                line.depth,
                number,
                role,
                named=self.named,
                file=file,
            )
        )
