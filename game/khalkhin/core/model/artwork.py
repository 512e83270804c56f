"""Pictures of a map's own that lie on its hexes. The rules know nothing of them; whoever draws the map does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A part of a picture file, and how it is laid on a hex: its lower left corner lies in that of the hex's box, moved
    right and down by `dx` and `dy`. All in pixels of the map. `turned` are Tiled's four bits: mirrored across, mirrored
    up and down, turned by 60 degrees, by 120. Its colours are taken times `tint` (255: as they are), `opacity` is 0 to
    255, and the colour `clear`, where there is one, is not drawn."""

    file: str
    left: int
    top: int
    width: int
    height: int
    dx: int = 0
    dy: int = 0
    turned: int = 0
    tint: tuple[int, int, int] = (255, 255, 255)
    opacity: int = 255
    clear: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Artwork:
    """What is laid on hexes, each layer over those before it, as (hex, index of the picture)."""

    pictures: tuple[PicturePart, ...]
    layers: tuple[tuple[tuple[int, int], ...], ...]
