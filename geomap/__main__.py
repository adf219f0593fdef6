"""`python -m geomap` and the `geomap` command."""

from __future__ import annotations

import sys

from geomap.cli import command


def main() -> None:
    """Run the command line."""
    sys.exit(command.main(standalone_mode=True))


if __name__ == "__main__":
    main()
