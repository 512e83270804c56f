"""The strategic map of a campaign that has its own: a picture in a frame of old paper, and places on it."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pygame

from khalkhin.play import logfile
from khalkhin.regular_files import read_regular
from khalkhin.scenario.campaigns import Campaign, TheatreMap
from khalkhin.scenario.tmx.pictures import MAX_FILE
from khalkhin.ui.campaign.theatre import FAINT, INK, OLD, PAPER, Theatre, aged, lettered, sign
from khalkhin.ui.campaign.theatre_land import Town
from khalkhin.ui.map.palette import mix
from khalkhin.ui.widgets.strokes import Pen
from khalkhin.ui.widgets.theme import Metrics

#: Width and height of the sheet where no picture says so.
SHEET = 1000, 800


def theatre_of(campaign: Campaign) -> Theatre | OwnTheatre:
    """The strategic map that a campaign is shown on."""
    return Theatre() if campaign.theatre is None else OwnTheatre(campaign.theatre)


class OwnTheatre:
    """The map for a size, painted when it is first asked for. It is used like :class:`Theatre`."""

    def __init__(self, theatre: TheatreMap) -> None:
        self._theatre = theatre
        self._sheet = _read(theatre.picture)
        self._size = (0, 0)
        self._picture: pygame.Surface | None = None

    def resize(self, size: tuple[int, int], m: Metrics) -> None:
        """Lay the map out for a size in pixels: as large as it fits, whole."""
        if size == self._size:
            return
        self._size, self._picture, self._m = size, None, m
        w, h = size
        room = pygame.Rect(m.px(16), m.px(16), w - m.px(32), h - m.px(32))
        wide, high = self._sheet.get_size() if self._sheet is not None else SHEET
        k = min(room.width / wide, room.height / high)
        self.inner = pygame.Rect(0, 0, max(1, round(wide * k)), max(1, round(high * k)))
        self.inner.center = room.center

    def place(self, at: tuple[int, int]) -> tuple[int, int]:
        """Where thousandths of the map's width and height are on the picture."""
        return self.inner.x + self.inner.width * at[0] // 1000, self.inner.y + self.inner.height * at[1] // 1000

    def town_at(self, pos: tuple[int, int]) -> str:
        """Nothing is told of places: the history is that of another country."""
        return ""

    def draw(self, surface: pygame.Surface, at: tuple[int, int]) -> None:
        if self._picture is None:
            self._picture = self._paint()
        surface.blit(self._picture, at)

    def _paint(self) -> pygame.Surface:
        m = self._m
        picture = pygame.Surface(self._size)
        picture.fill(mix(PAPER, OLD, 0.4))
        pygame.draw.rect(picture, PAPER, self.inner)
        if self._sheet is None:
            aged(picture)
        else:
            picture.blit(pygame.transform.smoothscale(self._sheet, self.inner.size), self.inner)
        pen = Pen(picture, m.scale)
        picture.set_clip(self.inner)
        for place in self._theatre.places:
            sign(pen, place.kind, self.place(place.at))
        for place in self._theatre.places:
            town = Town(place.name, (0, 0), place.kind, place.side)
            lettered(picture, town, place.name, self.place(place.at), m)
        picture.set_clip(None)
        pygame.draw.rect(picture, INK, self.inner, m.px(2))
        pygame.draw.rect(picture, INK, self.inner.inflate(m.px(9), m.px(9)), 1)
        return picture

    def cartouche(self, surface: pygame.Surface, at: tuple[int, int], title: str) -> None:
        """The title of the map, in the corner that has no battle near it."""
        m = self._m
        pad = m.px(10)
        first, *second = title.split(", ", 1)
        lines = [m.font("heading").render(first, True, INK)]
        lines += [m.font("italic").render(words, True, INK) for words in second]
        width = min(max(t.get_width() for t in lines), self.inner.width - m.px(40)) + 2 * pad
        box = pygame.Rect(0, 0, width, sum(t.get_height() for t in lines) + 2 * pad)
        box.bottomleft = at[0] + self.inner.x + m.px(12), at[1] + self.inner.bottom - m.px(12)
        pygame.draw.rect(surface, mix(PAPER, (255, 255, 255), 0.25), box)
        pygame.draw.rect(surface, INK, box, m.px(2))
        pygame.draw.rect(surface, FAINT, box.inflate(-m.px(6), -m.px(6)), 1)
        y = box.y + pad
        for text in lines:
            surface.blit(text, (box.x + pad, y), (0, 0, width - 2 * pad, text.get_height()))
            y += text.get_height()


def _read(file: str) -> pygame.Surface | None:
    """The picture of a theatre; None for plain paper, and where it cannot be read any more."""
    if not file:
        return None
    try:
        sheet = pygame.image.load(io.BytesIO(read_regular(Path(file), MAX_FILE)), Path(file).name)
    except (OSError, pygame.error) as error:
        logfile.failure(error, f"the picture of a theatre could not be read: {file}")
        return None
    return sheet.convert() if math.prod(sheet.get_size()) else None
