"""Bytes of pictures that a part of the window keeps."""

from __future__ import annotations

import gc
from types import FunctionType, ModuleType

import pygame


def surfaces_of(root: object) -> int:
    """Bytes of all pictures that an object holds, in whatever it holds them; of a part of a picture, the whole's."""
    found: dict[int, pygame.Surface] = {}
    been: dict[int, object] = {}
    waiting = [root]
    while waiting:
        for held in gc.get_referents(waiting.pop()):
            if isinstance(held, pygame.Surface):
                whole = held.get_abs_parent()
                found[id(whole)] = whole
            elif id(held) not in been and not isinstance(held, type | ModuleType | FunctionType):
                been[id(held)] = held
                waiting.append(held)
    return sum(surface.get_pitch() * surface.get_height() for surface in found.values())
