"""Where the built gazetteer lies: in the user's cache folder, named after the content of its sources."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from geomap.errors import GazetteerError, GazetteerMissing
from geomap.gazetteer.schema import SCHEMA_VERSION
from geomap.settings import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geomap.gazetteer.added import Added


def sources_folder() -> Path:
    """Folder of the shipped sources: inside the installed package, or beside it in a checkout.

    Raises
    ------
    GazetteerMissing
        If neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "data", package.parents[1] / "gazetteer"):
        if (folder / "sources.toml").is_file():
            return folder
    msg = f"the gazetteer's data is missing beside {package}; install geomap again"
    raise GazetteerMissing(msg)


def digest(folder: Path, added: Sequence[Added] = ()) -> str:
    """Hexadecimal digest of the sources in `folder`, of files added to them, and of the code that builds from them.

    Raises
    ------
    GazetteerError
        If one of them cannot be read.
    """
    total = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for module in ("added", "build", "divisions", "files", "names", "provinces", "rows", "schema", "sources"):
        total.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        total.update(path.relative_to(folder).as_posix().encode())
        try:
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            msg = f"the source {path} cannot be read: {error.strerror or error}"
            raise GazetteerError(msg) from error
    for one in added:
        total.update(json.dumps(one.credit, sort_keys=True).encode())
    return total.hexdigest()[:16]


def default_path(folder: Path | None = None, added: Sequence[Added] = ()) -> Path:
    """Where the gazetteer of the sources in `folder` (default: the shipped ones) and those added is, or will be."""
    return cache_folder() / f"gazetteer-{digest(folder or sources_folder(), added)}.sqlite"


def ensure(say: Callable[[str], None], folder: Path | None = None) -> Path:
    """Return the built gazetteer, building it if this is its first use.

    Two processes that start at once build it once; one that is killed leaves nothing behind that a
    later one would take for a gazetteer.

    Parameters
    ----------
    say
        Told, once, that the user has to wait.
    folder
        Sources; default: the shipped ones.

    Raises
    ------
    GazetteerError
        If the sources are damaged or the cache folder cannot be written.
    """
    folder = folder or sources_folder()
    path = default_path(folder)
    if not path.is_file():
        with _writing(path):
            if not path.is_file():
                say("building the gazetteer, once: about a minute")
                _build(folder, path)
    return path


def build_to(folder: Path, path: Path, added: Sequence[Added] = ()) -> None:
    """Build the gazetteer of the sources in `folder` into `path`, in place of one that may be there.

    Parameters
    ----------
    added
        Files of the user's, see `geomap.gazetteer.added.recognized`.

    Raises
    ------
    GazetteerCorrupt
        If a source or an added file cannot be used; names it, and the line or feature.
    GazetteerError
        If the file cannot be written. What was there before stays.
    """
    with _writing(path):
        _build(folder, path, added)


def _build(folder: Path, path: Path, added: Sequence[Added] = ()) -> None:
    from geomap.gazetteer.build import build  # noqa: PLC0415 - brings in tables, which looking up does without

    build(folder, path, digest(folder, added), added)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Hold the lock of `path`; one process builds while others wait."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, "not writable")
        with filelock.FileLock(path.with_suffix(".lock")):
            yield
    except (OSError, sqlite3.OperationalError) as error:
        msg = (
            f"the gazetteer cannot be built in {path.parent} ({error}); set GEOMAP_CACHE, and TMPDIR, to folders with "
            "1 GB free, and eight times the size of what is added"
        )
        raise GazetteerError(msg) from error
