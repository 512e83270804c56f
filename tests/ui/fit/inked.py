"""Measures on the picture itself which texts of the window are cut off or covered.

While :func:`inked` lasts, every text of the window's controls is drawn as a block of a colour of its own, as large as
the ink of the text. What then is on the screen of a block shows how much of the text is seen, whatever drew it and
whatever lies over it. Texts on maps are left as they are: counters and marks may lie over names there.

    with inked() as ink:
        driver.show(ToStart())
        driver.app.draw()
        ink.faults(driver)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame
import pytest
from khalkhin.ui.campaign.theatre import Theatre
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.letters import Letters
from khalkhin.ui.widgets.row_list import Sheet
from pygame_gui.elements import UIButton, UILabel

from tests.ui.driver import Driver

#: The colours of blocks: red and blue from here up, green below GREEN. Nothing else in the window has such.
LEAST, GREEN = 224, 128
MARKS = LEAST << 16 | LEAST  # and no more bits are needed: 224 to 255 are those numbers that have its three
COLOURS = (256 - LEAST) * (256 - LEAST) * GREEN
#: Colours of words that the library has where a look does not name them.
WORDS = ("normal_text", "hovered_text", "disabled_text", "selected_text", "active_text")
#: Pixels that the ring of the focus, or a rounding, may take off each side of a text.
SLACK = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A text and the size of its ink in pixels."""

    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What is seen of a block: around it, and how many pixels."""

    block: Block
    rect: pygame.Rect
    pixels: int

    @property
    def whole(self) -> bool:
        """Whether the text is seen from end to end, and nothing lies on it."""
        block = self.block
        return (
            self.rect.width >= block.width - SLACK
            and self.rect.height >= block.height - SLACK
            and self.pixels >= self.rect.width * self.rect.height * 0.9
        )


class Ink:
    """The blocks that were drawn, by colour."""

    def __init__(self) -> None:
        self._blocks: dict[int, Block] = {}
        self._colours: dict[Block, int] = {}

    def block(self, text: str, drawn: pygame.Surface) -> pygame.Surface:
        """The block of a text in place of its picture, which has its size."""
        around = drawn.get_bounding_rect()
        out = pygame.Surface(drawn.get_size(), pygame.SRCALPHA)
        if not around.width:
            return out
        block = Block(text, around.width, around.height)
        code = self._colours.get(block)
        if code is None:
            code = len(self._colours)
            assert code < COLOURS, "no colour is left"
            self._colours[block] = code
        out.fill(_colour(code), around)
        self._blocks[_value(code)] = block
        return out

    def pieces(self, screen: pygame.Surface) -> Iterator[Piece]:
        """All that is seen of blocks on a screen."""
        seen = pygame.surfarray.pixels2d(screen) & 0xFFFFFF
        marked = (seen & MARKS) == MARKS
        xs, ys = np.nonzero(marked)
        values = seen[xs, ys]
        order = np.argsort(values, kind="stable")
        xs, ys, values = xs[order], ys[order], values[order]
        starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.array([], dtype=int)
        for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
            block = self._blocks.get(int(values[start]))
            if block is not None:
                yield from _pieces(block, xs[start:end], ys[start:end])

    def faults(self, driver: Driver) -> list[str]:
        """What is wrong on the screen as it was drawn last: texts that are not seen whole, controls whose text is not
        seen at all, texts that were shortened."""
        driver.app.draw()
        found = list(self.pieces(driver.app.screen))
        scrolled = [e.rect for e in driver.elements() if isinstance(e, Sheet) and e.overflow]
        out = []
        for piece in found:
            if not piece.whole and not _at_an_edge(piece, scrolled):
                block, rect = piece.block, piece.rect
                size = f"{rect.width}x{rect.height} of {block.width}x{block.height}"
                out.append(f"{block.text!r} is cut off or covered: {size} is seen at {rect.topleft}")
            if piece.block.text.endswith("…") and not piece.block.text.endswith(" …"):
                out.append(f"{piece.block.text!r} is shortened")
        for control in driver.elements():
            if isinstance(control, UIButton | UILabel) and control.text and control.visible:
                around = control.rect.inflate(4, 4)
                if not any(piece.rect.colliderect(around) for piece in found):
                    out.append(f"nothing is seen of {control.text!r} at {tuple(control.rect)}")
        return out


def _pieces(block: Block, xs: npt.NDArray[Any], ys: npt.NDArray[Any]) -> Iterator[Piece]:
    left, top = int(xs.min()), int(ys.min())
    width, height = int(xs.max()) - left + 1, int(ys.max()) - top + 1
    if width <= block.width and height <= block.height:
        yield Piece(block, pygame.Rect(left, top, width, height), len(xs))
        return
    mask = pygame.mask.Mask((width, height))
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        mask.set_at((x - left, y - top))
    for part in mask.connected_components(2):
        around = part.get_bounding_rects()[0]
        yield Piece(block, around.move(left, top), part.count())


def _at_an_edge(piece: Piece, scrolled: list[pygame.Rect]) -> bool:
    """Whether a text is cut by the upper or lower edge of a list that can be scrolled, and no otherwise."""
    wide = piece.rect.width >= piece.block.width - SLACK
    return wide and any(
        sheet.contains(piece.rect) and (piece.rect.top == sheet.top or piece.rect.bottom == sheet.bottom)
        for sheet in scrolled
    )


def _colour(code: int) -> tuple[int, int, int]:
    room = 256 - LEAST
    return LEAST + code % room, code // room % GREEN, LEAST + code // room // GREEN


def _value(code: int) -> int:
    red, green, blue = _colour(code)
    return red << 16 | green << 8 | blue


@contextmanager
def inked() -> Iterator[Ink]:
    """While it lasts, texts are drawn as blocks. Windows must be opened within, and closed."""
    ink, draw, font, load_theme = Ink(), Letters.draw, Lettering.font, theme.load_theme
    letter = Theatre._letter
    on_map: set[int] = set()
    on_theatre: list[bool] = []

    def block(self: Letters, text: str, antialias: bool, color: Any, bgcolor: Any = None, wraplength: int = 0) -> Any:
        if id(self) in on_map or on_theatre:
            return draw(self, text, antialias, color, bgcolor, wraplength)
        drawn = ink.block(text, draw(self, text, True, color))
        if bgcolor is None:
            return drawn
        out = pygame.Surface(drawn.get_size())
        out.fill(bgcolor)
        out.blit(drawn, (0, 0))
        return out

    def of_the_map(self: Lettering, size: int, style: str = "Regular") -> pygame.font.Font:
        found = font(self, size, style)
        kept.append(found)
        on_map.add(id(found))
        return found

    def lettered(self: Theatre, picture: pygame.Surface) -> None:
        on_theatre.append(True)
        letter(self, picture)
        on_theatre.pop()

    def white(scale: float) -> dict[str, Any]:
        """The look of controls with white words: the library paints words white, and then in their colour."""
        found = load_theme(scale)
        for block in found.values():
            colours = block.setdefault("colours", {})
            colours |= dict.fromkeys(WORDS, "#FFFFFF") | {name: "#FFFFFF" for name in colours if name.endswith("_text")}
        return found

    kept: list[pygame.font.Font] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Letters, "draw", block)
        patch.setattr(Lettering, "font", of_the_map)
        patch.setattr(theme, "load_theme", white)
        patch.setattr(Theatre, "_letter", lettered)
        yield ink
