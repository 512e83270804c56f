"""Pictures of ground: a map's tiles at the sizes chunks are painted in, and plain ones where it has none.

Neighbouring kinds of ground are joined by fringes: a ragged band of the one that lies on top, cut from its own tile.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.ui.map import palette
from khalkhin.ui.map.palette import Colour

#: Sizes of art, as multiples of the drawing layout.
LEVELS: tuple[float, ...] = (2.0, 1.0, 0.5)

#: Which ground spreads over which: the later lies on top.
ORDER: tuple[str, ...] = ("lake", "steppe", "upland", "marsh", "settlement", "rough", "dunes", "sand", "heights")

_RANKS = {terrain: rank for rank, terrain in enumerate(ORDER)}

Fringe = tuple[pygame.Surface, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TilePictures:
    """Tiles as a map names them: picture by tile number, and the numbers of each terrain.

    `numbers` gives the tile of every hex; without it each hex takes one of its terrain's tiles, always the same: a
    square number of tiles are the parts of one continuous patch, laid out again and again.
    """

    pictures: Mapping[int, pygame.Surface]
    by_terrain: Mapping[str, Sequence[int]]
    numbers: Sequence[int] | None = None


def hex_points(layout: Layout, k: float = 1.0) -> list[tuple[float, float]]:
    """Corners of a hex in its own box, enlarged `k` times."""
    x0, y0 = layout.origin(0, 0)
    return [((x - x0) * k, (y - y0) * k) for x, y in layout.corners(0, 0)]


class TileArt:
    """Ground pictures of one map, at no finer level of :data:`LEVELS` than `finest`. Surfaces have the size of a hex's
    box and are clear outside the hex.

    The pictures of the tileset are let go as soon as those of the map are made: a whole sheet is megabytes.
    """

    def __init__(
        self, board: Board, layout: Layout, tileset: TilePictures | None = None, finest: float = LEVELS[0]
    ) -> None:
        self.board = board
        self.layout = layout
        tiles = tileset or TilePictures({}, {})
        self._by_terrain = tiles.by_terrain
        self.numbers = tuple(self._number(h, tiles) for h in range(board.size))
        self._fringes: dict[tuple[int | str, int, float], Fringe] = {}
        self._masks: dict[tuple[int, float], pygame.Surface] = {}
        self._averages: dict[int | str, Colour] = {}
        self._level = 0.0
        self._patches: dict[str, pygame.Surface] = {}
        self._tiles = {
            (number, level): self._made(number, level, tiles.pictures)
            for number in self._used()
            for level in LEVELS
            if level <= finest
        }
        self._patches.clear()

    def _number(self, hex_: int, tiles: TilePictures) -> int | str:
        """The tile of a hex, or its terrain's name where the tileset has none for it."""
        if tiles.numbers is not None and tiles.numbers[hex_] in tiles.pictures:
            return tiles.numbers[hex_]
        return self._usual(self.board.terrain[hex_].id, hex_)

    def _usual(self, terrain: str, hex_: int) -> int | str:
        """The tile of a terrain that belongs in a hex by its place."""
        choice = self._by_terrain.get(terrain, ())
        if not choice:
            return terrain
        side = _side(choice)
        if side:
            col, row = self.board.place(hex_)
            if self.layout.stagger_index == "even":  # Blocks are painted for odd ones; here they lie half a hex off.
                col, row = (col, row - (col & 1)) if self.layout.flat_top else (col - (row & 1), row)
            return choice[row % side * side + col % side]
        return choice[_scatter(hex_) % len(choice)]

    def _used(self) -> list[int | str]:
        """The tiles that the map is made of."""
        spread = {number for h in range(self.board.size) for number, _ in self._spreading(h)}
        return list(dict.fromkeys((*self.numbers, *spread)))

    def _spreading(self, hex_: int) -> list[tuple[int | str, int]]:
        """Tiles of neighbouring ground that spreads into a hex, with their directions, the lowest first."""
        terrain = self.board.terrain
        own = terrain[hex_].id
        over = [
            (_rank(terrain[n].id), d, terrain[n].id)
            for d, n in enumerate(self.board.neighbours[hex_])
            if n >= 0 and terrain[n].id != own and _rank(terrain[n].id) > _rank(own)
        ]
        return [(self._usual(other, hex_), d) for _, d, other in sorted(over)]

    def keep_only(self, level: float) -> None:
        """Let the fringes of other levels go: one level is painted from at a time."""
        if level == self._level:
            return
        self._level = level
        self._fringes = {key: fringe for key, fringe in self._fringes.items() if key[2] == level}
        self._masks = {key: mask for key, mask in self._masks.items() if key[1] == level}

    def tile(self, hex_: int, level: float) -> pygame.Surface:
        """The ground picture of a hex at a level of :data:`LEVELS`."""
        return self._tiles[self.numbers[hex_], level]

    def fringes(self, hex_: int, level: float) -> list[Fringe]:
        """Bands of neighbouring ground that spread into a hex, to be laid over its tile in this order, each with its
        place in the hex's box."""
        return [self._fringe(number, d, level) for number, d in self._spreading(hex_)]

    def average(self, hex_: int) -> Colour:
        """The mean colour of a hex's ground."""
        number = self.numbers[hex_]
        if number not in self._averages:
            tile = self._tiles[number, 0.5]
            w, h = tile.get_size()
            inner = tile.subsurface((w // 4, h // 4, w // 2, h // 2))
            r, g, b, _ = pygame.transform.average_color(inner)
            self._averages[number] = (r, g, b)
        return self._averages[number]

    def box(self, level: float) -> tuple[int, int]:
        """Size of a tile at a level."""
        return round(self.layout.tile_width * level), round(self.layout.tile_height * level)

    def _made(self, number: int | str, level: float, pictures: Mapping[int, pygame.Surface]) -> pygame.Surface:
        art = _painted(number, self.layout, LEVELS[0]) if isinstance(number, str) else self._shaped(number, pictures)
        size = self.box(level)
        return self._cut(art if art.get_size() == size else pygame.transform.smoothscale(art, size), level)

    def _shaped(self, number: int, pictures: Mapping[int, pygame.Surface]) -> pygame.Surface:
        """A tile's picture in the box of this layout; one drawn for the other stagger axis is cut anew from the
        painting that its block makes, or from its own middle where it is of none."""
        picture = pictures[number]
        w, h = picture.get_size()
        if (w >= h) == (self.layout.tile_width >= self.layout.tile_height):
            return picture
        for terrain, block in self._by_terrain.items():
            side = _side(block)
            if side and number in block and w > h and all(tile in pictures for tile in block):
                if terrain not in self._patches:
                    self._patches[terrain] = self._patch([pictures[tile] for tile in block], side)
                row, col = divmod(block.index(number), side)
                wide, high = self.box(LEVELS[0])
                across, down = self._steps()
                left, top = col * across + (row & 1) * wide // 2, row * down
                return self._patches[terrain].subsurface((left, top, wide, high))
        inner = picture.subsurface((w // 5, h // 6, w - 2 * (w // 5), h - 2 * (h // 6)))
        return pygame.transform.smoothscale(inner, self.box(LEVELS[0]))

    def _steps(self) -> tuple[int, int]:
        """How far apart columns and rows of hexes with a point on top are, at the finest level."""
        wide, high = self.box(LEVELS[0])
        return wide, (high + round(self.layout.side * LEVELS[0])) // 2

    def _patch(self, tiles: Sequence[pygame.Surface], side: int) -> pygame.Surface:
        """The painting that a block of tiles with a flat top makes, four times beside and below itself, stretched so
        that as many hexes with a point on top have room in it."""
        w, h = tiles[0].get_size()
        step = w * 3 // 4
        wide, high = side * step, side * h
        painting = pygame.Surface((wide, high))
        painting.fill(pygame.transform.average_color(tiles[0].subsurface((w // 4, h // 4, w // 2, h // 2))))
        for n, tile in enumerate(tiles):
            row, col = divmod(n, side)
            x, y = col * step, row * h + (col & 1) * h // 2
            for place in ((x, y), (x - wide, y), (x, y - high), (x - wide, y - high)):
                painting.blit(tile, place)
        across, down = self._steps()
        one = pygame.transform.smoothscale(painting, (side * across, side * down))
        out = pygame.Surface((2 * side * across, 2 * side * down))
        for place in ((0, 0), (side * across, 0), (0, side * down), (side * across, side * down)):
            out.blit(one, place)
        return out.convert_alpha() if pygame.display.get_surface() else out

    def _cut(self, picture: pygame.Surface, level: float) -> pygame.Surface:
        """Opaque inside the hex, clear outside, with no half-transparent rim (chunks are scaled down later)."""
        w, h = picture.get_size()
        key = (-1, level)
        if key not in self._masks:
            mask = pygame.Surface((w, h), pygame.SRCALPHA)
            pygame.draw.polygon(mask, (255, 255, 255, 255), hex_points(self.layout, level))
            self._masks[key] = mask
        solid = pygame.Surface((w, h), pygame.SRCALPHA)
        r, g, b, _ = pygame.transform.average_color(picture.subsurface((w // 4, h // 4, w // 2, h // 2)))
        solid.fill((r, g, b, 255))
        solid.blit(picture, (0, 0))
        solid.blit(self._masks[key], (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        return solid

    def _fringe(self, number: int | str, direction: int, level: float) -> Fringe:
        key = (number, direction, level)
        if key not in self._fringes:
            band = self._tiles[number, level].copy()
            band.blit(self._ragged(direction, level), (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
            part = band.get_bounding_rect()
            self._fringes[key] = band.subsurface(part).premul_alpha(), part.topleft
        return self._fringes[key]

    def _ragged(self, direction: int, level: float) -> pygame.Surface:
        """A mask that keeps a ragged band along one edge of the hex, fading inwards."""
        key = (direction, level)
        if key not in self._masks:
            w, h = self.box(LEVELS[0])
            points = hex_points(self.layout, LEVELS[0])
            (ax, ay), (bx, by) = points[(direction - 1) % 6], points[direction]
            cx, cy = w / 2, h / 2
            rng = random.Random(direction * 7919 + 11)
            mask = pygame.Surface((w, h), pygame.SRCALPHA)
            mask.fill((255, 255, 255, 0))
            steps = 22
            for alpha, reach in ((70, 0.27), (120, 0.21), (190, 0.15), (255, 0.09)):
                line = []
                for i in range(steps + 1):
                    t = i / steps
                    inward = reach * (0.55 + 0.9 * rng.random()) * (0.35 + 1.3 * min(t, 1 - t) + 0.25)
                    ex, ey = ax + (bx - ax) * t, ay + (by - ay) * t
                    line.append((ex + (cx - ex) * inward, ey + (cy - ey) * inward))
                pygame.draw.polygon(mask, (255, 255, 255, alpha), [(ax, ay), *line, (bx, by)])
            size = self.box(level)
            self._masks[key] = mask if size == (w, h) else pygame.transform.smoothscale(mask, size)
        return self._masks[key]


def _side(tiles: Sequence[int]) -> int:
    """How many tiles a block has along a side; 0 for tiles that make none."""
    side = math.isqrt(len(tiles))
    return side if side > 1 and side * side == len(tiles) else 0


def _rank(terrain: str) -> int:
    """How high ground lies over other ground; that of a scenario's own spreads nowhere, as its tiles show it whole."""
    return _RANKS.get(terrain, -1)


def _scatter(hex_: int) -> int:
    """A fixed, well mixed number for a hex."""
    n = (hex_ + 1) * 2654435761 & 0xFFFFFFFF
    return (n ^ n >> 15) * 2246822519 >> 13 & 0xFFFF


def _painted(terrain: str, layout: Layout, level: float) -> pygame.Surface:
    """A plain picture of ground for which there is no tile: its colour, mottled."""
    base = palette.TERRAIN.get(terrain, palette.GROUND)
    w, h = round(layout.tile_width * level), round(layout.tile_height * level)
    small = pygame.Surface((max(2, w // 5), max(2, h // 5)))
    rng = random.Random(terrain)
    for x in range(small.get_width()):
        for y in range(small.get_height()):
            d = rng.randint(-7, 7)
            small.set_at((x, y), tuple(max(0, min(255, c + d)) for c in base))
    out = pygame.transform.smoothscale(small, (w, h)).convert_alpha()
    _symbols(out, terrain, rng, palette.mix(base, (40, 30, 10), 0.35), level)
    return out


def _symbols(out: pygame.Surface, terrain: str, rng: random.Random, ink: Colour, level: float) -> None:
    w, h = out.get_size()
    thick = max(1, round(level))
    for _ in range(
        {"steppe": 5, "upland": 6, "rough": 11, "dunes": 9, "sand": 10, "marsh": 11, "heights": 8, "settlement": 6}.get(
            terrain, 0
        )
    ):
        x, y = rng.uniform(0.2, 0.8) * w, rng.uniform(0.14, 0.86) * h
        s = rng.uniform(2.5, 5.0) * level
        match terrain:
            case "dunes" | "sand":
                pygame.draw.arc(out, ink, (x - 2 * s, y - s, 4 * s, 2.4 * s), 0.4, 2.7, thick)
            case "marsh":
                pygame.draw.line(out, ink, (x - 1.6 * s, y), (x + 1.6 * s, y), thick)
                pygame.draw.line(out, ink, (x, y), (x, y - s), thick)
            case "heights" | "rough":
                for k in range(-2, 3):
                    pygame.draw.line(out, ink, (x + k * s * 0.4, y), (x + k * s * 0.75, y + s), thick)
            case "settlement":
                pygame.draw.rect(out, ink, (x - s, y - s * 0.8, 2 * s, 1.5 * s))
            case _:
                pygame.draw.line(out, ink, (x, y), (x + s * 0.3, y - s * 0.6), thick)
                pygame.draw.line(out, ink, (x, y), (x - s * 0.3, y - s * 0.5), thick)
