"""How fast the map is drawn, for `khalkhin bench`."""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import Scenario


@dataclass(frozen=True, slots=True)
class PanningFigures:
    """Milliseconds per frame while panning, and megabytes of pictures kept at the end."""

    frames: int
    median_ms: float
    p99_ms: float
    worst_ms: float
    cache_mb: float


def benchmark_panning(scenario: Scenario, size: tuple[int, int] = (1920, 1080), *, frames: int = 600,
                      zoom: float = 1.0) -> PanningFigures:
    """Pan across a map with every overlay on and time each frame (without a window)."""
    raise NotImplementedError
