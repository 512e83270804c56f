"""The one place where text becomes pixels: every font of the window is one of these.

Names from maps, saves and file names may have any character. Controls are written out, as on a terminal; what the
game's fonts have not is drawn with a font of the system, and where there is none, as a plain sign.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pygame

from khalkhin import glyphs
from khalkhin.foreign_text import visible
from khalkhin.ui.widgets import system_fonts

#: What stands for a character that no font has.
REPLACEMENT = "\ufffd"
#: Writings that run from right to left, by the names that characters have.
_SCRIPTS = {"ARABIC": "Arab", "HEBREW": "Hebr", "SYRIAC": "Syrc", "THAANA": "Thaa", "NKO": "Nkoo"}


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that one font draws: a file of the system's, or the game's own. A `script` runs from right to
    left."""

    text: str
    path: Path | None = None
    script: str = ""


class Letters(pygame.font.Font):
    """A font of the game that can draw every text. It is as high as the game's font whatever stands in it."""

    def __init__(self, filename: Any = None, size: int = 20) -> None:
        super().__init__(filename, size)
        self._others: dict[tuple[Path, str], pygame.font.Font | None] = {}

    def resize(self, size: int) -> None:
        """Draw in another size from now on."""
        if size != self.point_size:
            self.point_size = size
            self._others.clear()

    def render(
        self, text: str | bytes | None, antialias: bool, color: Any, bgcolor: Any = None, wraplength: int = 0
    ) -> pygame.Surface:
        """A picture of a text in one line."""
        runs = self._runs(text)
        if len(runs) == 1 and runs[0].path is None:
            return self.draw(runs[0].text, antialias, color, bgcolor, wraplength)
        fonts = [self._other(run) for run in runs]
        drawn = [
            (font or self, font.render(run.text, antialias, color) if font else self.draw(run.text, antialias, color))
            for run, font in zip(runs, fonts, strict=True)
        ]
        out = pygame.Surface((sum(p.get_width() for _, p in drawn), self.get_height()), pygame.SRCALPHA)
        out.fill((0, 0, 0, 0) if bgcolor is None else bgcolor)
        x = 0
        for font, picture in drawn:
            out.blit(picture, (x, self.get_ascent() - font.get_ascent()))
            x += picture.get_width()
        return out

    def draw(self, text: str, antialias: bool, color: Any, bgcolor: Any = None, wraplength: int = 0) -> pygame.Surface:
        """A picture of a text that the game's font has: what reaches the screen of any text goes through here."""
        return super().render(text, antialias, color, bgcolor, wraplength)

    def size(self, text: str | bytes, /) -> tuple[int, int]:
        """Width and height in pixels of the picture of a text."""
        runs = self._runs(text)
        if len(runs) == 1 and runs[0].path is None:
            return super().size(runs[0].text)
        return sum(pygame.font.Font.size(self._other(run) or self, run.text)[0] for run in runs), self.get_height()

    def _runs(self, text: str | bytes | None) -> tuple[Run, ...]:
        """The parts of a text, all of which can be drawn."""
        if text is None or isinstance(text, bytes):
            text = (text or b"").decode(errors="replace")
        if text.isascii() and text.isprintable():
            return (Run(text),)
        return tuple(_joined(run if self._other(run) else Run(_own(run), None) for run in runs_of(text)))

    def _other(self, run: Run) -> pygame.font.Font | None:
        """The font of a part in this font's size; None for the game's own, and where it cannot be opened."""
        if run.path is None:
            return None
        key = run.path, run.script
        if key not in self._others:
            self._others[key] = self._open(run.path, run.script)
        return self._others[key]

    def _open(self, path: Path, script: str) -> pygame.font.Font | None:
        if not glyphs.read(path).firsts:  # The library would not refuse it, and fall over it.
            return None
        try:
            font = pygame.font.Font(str(path), self.point_size)
            if font.get_height() > self.get_height():
                font = pygame.font.Font(str(path), max(4, self.point_size * self.get_height() // font.get_height()))
            if script:
                font.set_script(script)
                font.set_direction(pygame.DIRECTION_RTL)
        except (pygame.error, OSError):
            return None
        return font


def _own(run: Run) -> str:
    """A part as the game's font can write it."""
    if run.path is None:
        return run.text
    return "".join(c if c.isspace() else REPLACEMENT for c in run.text if not glyphs.is_joiner(c))


@functools.lru_cache(maxsize=4096)
def runs_of(text: str) -> tuple[Run, ...]:
    """A text, made safe, in parts by the fonts that have its characters. What no font has becomes a plain sign."""
    out: list[Run] = []
    for character in visible(text):
        out.append(_run(character, out[-1] if out else None))
    return tuple(_joined(_bridged(out)))


def _run(character: str, before: Run | None) -> Run:
    """What draws a character that comes after a part."""
    if before is not None and before.path is not None and _goes_with(character, before.path):
        return Run(character, before.path, before.script)
    if glyphs.is_joiner(character):
        return Run("")
    if glyphs.comes_with_game(character) or character.isspace():
        return Run(character)
    path = system_fonts.font_for(character)
    if path is None:
        return Run(REPLACEMENT)
    return Run(character, path, _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0], ""))


def _goes_with(character: str, path: Path) -> bool:
    """Whether a character belongs to the one before it, drawn with a font of the system."""
    return glyphs.is_joiner(character) or (unicodedata.combining(character) > 0 and system_fonts.has(path, character))


def _bridged(runs: Sequence[Run]) -> list[Run]:
    """With the spaces between two words of one writing counted to them, so that the words keep their order."""
    out = list(runs)
    after: Run | None = None
    spaces: list[int] = []
    for at in range(len(out) - 1, -1, -1):
        if out[at].text.isspace():
            spaces.append(at)
            continue
        if after is not None and (after.path, after.script) == (out[at].path, out[at].script):
            for space in spaces:
                out[space] = Run(out[space].text, after.path, after.script)
        after = out[at]
        spaces.clear()
    return out


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """With neighbours that one font draws put together; one empty part where there is nothing."""
    nothing = True
    for (path, script), same in itertools.groupby(runs, key=lambda run: (run.path, run.script)):
        nothing = False
        yield Run("".join(run.text for run in same), path, script)
    if nothing:
        yield Run("")
