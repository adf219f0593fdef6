"""What the filters share: records in, records out, one JSON object a line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from geomap.errors import InputError, SchemaError
from geomap.model import Record, Rejected
from geomap.record import from_line, to_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geomap.cli.options import Voice
    from geomap.pipeline import Stage
    from geomap.settings import Settings


def run_filter(file: str, stage: Stage, settings: Settings, voice: Voice) -> None:
    """Take the records of `file` ("-": standard input) through `stage` and print them."""
    from geomap.pipeline import prepare, process  # noqa: PLC0415 - the stages are slow to import

    settings = prepare(settings, voice.say)
    emit(process(_records(file), stage, settings), voice)


def emit(records: Iterable[Record | Rejected], voice: Voice) -> None:
    """Print records as JSON Lines; exit with 1 if some were set aside."""
    aside = False
    out = sys.stdout.buffer
    for record in records:
        if isinstance(record, Rejected):
            aside = True
            voice.set_aside(record)
        else:
            out.write(to_line(record).encode("utf-8", "replace") + b"\n")
    out.flush()
    if aside:
        click.get_current_context().exit(1)


def _records(file: str) -> Iterator[Record | Rejected]:
    if file == "-":
        yield from _lines("standard input", sys.stdin.buffer)
        return
    try:
        with open(file, "rb") as stream:  # noqa: PTH123 - "-" is no path
            yield from _lines(file, stream)
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise InputError(msg) from error


def _lines(name: str, stream: BinaryIO) -> Iterator[Record | Rejected]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            yield from_line(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (SchemaError, UnicodeDecodeError) as error:
            yield Rejected(id=f"{name}, line {number}", reason=str(error))
