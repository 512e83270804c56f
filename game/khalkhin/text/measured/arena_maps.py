"""Maps of an arena's report: hexes in colour over a picture of the ground, drawn by the reader's browser."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from khalkhin.core.board.board import Board
from khalkhin.foreign_text import in_html
from khalkhin.translation import _

#: From little to much, as steps of one hue; and what was never entered.
RAMP = ("#ffe08a", "#fdae4b", "#f4743b", "#cf3434", "#8f1a46")
NEVER = "#2b2f7a"


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A JPEG of the whole map, as wide and high in pixels as all its hexes at their size in Tiled times `scale`."""

    jpeg: bytes
    scale: float


def symbol(board: Board, ground: BaseMap) -> str:
    """The picture and the shape of a hex, once for all maps of a page."""
    width, height = board.layout.size(board.width, board.height)
    corners = board.layout.corners(0, 0)
    x, y = board.layout.origin(0, 0)
    points = " ".join(f"{a - x},{b - y}" for a, b in corners)
    data = base64.b64encode(ground.jpeg).decode()
    return (
        '<svg width="0" height="0" style="position:absolute"><defs>'
        f'<image id="ground" width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/>'
        f'<polygon id="h" points="{points}"/></defs></svg>'
    )


def heat_map(board: Board, found: Mapping[int, float], told: str) -> str:
    """A map with the hexes in colour by how much, each in its fifth of all that are there; `told` says in a tooltip
    what a figure is, by ``{n}`` and ``{hex}``."""
    if not found:
        return f'<p class="dim">{in_html(_("Nowhere, in any battle."))}</p>'
    bounds = _bounds(found.values())
    shapes = []
    for hex_, n in found.items():
        colour = RAMP[sum(n > bound for bound in bounds)]
        shapes.append(_hex(board, hex_, colour, told.format(n=f"{n:.2g}", hex=_place(board, hex_))))
    return _map(board, shapes) + _legend(found.values(), bounds)


def plain_map(board: Board, hexes: Iterable[int]) -> str:
    """A map with some hexes in one colour."""
    return _map(board, [_hex(board, hex_, NEVER, _place(board, hex_)) for hex_ in sorted(hexes)])


def _bounds(figures: Iterable[float]) -> list[float]:
    """The figures that part them into fifths, equal ones together."""
    rising = sorted(set(figures))
    return [rising[min(len(rising) - 1, len(rising) * i // len(RAMP))] for i in range(1, len(RAMP))]


def _hex(board: Board, hex_: int, colour: str, told: str) -> str:
    x, y = board.layout.origin(*board.place(hex_))
    return f'<use href="#h" x="{x}" y="{y}" fill="{colour}"><title>{in_html(told)}</title></use>'


def _place(board: Board, hex_: int) -> str:
    col, row = board.place(hex_)
    return f"{col}, {row}"


def _map(board: Board, shapes: Iterable[str]) -> str:
    width, height = board.layout.size(board.width, board.height)
    return (
        f'<svg class="map" viewBox="0 0 {width} {height}" role="img"><use href="#ground"/>'
        f'<g fill-opacity="0.72" stroke="#2c2620" stroke-opacity="0.25">{"".join(shapes)}</g></svg>'
    )


def _legend(figures: Iterable[float], bounds: list[float]) -> str:
    """What the colours mean."""
    rising = sorted(set(figures))
    marks = [rising[0], *bounds, rising[-1]]
    parts = []
    for colour, low, high in zip(RAMP, marks, marks[1:], strict=False):
        if high > low or len(rising) == 1:
            text = f"{low:.2g}–{high:.2g}" if high > low else f"{low:.2g}"
            parts.append(f'<span class="key"><i style="background:{colour}"></i>{text}</span>')
        if len(rising) == 1:
            break
    return f'<p class="dim keys">{"".join(parts)}</p>'
