"""The window on the desktop: opened where it was left, in full screen and back, never larger than the desktop."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pygame

from khalkhin import paths
from khalkhin.translation import N_, _
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.row_list import wrap
from khalkhin.ui.widgets.theme import MIN_SIZE, SMALLEST, Metrics

TITLE = N_("Khalkhin Gol 1939")
TOO_SMALL = N_("Make the window larger")
TOO_SMALL_TITLE = N_("Make the window larger – Khalkhin Gol 1939")
AT_LEAST = N_("Make the window larger: at least {width} × {height} pixels.")
#: A window that nobody has placed is this large at most, and leaves so much of the desktop free.
COMFORT, FREE = (1600, 900), (80, 120)
#: Drivers that SDL falls back on where no screen answers: a window there is seen by nobody.
_UNSEEN = frozenset({"dummy", "offscreen", "evdev"})

Size = tuple[int, int]
#: Left, top, width and height of the inside of a window, in pixels of the desktop.
Place = tuple[int, int, int, int]


class DesktopWindow:
    """The one window. `kept` is the place where it was left the last time. Raises: pygame.error where none can be."""

    def __init__(self, *, fullscreen: bool = False, kept: Place | None = None, size: Size | None = None) -> None:
        # The window is painted in memory: a renderer of the graphics card would only cost memory.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        pygame.display.init()
        if pygame.display.get_driver() in _UNSEEN and "SDL_VIDEODRIVER" not in os.environ:
            _quit()
            raise pygame.error(_("the display does not answer"))
        wanted, self._position = fitting(kept, pygame.display.get_desktop_sizes())
        self._size = size or wanted
        self._said_small = False
        self.fullscreen = False
        self.surface = self._open()
        self._known = self.room
        if fullscreen:
            self.set_fullscreen(True)

    def _open(self) -> pygame.Surface:
        pygame.display.set_icon(icon())
        surface = pygame.display.set_mode(self._size, pygame.RESIZABLE)
        if self._position is not None:
            # The desktop puts its frame around the window first; asked after that, it places the inside exactly.
            pygame.event.pump()
            pygame.display.set_window_position(self._position)
        self._dress()
        return surface

    def _dress(self) -> None:
        pygame.display.set_caption(_(TITLE))
        self._said_small = False
        pygame.key.set_repeat(350, 40)

    @property
    def room(self) -> Size:
        """The size that screens are laid out for: the window's, or the smallest that they can be laid out for."""
        width, height = self.surface.get_size()
        return max(width, SMALLEST[0]), max(height, SMALLEST[1])

    @property
    def usable(self) -> bool:
        """Whether screens fit in."""
        return self.room == self.surface.get_size()

    @property
    def place(self) -> Place | None:
        """Where the window is, or will be again after full screen; None where nothing of it is known."""
        self._remember()
        if self._position is None:
            return None
        return *self._position, *self._size

    def _remember(self) -> None:
        """Take down where the window is, unless it fills the desktop."""
        if not self.fullscreen:
            self._size, self._position = self.surface.get_size(), _position()

    def set_fullscreen(self, on: bool) -> None:
        """Fill the desktop, or go back to the window as it was before."""
        if on == self.fullscreen:
            return
        if on:
            self._remember()
            self.surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
            self._dress()
        else:
            # A window that only changes its mode keeps the size of the desktop, whatever it is asked for.
            _quit()
            pygame.display.init()
            kept = None if self._position is None else (*self._position, *self._size)
            if kept is not None or not _fits(self._size, pygame.display.get_desktop_sizes()):
                self._size, self._position = fitting(kept, pygame.display.get_desktop_sizes())
            self.surface = self._open()
        self.fullscreen = on
        self._known = self.room

    def reopen(self) -> None:
        """Open the window anew after it was lost."""
        pygame.display.init()
        self.fullscreen = False
        self.surface = self._open()
        self._known = self.room

    def resized(self) -> bool:
        """Look at the window's size again. Returns whether the room for screens has changed."""
        before, surface = self._known, pygame.display.get_surface()
        if surface is not None:
            self.surface = surface
        self._known = self.room
        return self._known != before

    def show(self) -> None:
        """Show what was drawn on the surface."""
        if self._said_small:
            pygame.display.set_caption(_(TITLE))
            self._said_small = False
        pygame.display.flip()

    def show_too_small(self) -> None:
        """Say in the window, and in its title, that it must be larger."""
        if not self._said_small:
            pygame.display.set_caption(_(TOO_SMALL_TITLE))
            self._said_small = True
        draw_too_small(self.surface)
        pygame.display.flip()

    def close(self) -> None:
        _quit()


def _quit() -> None:
    """Close the window. What waits in its queue is taken out first: pygame would keep it for ever, and with the press
    of a button the whole screen that the button is on."""
    if pygame.display.get_init():
        pygame.event.get()
    pygame.display.quit()  # noqa: TID251


def icon() -> pygame.Surface:
    """The window's sign on the desktop: two arrows that close behind a counter; a plain one where its file is gone."""
    try:
        return pygame.image.load(paths.assets_dir() / "theme" / "icon.png")
    except (OSError, pygame.error):
        out = pygame.Surface((64, 64), pygame.SRCALPHA)
        pygame.draw.rect(out, theme.RED, (2, 2, 60, 60), border_radius=10)
        return out


def fitting(kept: Place | None, desktops: Sequence[Size]) -> tuple[Size, tuple[int, int] | None]:
    """A size that fits the desktop and, if the desktop is not to choose it, the position: those of the kept place if it
    lies wholly on the first desktop, its size alone if that fits some desktop, else a comfortable size."""
    if kept is not None:
        x, y, *size = kept
        width, height = max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1])
        if desktops and pygame.Rect((0, 0), desktops[0]).contains((x, y, width, height)):
            return (width, height), (x, y)
        if _fits((width, height), [_inner(desktop) for desktop in desktops]):
            return (width, height), None
    desktop = _inner(desktops[0]) if desktops else (1280, 720)
    return (min(COMFORT[0], desktop[0]), min(COMFORT[1], desktop[1])), None


def _inner(desktop: Size) -> Size:
    """What a window may take of a desktop, so that its frame and the desktop's bars have room, if it can be had."""
    width, height = (
        max(whole - free, min(whole, least)) for whole, free, least in zip(desktop, FREE, MIN_SIZE, strict=True)
    )
    return width, height


def _fits(size: Size, desktops: Sequence[Size]) -> bool:
    return any(size[0] <= width and size[1] <= height for width, height in desktops)


def _position() -> tuple[int, int] | None:
    try:
        x, y = pygame.display.get_window_position()
    except pygame.error:
        return None
    return x, y


def draw_too_small(surface: pygame.Surface) -> None:
    """The sentence for a window in which no screen fits, as large as it can be."""
    surface.fill(theme.DESK)
    width, height = surface.get_size()
    least, short = _(AT_LEAST).format(width=SMALLEST[0], height=SMALLEST[1]), _(TOO_SMALL)
    for text, scale in ((least, 1.0), (short, 1.0), (short, 0.75), (short, 0.5)):
        font = Metrics(scale).font("bold")
        lines = wrap(text, font, max(1, width - 4))
        whole = all(word in " ".join(lines).split() for word in text.split())
        if whole and len(lines) * font.get_linesize() <= height:
            break
    y = max(0, (height - len(lines) * font.get_linesize()) // 2)
    for line in lines:
        drawn = font.render(line, True, theme.INK_LIGHT)
        surface.blit(drawn, (max(0, (width - drawn.get_width()) // 2), y))
        y += font.get_linesize()
