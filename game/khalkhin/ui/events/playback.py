"""Showing what happened: events over the old view, then the new view. Speed and skipping are the player's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, assert_never

from khalkhin.core.fog.view import View
from khalkhin.ui.map.map_contents import STRANGER, Effect, Flash, MovingCounter
from khalkhin.ui.panels.account import FightAccount

#: Seconds per hex of a move and per shown result at speed 1.
HEX_TIME, SHOW_TIME = 0.11, 0.8


@dataclass(frozen=True, slots=True)
class Walk:
    """A unit (index) going along a path of hexes."""

    unit: int
    path: tuple[int, ...]
    sound: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Short texts over hexes for a moment: hex -> (text, tone). `focus` is what the map should show; `effects` are seen
    meanwhile."""

    texts: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    focus: int = -1
    sound: str = ""
    attackers: frozenset[int] = frozenset()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Tell:
    """From here on the account of a fight lies on the map until it is put away."""

    account: FightAccount


@dataclass(frozen=True, slots=True)
class Become:
    """From here on the map shows this view."""

    view: View


PlaybackStep = Walk | Show | Tell | Become


class PlaybackPort(Protocol):
    """What is told to the screen on which something is shown: what changed, what is to be heard, which hex to see."""

    def present(self) -> None:
        """Something that is shown has changed."""
        ...

    def sound(self, name: str) -> None:
        """Play an effect."""
        ...

    def bring(self, hex_: int) -> None:
        """Bring a hex into sight if it is not."""
        ...


def announce(begun: Iterable[PlaybackStep], stage: PlaybackPort) -> None:
    """Let the places of steps that have just begun be seen, and their sounds be heard."""
    for step in begun:
        match step:
            case Walk(path=path, sound=sound):
                stage.bring(path[0])
                if sound:
                    stage.sound(sound)
            case Show(focus=focus, sound=sound):
                if focus >= 0:
                    stage.bring(focus)
                if sound:
                    stage.sound(sound)
            case Tell() | Become():
                pass
            case _:
                assert_never(step)


class Playback:
    """Runs through steps in time at a speed (0: at once); the battle scene asks what to draw."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.steps: list[PlaybackStep] = []
        self.view: View | None = None
        self.started = False
        #: What is watched again takes its time, also for a player who is otherwise shown things at once.
        self.watched = False
        #: Nothing moves: no counter on its way, no effects, words that stand still.
        self.still = False
        #: Accounts that have come since they were last taken.
        self.told: list[FightAccount] = []
        #: Those that have come to the end of their way since the map showed another view; they stay there.
        self._come: list[MovingCounter] = []
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
            self._pass(step)
        self.steps.clear()
        self._come.clear()
        self._at = 0.0
        self.started = False

    def update(self, dt: float) -> list[PlaybackStep]:
        """Let time pass. Returns the steps that have just begun (for sounds and the camera)."""
        if self._pace <= 0:
            shown = [s for s in self.steps if isinstance(s, Show)]
            heard = [s for s in shown if s.sound]
            self.skip()
            return list((heard or shown)[-1:])
        begun: list[PlaybackStep] = []
        self._at += dt
        while self.steps:
            step = self.steps[0]
            if isinstance(step, Become | Tell):
                self._pass(step)
                self.steps.pop(0)
                continue
            if not self.started:
                self.started = True
                begun.append(step)
                self._at = 0.0
            if self._at < self._length(step):
                break
            self._at -= self._length(step)
            self._pass(step)
            self.steps.pop(0)
            self.started = False
        return begun

    def _pass(self, step: PlaybackStep) -> None:
        """What stays when a step is over."""
        match step:
            case Become(view):
                self.view = view
                self._come.clear()
            case Tell(account):
                self.told.append(account)
            case Walk(unit, path) if len(path) > 1:
                self._come = [*self._others(unit), MovingCounter(unit, path[-2], path[-1], 1.0)]
            case Walk() | Show():
                pass
            case _:
                assert_never(step)

    def _others(self, unit: int) -> list[MovingCounter]:
        """Those that have come, but for a unit that goes on; of strangers each is another."""
        return [counter for counter in self._come if counter.unit != unit or unit == STRANGER]

    def take_told(self) -> list[FightAccount]:
        """The accounts that have come, once."""
        told, self.told = self.told, []
        return told

    def _length(self, step: PlaybackStep) -> float:
        match step:
            case Walk(path=path):
                return 0.0 if self.still else HEX_TIME * (len(path) - 1) / self._pace
            case Show():
                return SHOW_TIME / self._pace
            case Tell() | Become():
                return 0.0
            case _:
                assert_never(step)

    def moving(self) -> tuple[MovingCounter, ...]:
        """The counter on its way, if any, and those that have come where they went."""
        if not self.steps or self._pace <= 0:
            return ()
        step = self.steps[0]
        if not self.started or self.still or not isinstance(step, Walk) or len(step.path) < 2:
            return tuple(self._come)
        hops = self._at * self._pace / HEX_TIME
        i = min(int(hops), len(step.path) - 2)
        going = MovingCounter(step.unit, step.path[i], step.path[i + 1], max(0.0, min(1.0, hops - i)))
        return (*self._others(step.unit), going)

    def flashes(self) -> Mapping[int, Flash]:
        """The texts shown now."""
        if not self.steps or not self.started or not isinstance(self.steps[0], Show):
            return {}
        step = self.steps[0]
        age = 0.0 if self.still else self._age(step)
        return {hex_: Flash(text, tone, age) for hex_, (text, tone) in step.texts.items()}

    def effects(self) -> tuple[Effect, ...]:
        """What is seen for a moment now."""
        if not self.steps or not self.started or self.still or not isinstance(self.steps[0], Show):
            return ()
        step = self.steps[0]
        return tuple(replace(effect, part=self._age(step)) for effect in step.effects)

    def _age(self, step: Show) -> float:
        return round(min(1.0, self._at / max(self._length(step), 0.001)), 2)

    def attackers(self) -> frozenset[int]:
        """Hexes marked as attacking now."""
        if self.steps and self.started and isinstance(self.steps[0], Show):
            return self.steps[0].attackers
        return frozenset()
