"""What breaks the reader of letters and files costs one of them; a busy machine costs none."""

import io
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from intake.letters import Late, Letter, Reader, Unreadable
from intake.letters.worker import Limits
from intake.mail.inward.receipts import MOST_TRIES
from storage.evidence.look.describe import UNSEEN, describe
from tests.post import postroom
from tests.rounds import Round
from tests.storage import files

SAMPLES = {
    "words": (b"Minutes of the board.\n", "minutes.txt"),
    "a workbook": (files.xlsx(), "matrix.xlsx"),
    "an old workbook with a password": (files.old_workbook(password=True), "matrix.xls"),
    "a bomb": (files.flat_bomb(), "matrix.xlsx"),
    "nothing": (b"", "empty"),
}


def in_memory(data: bytes) -> BinaryIO:
    return io.BytesIO(data)


def on_disk(data: bytes) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever gets it closes it)
    file.write(data)
    return file


class BusyMachine(Reader):
    """A reader whose first tries are ended by the wall's clock, as on a machine with too much to do."""

    def __init__(self, tries: int) -> None:
        super().__init__()
        self.late = tries

    def letter(self, raw: bytes) -> Letter:
        if self.late:
            self.late -= 1
            raise Late("The machine was too busy to read it within 180 seconds.")
        return super().letter(raw)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("opened", [in_memory, on_disk])
def test_a_file_is_described_in_the_child_as_it_would_be_here(
    reader: Reader, opened: Callable[[bytes], BinaryIO], sample: str
) -> None:
    data, name = SAMPLES[sample]
    with opened(data) as file:
        here = describe(io.BytesIO(data), name, len(data))
        first_page = "Minutes of the board.\n" if sample == "words" else ""  # read in the child alone
        assert reader.describe(file, name, len(data)) == here._replace(first_page=first_page)
        file.seek(0)
        assert file.read() == data


def test_files_of_many_threads_are_described_one_by_one(reader: Reader) -> None:
    found: dict[str, str] = {}

    def look(sample: str) -> None:
        data, name = SAMPLES[sample]
        found[sample] = reader.describe(io.BytesIO(data), name, len(data)).media_type

    threads = [threading.Thread(target=look, args=(sample,)) for sample in SAMPLES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {
        sample: describe(io.BytesIO(data), name, len(data)).media_type for sample, (data, name) in SAMPLES.items()
    }


def test_the_limit_is_the_processors_time_and_the_next_letter_is_read() -> None:
    """A letter that takes longer than one second, on whatever machine: it waits in no queue and does nothing else."""
    rows = "<tr><td>1.1</td><td>2</td></tr>" * 400_000
    slow = f"Content-Type: text/html\r\n\r\n<table>{rows}</table>".encode()
    with Reader(Limits(seconds=0)) as strict:
        with pytest.raises(Unreadable, match=r"^The letter took more than 0 seconds of the processor to read\.$"):
            for _ in range(100):  # together they take more than the second that starting may take
                strict.letter(slow)
        assert strict.letter(b"Subject: a\r\n\r\nhi").subject == "a"


def test_a_letter_that_needs_more_memory_than_a_letter_may_is_not_read() -> None:
    told = pytest.raises(Unreadable, match=r"^The letter broke its reader, or needs more memory")
    with Reader(Limits(memory=200 << 20)) as small, told:
        small.letter(b"Subject: a\r\n\r\n" + b"a" * (150 << 20))


def test_a_file_that_breaks_the_child_is_kept_and_marked() -> None:
    data = files.overlapping_bomb(200_000)
    with Reader(Limits(memory=1 << 20)) as small:
        assert small.describe(io.BytesIO(data), "a.zip", len(data)) == UNSEEN


def test_time_by_the_wall_ends_a_try_and_not_the_letter(round_of_small: Round, tmp_path: Path) -> None:
    with BusyMachine(MOST_TRIES - 1) as busy:
        post = postroom(round_of_small, tmp_path, busy)
        outcome = post.comes("1.1: Good\n", token=post.form())
        assert (outcome.outcome, busy.late) == ("answered", 0)


def test_a_machine_that_is_never_free_leaves_the_letter_to_a_person(round_of_small: Round, tmp_path: Path) -> None:
    with BusyMachine(MOST_TRIES) as busy:
        outcome = postroom(round_of_small, tmp_path, busy).comes("1.1: Good\n")
        assert (outcome.outcome, outcome.reason) == (
            "held",
            "The machine was too busy to read it within 180 seconds.",
        )


def test_a_try_that_lasts_too_long_is_late_and_its_child_is_gone() -> None:
    with Reader(Limits(wall=0.0)) as busy:
        with pytest.raises(Late):
            busy.letter(b"Subject: a\r\n\r\nhi")
        assert busy.describe(io.BytesIO(b"words"), "a.txt", 5) == UNSEEN
