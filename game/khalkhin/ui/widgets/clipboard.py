"""The desktop's clipboard: texts out of it and into it."""

from __future__ import annotations

import pygame


def paste() -> str:
    """The text on the clipboard; empty where there is none, or no clipboard."""
    try:
        return pygame.scrap.get_text()
    except pygame.error:
        return ""


def copy(text: str) -> bool:
    """Put a text on the clipboard; whether that could be done."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True
