"""Where there is room on the map: of several places for a sign, the one where it hides least of what stands there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pygame


def overlap(box: pygame.Rect, others: Sequence[pygame.Rect]) -> int:
    """How many pixels of a box lie over others, those that lie over several counted for each."""
    found = 0
    for i in box.collidelistall(others):
        both = box.clip(others[i])
        found += both.w * both.h
    return found


def away(box: pygame.Rect, at: tuple[int, int]) -> float:
    """Pixels between a box and a place; 0 within it."""
    dx, dy = max(box.left - at[0], 0, at[0] - box.right), max(box.top - at[1], 0, at[1] - box.bottom)
    return math.hypot(dx, dy)


def roomiest(boxes: Sequence[pygame.Rect], taken: Sequence[pygame.Rect], free: int = 0) -> tuple[int, int]:
    """The first of the places, the best first, where a box lies least over what is `taken`, and how many pixels that
    is; what is less than `free` pixels counts for nothing."""
    hidden = [overlap(box, taken) for box in boxes]
    best = min(range(len(boxes)), key=lambda i: (max(0, hidden[i] - free), i))
    return best, hidden[best]
