import pytest


@pytest.fixture(scope="session")
def libya(samples):
    return samples("libya").events()


@pytest.fixture(scope="session")
def attacks(samples):
    return samples("attacks")
