"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geomap.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def atomically(path: Path) -> Iterator[Path]:
    """Give the body a path to write to, and move what it wrote to `path` if it does not fail.

    The temporary file has the same name, in a hidden folder beside `path`: some formats write their
    name into the file, and some need more files while they are at it. A power cut leaves the old file
    or the new one, since the data is on the disk before the name is.

    Raises
    ------
    OutputError
        For any `OSError`, of the body too: no such folder, no permission, disk full.
    """
    try:
        with TemporaryDirectory(prefix=".geomap-", dir=path.parent) as folder:
            whole = Path(folder) / path.name
            yield whole
            with whole.open("rb+") as file:
                os.fsync(file.fileno())
            whole.replace(path)
        if os.name == "posix":  # elsewhere a folder cannot be opened
            _sync_folder(path.parent)
    except OutputError:
        raise
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}{_advice(path)}"
        raise OutputError(msg) from error


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _advice(path: Path) -> str:
    if not path.parent.is_dir():
        return f"; make the folder {path.parent} first"
    return "; the name is that of a folder" if path.is_dir() else ""
