"""Drives the window by synthesised input: real pygame events through the real loop, at any size, with pictures.

    driver = Driver(size=(1280, 720))
    driver.show(ToStart())
    driver.click_text("New battle")
    driver.shot("new.png")

Used by the tests (SDL's dummy driver) and, with a display, to look at the window.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

from khalkhin.play.session.settings import Settings

from tests import guard
from tests.narrow import the

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
# Who is told to stop stops: a window would take it for a press of its close button, and what drives it would go on.
os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")

import pygame
from khalkhin.ui.app import App
from khalkhin.ui.destinations import Destination
from khalkhin.ui.scene import Go, Next, Scene
from khalkhin.ui.widgets.row_list import Sheet
from pygame_gui.elements import UIButton, UILabel

T = TypeVar("T")

#: Seconds from a frame to one in which only the rest of the mouse may have changed something: a few turns of the loop,
#: or most frames of a test would be the one before.
HOVER = 0.22


class Preferences(TypedDict, total=False):
    """What a test may set of a player's settings."""

    ui_scale: float
    volume: float
    speed: float
    fullscreen: bool
    edge_scroll: bool
    confirm_end: bool
    fog: bool


def quiet(**changes: Unpack[Preferences]) -> Settings:
    """Settings without sound and without waiting for what the enemy is seen to do, but for some changes."""
    return replace(Settings(speed=0.0, volume=0.0), **changes)


class _App(App):
    """An app in a test, which goes from screen to screen far more often than any player: what lasts from one to the
    next is not looked through again each time. A screen that comes ready made is not among that."""

    _lasting = False

    def apply(self, what: Next | None) -> None:
        self._lasting = isinstance(what, Go) and not isinstance(what.scene, Scene)
        super().apply(what)

    def _sweep(self) -> None:
        super()._sweep()
        if self._lasting and not self.scenes:
            gc.freeze()


