"""The small audit with names of one's choosing: the counts stand in test_summary, above A and B."""

from collections.abc import Mapping
from dataclasses import replace

from config.questionnaire import Template
from intake.returns import Cell, Status
from reports.figures import Figures, Return, figures
from tests.reports.figures.test_summary import A, B

# Each tries to be more than words somewhere: in HTML, SVG, CSS, a spreadsheet, a template, or on the screen.
HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)' x=\"",
    "]]><svg/onload=alert(1)><!--",
    "</text></svg><iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)//&lt;b&gt;&#x3c;b>",
    "{{ 7*7 }}{% include 'x' %}${7*7}",
    "<!channel> <@U1> *b* :x:",
    "=1+1",
    '=HYPERLINK("http://x.example","y")',
    "+44 20 7946 0000",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "#N/A",
    "\u202eright to left\u2066 שלום العربية",
    "👩🏽‍🚒 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "nul\x00bell\x07escape\x1b[31m\x9b\ud800\ufffe",
    'O\'Brien & Sons "Ltd" — Naïve Café',
    "long " * 100,
    "l" * 500,
)


def small_audit(small: Template, words: str | None = None) -> Figures:
    """The figures of A, B (a school) and C, who has begun; with `words` in every place where people write."""
    template = small if words is None else _renamed(small, words)
    return figures(
        template,
        [
            _return("A", words, "submitted", A, "council"),
            _return("B", words, "submitted", B, "school"),
            _return("C", words, "in_progress", {"1.1": Cell(rating="0")}, "council"),
        ],
    )


def _return(abbr: str, words: str | None, status: Status, said: Mapping[str, Cell], sector: str) -> Return:
    more = {"text": words} if words else {}
    cells = {(ref, "agency"): cell._replace(words={**cell.words, **more}) for ref, cell in said.items()}
    return Return(abbr if words is None else f"Agency {abbr} {words}", words or abbr, sector, status, cells)


def _renamed(small: Template, words: str) -> Template:
    ratings = tuple(
        replace(each, label=words, meaning=words, action=words and f"Do {words}") for each in small.scale.ratings
    )
    return replace(
        small,
        title=words,
        about=words,
        scale=replace(small.scale, ratings=ratings),
        standards=tuple(replace(each, title=words) for each in small.standards),
        questions=tuple(replace(each, text=words) for each in small.questions),
    )
