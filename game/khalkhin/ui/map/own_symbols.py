"""Symbols that a scenario brings with it: pictures drawn in a counter's box, in their own colours."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import pygame

from khalkhin.play import logfile
from khalkhin.regular_files import read_regular
from khalkhin.scenario.own.symbols import MOST_BYTES

#: Pictures that are kept.
KEPT = 128


def draw_picture(target: pygame.Surface, file: str, box: pygame.Rect) -> None:
    """Draw a picture into a box, as large as it fits and in its middle; nothing where it cannot be read any more."""
    sheet = _sheet(file)
    if sheet is None:
        return
    wide, high = sheet.get_size()
    k = min(box.w / wide, box.h / high)
    drawn = pygame.transform.smoothscale(sheet, (max(1, round(wide * k)), max(1, round(high * k))))
    target.blit(drawn, drawn.get_rect(center=box.center))


@lru_cache(KEPT)
def _sheet(file: str) -> pygame.Surface | None:
    try:
        data = read_regular(Path(file), MOST_BYTES)
        sheet = pygame.image.load(io.BytesIO(data), Path(file).name)
    except (OSError, pygame.error) as error:
        logfile.failure(error, f"a symbol could not be read: {file}")
        return None
    clear = pygame.Surface(sheet.get_size(), pygame.SRCALPHA, 32)
    clear.blit(sheet, (0, 0))
    return clear
