"""A discussion as a Word document that groups can write into."""

from docx.document import Document as Page

from config.words import listing
from reports.figures import clip, of
from reports.packs.discussion import Discussed, Discussion
from reports.packs.document import LONGEST, begun, drawn_table, ended, fit


def discussion_document(talk: Discussion) -> bytes:
    """The .docx file: at a glance, questions with room to write, themes, priorities, what is recommended, groups."""
    title = f"Discussion of {fit(talk.title)}"
    made = (
        f"Made on {talk.made_on} from the returns as they stood. Nobody who rated a question low can be told from it."
    )
    page = begun(title, made, talk.glance)
    _asked(page, talk)
    _beside(page, talk)
    if talk.groups:
        page.add_heading("Groups", level=1)
        rows = [
            (str(at), listing(agencies), listing(refs) or "any") for at, (agencies, refs) in enumerate(talk.groups, 1)
        ]
        drawn_table(page, ("Group", "Agencies", "Begins with question"), rows, (1.8, 9.8, 6.0))
    return ended(page, title)


def _asked(page: Page, talk: Discussion) -> None:
    page.add_heading("Questions for discussion", level=1)
    if not talk.questions:
        page.add_paragraph("No question parts the agencies. Ask what they want to hear from each other.")
        return
    rows = [(f"{each.ref} {clip(fit(each.text), LONGEST)}", each.told, _further(each), "") for each in talk.questions]
    drawn_table(page, ("Question", "How it stands", "Ask", "What was said"), rows, (5.2, 3.0, 5.0, 4.4))


def _further(each: Discussed) -> str:
    return f"{each.ask} Further on: {listing(list(each.further_on))}." if each.further_on else each.ask


def _beside(page: Page, talk: Discussion) -> None:
    if talk.themes or talk.never:
        page.add_heading("What they write about, and what few do", level=1)
    if talk.never:
        page.add_paragraph(f"Nobody writes of {listing([fit(each) for each in talk.never])}.")
    if talk.themes:
        drawn_table(
            page, ("Theme", "Who writes of it"), [(fit(title), told) for title, told in talk.themes], (9.0, 8.6)
        )
    if talk.priorities:
        page.add_heading("Findings beside the priorities", level=1)
        rows = [
            (fit(each.priority.name), ", ".join(each.refs), of(each.met, each.rated), "") for each in talk.priorities
        ]
        drawn_table(
            page, ("Priority", "Questions", "Rated answers met", "What should follow"), rows, (5.4, 3.6, 3.4, 5.2)
        )
    if talk.recommendations:
        page.add_heading("What is recommended so far", level=1)
        for each in talk.recommendations:
            owner = f" ({fit(each.owner)})" if each.owner else ""
            page.add_paragraph(f"{each.number}. {fit(each.words)}{owner}")
