"""Pictures of a map as PNG files, without a window (`khalkhin render`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from game.core.model import Scenario
from game.core.state import GameState

#: What `overlays` may name.
OVERLAYS = ("supply", "fog", "names", "grid", "borders", "counters", "none")


def render_scenario(
    scenario_or_state: Scenario | GameState,
    path: str | Path,
    *,
    side: str | None = None,
    overlays: Iterable[str] = (),
    zoom: float | None = None,
) -> tuple[int, int]:
    """Write a picture of a whole map and return its size in pixels.

    `side` shows what that side sees (None: everything); `overlays` are names of :data:`OVERLAYS`; `zoom` is
    rounded to a step (None: the largest that keeps the picture within 4000 pixels). Raises: ValueError for an
    unknown side or overlay, OSError if the file cannot be written.
    """
    raise NotImplementedError
