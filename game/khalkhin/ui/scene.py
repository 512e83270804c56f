"""What a scene is. A scene turns input into a value that says what happens next; the one loop in app.py applies it.

A scene of another room is named by a destination, which the router makes a scene of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pygame

from khalkhin.play.session.settings import Settings
from khalkhin.ui.destinations import Destination
from khalkhin.ui.ports.found import Opened, OpeningFault, Saved
from khalkhin.ui.sound.names import Mood
from khalkhin.ui.sound.sounds import Sounds
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.widgets import Ui


@dataclass(frozen=True, slots=True)
class Go:
    """Put one scene in the place of all."""

    scene: Scene | Destination


@dataclass(frozen=True, slots=True)
class Push:
    """Put a scene above the present one."""

    scene: Scene | Destination


class Result:
    """What a scene leaves to the one below. The rooms of the window have their own, as frozen values built on this."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Back:
    """Take the top scene away; the one below is told the result."""

    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Quit:
    code: int = 0


Next = Go | Push | Back | Quit


class StartDesk(Protocol):
    """What the start screen can do before the rest of the program is loaded, and how that is loaded behind it."""

    @property
    def ready(self) -> bool:
        """Whether the rest is there, and what it is asked for can be had at once."""
        ...

    def load(self) -> None:
        """Begin to load the rest, if that has not been begun; nothing is waited for."""
        ...

    def last_battle(self) -> Saved | None:
        """The battle that was played last and goes on, if there is one. Waits for the rest."""
        ...

    def forget(self) -> None:
        """What was found behind the start screen counts no more, as it has been left."""
        ...

    def open_save(self, path: Path) -> Opened | OpeningFault:
        """A saved game, to go on with. Waits for the rest."""
        ...

    def lesson_offered(self) -> None:
        """Remember that the first lesson was offered. Waits for the rest."""
        ...


class Window(Protocol):
    """What scenes use of the window they are shown in."""

    desk: StartDesk

    settings: Settings
    sounds: Sounds
    #: Something must be drawn again.
    dirty: bool
    #: Why the last settings could not be kept; else empty.
    complaint: str
    #: Seconds, of which only the difference counts.
    clock: Callable[[], float]
    #: The pixel where the pointer was seen last; outside the window before it was.
    pointer: tuple[int, int]

    @property
    def repeated(self) -> bool:
        """Whether the key being handled is only held on, not pressed anew."""
        ...

    def held(self, key: int) -> bool:
        """Whether a key is down that was pressed for the present screen."""
        ...

    def build(self, scene: Scene) -> None:
        """Give a scene fresh controls for the present window and let it fill them."""
        ...

    def change_settings(self, settings: Settings) -> None:
        """Take new settings into use, and keep them for the next time."""
        ...


class Scene:
    """One screen. The loop calls `build` when the scene comes up and whenever the window or the scale changes.

    `overlay` scenes are drawn over the dimmed scene below and take all input.
    """

    overlay = False
    app: Window
    ui: Ui

    def enter(self) -> Next | None:
        """Called once, when the scene is first put up (before the first build)."""
        return None

    def leave(self) -> None:
        """Called once, when the scene is taken away: give back what it holds."""

    def build(self) -> None:
        """Make the controls on `self.ui` from the scene's own fields."""
        raise NotImplementedError

    def handle(self, event: pygame.event.Event) -> Next | None:
        used, result = self.ui.handle(event)
        if isinstance(result, Next):
            return result
        if not used and event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return self.escape()
        return None

    def escape(self) -> Next | None:
        """What the Escape key does."""
        return Back()

    @property
    def resumable(self) -> Path | None:
        """The file from which the battle that is shown can be taken up again; None where none is."""
        return None

    @property
    def mood(self) -> Mood | None:
        """What the score goes with while the scene is shown; None: with what the scene below goes with."""
        return None

    @property
    def around(self) -> Mapping[str, float] | None:
        """What is heard all the time, loops by name and how loud (0 to 1); None: as in the scene below."""
        return None

    @property
    def own_sounds(self) -> Mapping[str, str] | None:
        """Files in place of effects, which the scenario that is shown brings; None: those of the scene below."""
        return None

    def closing(self) -> Next:
        """What the window's own close button does."""
        return Quit()

    def covered(self) -> None:
        """Another scene comes above: what hangs on the pointer goes, as the pointer means the other from now on."""
        self.ui.put_notes_away()

    def uncovered(self) -> None:
        """The scene above has gone: the pointer means this one again, where it is now."""

    def resumed(self, result: Result | None) -> Next | None:
        """The scene above has gone, leaving a result."""
        return None

    def update(self, dt: float) -> Next | None:
        """Time passes. Set `self.app.dirty` when something must be drawn again."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill(theme.DESK)
        self.ui.draw(surface)

    @property
    def face(self) -> object:
        """What input to the screen is an answer to. When it changes, what is done before the screen has been shown
        again does nothing."""
        return None

    def rebuild(self) -> None:
        """Make the controls again, keeping the keyboard focus where it was."""
        self.app.build(self)
