"""Pictures of the front day by day: as it ran in a battle, and as it ran in history."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.model.scenario import FrontLine
from khalkhin.core.model.state import GameState
from khalkhin.play.report.report import Figures, Report, ghost
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.pictures.picture import LONGEST, drawer_of, drawn_by, prepare, whole
from khalkhin.ui.widgets.strokes import Point, dashes

#: The longer side of a picture, and the colours of this battle's line, of history's and of the edge of both.
SIZE = 640
NOW, THEN, EDGE = (178, 36, 26), (34, 30, 26), (240, 232, 208)


def front_pictures(report: Report) -> dict[str, bytes]:
    """A PNG for each day of the battle, named ``front-<date>.png``, if history gives any front for it."""
    history = report.scenario.history
    if not history.fronts:
        return {}
    prepare()
    board = report.scenario.board
    zoom = 1.0 if max(board.layout.size(board.width, board.height)) <= LONGEST else None
    first = initial_state(report.scenario, fog=False)
    drawer = drawer_of(whole(first), zoom, None)
    return {
        f"front-{day.date}.png": _picture(report, _ground(drawer, first, day.position), line, day)
        for day in report.days
        if (line := ghost(history, day.date)) is not None
    }


def _ground(drawer: MapView, first: GameState, then: GameState) -> pygame.Surface:
    """The map in the light of the first day, with the flags, stores and crossings of another."""
    state = replace(first, holdings=then.holdings, stores=then.stores, crossings=then.crossings)
    return drawn_by(drawer, whole(state), MapScene(counters=False, fog=False))


def _picture(report: Report, drawn: pygame.Surface, line: FrontLine, figures: Figures) -> bytes:
    board = report.scenario.board
    layout = board.layout
    full = layout.size(board.width, board.height)
    scale = drawn.get_width() / full[0]
    width = max(3, round(5 * scale))
    course = [_scaled(layout.centre(*board.place(h)), scale) for h in line.hexes]
    now = []
    for hexside in figures.front:
        here, there = board.hexside_hexes(hexside)
        a, b = _shared(layout.corners(*board.place(here)), layout.corners(*board.place(there)))
        now.append((_scaled(a, scale), _scaled(b, scale)))
    then = [pair for piece in dashes(course, (26 * scale, 26 * scale)) for pair in pairwise(piece)]
    for colour, grow in ((EDGE, 2 * width), (None, 0)):
        for lines, own in ((now, NOW), (then, THEN)):
            for a, b in lines:
                pygame.draw.line(drawn, colour or own, a, b, 2 * width + grow)
    ratio = SIZE / max(drawn.get_size())
    small = pygame.transform.smoothscale(drawn, [round(n * ratio) for n in drawn.get_size()])
    out = io.BytesIO()
    pygame.image.save(small, out, "front.png")
    return out.getvalue()


def _shared(mine: Sequence[Point], other: Sequence[Point]) -> tuple[Point, Point]:
    """The two corners that adjacent hexes share."""
    a, b = (c for c in mine if c in other)
    return a, b


def _scaled(point: Point, scale: float) -> Point:
    return point[0] * scale, point[1] * scale
