"""A stretch of a battle as a moving picture: what the map would show, taken down picture by picture.

It goes forward a little at each :meth:`Recording.work`, so that a window can show how far it is and be asked to stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

import pygame

from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.session.film import ALL, Film
from khalkhin.text.names import side_name, turn_text
from khalkhin.translation import _
from khalkhin.ui.events.playback import Become, Playback, PlaybackStep, Show, Tell, Walk
from khalkhin.ui.events.steps import steps
from khalkhin.ui.map.map_contents import MapScene, Outline
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.panels.layers import large_pockets
from khalkhin.ui.pictures.apng import Animation
from khalkhin.ui.pictures.picture import prepare

#: Seconds between two pictures, how long the last one stays, and a turn of which there is one only.
EACH, LAST, TURN = 0.1, 2.5, 0.7
#: The smallest and the largest picture, width and height in pixels.
SMALLEST, LARGEST = (160, 120), (1280, 960)
#: Pictures, and bytes of them kept in memory, that are too many.
MOST, ROOM = 1500, 96 << 20
#: The line of words at the foot: its height, its letters, its colours.
FOOT, LETTERS, GROUND, INK = 24, 14, (24, 26, 20), (236, 227, 200)


class CannotRecord(ValueError):
    """A sentence that says why a stretch cannot be recorded and what to do."""


@dataclass(frozen=True, slots=True)
class RecordedTurns:
    """What is recorded: turns `first` to `last` of a battle (by their numbers, both included) in the eyes of a side or
    of all; `around` a hex, beyond which nothing is waited for, or (-1) wherever something is seen; a picture of a size
    at a zoom and a speed. `days` has one picture for each turn of a side by daylight and nothing in between."""

    first: int
    last: int
    sight: str = ALL
    around: int = -1
    size: tuple[int, int] = (640, 400)
    zoom: float = 0.64
    speed: float = 2.0
    days: bool = False


def place_named(scenario: Scenario, name: str) -> int:
    """The hex of a place: COL,ROW, or what the map calls it. Raises: CannotRecord."""
    board = scenario.board
    parts = name.split(",")
    if len(parts) == 2 and all(part.strip().isdecimal() for part in parts):
        found = board.index(int(parts[0]), int(parts[1]))
        if found is None:
            told = _("The map has no hex {place}: its columns go to {col}, its rows to {row}.")
            raise CannotRecord(told.format(place=name, col=board.width - 1, row=board.height - 1))
        return found
    places = dict(_places(scenario))
    wanted = name.casefold().strip()
    fits = sorted((place for place in places if wanted and wanted in place.casefold()), key=len)
    if not fits:
        told = _("No place of this map is called {place}; write COL,ROW or one of: {places}.")
        raise CannotRecord(told.format(place=repr(name), places=", ".join(sorted(places)[:20])))
    return places[fits[0]]


def _places(scenario: Scenario) -> Iterator[tuple[str, int]]:
    yield from ((label.text, label.hex) for label in scenario.labels)
    shown = scenario.shown
    yield from ((shown(crossing.name), side // 6) for side, crossing in scenario.crossings.items())
    yield from ((shown(depot.name), depot.hex) for depot in scenario.depots)
    yield from ((shown(objective.name), objective.hex) for objective in scenario.objectives)


class Recording:
    """See the module. Raises: CannotRecord for a stretch that the battle does not have, or one of a size that no file
    should have."""

    def __init__(self, film: Film, stretch: RecordedTurns) -> None:
        self.film, self.stretch = film, stretch
        turns = [turn.mark.turn for turn in film.turns]
        if not turns[0] <= stretch.first <= stretch.last <= turns[-1]:
            told = _("This battle goes from turn {first} to {last}; choose turns from there, the first one first.")
            raise CannotRecord(told.format(first=turns[0], last=turns[-1]))
        sides = [side.id for side in film.scenario.sides]
        if stretch.sight not in (ALL, *sides):
            told = _("No side is called {side}; this battle has {sides}.")
            raise CannotRecord(told.format(side=repr(stretch.sight), sides=", ".join(sides)))
        if not all(a <= b <= c for a, b, c in zip(SMALLEST, stretch.size, LARGEST, strict=True)):
            told = _("A recording may be {least} to {most} pixels large.")
            least, most = ("{} x {}".format(*size) for size in (SMALLEST, LARGEST))
            raise CannotRecord(told.format(least=least, most=most))
        inside = [i for i, turn in enumerate(turns) if stretch.first <= turn <= stretch.last]
        self._turns = [i for i in inside if not (film.turns[i].mark.over and i)] or inside
        #: The position that is taken down next, the first one, and the one that ends it.
        self.position = self._start = film.first_of(self._turns[0])
        last = self._turns[-1]
        self._end = film.first_of(last + 1) if last + 1 < len(film.turns) else film.last
        self._animation = Animation(stretch.size)
        self._steps = self._taken()

    @property
    def part(self) -> float:
        """How much of it has been taken down, 0 to 1; in the eyes of a side by whole turns, so that it does not tell
        how many orders the other gave."""
        if self.stretch.sight != ALL:
            now = self.film.turn_at(self.position)
            return 1.0 if self.position >= self._end else sum(i < now for i in self._turns) / len(self._turns)
        return min(1.0, (self.position - self._start) / max(1, self._end - self._start))

    @property
    def pictures(self) -> int:
        """How many pictures there are by now."""
        return len(self._animation.frames)

    def work(self) -> bool:
        """Go forward a little. Returns whether there is more to do. Raises: CannotRecord, ReplayError."""
        return next(self._steps, None) is not None

    def packed(self) -> bytes:
        """The file, once there is nothing more to do."""
        return self._animation.packed()

    # ------------------------------------------------------------------ taking it down

    def _taken(self) -> Iterator[bool]:
        prepare()
        width, height = self.stretch.size
        self._map = MapView(self.film.scenario, (width, height - FOOT))
        self._letters = Lettering()
        self._picture = pygame.Surface(self.stretch.size)
        self._map.camera.zoom_to(self.stretch.zoom)
        if self.stretch.around >= 0:
            self._map.camera.centre_on(self.stretch.around)
        else:
            self._look_at_all()
        yield from self._days() if self.stretch.days else self._orders()
        self.position = self._end
        if not self.stretch.days:
            self._take(self.film.view(self._end, self.stretch.sight), MapScene(), LAST, after=True)

    def _look_at_all(self) -> None:
        """Begin in the middle of all units; what is seen leads on from there."""
        state = self.film.view(self._start, self.stretch.sight).state
        board, layout = state.scenario.board, self._map.camera.layout
        places = [layout.centre(*board.place(u.hex)) for u in state.units if u.on_map]
        if places:
            middle = [sum(line) / len(places) for line in zip(*places, strict=True)]
            self._map.camera.centre_on(board.index(*layout.at_pixel(*middle)) or 0)

    def _days(self) -> Iterator[bool]:
        """One picture for each turn of a side; nights, which would flicker, only where there are no days."""
        calendar = self.film.scenario.calendar
        light = [i for i in self._turns if not calendar[self.film.turns[i].mark.turn - 1].night]
        chosen = light or self._turns
        for turn in chosen:
            wanted = self.film.first_of(turn)
            while not self.film.ready(wanted):
                self.film.work(wanted)
                yield True
            self.position = wanted
            seconds = LAST if turn == chosen[-1] else TURN
            self._take(self.film.view(wanted, self.stretch.sight), MapScene(), seconds, after=True)
            yield True

    def _orders(self) -> Iterator[bool]:
        """All that is seen, order by order, as the game shows it."""
        playback = Playback(self.stretch.speed)
        while self.position < self._end:
            change = self.film.change(self.position, self.stretch.sight)
            if change is None:
                break
            if self.position == self._start or self.position == self.film.first_of(self.film.turn_at(self.position)):
                self._take(change.before, MapScene(), TURN, after=True)
            self.position += 1
            pictures = [step for step in steps(change.before, change.after, change.events) if self._within(step)]
            if pictures:
                playback.view = change.before
                playback.add(*pictures, Become(change.after))
                yield from self._play(playback)
            yield True

    def _play(self, playback: Playback) -> Iterator[bool]:
        for step in playback.update(0.0):
            self._bring(step)
        while playback.busy:
            assert playback.view is not None
            scene = MapScene(
                moving=playback.moving(),
                flashes=playback.flashes(),
                effects=playback.effects(),
                attackers=playback.attackers(),
            )
            self._take(playback.view, scene, EACH)
            yield True
            for step in playback.update(EACH):
                self._bring(step)

    def _within(self, step: PlaybackStep) -> bool:
        """Whether something of a step is to be seen; where the picture follows what happens, all is."""
        if isinstance(step, Tell):
            return False
        return self.stretch.around < 0 or any(self._in_picture(hex_) for hex_ in _hexes(step))

    def _in_picture(self, hex_: int) -> bool:
        (x, y), (w, h) = self._map.position(hex_), self._map.size
        return 0 <= x < w and 0 <= y < h

    def _bring(self, step: PlaybackStep) -> None:
        """Let the picture follow what happens, where it does not stand still."""
        if self.stretch.around >= 0:
            return
        hexes = list(_hexes(step))
        if hexes and not all(self._in_picture(hex_) for hex_ in (hexes[0], hexes[-1])):
            self._map.camera.centre_on(hexes[-1])

    def _take(self, shown: View, scene: MapScene, seconds: float, *, after: bool = False) -> None:
        """Take a picture of the map; `after` something: with pockets marked, as between orders."""
        if self.pictures >= MOST or self._animation.kept > ROOM:
            told = _("Turn {turn} is as far as one file can hold; record fewer turns, or a smaller picture.")
            raise CannotRecord(told.format(turn=shown.state.turn))
        fog = self.stretch.sight != ALL
        scene = MapScene(
            moving=scene.moving,
            flashes=scene.flashes,
            effects=scene.effects,
            attackers=scene.attackers,
            outlines=self._pockets(shown) if after else (),
            fog=fog,
        )
        self._map.draw(self._picture, shown, scene, complete=True)
        self._foot(shown)
        self._animation.add(self._picture, seconds)

    def _pockets(self, shown: View) -> tuple[Outline, ...]:
        viewer = self.stretch.sight or self.film.scenario.sides[0].id
        return large_pockets(shown, viewer)

    def _foot(self, shown: View) -> None:
        """The line at the foot: the battle's date and clock, and whose turn it is."""
        (w, h), state = self.stretch.size, shown.state
        self._picture.fill(GROUND, (0, h - FOOT, w, FOOT))
        whose = _("The end") if state.over else side_name(state, state.active)
        for text, right in ((turn_text(state), False), (whose, True)):
            words = self._letters.plain(text, LETTERS, INK)
            place = words.get_rect(midleft=(10, h - FOOT // 2))
            if right:
                place.right = w - 10
            self._picture.blit(words, place, special_flags=pygame.BLEND_PREMULTIPLIED)


def _hexes(step: PlaybackStep) -> Iterable[int]:
    """The hexes where a step is seen."""
    match step:
        case Walk(path=path):
            return path
        case Show(texts=texts, focus=focus):
            return [*texts, *([focus] if focus >= 0 else [])]
        case Tell() | Become():
            return ()
        case _:
            assert_never(step)
