"""What tests of several stages share."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import settings

from geomap.gazetteer import SqliteGazetteer, ensure

settings.register_profile("geomap", deadline=None, derandomize=True)
settings.load_profile("geomap")


@pytest.fixture(scope="session")
def gazetteer():
    """The shipped gazetteer, built into the user's cache folder by the first run that asks for it."""
    return SqliteGazetteer(ensure(lambda _: None))


@pytest.fixture(scope="session")
def samples():
    """Loads a module of `tests/draw` by its name; test folders are no packages."""

    def load(name):
        path = Path(__file__).parent / "draw" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
