"""The camera: which part of the map the window shows, at which zoom.

Positions are whole pixels of the map at the present zoom, so that everything drawn keeps its place relative
to everything else while the map is panned. Zoom 1.0 shows hexes 64 pixels long.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from khalkhin.core.board.layout import Layout

#: Pixels between opposite corners of a hex at zoom 1.0.
HEX_LENGTH = 64
#: Zoom steps. Each makes a chunk of the map a whole number of art pixels (see :mod:`khalkhin.ui.map.chunks`).
ZOOMS: tuple[float, ...] = (0.25, 0.32, 0.4, 0.5, 0.64, 0.8, 1.0, 1.28, 1.6, 2.0, 2.56)
#: Zoom a new view begins with.
START_ZOOM = 1.0


def drawing_layout(layout: Layout) -> Layout:
    """The layout in which a map is drawn: the same hexes, brought to a long diagonal of 64 pixels."""
    k = HEX_LENGTH / max(1, layout.tile_width if layout.flat_top else layout.tile_height)

    def even(size: float) -> int:
        return max(2, round(size * k / 2) * 2)

    return Layout(
        layout.stagger_axis, layout.stagger_index, even(layout.tile_width), even(layout.tile_height), even(layout.side)
    )


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """Where a camera stands: index of its zoom, and the pixel of the drawing layout in the middle of its window."""

    step: int
    middle: tuple[float, float]


class Camera:
    """A window of `size` pixels onto a map; clamped so that the map fills the window where it can. Over its topmost
    `head` pixels something else lies: the map can be moved out from under it, and nothing is brought there."""

    def __init__(self, layout: Layout, width: int, height: int, size: tuple[int, int]) -> None:
        self.layout = drawing_layout(layout)
        self.board_width, self.board_height = width, height
        self.size = size
        self.head = 0
        self._step = ZOOMS.index(START_ZOOM)
        self._x = self._y = 0
        self._goal: tuple[float, float] | None = None
        self._clamp()

    # -- what is shown -------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Window pixels per pixel of the drawing layout."""
        return ZOOMS[self._step]

    @property
    def step(self) -> int:
        """Index of the zoom in :data:`ZOOMS`."""
        return self._step

    @property
    def offset(self) -> tuple[int, int]:
        """Map pixel (at this zoom) in the window's top left corner."""
        return self._x, self._y

    @property
    def clear(self) -> pygame.Rect:
        """The part of the window that nothing lies over."""
        return pygame.Rect(0, self.head, self.size[0], max(1, self.size[1] - self.head))

    @property
    def map_size(self) -> tuple[int, int]:
        """Pixels of the whole map at this zoom."""
        w, h = self.layout.size(self.board_width, self.board_height)
        return round(w * self.zoom), round(h * self.zoom)

    @property
    def gliding(self) -> bool:
        """Whether the camera is still on its way (see :meth:`glide_to`)."""
        return self._goal is not None

    def shown(self) -> tuple[float, float, float, float]:
        """The part of the map in the window as fractions of its width and height: left, top, right,
        bottom."""
        w, h = self.map_size
        return (
            max(0.0, self._x / w),
            max(0.0, self._y / h),
            min(1.0, (self._x + self.size[0]) / w),
            min(1.0, (self._y + self.size[1]) / h),
        )

    # -- hexes and pixels ----------------------------------------------------------------------------------

    def centre(self, hex_: int) -> tuple[int, int]:
        """Map pixel of a hex centre at this zoom."""
        x, y = self.layout.centre(hex_ % self.board_width, hex_ // self.board_width)
        return round(x * self.zoom), round(y * self.zoom)

    def position(self, hex_: int) -> tuple[int, int]:
        """Window pixel of a hex centre."""
        x, y = self.centre(hex_)
        return x - self._x, y - self._y

    def corners(self, hex_: int) -> list[tuple[int, int]]:
        """Window pixels of the corners of a hex, in turn round it."""
        corners = self.layout.corners(hex_ % self.board_width, hex_ // self.board_width)
        return [(round(x * self.zoom) - self._x, round(y * self.zoom) - self._y) for x, y in corners]

    def hex_at(self, pos: tuple[float, float]) -> int | None:
        """Board index of the hex under a window pixel, or None off the map."""
        zoom = self.zoom
        col, row = self.layout.at_pixel((pos[0] + self._x) / zoom, (pos[1] + self._y) / zoom)
        if 0 <= col < self.board_width and 0 <= row < self.board_height:
            return row * self.board_width + col
        return None

    # -- moving --------------------------------------------------------------------------------------------

    @property
    def place(self) -> CameraPlace:
        """Where it stands, to come back to with :meth:`go_to`."""
        x, y = self._x + self.size[0] / 2, self._y + self.size[1] / 2
        return CameraPlace(self._step, (x / self.zoom, y / self.zoom))

    def go_to(self, place: CameraPlace) -> None:
        """Stand at a place at once."""
        self._goal = None
        self._step = place.step
        x, y = place.middle
        self._x, self._y = round(x * self.zoom - self.size[0] / 2), round(y * self.zoom - self.size[1] / 2)
        self._clamp()

    def resize(self, size: tuple[int, int], head: int = 0) -> None:
        """Take a new window size; the middle of the picture stays where it was."""
        self._x += (self.size[0] - size[0]) // 2
        self._y += (self.size[1] - size[1]) // 2
        self.size, self.head = size, min(head, size[1] // 2)
        self._clamp()

    def pan(self, dx: float, dy: float) -> None:
        """Move the camera by window pixels (positive: towards the east and south)."""
        self._goal = None
        self._x += round(dx)
        self._y += round(dy)
        self._clamp()

    def zoom_by(self, steps: int, about: tuple[int, int] | None = None) -> bool:
        """Zoom in (positive) or out by steps, keeping the point under a window pixel; out no further than to where the
        whole map is seen. Returns whether it changed."""
        least = min(self._step, self._fitting()) if steps < 0 else 0
        return self._set_step(max(least, self._step + steps), about)

    def zoom_to(self, zoom: float, about: tuple[int, int] | None = None) -> bool:
        """Take the zoom step nearest to a figure."""
        return self._set_step(min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - zoom)), about)

    def zoom_to_fit(self) -> bool:
        """Take the largest zoom that shows the whole map (or the smallest there is)."""
        return self._set_step(self._fitting(), None)

    def centre_on(self, hex_: int) -> None:
        """Bring a hex to the middle of the window at once."""
        self.look(*self.centre(hex_))

    def look(self, x: int, y: int) -> None:
        """Bring a map pixel (at this zoom) to the middle of the window's clear part at once."""
        self._goal = None
        self._x, self._y = x - self.clear.centerx, y - self.clear.centery
        self._clamp()

    def glide_to(self, hex_: int) -> None:
        """Bring a hex to the middle over the next moments; :meth:`update` moves the camera."""
        x, y = self.layout.centre(hex_ % self.board_width, hex_ // self.board_width)
        self._goal = float(x), float(y)

    def bring(self, hex_: int, edge: int) -> None:
        """Bring a hex at least `edge` pixels within the clear part over the next moments, moving the map no further
        than that takes; to the middle if it is not in the window at all."""
        clear = self.clear
        within = clear.inflate(-2 * min(edge, clear.width // 3), -2 * min(edge, clear.height // 3))
        x, y = self.position(hex_)
        if within.collidepoint(x, y):
            return
        if not clear.collidepoint(x, y):
            self.glide_to(hex_)
            return
        dx = x - max(within.left, min(x, within.right - 1))
        dy = y - max(within.top, min(y, within.bottom - 1))
        middle = self._x + clear.centerx + dx, self._y + clear.centery + dy
        self._goal = middle[0] / self.zoom, middle[1] / self.zoom

    def settle(self) -> None:
        """Be at once where the camera is on its way to."""
        if self._goal is not None:
            x, y = self._goal
            self.look(round(x * self.zoom), round(y * self.zoom))

    def update(self, dt: float) -> bool:
        """Move a gliding camera on by `dt` seconds. Returns whether it moved."""
        if self._goal is None:
            return False
        before = self._x, self._y
        gx = self._goal[0] * self.zoom - self.clear.centerx
        gy = self._goal[1] * self.zoom - self.clear.centery
        part = min(1.0, dt * 9.0)
        nx, ny = self._x + (gx - self._x) * part, self._y + (gy - self._y) * part
        near = (abs(gx - nx) < 1.5 and abs(gy - ny) < 1.5) or (round(nx), round(ny)) == before
        self._x, self._y = (round(gx), round(gy)) if near else (round(nx), round(ny))
        self._clamp()
        if near or (self._x, self._y) == before:
            self._goal = None
        return (self._x, self._y) != before

    def _fitting(self) -> int:
        w, h = self.layout.size(self.board_width, self.board_height)
        fits = (i for i, z in enumerate(ZOOMS) if w * z <= self.clear.width and h * z <= self.clear.height)
        return max(fits, default=0)

    def _set_step(self, step: int, about: tuple[int, int] | None) -> bool:
        step = max(0, min(len(ZOOMS) - 1, step))
        if step == self._step:
            return False
        ax, ay = about if about is not None else (self.size[0] // 2, self.size[1] // 2)
        grow = ZOOMS[step] / self.zoom
        self._x = round((self._x + ax) * grow) - ax
        self._y = round((self._y + ay) * grow) - ay
        self._step = step
        self._clamp()
        return True

    def _clamp(self) -> None:
        w, h = self.map_size
        self._x = _clamped(self._x, w, self.size[0])
        self._y = _clamped(self._y, h, self.size[1], self.head)


def _clamped(at: int, whole: int, window: int, head: int = 0) -> int:
    """The first pixel that is shown. A map smaller than the clear part of the window lies in its middle."""
    if whole <= window - head:
        return -head - (window - head - whole) // 2
    return max(-head, min(at, whole - window))
