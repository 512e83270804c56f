"""Cards of scenarios for screens that show their maps: found or made in a thread, their pictures brought to a size."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pygame

from khalkhin.play.cards.card import Card
from khalkhin.ui.pictures.card_maker import CardMaker
from khalkhin.ui.ports.cards import ListedScenario, Shown

Framed = tuple[pygame.Surface, pygame.Rect]


def fitted(picture: bytes, room: tuple[int, int]) -> pygame.Surface | None:
    """A card's picture, a PNG, as large as fits into a room in pixels; None for one that is none."""
    try:
        whole = pygame.image.load(io.BytesIO(picture), "card.png")
    except pygame.error:
        return None
    fits = min(room[0] / whole.get_width(), room[1] / whole.get_height())
    size = [max(1, round(n * fits)) for n in whole.get_size()]
    return pygame.transform.smoothscale(whole, size)


class Gallery:
    """The cards of some scenarios. Ask :meth:`poll` now and then whether another has come."""

    def __init__(self, items: Iterable[ListedScenario] = ()) -> None:
        self._maker = CardMaker(items)
        self._shown: dict[str, Shown] = {}
        self._fitted: dict[tuple[str, tuple[int, int]], pygame.Surface | None] = {}

    def first(self, item: ListedScenario) -> None:
        """Let the card of a scenario come before the others."""
        self._maker.first(item)

    def poll(self) -> bool:
        """Take what has been found since; whether there was anything."""
        found = [(item.id, what) for item, what in self._maker.poll() if isinstance(what, Shown)]
        self._shown.update(found)
        return bool(found)

    def stop(self) -> None:
        """Look for nothing more."""
        self._maker.stop()

    def card(self, id_: str) -> Card | None:
        """The card of a scenario that can be played, once it is there."""
        shown = self._shown.get(id_)
        return None if shown is None or shown.card.faulty else shown.card

    def picture(self, id_: str, room: tuple[int, int]) -> pygame.Surface | None:
        """The map of a scenario as large as fits into a room, once it is there."""
        shown = self._shown.get(id_)
        if shown is None or not shown.picture or min(room) < 1:
            return None
        if (id_, room) not in self._fitted:
            if len(self._fitted) > 40:
                self._fitted.clear()
            self._fitted[id_, room] = fitted(shown.picture, room)
        return self._fitted[id_, room]

    def row(self, ids: Sequence[str], area: pygame.Rect, gap: int) -> list[Framed]:
        """The maps of scenarios side by side in an area, each in its part of the width; those that are not there yet
        leave their place empty."""
        out: list[Framed] = []
        if not ids:
            return out
        wide = (area.width - gap * (len(ids) - 1)) // len(ids)
        for n, id_ in enumerate(ids):
            picture = self.picture(id_, (wide, area.height))
            if picture is not None:
                part = pygame.Rect(area.x + n * (wide + gap), area.y, wide, area.height)
                out.append((picture, picture.get_rect(center=part.center)))
        return out
