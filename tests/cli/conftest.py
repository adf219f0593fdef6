import json
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from geomap.cli import command


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def records(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def geomap(tmp_path, monkeypatch):
    """Run `geomap` with arguments in an empty folder; `told` is its standard input: text, or records."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, told=""):
        lines = told if isinstance(told, str) else "".join(json.dumps(record) + "\n" for record in told)
        result = CliRunner().invoke(command, [str(argument) for argument in arguments], input=lines)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(code=result.exit_code, out=result.stdout, err=result.stderr)

    return run
