"""The effects: one function each, named as the file it becomes, with how loud it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from synth import (
    RATE,
    Chance,
    Samples,
    add,
    band,
    faded,
    high,
    low,
    mixed,
    noise,
    pluck,
    shaped,
    swell,
    table,
    tone,
)

# ---------------------------------------------------------------------------------------------- on the paper


def click() -> Samples:
    """A wooden counter set down."""
    body = shaped(0.06, lambda t: math.sin(math.tau * 1150 * t) * math.exp(-t * 120))
    return faded(mixed((body, 0, 0.7), (low(noise(0.05, 8), 2600), 0, 0.25)), 0.001, 0.04)


def page() -> Samples:
    """A sheet of paper turned."""
    rustle = band(noise(0.34, 15), 3400, 2600)
    return [s * (math.sin(math.pi * min(1, t / 0.34)) ** 2) * _crackle(t) for t, s in _timed(rustle)]


def _crackle(t: float) -> float:
    return 0.65 + 0.35 * math.sin(math.tau * (19 * t + 7 * t * t))


def refuse() -> Samples:
    """Two dull knocks: no."""
    knock = shaped(0.14, lambda t: math.sin(math.tau * (165 * t - 120 * t * t)) * math.exp(-t * 26))
    return faded(mixed((knock, 0, 1.0), (knock, 0.11, 0.8)), 0.002, 0.05)


def message() -> Samples:
    """A telegraph key, heard in a tent: short, short, long."""
    out: Samples = []
    for at, length in ((0.0, 0.05), (0.11, 0.05), (0.22, 0.16)):
        add(out, faded(shaped(length, lambda t: math.sin(math.tau * 640 * t)), 0.006, 0.012), at, 0.5)
        add(out, band(noise(0.02, 3), 2100, 600), at, 0.5)
    return low(out, 2400)


def turn() -> Samples:
    """A small bell."""
    parts = ((330.0, 1.0, 4.2), (495.0, 0.45, 5.5), (824.0, 0.16, 9.0))
    return faded(_struck(1.1, parts), 0.004, 0.3)


def night() -> Samples:
    """A low gong: night falls."""
    parts = ((98.0, 1.0, 1.5), (147.6, 0.5, 1.9), (219.0, 0.3, 2.6), (331.0, 0.14, 3.8))
    return faded(_struck(2.2, parts), 0.03, 0.7)


def _struck(length: float, parts: Sequence[tuple[float, float, float]]) -> Samples:
    """Metal that is struck: tones by pitch, loudness and how fast each dies away."""
    return shaped(length, lambda t: sum(g * math.sin(math.tau * f * t) * math.exp(-t * d) for f, g, d in parts))


def capture() -> Samples:
    """A bugle: a fifth, and home."""
    brass = table((1.0, 0.8, 0.62, 0.5, 0.3, 0.2, 0.1))
    out: Samples = []
    for at, pitch, length in ((0.0, 294.0, 0.16), (0.15, 440.0, 0.18), (0.32, 587.0, 0.5)):
        note = tone(_blown(pitch), length, brass, swell(length, 0.03, length * 0.6))
        add(out, note, at, 0.6)
    return low(out, 1700)


def _blown(pitch: float) -> Callable[[float], float]:
    """A pitch that is come to from below."""
    return lambda t: pitch * (1 - 0.02 * math.exp(-t * 40))


def supply() -> Samples:
    """Crates set down, one on the other, and a tailboard shut."""
    out: Samples = []
    for at, pitch, loud in ((0.0, 150.0, 0.8), (0.23, 128.0, 1.0), (0.5, 210.0, 0.6)):
        add(out, _knock(pitch, 24, 0.22, int(pitch)), at, loud)
    add(out, faded(band(noise(0.18, 5), 1900, 500), 0.002, 0.14), 0.5, 0.5)
    return out


def _knock(pitch: float, dull: float, length: float, seed: int) -> Samples:
    """Something of wood that is struck."""
    body = shaped(length, lambda t: math.sin(math.tau * pitch * t) * math.exp(-t * dull))
    return mixed((body, 0, 0.8), (faded(low(noise(length / 2, seed), pitch * 6), 0.001, length / 2), 0, 0.5))


# ---------------------------------------------------------------------------------------------- on the way


def foot() -> Samples:
    """Boots of a column on dry ground."""
    chance, out = Chance(31), [0.0] * int(RATE * 1.0)
    for stride in range(4):
        for man in range(3):
            at = 0.02 + stride * 0.24 + man * 0.035 + chance.between(0, 0.02)
            step = low(noise(0.09, stride * 7 + man + 1), chance.between(700, 1300), 2)
            add(out, faded(step, 0.004, 0.08), at, chance.between(0.6, 1.0))
            add(out, _knock(85, 48, 0.07, man + 2), at, 0.25)
    return faded(out, 0.01, 0.2)


def horse() -> Samples:
    """A troop at a canter: three beats and a rest."""
    chance, out = Chance(17), [0.0] * int(RATE * 1.1)
    for stride in range(3):
        for rider in range(2):
            for beat, loud in ((0.0, 0.7), (0.085, 0.85), (0.17, 1.0)):
                at = 0.02 + stride * 0.33 + beat + rider * 0.055 + chance.between(0, 0.012)
                add(out, _knock(chance.between(130, 205), 52, 0.08, rider + stride), at, loud * (0.9 - 0.3 * rider))
    return faded(out, 0.005, 0.15)


def _engine(length: float, firing: float, dull: float, rough: float, seed: int) -> Samples:
    """Something that fires so many times a second, nearer and away again."""
    pulses, phase, chance = [], 0.0, Chance(seed)
    loud = 1.0
    for t in [i / RATE for i in range(int(RATE * length))]:
        phase += firing * (1 + 0.12 * math.sin(math.pi * t / length) + 0.02 * math.sin(31 * t)) / RATE
        if phase >= 1:
            phase -= 1
            loud = 1 + rough * chance.next()
        pulses.append(math.exp(-phase * 5) * loud)
    body = high(low(pulses, dull, 2), 38)
    air = low(noise(length, seed + 3), dull * 1.6, 2)
    both = [a * 2.2 + b * 0.5 for a, b in zip(body, air, strict=True)]
    return [s * math.sin(math.pi * (i + 1) / (len(both) + 1)) for i, s in enumerate(both)]


def truck() -> Samples:
    """A column of lorries."""
    rattle = high(noise(1.3, 44), 2600)
    out = _engine(1.3, 52, 420, 0.3, 6)
    shaken = [s * max(0.0, math.sin(math.tau * 6.5 * t)) ** 6 * math.sin(math.pi * t / 1.3) for t, s in _timed(rattle)]
    return mixed((out, 0, 1.0), (_engine(1.1, 44, 380, 0.4, 9), 0.15, 0.6), (shaken, 0, 0.10))


def tank() -> Samples:
    """Tanks: a heavy engine under the clank of tracks."""
    out = _engine(1.4, 31, 300, 0.5, 12)
    chance = Chance(23)
    at = 0.05
    while at < 1.25:
        near = math.sin(math.pi * at / 1.4)
        link = faded(band(noise(0.05, int(at * 900) + 1), chance.between(850, 1500), 160), 0.001, 0.045)
        add(out, link, at, 1.5 * near)
        at += chance.between(0.055, 0.085)
    return out


# ---------------------------------------------------------------------------------------------- in the fight


def _burst(length: float, deep: float, dull: float, seed: int, tail: float = 6.0) -> Samples:
    """A report: a tone that falls under a burst of dull noise."""
    grain = low(noise(length, seed), dull, 2)
    crack = faded(high(noise(0.02, seed + 1), 900), 0.0005, 0.018)
    deep_ = shaped(length, lambda t: math.sin(math.tau * deep * (t - 0.45 * t * t / length)) * math.exp(-t * 7) * 0.7)
    body = [a + g * math.exp(-t * tail) * 2.2 for a, (t, g) in zip(deep_, _timed(grain), strict=True)]
    return mixed((body, 0, 1.0), (crack, 0, 0.35))


def gun() -> Samples:
    """A battery near by."""
    return faded(mixed((_burst(0.9, 68, 900, 11), 0, 1.0), (_burst(0.8, 74, 800, 13), 0.14, 0.6)), 0.001, 0.3)


def far() -> Samples:
    """Guns beyond the hills: the thud, and the hills' answer."""
    out: Samples = []
    for at, loud, seed in ((0.0, 1.0, 4), (0.27, 0.7, 6), (0.41, 0.8, 9)):
        add(out, _burst(1.1, 44, 150, seed, 3.2), at, loud)
    return faded(low(out, 210, 2), 0.02, 0.6)


