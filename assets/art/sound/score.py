"""The score: four slow pieces in pentatonic modes, for horse-head fiddle, flute, plucked strings, a drum and a drone.

A tune is a line of notes, `degree:beats` one after the other; degrees count the five notes of the piece's mode from its
home (5 is home an octave higher, -1 the note below it), `.` is a rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from synth import Samples, add, bow, drum, faded, hall, hold, pipe, pluck

#: Semitones of the modes above their home.
LA, SOL, DO = (0, 3, 5, 7, 10), (0, 2, 5, 7, 10), (0, 2, 4, 7, 9)


class Piece:
    """A piece under way: so many beats a minute in a mode, from a home in hertz."""

    def __init__(self, home: float, mode: tuple[int, ...], pace: float) -> None:
        self.home, self.mode, self.beat = home, mode, 60 / pace
        self.sound: Samples = []

    def pitch(self, degree: int) -> float:
        octave, step = divmod(degree, len(self.mode))
        return self.home * math.exp2(octave + self.mode[step] / 12)

    def notes(self, tune: str) -> Iterator[tuple[int, float, float]]:
        """Degree, beat and beats of each note."""
        at = 0.0
        for word in tune.split():
            degree, _, beats = word.partition(":")
            length = float(beats or 1)
            if degree != ".":
                yield int(degree), at, length
            at += length

    def fiddle(self, tune: str, start: float, loud: float, octave: int = 0) -> None:
        """The tune on the fiddle from a beat on."""
        for n, (degree, at, beats) in enumerate(self.notes(tune)):
            note = bow(self.pitch(degree + 5 * octave), beats * self.beat * 1.06, slide=0.04 * (n % 3 == 0), seed=n)
            add(self.sound, note, (start + at) * self.beat, loud)

    def flute(self, tune: str, start: float, loud: float, octave: int = 1) -> None:
        """The tune on the flute."""
        for n, (degree, at, beats) in enumerate(self.notes(tune)):
            note = pipe(self.pitch(degree + 5 * octave), beats * self.beat * 1.02, seed=n + 3)
            add(self.sound, note, (start + at) * self.beat, loud)

    def strings(self, tune: str, start: float, loud: float, octave: int = 0, bright: float = 0.35) -> None:
        """The tune plucked; each string rings on."""
        for n, (degree, at, beats) in enumerate(self.notes(tune)):
            length = min(4.0, max(1.4, beats * self.beat * 1.8))
            note = pluck(self.pitch(degree + 5 * octave), length, n * 7 + 11, bright)
            add(self.sound, note, (start + at + 0.012 * (n % 3)) * self.beat, loud * (0.85 + 0.15 * (n % 2)))

    def drums(self, pattern: str, start: float, loud: float) -> None:
        """A stroke a beat where the pattern has an `x`, a soft one where it has an `o`."""
        for n, sign in enumerate(pattern.replace(" ", "")):
            if sign in "xo":
                add(self.sound, drum(), (start + n) * self.beat, loud * (1.0 if sign == "x" else 0.5))

    def ground(self, degree: int, beats: float, start: float, loud: float, octave: int = 0) -> None:
        """A tone that is held."""
        add(self.sound, hold(self.pitch(degree + 5 * octave), beats * self.beat), start * self.beat, loud)

    def done(self, share: float, ring: float) -> Samples:
        """The piece in its hall, soft at both ends."""
        return faded(hall(self.sound, share, ring), 0.05, 1.5)


def steppe() -> Samples:
    """For the menu: morning over the grass, a long song."""
    p = Piece(146.83, LA, 54)
    p.ground(0, 60, 0, 0.30, -1)
    p.ground(3, 56, 2, 0.12, -1)
    p.strings("0:2 3:2 5:2 3:2 0:2 2:2 5:2 3:2", 0, 0.20)
    p.fiddle("3:3 4 5:4 . 7:2 5 4 3:4 .", 6, 0.26)
    p.fiddle("2:2 3 4:2 3 2:2 1 0:5 .", 24, 0.26)
    p.strings("0:2 3:2 4:2 5:2 2:2 3:2 0:2 -1:2 0:2 3:2 5:2 7:2 5:2 3:2 2:2 0:2", 16, 0.17)
    p.flute("7:2 8 7:2 5 7:3 . 5:2 4 3 4 5:4", 38, 0.17, 0)
    p.fiddle("3:3 2 1 0:7", 48, 0.24)
    p.strings("0:2 3:2 5:2 3 0:4", 50, 0.18)
    return p.done(0.85, 2.6)


def halha() -> Samples:
    """For the day: the river and what crosses it; strings that go on and on, a flute above."""
    p = Piece(110.0, DO, 66)
    figure = "0 2 4 2 5 4 2 4"
    other = "-1 1 3 1 4 3 1 3"
    for bar, line in enumerate((figure, figure, other, figure, figure, other, other, figure)):
        p.strings(line, bar * 8, 0.15, 0, 0.28)
    p.ground(0, 68, 0, 0.24, -1)
    p.flute("7:3 6 5:2 4:2 5:4 .:4", 8, 0.15, 1)
    p.flute("4:2 5 6 7:4 9:2 7 6 5:4", 24, 0.15, 1)
    p.fiddle("2:4 3:2 2:2 1:4 0:4 .:2 2:3 1 0:6", 40, 0.20)
    p.drums("o... o... o... o... o... o... o... o...", 32, 0.18)
    return p.done(0.7, 2.2)


def column() -> Samples:
    """For the day when it is hard: a march that does not hurry, low strings, a drum."""
    p = Piece(82.41, LA, 58)
    p.ground(0, 60, 0, 0.34, 0)
    p.drums("x..o x... x..o x... x..o x.o. x..o x... x..o x... x..o x.o. x..o x...", 2, 0.34)
    p.fiddle("0:3 2 3:4 4:2 3 2 0:4", 8, 0.24, 1)
    p.fiddle("3:3 4 5:4 4 3 2 1 0:4", 24, 0.24, 1)
    p.strings("0:2 3:2 2:2 3:2 0:2 4:2 3:2 2:2 0:2 3:2 5:2 3:2 2:2 1:2 0:4", 10, 0.20, 1, 0.2)
    p.fiddle("7:3 5 4 3:2 2 3:2 2 0:6", 40, 0.20, 1)
    p.fiddle("3:3 4 5:4 4 3 2 1 0:6", 40, 0.13, 0)
    return p.done(0.7, 2.2)


def watch() -> Samples:
    """For the night: a few strings, far apart, and a flute that asks once."""
    p = Piece(98.0, SOL, 46)
    p.ground(0, 46, 0, 0.30, -1)
    p.ground(3, 40, 4, 0.10, 0)
    p.strings("0:3 5:1 4:4 3:3 2:1 0:4 1:3 3:1 5:4 4:3 3:1 0:4 0:3 5:1 7:4 5:2 3:2 0:6", 1, 0.24, 1, 0.3)
    p.flute("5:3 7 8:4 7:2 5 4 5:4", 14, 0.12, 1)
    p.fiddle("3:4 2:2 1:2 0:7", 30, 0.17, 1)
    return p.done(1.0, 3.0)


#: Each piece and the level of its loudest second, in dB of full scale: under the effects of a battle.
SCORE: Mapping[str, tuple[Callable[[], Samples], float]] = MappingProxyType(
    {"steppe": (steppe, -25.0), "halha": (halha, -27.0), "column": (column, -26.0), "watch": (watch, -28.0)}
)
