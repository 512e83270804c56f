"""Cards drawn in a process of its own: what draws is not made for several threads, and beside a window that changes its
size, its fonts or closes, no thread may use it."""

from __future__ import annotations

import base64
import binascii
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

from khalkhin.play.cards.card import card_in, text_of
from khalkhin.play.processes.child import Child, Loss, Lost, Said
from khalkhin.play.processes.serving import Message, Parent
from khalkhin.ui.pictures.cardmap import card_map
from khalkhin.ui.ports import cards
from khalkhin.ui.ports.cards import ListedScenario, Shown

log = logging.getLogger(__name__)

#: Seconds that one card may take before its process is given up.
PATIENCE = 60.0
#: How often the drawing of one card is begun.
TRIES = 2


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A scenario whose card cannot be drawn here."""

    item: ListedScenario


class CardDrawer:
    """Draws one card at a time. It never waits for its process, and begins it anew where it was lost; where none is to
    be had, nothing can be drawn. Let it go with :meth:`close`."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._item: ListedScenario | None = None
        self._tries = 0
        self._begun = 0.0
        self._none = False

    @property
    def free(self) -> bool:
        """Whether it has no card to draw."""
        return self._item is None

    @property
    def pid(self) -> int | None:
        """The number of its process, if there is one."""
        return None if self._child is None else self._child.pid

    def draw(self, item: ListedScenario) -> None:
        """Begin the card of a scenario; :attr:`free` must hold."""
        assert self.free
        self._item, self._tries = item, 0
        if not self._none:
            self._ask(item)

    def poll(self) -> tuple[ListedScenario, Shown] | Undrawn | None:
        """What came of the card that was begun last, once, if anything has."""
        item = self._item
        if item is None:
            return None
        if self._none:
            return self._given_up(item)
        shown = self._answered()
        if shown is not None:
            self._item = None
            return item, shown
        if self._child is not None and time.monotonic() - self._begun > PATIENCE:
            log.warning("the card of %s: nothing in %g seconds", item.id, PATIENCE)
            self.close()
        if self._child is None:
            if self._none or self._tries >= TRIES:
                return self._given_up(item)
            self._ask(item)
        return None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _given_up(self, item: ListedScenario) -> Undrawn:
        self._item = None
        return Undrawn(item)

    def _ask(self, item: ListedScenario) -> None:
        self._tries += 1
        self._begun = time.monotonic()
        if self._child is None:
            self._child = Child(draw_cards)
        self._child.say({"folder": str(item.folder), "title": item.title})

    def _answered(self) -> Shown | None:
        """The card, if it has come. A process that is lost, or makes no sense, is let go."""
        news = None if self._child is None else self._child.news()
        match news:
            case None:
                return None
            case Said(_, message):
                shown = _shown(message)
                if shown is not None:
                    return shown
                log.warning("the process that draws cards makes no sense: %.200r", message)
            case Lost(_, loss, detail):
                log.warning("the process that draws cards: %s (%s)", loss.value, detail)
                self._none = loss is Loss.NOT_STARTED
        self.close()
        return None


def _shown(message: Message) -> Shown | None:
    match message:
        case {"card": str(text), "picture": str(picture)} if (card := card_in(text)) is not None:
            try:
                return Shown(card, base64.b64decode(picture, validate=True))
            except (binascii.Error, ValueError):
                return None
        case _:
            return None


def draw_cards(parent: Parent) -> None:
    """Make each card that is asked for, and keep it; in a process of its own, which shows no window."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    for message in parent:
        folder = Path(message["folder"])
        shown = cards.made(ListedScenario("", folder, message["title"]), card_map)
        picture = base64.b64encode(shown.picture).decode("ascii")
        parent.say({"card": text_of(shown.card), "picture": picture})
