"""Showing what happened: events over the old view, then the new view. Speed and skipping are the player's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from khalkhin.core.fog.view import View
from khalkhin.ui.map.map_contents import Flash, MovingCounter

#: Seconds per hex of a move and per shown result at speed 1.
HEX_TIME, SHOW_TIME = 0.11, 0.8


@dataclass(frozen=True, slots=True)
class Walk:
    """A unit (index) going along a path of hexes."""

    unit: int
    path: tuple[int, ...]
    sound: str = "move"


@dataclass(frozen=True, slots=True)
class Show:
    """Short texts over hexes for a moment: hex -> (text, tone). `focus` is what the map should show."""

    texts: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    focus: int = -1
    sound: str = ""
    attackers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Become:
    """From here on the map shows this view."""

    view: View


PlaybackStep = Walk | Show | Become


class Playback:
    """Runs through steps in time at a speed (0: at once); the battle scene asks what to draw."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.steps: list[PlaybackStep] = []
        self.view: View | None = None
        self.started = False
        #: What is watched again takes its time, also for a player who is otherwise shown things at once.
        self.watched = False
        self._at = 0.0

    @property
    def _pace(self) -> float:
        return 1.0 if self.watched and self.speed <= 0 else self.speed

    @property
    def busy(self) -> bool:
        return bool(self.steps)

    def add(self, *steps: PlaybackStep) -> None:
        self.steps.extend(steps)

    def skip(self) -> None:
        """Go to the end at once."""
        for step in self.steps:
            if isinstance(step, Become):
                self.view = step.view
        self.steps.clear()
        self._at = 0.0
        self.started = False

    def update(self, dt: float) -> list[PlaybackStep]:
        """Let time pass. Returns the steps that have just begun (for sounds and the camera)."""
        if self._pace <= 0:
            shown: list[PlaybackStep] = [s for s in self.steps if isinstance(s, Show)]
            self.skip()
            return shown[-1:]
        begun: list[PlaybackStep] = []
        self._at += dt
        while self.steps:
            step = self.steps[0]
            if isinstance(step, Become):
                self.view = step.view
                self.steps.pop(0)
                continue
            if not self.started:
                self.started = True
                begun.append(step)
                self._at = 0.0
            if self._at < self._length(step):
                break
            self._at -= self._length(step)
            self.steps.pop(0)
            self.started = False
        return begun

    def _length(self, step: PlaybackStep) -> float:
        match step:
            case Walk(path=path):
                return HEX_TIME * (len(path) - 1) / self._pace
            case Show():
                return SHOW_TIME / self._pace
            case Become():
                return 0.0
            case _:
                assert_never(step)

    def moving(self) -> tuple[MovingCounter, ...]:
        """The counter on its way, if any."""
        if not self.steps or not self.started or self._pace <= 0:
            return ()
        step = self.steps[0]
        if not isinstance(step, Walk) or len(step.path) < 2:
            return ()
        hops = self._at * self._pace / HEX_TIME
        i = min(int(hops), len(step.path) - 2)
        return (MovingCounter(step.unit, step.path[i], step.path[i + 1], max(0.0, min(1.0, hops - i))),)

    def flashes(self) -> Mapping[int, Flash]:
        """The texts shown now."""
        if not self.steps or not self.started or not isinstance(self.steps[0], Show):
            return {}
        step = self.steps[0]
        age = min(1.0, self._at / max(self._length(step), 0.001))
        return {hex_: Flash(text, tone, round(age, 2)) for hex_, (text, tone) in step.texts.items()}

    def attackers(self) -> frozenset[int]:
        """Hexes marked as attacking now."""
        if self.steps and self.started and isinstance(self.steps[0], Show):
            return self.steps[0].attackers
        return frozenset()