def assault() -> Samples:
    """Rifles, a machine-gun, and a burst among them."""
    out, chance = low(_burst(1.2, 58, 500, 5), 700), Chance(71)
    for at in (0.03, 0.11, 0.17, 0.30, 0.38, 0.52, 0.66, 0.71, 0.88, 0.97):
        shot = _shot(chance.between(0.6, 1.0), int(at * 1000))
        add(out, shot, at + chance.between(0, 0.02), chance.between(0.35, 0.7))
    for i in range(8):
        add(out, _shot(0.8, 300 + i), 0.42 + i * 0.072, 0.5)
    return faded(out, 0.001, 0.25)


def _shot(bright: float, seed: int) -> Samples:
    crack = shaped(0.09, lambda t: math.exp(-t * 75))
    return [a * b for a, b in zip(low(high(noise(0.09, seed), 500), 2200 + 3500 * bright), crack, strict=True)]


def _flyby(length: float, pitches: tuple[float, ...], swing: float, seed: int) -> Samples:
    """Engines that come, pass and go, lower after than before."""
    wave_ = table((1.0, 0.7, 0.45, 0.35, 0.2, 0.15, 0.08))
    out: Samples = []
    for i, pitch in enumerate(pitches):
        passed = length * (0.48 + 0.05 * i)

        def bent(t: float, p: float = pitch, middle: float = passed) -> float:
            return p * (1 - swing * math.tanh((t - middle) * 5))

        def near(t: float, middle: float = passed) -> float:
            return 1 / (1 + ((t - middle) * 5.5) ** 2)

        add(out, tone(bent, length, wave_, near), 0, 1 / len(pitches))
    wind = low(noise(length, seed), 1400, 2)
    add(out, [s * math.sin(math.pi * i / len(wind)) ** 4 * 0.7 for i, s in enumerate(wind)], 0)
    return faded(low(out, 1500), 0.05, 0.15)


