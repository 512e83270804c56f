"""Surfaces that were drawn once and may be shown again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame


class KeptSurfaces:
    """Surfaces by key; the longest unused go when they take more than `room` bytes together."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.bytes = 0
        self._kept: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> pygame.Surface | None:
        """A kept surface, or None."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """A kept surface, made now if there is none."""
        found = self.find(key)
        return found if found is not None else self.put(key, make())

    def put(self, key: Hashable, surface: pygame.Surface) -> pygame.Surface:
        """Keep a surface under a key (and drop others to make room)."""
        self.drop(key)
        self._kept[key] = surface
        self.bytes += _weight(surface)
        while self.bytes > self.room and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= _weight(gone)
        return surface

    def drop(self, key: Hashable) -> None:
        """Let a surface go, if it is kept."""
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= _weight(gone)

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()
        self.bytes = 0


def _weight(surface: pygame.Surface) -> int:
    return surface.get_pitch() * surface.get_height()
