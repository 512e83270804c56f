"""The ground pictures that come with the game, read once per map view."""

from __future__ import annotations

import logging
from pathlib import Path
from xml.etree import ElementTree

import pygame

from khalkhin import paths
from khalkhin.ui.map.tiles import TilePictures

log = logging.getLogger(__name__)


def shipped_tileset(*, fine: bool = True) -> TilePictures | None:
    """The tileset of the shipped maps with its pictures, at the finer size if they are to be `fine`, or None if it is
    missing or damaged."""
    path = paths.maps_dir() / "tilesets" / "terrain.tsx"
    if not path.is_file():
        return None
    try:
        return read_tileset(path, fine=fine)
    except (OSError, pygame.error, ElementTree.ParseError, LookupError, ValueError) as error:
        log.warning("the ground looks plain, as %s cannot be read: %s", path, error)
        return None


def read_tileset(path: Path, numbers: tuple[int, ...] | None = None, *, fine: bool = True) -> TilePictures:
    """A tileset file of our own (others go through the loader's guard first). `numbers` gives the tile of every hex.

    A picture called ``name@2x.png`` beside ``name.png`` is taken instead of it, if `fine` ones are wanted.
    """
    root = ElementTree.parse(path).getroot()
    columns, count = int(root.attrib["columns"]), int(root.attrib["tilecount"])
    width, height = int(root.attrib["tilewidth"]), int(root.attrib["tileheight"])
    image = root.find("image")
    if image is None:
        return TilePictures({}, {})
    plain = path.parent / image.attrib["source"]
    finer = plain.with_name(f"{plain.stem}@2x{plain.suffix}")
    sheet = pygame.image.load(finer if fine and finer.is_file() else plain)
    k = sheet.get_width() // (columns * width)
    by_terrain: dict[str, list[int]] = {}
    for tile in root.iter("tile"):
        for entry in tile.iter("property"):
            if entry.get("name") == "terrain":
                by_terrain.setdefault(entry.attrib["value"], []).append(int(tile.attrib["id"]))
    pictures = {
        n: sheet.subsurface((n % columns * width * k, n // columns * height * k, width * k, height * k))
        for n in range(count)
    }
    return TilePictures(pictures, by_terrain, numbers)
