"""What tests of the window share; a module that needs other settings has a driver of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from khalkhin.play.session.settings import Settings

from tests.ui import tiles as tiles  # for all maps, before any is opened
from tests.ui.driver import Driver


@pytest.fixture
def driver() -> Iterator[Callable[..., Driver]]:
    """Makes windows of a size and scale, quiet and without delays, and closes them."""
    made: list[Driver] = []

    def make(size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> Driver:
        made.append(Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, ui_scale=scale), size))
        return made[-1]

    yield make
    for d in made:
        d.close()