class Driver:
    """An app of a given size whose loop is turned by hand. Its clock goes by the turns of the loop, as long as each is
    said to take: what a frame does is the same on any machine.

    To give memory back to the system for each picture, and to be given it anew, would take a fifth of its time."""

    def __init__(self, settings: Settings, size: tuple[int, int] = (1280, 720)) -> None:
        self.now = 0.0
        self.app: App = _App(settings, size=size, clock=lambda: self.now, thrifty=False)
        self.app.awake_step = HOVER

    # -- running -------------------------------------------------------------------------------------------

    def show(self, scene: Scene | Destination) -> None:
        self.app.apply(Go(scene))
        self.step()

    def step(self, times: int = 2, dt: float = 0.05) -> None:
        for _ in range(times):
            if self.app.code is None:
                self.now += dt
                self.app.step(dt)

    def until(self, found: Callable[[], T], what: str, times: int = 2) -> T:
        """Turn the loop until something is found that counts as true, and give it; `what` names it."""

        def look() -> T:
            self.step(times)
            return found()

        return guard.until(look, what)

    def close(self) -> None:
        self.app.close()

    @property
    def top(self) -> Any:
        return self.app.top

    @property
    def ended(self) -> bool:
        return self.app.code is not None

    # -- input ---------------------------------------------------------------------------------------------

    def post(self, kind: int, **values: Any) -> None:
        """Put an event in the queue, of a user who has seen the screen."""
        if not self.ended and self.app.scenes and not self.app.seen:
            self.step(1)
        pygame.event.post(pygame.event.Event(kind, **values))

    def key(self, key: int, mod: int = 0) -> None:
        """Press and release a key."""
        self.post(pygame.KEYDOWN, key=key, mod=mod, unicode=chr(key) if 32 <= key < 127 else "", scancode=0)
        self.post(pygame.KEYUP, key=key, mod=mod, scancode=0)
        self.step()

    def move(self, pos: tuple[int, int]) -> None:
        self.post(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(0, 0, 0))
        self.step(1)

    def click(self, pos: tuple[int, int], button: int = 1) -> None:
        self.move(pos)
        self.post(pygame.MOUSEBUTTONDOWN, pos=pos, button=button)
        self.post(pygame.MOUSEBUTTONUP, pos=pos, button=button)
        self.step(3)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.move(start)
        self.post(pygame.MOUSEBUTTONDOWN, pos=start, button=1)
        for i in range(1, 6):
            x, y = start[0] + (end[0] - start[0]) * i // 5, start[1] + (end[1] - start[1]) * i // 5
            self.post(
                pygame.MOUSEMOTION,
                pos=(x, y),
                rel=((end[0] - start[0]) // 5, (end[1] - start[1]) // 5),
                buttons=(1, 0, 0),
            )
        self.post(pygame.MOUSEBUTTONUP, pos=end, button=1)
        self.step(3)

    # -- looking -------------------------------------------------------------------------------------------

    def elements(self) -> list[Any]:
        """Visible controls of the top scene (its panels and their contents, not the root)."""
        manager = self.top.ui.manager
        return [
            e
            for e in manager.get_sprite_group().sprites()
            if e.visible
            and (isinstance(e, UIButton | UILabel | Sheet) or type(e).__name__ in ("UIPanel", "UITextEntryLine"))
        ]

    def buttons(self) -> list[UIButton]:
        return [e for e in self.elements() if isinstance(e, UIButton)]

    def button(self, text: str) -> UIButton:
        """The button whose text contains some words. Raises: LookupError with those there are."""
        for button in self.buttons():
            if text in button.text:
                return button
        raise LookupError(f"no button {text!r} among {[b.text for b in self.buttons()]}")

    def click_text(self, text: str) -> None:
        self.click(self.button(text).rect.center)

    def texts(self) -> str:
        """Everything written in the sheets of the top scene."""
        out = []
        for element in self.elements():
            if isinstance(element, Sheet):
                for row in element.rows:
                    out += [str(getattr(row, name)) for name in ("text", "value") if getattr(row, name, "")]
        return "\n".join(out)

    def choose(self, text: str) -> None:
        """Go to a button with the keyboard and press it, as a player without a mouse answers a question. Raises:
        LookupError where the keyboard does not reach it."""
        for _ in range(len(self.top.ui.order) + 1):
            # A screen that shows what has come makes its buttons anew, and keeps the focus.
            if self.top.ui.focus is self.button(text):
                self.key(pygame.K_RETURN)
                return
            self.key(pygame.K_TAB)
        raise LookupError(f"Tab does not reach {text!r}")

    def faults(self) -> list[str]:
        """What is wrong with the layout: controls outside the window, over one another, or with text cut off; no button
        for the mouse."""
        out: list[str] = []
        window = pygame.Rect((0, 0), self.app.size)
        found = self.elements()
        if not any(button.is_enabled for button in self.buttons()):
            out.append(f"{type(self.top).__name__} has no button: whoever has only a mouse cannot leave it")
        for e in found:
            name = f"{type(e).__name__} {getattr(e, 'text', '')!r} {tuple(e.rect)}"
            if not window.contains(e.rect):
                out.append(f"{name} leaves the window {window.size}")
            if isinstance(e, UIButton):
                wide = the(e.font).get_rect(e.text).width if e.text else 0
                if wide > e.rect.width:
                    out.append(f"{name} is too narrow for its text ({wide})")
                if not e.tool_tip_text:
                    out.append(f"{name} has no note that says what it does")
                elif e.tool_tip_text[0].islower():
                    out.append(f"{name} has a note without a capital: {e.tool_tip_text!r}")
            if isinstance(e, UILabel):
                wide = the(e.font).get_rect(e.text).width if e.text else 0
                if wide > e.rect.width:
                    out.append(f"{name} is too narrow for its text ({wide})")
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                if type(a).__name__ == "UIPanel" or type(b).__name__ == "UIPanel":
                    continue
                if a.rect.colliderect(b.rect):
                    out.append(
                        f"{type(a).__name__} {getattr(a, 'text', '')!r} {tuple(a.rect)} overlaps "
                        f"{type(b).__name__} {getattr(b, 'text', '')!r} {tuple(b.rect)}"
                    )
        return out

    def shot(self, path: str | Path) -> None:
        """Write the window as a picture."""
        self.app.draw()
        pygame.image.save(self.app.screen, str(path))
