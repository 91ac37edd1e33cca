"""Other words for a question, and more of them: where in its answer they go."""

from collections.abc import Mapping

from config.questionnaire import Kind, Template
from intake.letters.questions.named.said import NamedWords, Several
from intake.letters.questions.sentences import Numbering, Rewordings
from intake.letters.tables import label_of
from intake.ratings import Spoken


class OtherWords:
    """The questions of one audit, as a line may give one of them other words or add some."""

    def __init__(self, template: Template, numbering: Numbering, spoken: Spoken, labels: Mapping[str, str]) -> None:
        self.template, self.spoken, self.labels = template, spoken, labels
        self._rewordings = Rewordings(numbering)

    def added(self, text: str) -> tuple[int, Several] | None:
        """What a line adds to the words of other questions, and where in it that begins."""
        found = self._rewordings.added(text)
        if not found:
            return None
        said = [NamedWords(each.ref, each.words, "words", self._box(each.ref, each.words)) for each in found]
        return found[0].start, Several(said, is_whole=False)

    def _box(self, ref: str, words: str) -> str:
        """The place of a question for evidence, where it has one and no rating is added."""
        label = label_of("Evidence: ", self.labels)
        asked = [each.key for each in self.template.by_ref[ref].prompts]
        return label.prompt if label and label.prompt in asked and not self.spoken.head(words).is_clear else ""

    def told(self, text: str) -> NamedWords | None:
        """Other words for a question, where the audit has one place for words beside its rating."""
        if wrong := self._rewordings.wrong(text):
            boxes = [each.key for each in self.template.by_ref[wrong.ref].prompts if each.kind is Kind.TEXT]
            return NamedWords(wrong.ref, text, "unclear change", "" if wrong.is_rating else next(iter(boxes), ""))
        pair = self._rewordings.told(text)
        label = label_of("Evidence: ", self.labels)
        asked = [each.key for each in self.template.by_ref[pair.ref].prompts] if pair else []
        if pair is None or label is None or label.prompt not in asked:
            return None
        role = "words" if pair.words else "unclear change"
        return NamedWords(pair.ref, pair.words or text, role, label.prompt)
