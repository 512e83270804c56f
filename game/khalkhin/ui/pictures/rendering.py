"""Pictures of a map as PNG files, without a window (`khalkhin render`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.fog.view import view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.storage.whole import write_pieces
from khalkhin.text.amounts import listed
from khalkhin.translation import _
from khalkhin.ui.map.mapview import MapScene
from khalkhin.ui.map.tiles import TilePictures
from khalkhin.ui.panels.layers import OverlayKind, layers
from khalkhin.ui.pictures.picture import bands, drawer_of, prepare, whole
from khalkhin.ui.pictures.png import png

#: What `overlays` may name: overlays of the battle and fog are added, the others taken away with "no-" before them.
OVERLAYS: tuple[str, ...] = (*(k.value for k in OverlayKind), "fog", "no-names", "no-grid", "no-borders", "no-counters")


def render_scenario(
    scenario_or_state: Scenario | GameState,
    path: str | Path,
    *,
    side: str | None = None,
    overlays: Iterable[str] = (),
    zoom: float | None = None,
    tileset: TilePictures | None = None,
) -> tuple[int, int]:
    """Write a picture of a whole map and return its size in pixels.

    `side` shows what that side sees, with fog (None: everything); `overlays` are names of :data:`OVERLAYS`, as
    `side` or the side whose turn it is would look at them; `zoom` is rounded to a step (None: the
    largest that keeps the picture within 4000 pixels). Raises: ValueError for an unknown side or overlay,
    OSError if the file cannot be written.
    """
    state = scenario_or_state if isinstance(scenario_or_state, GameState) else initial_state(scenario_or_state)
    scenario = state.scenario
    asked = tuple(overlays)
    for name in asked:
        if name not in OVERLAYS:
            told = _("no overlay is called {name}; there are {overlays}")
            raise ValueError(told.format(name=repr(name), overlays=", ".join(OVERLAYS)))
    known = [s.id for s in scenario.sides]
    if side is not None and side not in known:
        told = _("no side is called {name}; this scenario has {sides}")
        raise ValueError(told.format(name=repr(side), sides=listed(known)))
    prepare()
    shown = view(state, side) if side else whole(state)
    found = [layers(shown, kind) for kind in OverlayKind if kind.value in asked]
    scene = MapScene(
        supply=next((net for net, _ in found if net is not None), None),
        layers=tuple(layer for _, each in found for layer in each),
        fog=side is not None or "fog" in asked,
        names="no-names" not in asked,
        grid="no-grid" not in asked,
        borders="no-borders" not in asked,
        counters="no-counters" not in asked,
    )
    drawer = drawer_of(shown, zoom, tileset)
    size = drawer.camera.map_size
    try:
        write_pieces(Path(path), lambda: png(size, bands(drawer, shown, scene)))
    except (OSError, pygame.error) as error:
        told = _("cannot write {path}: {why}")
        raise OSError(told.format(path=path, why=getattr(error, "strerror", None) or error)) from error
    return size
