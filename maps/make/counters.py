"""Draws maps/tilesets/counters.png: the counters of the game, for the templates of maps/templates.

python maps/make/counters.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import pygame

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "game")]

from khalkhin.core.board.layout import Layout  # noqa: E402
from khalkhin.core.model.rules import CrossingKind, Rules  # noqa: E402
from khalkhin.core.model.units import UnitSpec  # noqa: E402
from khalkhin.scenario import load_rules  # noqa: E402
from khalkhin.scenario.making.templates import COLUMNS, PICTURE, TILE, Piece, pieces  # noqa: E402
from khalkhin.ui.map import palette  # noqa: E402
from khalkhin.ui.map.camera import START_ZOOM, ZOOMS  # noqa: E402
from khalkhin.ui.map.counters import ALONE, CounterBook, CounterKey  # noqa: E402
from khalkhin.ui.map.palette import Colour, Lettering, Livery  # noqa: E402
from khalkhin.ui.map.service_sprites import Plant  # noqa: E402
from khalkhin.ui.map.sprites import Stamps  # noqa: E402
from khalkhin.ui.map.symbols import size_mark  # noqa: E402
from khalkhin.ui.pictures.picture import prepare  # noqa: E402

TARGET = ROOT / "maps" / "tilesets" / PICTURE
STEP = ZOOMS.index(START_ZOOM)
LIVERIES: dict[str, Livery] = {
    "USSR": palette.SOVIET,
    "Mongolia": palette.MONGOLIAN,
    "Japan": palette.JAPANESE,
    "Manchukuo": palette.MANCHUKUOAN,
}
COLOURS: dict[str, Colour] = {"soviet": (186, 44, 34), "japanese": (226, 182, 70)}


def sheet(rules: Rules) -> pygame.Surface:
    """The picture of the tileset, with plain transparency."""
    prepare()
    named = pieces(rules)
    letters = Lettering()
    stamps = Stamps(Layout(), letters)
    book = CounterBook(letters)
    out = pygame.Surface((TILE * COLUMNS, TILE * -(-len(named) // COLUMNS)), pygame.SRCALPHA)
    for number, piece in enumerate(named):
        picture = plain(counter(piece, rules, book) if piece.kind == "Unit" else place(piece, stamps))
        middle = (number % COLUMNS * TILE + TILE // 2, number // COLUMNS * TILE + TILE // 2)
        out.blit(picture, picture.get_rect(center=middle))
    return out


def plain(picture: pygame.Surface) -> pygame.Surface:
    """A premultiplied stamp with its colours as image files have them, no larger than a tile."""
    out = picture.copy()
    for x in range(out.get_width()):
        for y in range(out.get_height()):
            r, g, b, a = out.get_at((x, y))
            if a:
                out.set_at((x, y), (*(min(255, c * 255 // a) for c in (r, g, b)), a))
    scale = min(1.0, TILE / max(out.get_size()))
    return out if scale == 1 else pygame.transform.smoothscale_by(out, scale)


def counter(piece: Piece, rules: Rules, book: CounterBook) -> pygame.Surface:
    kind = rules.unit_types[str(piece.says["type"])]
    spec = UnitSpec("", kind.name, "", kind, steps=kind.steps)
    look = CounterKey(
        LIVERIES[str(piece.says["nation"])], kind.symbol, size_mark(spec), steps=kind.steps, full=kind.steps
    )
    return book.stamp(look, ALONE)


def place(piece: Piece, stamps: Stamps) -> pygame.Surface:
    colour = COLOURS.get(str(piece.says.get("side")), (96, 88, 72))
    match piece.kind:
        case "Objective":
            return stamps.flag(STEP, colour, "")
        case "SupplySource":
            return stamps.source(STEP, colour, "")
        case "Depot":
            return stamps.depot(STEP, colour, "")
        case "Airfield":
            return Plant(stamps).airfield(STEP, colour, "", False)
        case kind:
            return stamps.crossing(STEP, CrossingKind(kind.lower()), 0, 0, 3, colour)


if __name__ == "__main__":
    pygame.image.save(sheet(load_rules()), TARGET)
