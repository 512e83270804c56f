"""The shipped pictures of ground, read and cut once for all maps of a process.

The game lets them go with each map, as they are megabytes; tests open maps by the hundred, of the same ground.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.core.board.layout import Layout
from khalkhin.ui.map import ground
from khalkhin.ui.map.tiles import TileArt, TilePictures
from khalkhin.ui.map.tileset import shipped_tileset

#: What the files of a folder say, and whether its finer pictures are wanted.
Said = tuple[Path, bytes, bool]
#: A tile: by number and level in a layout, and cut for which of the pictures.
Cut = tuple[int, float, Layout, int]

_read, _made = shipped_tileset, TileArt._made
_sheets: dict[Said, TilePictures] = {}
_tiles: dict[Cut, pygame.Surface] = {}
_patches = pytest.MonkeyPatch()
#: Sheets that are kept: the coarse one, the fine one, and as many of a test's own.
KEPT = 4


def forget() -> None:
    """Read and cut everything anew, for those who look at how that is done."""
    _sheets.clear()
    _tiles.clear()


def _shipped(*, fine: bool = True) -> TilePictures | None:
    folder = paths.maps_dir() / "tilesets"
    try:
        said = folder, _digest(folder), fine
    except OSError:
        return _read(fine=fine)
    found = _sheets.get(said)
    if found is None and (found := _read(fine=fine)) is not None:
        if len(_sheets) >= KEPT:
            forget()
        _sheets[said] = found
    return found


def _digest(folder: Path) -> bytes:
    told = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        told.update(f"{path.name} {len(data)} ".encode())
        told.update(data)
    return told.digest()


def _of_one_sheet(pictures: Mapping[int, pygame.Surface], by_terrain: Mapping[str, Sequence[int]]) -> bool:
    return any(sheet.pictures is pictures and sheet.by_terrain is by_terrain for sheet in _sheets.values())


def _tile(self: TileArt, number: int | str, level: float, pictures: Mapping[int, pygame.Surface]) -> pygame.Surface:
    if isinstance(number, str) or not _of_one_sheet(pictures, self._by_terrain):
        return _made(self, number, level, pictures)
    key = number, level, self.layout, id(pictures)
    if key not in _tiles:
        _tiles[key] = _made(self, number, level, pictures)
    return _tiles[key]


_patches.setattr(ground, "shipped_tileset", _shipped)
_patches.setattr(TileArt, "_made", _tile)
