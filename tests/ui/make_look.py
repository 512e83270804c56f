"""Makes the pictures of docs/look.md: the kept August battle by day and by night, near and far, as the window shows it.

python -m tests.ui.make_look [FOLDER]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pygame
from khalkhin.core import apply, initial_state
from khalkhin.core.model.state import GameState
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.destinations import ToMap

from tests.golden import playthrough
from tests.narrow import the
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.fit.stops import settled

BATTLE, SIDE = "double_envelopment", "soviet"
WINDOW, KEPT = (1280, 720), (800, 450)
#: A scale that no map is smaller at: all of it is shown.
WHOLE = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """A turn, and the scale it is looked at (None: as the battle opens)."""

    turn: int
    zoom: float | None = None


SHOTS = {
    "opening": Shot(1),
    "day": Shot(9),
    "night": Shot(10),
    "near": Shot(9, 1.6),
    "night-whole": Shot(10, WHOLE),
}


def positions() -> dict[int, GameState]:
    """The beginnings of the side's turns in the kept battle, as far as they are shown."""
    kept = playthrough.read(BATTLE)
    state = initial_state(load(BATTLE), kept.seed)
    out: dict[int, GameState] = {}
    for order in kept.orders():
        if state.active == SIDE:
            out.setdefault(state.turn, state)
        if state.turn > max(shot.turn for shot in SHOTS.values()):
            break
        state = apply(state, order)[0]
    return out


def shoot(driver: Driver, state: GameState, zoom: float | None) -> pygame.Surface:
    """The window over a position."""
    table = FakeTable(state.scenario, (SIDE,))
    table.state = table._before = state
    driver.show(ToMap(table))
    shown = the(settled(driver).map.view)
    if zoom == WHOLE:
        shown.camera.zoom_to_fit()
    elif zoom is not None:
        shown.camera.zoom_to(zoom)
    driver.move((WINDOW[0] - 1, WINDOW[1] - 1))
    driver.until(lambda: shown.finished, "the ground is painted")
    return pygame.transform.smoothscale(driver.app.screen, KEPT)


def make(folder: Path) -> None:
    """Write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    driver = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), WINDOW)
    found = positions()
    for name, shot in SHOTS.items():
        pygame.image.save(shoot(driver, found[shot.turn], shot.zoom), str(folder / f"{name}.jpg"))
    driver.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "docs" / "look")
