"""The page, the workbook and the picture of 600 agencies and 60 questions: CPU seconds and memory of each.

Beside the workbook stands openpyxl alone, writing as many bare cells. python -m benchmarks.report [AGENCIES QUESTIONS]
"""

import io
import itertools
import multiprocessing as mp
import resource
import sys
import time
from collections.abc import Callable

from openpyxl import Workbook

from benchmarks import audit
from benchmarks.table import tell
from config.letters import open_letters
from intake.returns import Cell
from reports.figures import Figures, Return, figures
from reports.report.page import page
from reports.report.picture import heat_map, png
from reports.report.workbook import workbook

WORDS = "A named person leads, and staff know who it is; they are trained each year and asked what they would do."


def counted(agencies: int, questions: int) -> Figures:
    template = audit.questionnaire(questions)
    returns = [
        Return(
            f"Agency number {n}",
            f"A{n:03}",
            "council",
            "submitted",
            {
                (each.ref, "agency"): Cell(rating=str((n + at) % 3), words={"text": WORDS})
                for at, each in enumerate(template.questions)
            },
        )
        for n in range(agencies)
    ]
    return figures(template, returns)


def bare(agencies: int, questions: int) -> bytes:
    """As many cells as Matrix and Answers have, and nothing but their values."""
    book, out = Workbook(write_only=True), io.BytesIO()
    matrix, answers = book.create_sheet("Matrix"), book.create_sheet("Answers")
    for question in range(questions):
        matrix.append([str(question), *itertools.repeat("2", agencies)])
        for agency in range(agencies):
            answers.append([f"A{agency}", "Name", "submitted", str(question), "agency", "2", None, None, WORDS])
    book.save(out)
    return out.getvalue()


MAKERS: dict[str, Callable[[Figures], object]] = {
    "page": lambda found: page(open_letters(), audit.KEY, None, found),
    "workbook": lambda found: workbook(found, found.template.title),
    "picture": lambda found: png(heat_map(found)),
    "page and workbook": lambda found: (MAKERS["page"](found), MAKERS["workbook"](found)),
}


def measure(name: str, agencies: int, questions: int, told: "mp.Queue[tuple[float, float]]") -> None:
    """In a process of its own: CPU seconds, and megabytes beyond what the figures themselves take."""
    found = counted(agencies, questions) if name in MAKERS else None
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    if found is None:
        bare(agencies, questions)
    else:
        MAKERS[name](found)
    took = time.process_time() - began
    told.put((took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def apart(name: str, agencies: int, questions: int) -> tuple[float, float]:
    spawn = mp.get_context("spawn")
    told = spawn.Queue()
    process = spawn.Process(target=measure, args=(name, agencies, questions, told))
    process.start()
    took: tuple[float, float] = told.get()
    process.join()
    return took


def main() -> None:
    agencies, questions = (int(each) for each in sys.argv[1:3]) if len(sys.argv) > 2 else (600, 60)
    least = apart("bare", agencies, questions)
    size = f"{agencies} agencies x {questions}"
    for name in MAKERS:
        took, grown = apart(name, agencies, questions)
        is_book = name.endswith("workbook")
        tell(f"{name} of {size}", took, least[0] if is_book else None, "CPU s")
        tell(f"{name} of {size}, memory", grown, least[1] if is_book else None, "MB")


if __name__ == "__main__":
    main()
