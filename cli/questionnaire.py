"""A whole questionnaire on the terminal, to read before answering."""

from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from config.dates import uk_date
from config.questionnaire import Prompt, Question, Template

EVIDENCE = {"asked": "Attach evidence if you have it.", "required": "Attach evidence: it is required."}
KINDS = {"yes_no": "yes or no", "text": "words", "number": "a number", "date": "a date", "files": "files"}


def print_questionnaire(console: Console, template: Template, due: date | None) -> None:
    """Scale first, then every standard with its questions, guidance, prompts and the evidence asked."""
    console.print(Text(template.title, style="bold"))
    if due is not None:
        console.print(f"To be answered by {uk_date(due)}, 23:59.")
    if template.about:
        console.print(Text(template.about.strip()))
    who = "Each agency rates itself." if template.rated_by == "agency" else "The partnership rates the answers."
    console.print(f"\n{who} The scale, best first:")
    for rating in template.scale.ratings:
        console.print(_in(Text.assemble((rating.name, "bold"), f"  {rating.meaning}".rstrip()), 2))
    if template.scale.not_applicable:
        console.print(_in(Text.assemble(("N/A", "bold"), "  Not applicable to you: say why."), 2))
    if _all_ours(template):
        console.print("\nThe wording of every question is ours.")
    console.print("\nAn answer marked * is needed before the return can be submitted.")
    for standard in template.standards:
        console.print(Text(f"\n{standard.ref}  {standard.title}", style="bold underline"))
        for question in template.of_standard(standard.ref):
            _print_question(console, template, question)


def _print_question(console: Console, template: Template, question: Question) -> None:
    console.print()
    grid = Table.grid(padding=(0, 2))
    grid.add_row(Text(question.ref, style="bold"), Text(question.text, style="bold"))
    console.print(_in(grid, 2))
    lines = [question.guidance.strip(), *(_prompt(template, prompt) for prompt in question.prompts)]
    if question.evidence != "none":
        lines.append(f"{EVIDENCE[question.evidence]} {question.evidence_text}".strip())
    if question.applies_to:
        lines.append(f"Asked of: {', '.join(sorted(question.applies_to))}.")
    if question.fixed_rating:
        lines.append(f"Rated {question.fixed_rating} for everybody.")
    if not question.reported:
        lines.append("Not in the report.")
    if question.wording == "ours" and not _all_ours(template):
        lines.append("The wording of this question is ours.")
    for line in filter(None, lines):
        console.print(_in(Text(line), 6))


def _all_ours(template: Template) -> bool:
    return all(question.wording == "ours" for question in template.questions)


def _prompt(template: Template, prompt: Prompt) -> str:
    needed = " *" if prompt.required else ""
    if prompt.kind == "rating":
        takes = "/".join(rating.code for rating in template.scale.given)
        if template.rated_by == "partnership":
            return f"- {prompt.text} [{takes}]"
    else:
        takes = KINDS.get(prompt.kind, ", ".join(prompt.choices))
    return f"- {prompt.text}{needed} [{takes}]"


def _in(content: Text | Table, columns: int) -> Padding:
    return Padding(content, (0, 0, 0, columns), expand=False)
