"""A tileset as a map uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from khalkhin.scenario.tmx.xmltree import Node


@dataclass(slots=True)
class Tileset:
    """A tileset as the map uses it: its first tile number, the tiles it has (`count` from 0 on, and others one by
    one), and where it comes from. One that could not be read is not `known` and may have any tile."""

    first: int
    path: Path | None
    line: int
    count: int = 0
    others: frozenset[int] = frozenset()
    tile_size: tuple[int, int] = (1, 1)
    alignment: str = ""
    known: bool = True
    #: Its element, the file that has it, and the folder that its pictures are named from.
    node: Node | None = None
    file: str = ""
    base: Path = Path()
    #: Whether it is the one whose pictures the game has.
    ours: bool = False

    @property
    def end(self) -> int:
        return self.first + max(self.count, max(self.others, default=-1) + 1)

    def has(self, gid: int) -> bool:
        id_ = gid - self.first
        return not self.known or 0 <= id_ < self.count or id_ in self.others
