"""The rules of the house, so that nobody has to remember them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.cli import VERBS
from geomap.cli import command as root

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "geomap"
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def called(path):
    """Names of the functions that a module calls by a plain name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def name(path):
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_file_is_one_thought(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_command_line_prints_or_exits(path):
    if PACKAGE / "cli" not in path.parents and path != PACKAGE / "__main__.py":
        assert not called(path) & {"print", "exit", "quit", "input"}
        assert "sys.exit(" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_left_for_later(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError|stub|placeholder|for now)\b", text)


def test_the_top_of_the_package_is_short():
    assert len([path for path in PACKAGE.iterdir() if path.is_file() and path.name != "py.typed"]) <= 12


def test_no_file_is_a_drawer_for_odds_and_ends():
    odds = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools", "shared", "core"}
    assert not {path.stem for path in MODULES} & odds
    assert not {path.name for path in STAGES} & odds


@pytest.mark.parametrize("folder", STAGES, ids=name)
def test_every_stage_says_what_it_does(folder):
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))


def test_the_verbs_have_the_names_of_the_stages():
    stages = {folder.name for folder in STAGES}
    assert set(VERBS) - {"map"} <= stages


def test_every_verb_has_a_file_of_its_own():
    assert {path.stem for path in (PACKAGE / "cli").glob("*.py")} >= set(VERBS)
    assert set(root.list_commands(None)) == set(VERBS)


def test_data_moves_down_the_page():
    """The import contract of pyproject.toml."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_knows_every_verb(verb):
    assert f"geomap {verb}" in (PROJECT / "README.md").read_text(encoding="utf-8")
