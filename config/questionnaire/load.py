"""An audit file to a Template, or every fault in it at once."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, NamedTuple

from config.files import read_whole
from config.questionnaire.audit import Prompt, Question, Rating, Scale, Standard, Template
from config.questionnaire.checks import TemplateFault, findings
from config.questionnaire.lines import TooDeep, line_of, locate, statements
from config.questionnaire.low_rating import with_plan
from config.questionnaire.plan import NudgePlan, Reminder
from config.questionnaire.words import in_words, syntax_in_words
from config.words import there_are

if TYPE_CHECKING:
    from config.questionnaire.shape import AuditTable, NudgesTable, PromptTable, QuestionTable

SHIPPED = FilePath(__file__).parents[1] / "audits"
LARGEST = 256 * 1024  # bytes; the longest audit we know of is 30 KB
MOST_FAULTS = 100  # nobody mends more in one go, and a hostile file has tens of thousands


class Fault(NamedTuple):
    """One thing wrong in a file: where, what, and what to write instead."""

    file: str
    line: int
    what: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.write}"


class Faulty(Exception):
    """A file that cannot be used, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.what))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@lru_cache(maxsize=32)  # an audit's own copy is read at every step of its round
def load_template(source: bytes, file: str) -> Template:
    """The template that these TOML bytes describe; raises Faulty with every fault, `file` naming them."""
    from pydantic import ValidationError  # a process that is handed its template, as each reader is, pays for neither

    from config.questionnaire.shape import AuditTable

    text, table = read_toml(source, file)
    try:
        audit = AuditTable.model_validate(table)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        raise _faulty(file, text, [in_words(each, AuditTable) for each in errors[:MOST_FAULTS]], len(errors)) from None
    found = findings(audit)
    if found:
        raise _faulty(file, text, found[:MOST_FAULTS], len(found))
    return _template(audit, source)


def unsaid(template: Template, file: str) -> list[Fault]:
    """What a file that can be used leaves to us, though its figures turn on it."""
    if template.roll_up != "standards" or template.none_met is not None:
        return []
    line = line_of(locate(template.source.decode("utf-8-sig")), ("roll_up",))
    return [Fault(file, line, *_NONE_MET)]


_NONE_MET = (
    "The standards roll up, and none_met does not say what one is of which nothing is met and something partly. "
    "Until it does, that is the worst rating.",
    'Add none_met = "middle", or none_met = "worst" to keep it so.',
)


def load_folder(*folders: FilePath) -> dict[str, Template]:
    """Every audit file of the folders by its key; a later folder replaces an earlier one's audit of the same key."""
    templates: dict[str, Template] = {}
    for folder in folders:
        here: dict[str, FilePath] = {}
        for path in sorted(folder.glob("*.toml")):
            template = load_template(read_whole(path), str(path))
            if template.key in here:
                raise Faulty([_same_key(path, here[template.key], template)])
            here[template.key] = path
            templates[template.key] = template
    return dict(sorted(templates.items()))


def read_toml(source: bytes, file: str) -> tuple[str, dict[str, Any]]:
    """The text and tables of a TOML file; raises Faulty on one that is too large, not UTF-8 or not TOML."""
    if len(source) > LARGEST:
        size = f"The file is {len(source) / 1_000_000:.1f} MB; {LARGEST // 1024} KB is the most that is read."
        raise Faulty([Fault(file, 1, size, "Keep one audit in the file and move long documents out of it.")])
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise Faulty([Fault(file, line, "The file is not UTF-8 text.", "Save it again as UTF-8.")]) from None
    try:
        for _ in statements(text):  # raises before tomllib meets nesting it would take minutes over
            pass
        return text, tomllib.loads(text)
    except TooDeep as error:
        raise Faulty([Fault(file, error.line, *_TOO_DEEP)]) from None
    except ValueError as error:  # tomllib's own, or Python's on a number of thousands of digits
        raise Faulty([_syntax(file, text, str(error))]) from None
    except RecursionError:
        raise Faulty([Fault(file, 1, *_TOO_DEEP)]) from None


_TOO_DEEP = ("Lists or tables are nested too deeply.", "Use [[standard]] and [[standard.question]].")


def _syntax(file: str, text: str, message: str) -> Fault:
    where = re.search(r"at line (\d+)", message)
    line = int(where[1]) if where else text.rstrip().count("\n") + 1
    return Fault(file, line, *syntax_in_words(message))


def _same_key(path: FilePath, other: FilePath, template: Template) -> Fault:
    line = line_of(locate(template.source.decode("utf-8-sig")), ("key",))
    return Fault(str(path), line, f"The key {template.key} is taken by {other.name}.", "Give each audit its own key.")


def _faulty(file: str, text: str, found: list[TemplateFault], of: int) -> Faulty:
    lines = locate(text)
    faults = [Fault(file, line_of(lines, each.path), each.what, each.write) for each in found]
    if of > len(faults):
        last = max(fault.line for fault in faults)
        faults.append(
            Fault(file, last, f"{there_are(of - len(found), 'more fault')}.", "Mend these first, then look again.")
        )
    return Faulty(faults)


def _template(audit: "AuditTable", source: bytes) -> Template:
    ratings = tuple(Rating(**{**dict(each), "aliases": tuple(each.aliases)}) for each in audit.scale.rating)
    scale = Scale(ratings, audit.scale.not_applicable, audit.scale.prints_colours)
    return Template(
        key=audit.key,
        title=audit.title,
        year=audit.year,
        about=audit.about,
        after=audit.after or "",
        plan_below=audit.plan_below or "",
        scale=scale,
        file_months=audit.file_months,
        standards=tuple(Standard(each.ref, each.title) for each in audit.standard),
        questions=tuple(_question(audit, scale, each.ref, asked) for each in audit.standard for asked in each.question),
        rated_by=audit.rated_by,
        roll_up=audit.roll_up,
        none_met=audit.none_met,
        support_below=audit.support_below,
        meets_at=audit.meets_at,
        nudges=_plan(audit.nudges),
        source=source,
    )


def _plan(table: "NudgesTable") -> NudgePlan:
    plan = NudgePlan()
    if table.pre_notice_days is not None:
        plan = replace(plan, pre_notice_days=table.pre_notice_days)
    if table.reminder is not None:
        plan = replace(
            plan, reminders=tuple(Reminder(**{**dict(each), "to": tuple(each.to)}) for each in table.reminder)
        )
    return plan


def _question(audit: "AuditTable", scale: Scale, standard: str, asked: "QuestionTable") -> Question:
    prompts = tuple(_prompt(each) for each in (audit.prompt if asked.prompt is None else asked.prompt))
    plan_below = "" if asked.fixed_rating is not None else audit.plan_below or ""
    return Question(
        ref=asked.ref,
        standard=standard,
        text=asked.text,
        prompts=with_plan(prompts, scale, plan_below),
        guidance=asked.guidance,
        evidence=asked.evidence,
        evidence_text=asked.evidence_text,
        applies_to=frozenset(asked.applies_to),
        reported=asked.reported,
        fixed_rating=asked.fixed_rating,
        wording=asked.wording or audit.wording,
        was=asked.was or "",
    )


def _prompt(each: "PromptTable") -> Prompt:
    return Prompt(each.key, each.kind, each.text, each.required, each.good, tuple(each.choices))
