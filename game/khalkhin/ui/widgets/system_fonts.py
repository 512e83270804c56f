"""Fonts of the system for characters that the game's own fonts have not (Japanese, Arabic, emoji …).

They are looked for when such a character is first drawn; on most evenings none is. A system may have none at all.
"""

from __future__ import annotations

import functools
import warnings
from pathlib import Path

import pygame

from khalkhin import glyphs

#: Fonts that are asked first, as pygame names them: for each writing the one that its readers are used to.
FIRST = (
    "notosanscjkjp", "notosansjp", "ipagothic", "ipaexgothic", "takaogothic", "yugothicui", "yugothic", "meiryo",
    "msgothic", "hiraginosans", "hiraginokakugothic", "notosanscjksc", "microsoftyahei", "pingfang", "simsun",
    "malgungothic", "applesdgothicneo", "notosansarabic", "notosanshebrew", "notosansmongolian", "segoeui",
    "mongolianbaiti", "segoeuisymbol", "segoeuiemoji", "notoemoji", "symbola", "arialunicodems", "dejavusans",
    "freesans", "droidsansfallback", "wenquanyizenhei",
)  # fmt: skip
#: Fonts that have a box for every character there is.
NEVER = ("lastresort", "lastresorthe", "adobeblank", "unifontupper")


@functools.lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """The system's font files, those to ask first in front."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The library warns where a system cannot tell its fonts.
        try:
            names = set(pygame.font.get_fonts()) - set(NEVER)
        except OSError:
            return ()
    ranked = [*(n for n in FIRST if n in names), *sorted(names.difference(FIRST))]
    found = (pygame.font.match_font(name) for name in ranked)
    return tuple(dict.fromkeys(Path(path) for path in found if path))


@functools.lru_cache(maxsize=1024)
def _coverage(path: Path) -> glyphs.Coverage:
    return glyphs.read(path)


@functools.lru_cache(maxsize=4096)
def font_for(character: str) -> Path | None:
    """The first font of the system that has a character; None if none has it."""
    return next((path for path in files() if has(path, character)), None)


def has(path: Path, character: str) -> bool:
    """Whether a font of the system has a character."""
    return character in _coverage(path)


def forget() -> None:
    """Look for everything anew."""
    for known in (files, _coverage, font_for):
        known.cache_clear()
