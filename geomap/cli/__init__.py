"""The command line: one file a verb; the only place that prints or exits."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from geomap.errors import GeomapError

VERBS = {
    "map": "Reports in; map.html, events.geojson and run.json out.",
    "read": "Reports to documents, JSON Lines.",
    "recognize": "Add the place names to each document.",
    "resolve": "Give every place name its place, or null.",
    "code": "Add what is said to have happened.",
    "locate": "Give every event its place.",
    "draw": "Events GeoJSON to a map.",
    "export": "Events GeoJSON to other formats.",
    "gazetteer": "Build, describe and ask the local gazetteer.",
    "evaluate": "Measure predictions against annotated documents.",
}


class Verbs(click.Group):
    """Loads a verb's file when it is asked for, so that no verb pays for the imports of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order in which data flows."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one verb; None if there is no such verb."""
        if cmd_name not in VERBS:
            return None
        found: click.Command = import_module(f"geomap.cli.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a verb; what geomap raises becomes one line and the exit code of its kind."""
        try:
            return super().invoke(ctx)
        except GeomapError as error:
            click.echo(f"geomap: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(0)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geomap")
def command() -> None:
    """Reports in, map out: what is said to have happened where, when, by whom, according to whom.

    Exit codes: 0 done; 1 done, but some documents were set aside; 2 usage or settings; 3 input;
    4 gazetteer; 5 geocoder; 6 schema; 7 output.
    """
