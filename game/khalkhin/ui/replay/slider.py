"""The line of a film's turns: where it stands, nights dark, a click or a drag to go elsewhere."""

from __future__ import annotations

from bisect import bisect_right

import pygame

from khalkhin.play.session.film import ALL, Film
from khalkhin.ui.map import palette
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.theme import Metrics

NIGHT = (18, 22, 34)


class Slider:
    """A part of the window. Turns of sides are equally long, however many orders they have; in the turn of another
    side than that whose eyes are looked with the knob stands at the beginning, so that it does not tell how many orders
    that side gave. `sight` says whose eyes those are."""

    def __init__(self, film: Film) -> None:
        self.sight = ALL
        self.rect = pygame.Rect(0, 0, 1, 1)
        self._film = film
        self._stretches = film.stretches
        self._firsts = [s.first for s in self._stretches]

    def position_at(self, x: int) -> int:
        """The position at a pixel of the window."""
        count = len(self._firsts)
        part = max(0.0, min(1.0, (x - self.rect.x) / max(1, self.rect.width - 1))) * count
        turn = min(count - 1, int(part))
        first, end = self._firsts[turn], self._end(turn)
        if not self._open(turn):
            return first
        return min(self._film.last, first + round((part - turn) * (end - first)))

    def x_of(self, position: int) -> int:
        """The pixel of a position."""
        turn = max(0, bisect_right(self._firsts, position) - 1)
        first, end = self._firsts[turn], self._end(turn)
        within = (position - first) / max(1, end - first) if self._open(turn) or position == end else 0.0
        part = (turn + within) / len(self._firsts)
        return self.rect.x + round(min(1.0, part) * (self.rect.width - 1))

    def _open(self, turn: int) -> bool:
        """Whether it may be seen how far a turn has gone."""
        return self.sight in (ALL, self._stretches[turn].side)

    def _end(self, turn: int) -> int:
        return self._firsts[turn + 1] if turn + 1 < len(self._firsts) else self._film.last

    def draw(self, surface: pygame.Surface, position: int, m: Metrics) -> None:
        """The line, a stretch for each turn in its side's colour, and the knob."""
        r = self.rect
        bar = pygame.Rect(r.x, r.centery - m.px(6), r.width, m.px(12))
        count = len(self._stretches)
        for i, stretch in enumerate(self._stretches):
            left, right = bar.x + i * bar.width // count, bar.x + (i + 1) * bar.width // count
            box = pygame.Rect(left, bar.y, max(1, right - left), bar.height)
            surface.fill(NIGHT if stretch.night else theme.RAISED, box)
            colour = palette.side_colour(self._film.scenario, stretch.side)
            surface.fill(colour, (box.x, box.bottom - m.px(3), box.width, m.px(3)))
            if i and self._stretches[i - 1].turn != stretch.turn:
                pygame.draw.line(surface, theme.LINE, (left, bar.y), (left, bar.bottom - 1))
        pygame.draw.rect(surface, theme.LINE, bar, 1)
        x = self.x_of(position)
        surface.fill(theme.GOLD, (bar.x, bar.y, x - bar.x, m.px(3)))
        knob = pygame.Rect(0, 0, m.px(8), m.px(22))
        knob.center = (x, r.centery)
        pygame.draw.rect(surface, theme.INK_LIGHT, knob, border_radius=m.px(3))
        pygame.draw.rect(surface, theme.DESK, knob, 1, border_radius=m.px(3))
