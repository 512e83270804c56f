"""Which input counts: only what was made while the screen it goes to could be seen.

A screen can be seen once a frame of it has been shown. What was pressed before (for the screen that was there, or into
a window that was still black) does nothing, and a key that is held on does not answer the next screen too.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import pygame

from khalkhin.ui.scene import Scene
from khalkhin.ui.widgets.keyboard import translated

#: What a player does on purpose. Moving the mouse is not among it: pointing decides nothing.
DEEDS = (
    pygame.KEYDOWN,
    pygame.KEYUP,
    pygame.TEXTINPUT,
    pygame.TEXTEDITING,
    pygame.MOUSEBUTTONDOWN,
    pygame.MOUSEBUTTONUP,
    pygame.MOUSEWHEEL,
)


class Attention:
    """What the player has seen, and the keys that are down."""

    def __init__(self) -> None:
        #: Whether the key being handled is only held on, not pressed anew.
        self.repeated = False
        self._seen: tuple[weakref.ref[Scene], object] | None = None  # a screen that is gone is not kept for this
        self._down: dict[int, int] = {}
        self._stale: set[int] = set()

    def sees(self, scene: Scene) -> bool:
        """Whether a frame of the screen, as it is now, has been shown."""
        return self._seen is not None and self._seen[0]() is scene and self._seen[1] == scene.face

    def shown(self, scene: Scene) -> None:
        """A frame of the screen was shown. If it was the first, whatever was done before it is forgotten."""
        if self.sees(scene):
            return
        self._seen = weakref.ref(scene), scene.face
        for event in map(translated, pygame.event.get(DEEDS)):
            self._note(event)
            self._forget(event)

    def blind(self) -> None:
        """The screen looks otherwise now: it must be shown before input to it counts."""
        self._seen = None

    def turned(self) -> None:
        """Another screen comes: keys that are down are not meant for it."""
        self._stale |= self._down.keys()

    def pressed(self, waiting: Sequence[pygame.event.Event]) -> list[pygame.event.Event]:
        """The events that wait, but for repeats of keys that have been let go since. While a slow frame is drawn a key
        that was only tapped goes on being repeated, until somebody looks that it is up again."""
        down, repeats, found = set(self._down), dict[int, list[int]](), list(waiting)
        dropped = set[int]()
        for at, event in enumerate(map(translated, found)):
            if event.type == pygame.KEYDOWN and _id(event) in down:
                repeats.setdefault(_id(event), []).append(at)
            elif event.type == pygame.KEYDOWN:
                down.add(_id(event))
            elif event.type == pygame.KEYUP:
                down.discard(_id(event))
                dropped.update(repeats.pop(_id(event), ()))
        return [event for at, event in enumerate(found) if at not in dropped]

    def counts(self, event: pygame.event.Event, scene: Scene | None) -> bool:
        """Whether an event is to be handled; every event must be asked about, once and in its order."""
        self._note(event)
        if event.type == pygame.KEYDOWN and _id(event) in self._stale:
            return False
        if event.type not in DEEDS or scene is None or self.sees(scene):
            return True
        self._forget(event)
        return False

    def held(self, key: int) -> bool:
        """Whether a key is down that was pressed for the present screen."""
        return any(k == key and id_ not in self._stale for id_, k in self._down.items())

    def _forget(self, event: pygame.event.Event) -> None:
        """A key pressed too early does nothing for as long as it is held."""
        if event.type == pygame.KEYDOWN and not self.repeated:
            self._stale.add(_id(event))

    def _note(self, event: pygame.event.Event) -> None:
        match event.type:
            case pygame.KEYDOWN:
                self.repeated = _id(event) in self._down
                self._down[_id(event)] = event.key
            case pygame.KEYUP:
                self._down.pop(_id(event), None)
                self._stale.discard(_id(event))
            case pygame.WINDOWFOCUSLOST:
                self._down.clear()
                self._stale.clear()


def _id(event: pygame.event.Event) -> int:
    """What tells one key from another: its place on the keyboard, which stays when the layout changes; events that were
    made without one are told apart by their key."""
    place = getattr(event, "scancode", 0)
    return place if place else -event.key
