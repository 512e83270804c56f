"""What is heard all the time: one function each, a loop that runs on from its end into its beginning."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from effects import far
from synth import RATE, Chance, Samples, add, band, faded, hall, high, loop, low, noise, shaped

#: Seconds of a loop, and of its end that is laid over its beginning.
LENGTH, OVER = 14.0, 2.0


def wind() -> Samples:
    """The steppe: a low breath that swells, and grass."""
    whole = LENGTH + OVER
    deep, grass = low(noise(whole, 101), 260, 2), high(low(noise(whole, 103), 3000), 900)
    whistle = band(noise(whole, 107), 540, 90)
    turn = math.tau / LENGTH
    out = []
    for i, (a, b, c) in enumerate(zip(deep, grass, whistle, strict=True)):
        t = i / RATE
        gust = 0.62 + 0.18 * math.sin(turn * t) + 0.12 * math.sin(2 * turn * t + 1.3) + 0.07 * math.sin(5 * turn * t)
        out.append(a * gust * 2.2 + b * gust * gust * 0.10 + c * max(0.0, gust - 0.5) * 0.5)
    return loop(out, OVER)


def river() -> Samples:
    """Water over stones: many small bubbles in a soft rush."""
    whole = LENGTH + OVER
    rush, stones = low(noise(whole, 211), 480), band(noise(whole, 213), 900, 700)
    out = [a * 0.8 + b * 0.3 for a, b in zip(rush, stones, strict=True)]
    chance, at = Chance(29), 0.0
    while at < whole - 0.3:
        pitch, length = chance.between(420, 1250), chance.between(0.03, 0.09)
        drop = _drop(pitch, length, 1.6)
        add(out, drop, at, chance.between(0.02, 0.11))
        at += chance.between(0.01, 0.06)
    return loop(out, OVER)


def _drop(pitch: float, length: float, rise: float) -> Samples:
    """A short tone that begins and ends in nothing, and rises by a share of its pitch."""
    return shaped(
        length, lambda t: math.sin(math.tau * pitch * (t + rise * t * t)) * math.sin(math.pi * t / length) ** 2
    )


#: Crickets: their pitch, chirps in a loop, sounds in a chirp, loudness, when they begin as a part of a chirp.
CRICKETS = ((3900.0, 20, 3, 1.0, 0.0), (4350.0, 16, 4, 0.7, 0.31), (3480.0, 11, 2, 0.5, 0.57))


def insects() -> Samples:
    """Crickets by night: three of them, each with a measure of its own that fits into the loop."""
    whole = LENGTH + OVER
    out = [0.0] * int(RATE * whole)
    for pitch, measures, chirps, loud, shift in CRICKETS:
        step = LENGTH / measures
        for nth in range(int(whole / step) + 1):
            # What is laid over the beginning is the same as the beginning: the loop has no seam.
            for chirp in range(chirps):
                at = shift * step + nth * step + chirp * 0.055
                if at < whole - 0.06:
                    sound = _drop(pitch, 0.042, 0.0)
                    add(out, sound, at, loud * (0.8 + 0.2 * math.sin(nth % measures)))
    hush = low(noise(whole, 307), 300, 2)
    mixture = [a * 0.5 + b * 0.5 for a, b in zip(out, hush[: len(out)], strict=False)]
    return loop(mixture[: int(RATE * whole)], OVER)


def front() -> Samples:
    """A fight some kilometres off: thuds now and then, and a machine-gun that the wind brings."""
    whole = LENGTH + OVER
    out = [s * 0.5 for s in low(noise(whole, 401), 120, 2)]
    chance, thud = Chance(61), far()
    for at in (0.6, 3.1, 4.0, 6.7, 9.6, 10.3, 12.2):
        add(out, thud, at, chance.between(0.35, 1.0))
    rattle: Samples = []
    for i in range(9):
        shot = faded(low(high(noise(0.05, 600 + i), 300), 900, 2), 0.001, 0.04)
        add(rattle, shot, i * 0.085 + chance.between(0, 0.01))
    for at, loud in ((2.2, 0.5), (7.9, 0.8), (11.4, 0.4)):
        add(out, rattle, at, loud)
    return loop(hall(out, 0.5, 1.2)[: int(RATE * whole)], OVER)


#: Each loop and the level of its loudest two seconds, in dB of full scale: below all effects but those of paper.
AMBIENCE: Mapping[str, tuple[Callable[[], Samples], float]] = MappingProxyType(
    {"wind": (wind, -33.0), "river": (river, -34.0), "insects": (insects, -38.0), "front": (front, -31.0)}
)
