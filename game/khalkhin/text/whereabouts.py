"""Where something is, in words: the nearest place that has a name, how far from it and in which direction."""

from __future__ import annotations

import math

from khalkhin.core.board.board import Board
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.translation import N_, _

#: Points of the compass, from north clockwise.
POINTS = (N_("N"), N_("NE"), N_("E"), N_("SE"), N_("S"), N_("SW"), N_("W"), N_("NW"))
#: Kinds of labels that name more than a hex.
WIDE = frozenset({"river", "region"})


def named_places(scenario: Scenario) -> dict[int, str]:
    """The name of every hex that has one: objectives, and labels of the map but for rivers and regions."""
    found = {label.hex: label.text for label in scenario.labels if label.kind not in WIDE}
    return found | {objective.hex: scenario.shown(objective.name) for objective in scenario.objectives}


def near_text(state: GameState, hex_: int) -> str:
    """The nearest named place, how many hexes off it and whither: "Fui Heights", "3 NE of Fui Heights". A map without
    names gives column and row."""
    board = state.scenario.board
    names = named_places(state.scenario)
    if not names:
        return "({},{})".format(*board.place(hex_))
    nearest = min(names, key=lambda place: (board.distance(place, hex_), place))
    far = board.distance(nearest, hex_)
    if not far:
        return names[nearest]
    point = direction(board, nearest, hex_)
    return _("{n} {direction} of {place}").format(n=far, direction=_(point), place=names[nearest])


def direction(board: Board, start: int, end: int) -> str:
    """The point of the compass, of :data:`POINTS`, in which a hex lies from another; untranslated."""
    (x, y), (to_x, to_y) = (board.layout.centre(*board.place(hex_)) for hex_ in (start, end))
    turn = math.atan2(to_x - x, y - to_y) / (2 * math.pi)
    return POINTS[round(turn * len(POINTS)) % len(POINTS)]
