"""Letters saved as files: an .eml file, a folder of them, a maildir or an mbox."""

import mailbox
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from config.files import open_file, read_whole
from intake.mail.inward.imap import MailboxLetter
from intake.mail.inward.receipts import MailboxSpot


@dataclass(frozen=True)
class FolderMailbox:
    """Letters as files: an .eml file, a folder of them, a maildir or an mbox. Nothing in it is changed."""

    path: Path

    def letters(self, known: Callable[[str, int], set[int]] | None = None) -> Iterator[MailboxLetter]:
        """In the order of their names; raises OSError where a file cannot be read."""
        if self.path.is_dir():
            if (self.path / "cur").is_dir() and (self.path / "new").is_dir():
                files = [each for part in ("cur", "new") for each in (self.path / part).iterdir()]
            else:
                files = [each for each in self.path.rglob("*") if each.suffix.lower() == ".eml"]
            for each in sorted(each for each in files if each.is_file()):
                yield MailboxLetter(str(each), read_whole(each))
        elif self._is_mbox():
            with closing(mailbox.mbox(self.path, create=False)) as box:
                for key in box.iterkeys():
                    yield MailboxLetter(f"{self.path}#{int(key) + 1}", box.get_bytes(key))
        else:
            yield MailboxLetter(str(self.path), read_whole(self.path))

    def file(self, places: Sequence[MailboxSpot]) -> None:
        """Files stay where they are: the record knows them by their bytes."""

    def _is_mbox(self) -> bool:
        with open_file(self.path) as file:
            return self.path.suffix.lower() != ".eml" and file.read(5) == b"From "