def planes() -> Samples:
    """One aircraft that looks."""
    return _flyby(1.3, (112.0, 113.4), 0.06, 3)


def fighters() -> Samples:
    """Fighters in a fight: fast, high, and their guns."""
    out = _flyby(1.2, (196.0, 203.0, 231.0), 0.11, 7)
    for i in range(9):
        add(out, low(_shot(0.4, 500 + i), 1600), 0.28 + i * 0.055, 0.6)
    return out


def bombs() -> Samples:
    """Bombers, and what they drop: three bursts in a row."""
    out = [s * 0.8 for s in _flyby(1.5, (78.0, 80.5, 83.0), 0.04, 9)]
    for at, loud, seed in ((0.45, 0.7, 31), (0.63, 0.9, 33), (0.83, 1.0, 37)):
        add(out, _burst(0.8, 48, 420, seed), at, loud)
    return faded(out, 0.02, 0.3)


def blast() -> Samples:
    """A bridge goes up: one heavy charge, and timber coming down."""
    out, chance = _burst(1.7, 38, 380, 17, 3.0), Chance(9)
    for _ in range(9):
        at = chance.between(0.45, 1.3)
        add(out, _knock(chance.between(120, 320), 30, 0.15, int(at * 500)), at, 0.22 * (1.5 - at))
    return faded(out, 0.001, 0.4)


def work() -> Samples:
    """Mallets on timber; the last stroke rings."""
    out: Samples = []
    for at, pitch, loud in ((0.0, 300.0, 0.8), (0.19, 330.0, 0.9), (0.38, 300.0, 0.8), (0.60, 392.0, 1.0)):
        add(out, _knock(pitch, 30 if at < 0.5 else 14, 0.3, int(at * 70) + 2), at, loud)
    add(out, pluck(196.0, 0.5, 6, 0.3), 0.6, 0.25)
    return faded(out, 0.001, 0.12)


def _timed(samples: Samples) -> list[tuple[float, float]]:
    return [(i / RATE, s) for i, s in enumerate(samples)]


#: Each effect and the level of its loudest tenth of a second, in dB of full scale: paper is softer than columns on the
#: march, and those than guns.
EFFECTS: Mapping[str, tuple[Callable[[], Samples], float]] = MappingProxyType(
    {
        "click": (click, -27.0),
        "page": (page, -29.0),
        "refuse": (refuse, -22.0),
        "message": (message, -24.0),
        "turn": (turn, -22.0),
        "night": (night, -20.0),
        "capture": (capture, -21.0),
        "supply": (supply, -22.0),
        "foot": (foot, -24.0),
        "horse": (horse, -22.0),
        "truck": (truck, -22.0),
        "tank": (tank, -20.0),
        "gun": (gun, -14.0),
        "far": (far, -21.0),
        "assault": (assault, -15.0),
        "planes": (planes, -20.0),
        "fighters": (fighters, -18.0),
        "bombs": (bombs, -14.0),
        "blast": (blast, -13.0),
        "work": (work, -20.0),
    }
)
