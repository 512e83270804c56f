"""A map's own pictures, laid on the ground as Tiled lays them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.artwork import Artwork, PicturePart
from khalkhin.play import logfile
from khalkhin.regular_files import read_regular
from khalkhin.scenario.tmx.pictures import MAX_FILE
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

#: Bytes of pictures kept at the sizes they are drawn in.
ROOM = 12 << 20
#: Tiled's bits of a turned tile, from the highest: mirrored across, mirrored up and down, by 60 degrees, by 120.
ACROSS, DOWN, SIXTY, TWICE = 8, 4, 2, 1


class Artist:
    """Draws the artwork of one map. `layout` is the one it is drawn in; artwork is in pixels of the board's own."""

    def __init__(self, board: Board, layout: Layout, art: Artwork) -> None:
        self._board = board
        self._art = art
        self._k = (layout.tile_width / board.layout.tile_width, layout.tile_height / board.layout.tile_height)
        self._sheets: dict[tuple[str, tuple[int, int, int] | None], pygame.Surface | None] = {}
        self._kept = KeptSurfaces(ROOM)
        self._laid = [(picture, *place) for layer in art.layers for picture, place in self._placed(layer)]

    def _placed(self, layer: tuple[tuple[int, int], ...]) -> Iterator[tuple[PicturePart, tuple[int, int]]]:
        """Pictures with their upper left corners in pixels of the map, in the order in which Tiled draws them: as their
        hexes lie from the top down and from left to right."""
        board, lay = self._board, self._board.layout
        found = []
        for hex_, index in layer:
            picture = self._art.pictures[index]
            x, y = lay.origin(*board.place(hex_))
            found.append((y, x, picture))
        for y, x, picture in sorted(found, key=lambda each: each[:2]):
            yield picture, (x + picture.dx, y + lay.tile_height - picture.height + picture.dy)

    def draw(self, room: pygame.Surface, level: float, left: int, top: int) -> None:
        """Lay on `room`, a piece of the map `level` times as large as its drawing layout, whose corner is at (`left`,
        `top`) there, all pictures that reach into it."""
        kx, ky = self._k[0] * level, self._k[1] * level
        wide, high = room.get_size()
        for picture, x, y in self._laid:
            at_x, at_y = round(x * kx) - left, round(y * ky) - top
            size = round((x + picture.width) * kx) - left - at_x, round((y + picture.height) * ky) - top - at_y
            if at_x < wide and at_y < high and at_x + size[0] > 0 and at_y + size[1] > 0 and min(size) > 0:
                made = self._kept.get((picture, size), lambda p=picture, s=size: self._made(p, s))  # type: ignore[misc]
                room.blit(made, made.get_rect(center=(at_x + size[0] / 2, at_y + size[1] / 2)))

    def _made(self, picture: PicturePart, size: tuple[int, int]) -> pygame.Surface:
        """A picture at a size in pixels; a clear one where its file cannot be read any more."""
        sheet = self._sheet(picture.file, picture.clear)
        part = pygame.Rect(picture.left, picture.top, picture.width, picture.height)
        if sheet is None or not sheet.get_rect().contains(part):
            return pygame.Surface(size, pygame.SRCALPHA)
        out = sheet.subsurface(part)
        if picture.turned & (ACROSS | DOWN):
            out = pygame.transform.flip(out, bool(picture.turned & ACROSS), bool(picture.turned & DOWN))
        # Enlarged pixels stay sharp; only what is made smaller, or by no whole number, is smoothed.
        sharp = size[0] % picture.width == 0 and size[1] % picture.height == 0
        out = (pygame.transform.scale if sharp else pygame.transform.smoothscale)(out, size)
        if (*picture.tint, picture.opacity) != (255, 255, 255, 255):
            out.fill((*picture.tint, picture.opacity), special_flags=pygame.BLEND_RGBA_MULT)
        angle = 60 * bool(picture.turned & SIXTY) + 120 * bool(picture.turned & TWICE)
        return pygame.transform.rotate(out, -angle) if angle else out

    def _sheet(self, file: str, clear: tuple[int, int, int] | None) -> pygame.Surface | None:
        """A picture file, read once, without the colour that is `clear`; None if it cannot be read."""
        key = file, clear
        if key not in self._sheets:
            self._sheets[key] = None
            try:
                data = read_regular(Path(file), MAX_FILE)
                sheet = pygame.image.load(io.BytesIO(data), Path(file).name).convert_alpha()
                if clear is not None:
                    with pygame.PixelArray(sheet) as dots:
                        dots.replace((*clear, 255), (0, 0, 0, 0))
                self._sheets[key] = sheet
            except (OSError, pygame.error) as error:
                logfile.failure(error, f"a picture of the map could not be read: {file}")
        return self._sheets[key]
