from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.portals import DemoPortals


@pytest.fixture
def demo() -> Iterator[DemoPortals]:
    """Portals of this test alone: it may change them."""
    with DemoPortals() as portals:
        yield portals


@pytest.fixture(scope="session")
def still() -> Iterator[DemoPortals]:
    """Portals that no test may change."""
    with DemoPortals() as portals:
        yield portals
