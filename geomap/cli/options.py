"""Options that verbs share, and what they make of them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.settings import GEOCODERS, PRECISIONS, READERS, Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from geomap.model import Rejected

title_option = click.option("--title", default="Events as reported", help="Title of the map.")
reports_argument = click.argument(
    "reports",
    nargs=-1,
    required=True,
    callback=lambda _context, _argument, named: [Path(name) if name != "-" else "-" for name in named],
)
"""Files and folders, and "-" for standard input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What goes to standard error."""

    quiet: bool
    """Whether it says nothing but errors."""

    def say(self, text: str) -> None:
        """Tell the user what is going on."""
        if not self.quiet:
            click.echo(f"geomap: {text}", err=True)

    def set_aside(self, rejected: Rejected) -> None:
        """Tell that a document was set aside."""
        if not self.quiet:
            click.echo(f"geomap: set aside {rejected.id}: {rejected.reason}", err=True)

    def progress(self, number: int) -> None:
        """Count documents, on a terminal only."""
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"\rgeomap: {number} documents", err=True, nl=False)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every verb that works on reports; the verb gets `settings` and `voice`."""

    @click.option("--gazetteer", type=click.Path(path_type=Path), help="A built gazetteer; default: the one shipped.")
    @click.option(
        "--country", "countries", multiple=True, metavar="CC", help="Country the reports are about (repeatable)."
    )
    @click.option("--published", metavar="DATE", help="Day of publication where a report gives none, YYYY-MM-DD.")
    @click.option("--reader", type=click.Choice(READERS), help="What finds names and events; default full.")
    @click.option("--precision", type=click.Choice([*PRECISIONS]), help="How sure names and events must be.")
    @click.option("--geocoder", type=click.Choice(GEOCODERS), help="Ask for unknown names; default none: no network.")
    @click.option("--geocoder-url", metavar="URL", help="One's own geocoding server.")
    @click.option("--workers", type=int, help="Processes side by side; default 1.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
    @wraps(function)
    def wrapped(*, quiet: bool, **told: Any) -> Any:  # noqa: ANN401 - whatever the verb takes
        flags = {field.name: told.pop(field.name) for field in fields(Settings)}
        settings: Settings = load(flags, environ=os.environ, folder=Path.cwd())
        return function(settings=settings, voice=Voice(quiet=quiet), **told)

    return wrapped
