"""Watching a film: where it stands, with whose eyes, how fast; what is shown and told. No pygame.

The screen tells it what was asked for and shows what it holds. Nothing here waits: a place that takes many orders to
reach is come nearer to by a few a frame (:data:`ORDERS`), and until it is reached the old one is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khalkhin.core.fog.view import View
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import ReplayError
from khalkhin.text.narrator.narrator import tell
from khalkhin.text.narrator.notice import Notice
from khalkhin.translation import _
from khalkhin.ui.events.playback import Become, Playback, PlaybackPort, announce
from khalkhin.ui.events.steps import steps

#: Orders carried out in a frame.
ORDERS = 3
#: How fast a film may run; at 0 nothing is shown in between.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an order, that leads on from a position, is told as."""

    position: int
    notices: tuple[Notice, ...]


class FilmPlayer:
    """See the module. `sights` are the eyes that may be looked with, the first at first."""

    def __init__(self, film: Film, sights: Sequence[str], stage: PlaybackPort, position: int = 0) -> None:
        self.film = film
        self.sights = tuple(sights)
        self.stage = stage
        self.sight = self.sights[0]
        self.position = 0
        self.running = False
        self.speed = 1.0
        self.playback = Playback(1.0)
        self.fault = ""
        self._wanted = max(0, min(position, film.last))
        #: One order forwards (1) or back (-1) is looked for, of which something is seen.
        self._looking = 0
        self._told: list[_Told] = []
        self._told_of: tuple[int, str] = (-1, "")

    # ------------------------------------------------------------------ what is shown

    @property
    def shown(self) -> View:
        """The view that the map shows."""
        return self.playback.view if self.playback.view is not None else self.film.view(self.position, self.sight)

    @property
    def turn(self) -> int:
        """The number, from 0, of the turn of a side that is shown."""
        return self.film.turn_at(self.position)

    @property
    def seeking(self) -> bool:
        """Whether a place that was asked for has not been reached yet."""
        return self._wanted != self.position or bool(self._looking)

    @property
    def at_end(self) -> bool:
        return self.position >= self.film.last

    @property
    def can_branch(self) -> bool:
        """Whether a battle can be gone on with from here."""
        return not self.fault and not self.seeking and not self.film.state(self.position).over

    def notices(self) -> list[Notice]:
        """What was told in this turn up to now, in the eyes that are looked with, the oldest first."""
        if self._told_of != (self.turn, self.sight):
            return []
        return [n for told in self._told if told.position < self.position for n in told.notices]

    # ------------------------------------------------------------------ what is asked for

    def run(self) -> None:
        """Let it run, or stop it; at the end it begins anew."""
        self.running = not self.running
        if self.running and self.at_end:
            self.go(0)
            self.running = True
        self.stage.present()

    def stop(self) -> None:
        """Stand still; what is being shown comes to its end at once."""
        self.running = False
        self._looking = 0
        self.playback.skip()
        self.playback.view = None
        self.stage.present()

    def go(self, position: int) -> None:
        """Go to a position."""
        self.stop()
        self._wanted = max(0, min(position, self.film.last))

    def step(self, by: int) -> None:
        """On to the next order of which something is seen, or back before the last one; past a turn's bound only to
        it."""
        self.stop()
        self._wanted = self.position
        self._looking = 1 if by > 0 else -1

    def go_turn(self, by: int) -> None:
        """To the beginning of the next turn of a side; back to that of this one, or from there of the one before."""
        here = self.turn
        back = by < 0 and self.position > self.film.first_of(here)
        self.go(self.film.first_of(here) if back else self._turn_start(here + by))

    def _turn_start(self, turn: int) -> int:
        return self.film.last if turn >= len(self.film.turns) else self.film.first_of(max(0, turn))

    def look_with(self, sight: str) -> None:
        """Look with other eyes, of those that are allowed."""
        if sight in self.sights and sight != self.sight:
            running = self.running
            self.stop()
            self.sight, self.running = sight, running
            self.stage.present()

    def faster(self, by: int) -> None:
        """A faster or slower speed."""
        at = SPEEDS.index(self.speed)
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, at + by))]
        self.stage.present()

    # ------------------------------------------------------------------ time

    def update(self, dt: float) -> None:
        """Time passes."""
        if self.fault:
            return
        self.playback.speed = self.speed
        try:
            if self.playback.busy:
                self._play(dt)
            elif self._wanted != self.position:
                self._seek()
            elif self._looking < 0:
                self._look_back()
            elif self._looking > 0 or self.running:
                self._advance()
            else:
                self._catch_up()
        except ReplayError as error:
            self.stop()
            self._wanted = self.position
            self.fault = str(error)
            self.stage.present()

    def _play(self, dt: float) -> None:
        announce(self.playback.update(dt), self.stage)
        if not self.playback.busy:
            self.playback.view = None
        self.stage.present()

    def _seek(self) -> None:
        for _nth in range(ORDERS):
            if self.film.ready(self._wanted):
                self.position = self._wanted
                self.stage.present()
                return
            self.film.work(self._wanted)

    def _advance(self) -> None:
        """Go on, order by order, until something is to be seen."""
        for _nth in range(ORDERS):
            change = self.film.change(self.position, self.sight)
            if change is None:
                self.running, self._looking = False, 0
                break
            self._tell(self.position)
            self.position = self._wanted = self.position + 1
            pictures = steps(change.before, change.after, change.events)
            if pictures:
                self.playback.view = change.before
                self.playback.add(*pictures, Become(change.after))
            new_turn = self.position == self.film.first_of(self.turn)
            if pictures or new_turn:
                self._looking = 0
                break
        self.stage.present()

    def _look_back(self) -> None:
        """Back, order by order, to before one of which something was seen, or to a turn's beginning."""
        for _nth in range(ORDERS):
            before = self.position - 1
            if before < 0:
                self._looking = 0
                break
            if not self.film.ready(before):
                self.film.work(before)
                continue
            change = self.film.change(before, self.sight)
            self.position = self._wanted = before
            seen = change is not None and steps(change.before, change.after, change.events)
            if seen or before == self.film.first_of(self.turn):
                self._looking = 0
                break
        self.stage.present()

    def _catch_up(self) -> None:
        """Standing still, make up what was told in this turn so far."""
        for _nth in range(ORDERS):
            first = self.film.first_of(self.turn)
            if self._told_of != (self.turn, self.sight):
                self._told, self._told_of = [], (self.turn, self.sight)
            following = self._told[-1].position + 1 if self._told else first
            if following >= self.position:
                return
            self._tell(following)
            self.stage.present()

    def _tell(self, position: int) -> None:
        """Take down what leads on from a position, if it follows what was taken down before."""
        turn = self.film.turn_at(position)
        if self._told_of != (turn, self.sight):
            self._told, self._told_of = [], (turn, self.sight)
        following = self._told[-1].position + 1 if self._told else self.film.first_of(turn)
        change = self.film.change(position, self.sight) if position == following else None
        if change is not None:
            states = change.before.state, change.after.state
            told = (tell(*states, self.sight, event) for event in change.events)
            self._told.append(_Told(position, tuple(n for n in told if n is not None and n.text)))


def speed_text(speed: float) -> str:
    """A speed as its button says it."""
    return _("at once") if speed <= 0 else _("{speed} ×").format(speed=f"{speed:g}")
