import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def libya():
    return load("libya").events()


@pytest.fixture(scope="session")
def attacks():
    return load("attacks")


def load(name):
    """A module of this folder; test folders are no packages."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
