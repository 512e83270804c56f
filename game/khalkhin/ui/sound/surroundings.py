"""What is heard about a place of the map: wind, water, crickets, a fight that is not far; from a view, so that nobody
hears what his side does not know."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.board.board import Board
from khalkhin.core.fog.view import View
from khalkhin.core.model.rules import HexsideKind
from khalkhin.ui.sound.names import Mood

#: Hexes from which a river is heard, and a fight; places where two sides touch that are as loud as can be.
RIVER, FIGHT, LOUDEST = 3, 7, 2.5
#: The zoom up to which one hears the ground as if one stood on it; farther off there is more wind.
NEAR = 0.75


class Ear:
    """Hears what is about a hex, and works it out only when something has changed."""

    def __init__(self) -> None:
        self._heard: tuple[View, int, float] | None = None
        self._levels: Mapping[str, float] = {}

    def at(self, view: View, middle: int, zoom: float) -> Mapping[str, float]:
        """How loud each loop is (0 to 1) for one who sees a view, at a hex, from as far as a zoom of the map."""
        before = self._heard
        if before is None or before[0] is not view or before[1:] != (middle, zoom):
            self._heard, self._levels = (view, middle, zoom), levels(view, middle, zoom)
        return self._levels


def mood(view: View) -> Mood:
    """What the score goes with in a battle."""
    return Mood.NIGHT if view.state.night else Mood.DAY


def levels(view: View, middle: int, zoom: float) -> dict[str, float]:
    """See :meth:`Ear.at`."""
    board, night = view.state.scenario.board, view.state.night
    close = min(1.0, zoom / NEAR)
    water = _water(board, middle) * (0.35 + 0.65 * close)
    out = {
        "wind": (0.45 if night else 0.7) + 0.3 * (1 - close),
        "river": water,
        "insects": (0.55 + 0.45 * water) * close if night else 0.0,
        "front": _fight(view, middle) * (0.6 if night else 1.0),
    }
    return {name: round(level, 2) for name, level in out.items() if level >= 0.02}


def _water(board: Board, middle: int) -> float:
    """How near the nearest river is: 1 in the hex beside it, 0 out of hearing."""
    for hex_ in board.within(middle, RIVER):
        if hex_ in board.shores and any(board.kind(side) is HexsideKind.RIVER for side in board.sides[hex_]):
            return 1 - board.distance(middle, hex_) / (RIVER + 1)
    return 0.0


def _fight(view: View, middle: int) -> float:
    """How much of the line where units of both sides touch, as far as they are seen, is how near."""
    board = view.state.scenario.board
    holders = {u.hex: u.side for u in view.state.units if u.on_map and u.is_combat}
    found = 0.0
    for hex_ in board.within(middle, FIGHT):
        side = holders.get(hex_)
        if side is not None:
            touching = sum(holders.get(n, side) != side for n in board.neighbours[hex_] if n >= 0)
            found += touching / 2 / (1 + board.distance(middle, hex_))
    return min(1.0, found / LOUDEST)
