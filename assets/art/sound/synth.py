"""Building blocks of the game's sounds: noise, filters, strings, bows, pipes, a hall; and the files they go into.

Only the standard library, and the same on every machine but for the last bit of a sine. A sound is a list of samples,
about -1 to 1, :data:`RATE` of them a second.
"""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

RATE = 22050
Samples = list[float]
#: Steps of a table of one period of a tone.
TABLE = 2048


def times(length: float) -> Samples:
    """The moments, in seconds, of a sound of a length in seconds."""
    return [i / RATE for i in range(int(RATE * length))]


def shaped(length: float, value: Callable[[float], float]) -> Samples:
    """A sound whose sample at t seconds is `value(t)`."""
    return [value(t) for t in times(length)]


class Chance:
    """Numbers that look like chance and are the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 % 2147483647 or 1

    def next(self) -> float:
        """From -1 to 1."""
        self._state = self._state * 48271 % 2147483647
        return self._state / 1073741823.5 - 1

    def between(self, low: float, high: float) -> float:
        return low + (self.next() + 1) / 2 * (high - low)


def noise(length: float, seed: int) -> Samples:
    """White noise."""
    chance = Chance(seed)
    return [chance.next() for _ in range(int(RATE * length))]


def low(samples: Sequence[float], cutoff: float, times_: int = 1) -> Samples:
    """What is below a frequency, by 6 dB an octave and time."""
    share = 1 - math.exp(-math.tau * cutoff / RATE)
    out = list(samples)
    for _ in range(times_):
        at, passed = 0.0, []
        for sample in out:
            at += (sample - at) * share
            passed.append(at)
        out = passed
    return out


def high(samples: Sequence[float], cutoff: float, times_: int = 1) -> Samples:
    """What is above a frequency."""
    out = list(samples)
    for _ in range(times_):
        out = [a - b for a, b in zip(out, low(out, cutoff), strict=True)]
    return out


def band(samples: Sequence[float], centre: float, width: float) -> Samples:
    """What is about a frequency: a resonance `width` hertz wide."""
    radius = math.exp(-math.pi * width / RATE)
    turn, fall = 2 * radius * math.cos(math.tau * centre / RATE), -radius * radius
    gain = (1 - radius) * math.sqrt(1 + radius * radius - 2 * radius * math.cos(2 * math.tau * centre / RATE))
    one, two, out = 0.0, 0.0, []
    for sample in samples:
        one, two = sample * gain + turn * one + fall * two, one
        out.append(one)
    return out


def faded(samples: Sequence[float], rise: float, fall: float) -> Samples:
    """Soft at both ends: rising and falling for so many seconds."""
    first, last, count = max(1, int(rise * RATE)), max(1, int(fall * RATE)), len(samples)
    return [s * min(1.0, i / first) * min(1.0, (count - 1 - i) / last) for i, s in enumerate(samples)]


def add(target: Samples, source: Sequence[float], at: float, gain: float = 1.0) -> None:
    """Mix a sound into another from a moment on; it grows where there is no room."""
    first = int(at * RATE)
    target.extend([0.0] * (first + len(source) - len(target)))
    for i, sample in enumerate(source, first):
        target[i] += sample * gain


def mixed(*parts: tuple[Sequence[float], float, float]) -> Samples:
    """Sounds, each from a moment on and so loud."""
    out: Samples = []
    for source, at, gain in parts:
        add(out, source, at, gain)
    return out


# ---------------------------------------------------------------------------------------------- instruments


def pluck(pitch: float, length: float, seed: int, bright: float = 0.5) -> Samples:
    """A plucked string (Karplus and Strong): a burst of noise that runs round and loses its edge."""
    period = RATE / pitch - 0.5
    count = int(period)
    part = period - count
    ring = low(noise(count / RATE + 0.001, seed), 900 + 5200 * bright)[:count]
    mean = sum(ring) / count
    ring = [s - mean for s in ring]
    keep = 0.5 ** (1 / (pitch * max(0.35, length * 0.30)))
    # What the period is longer than whole samples, an all-pass filter holds back, so that the pitch is true.
    share = (1 - part) / (1 + part)
    out, before, into, slid, at = [], 0.0, 0.0, 0.0, 0
    for _ in range(int(RATE * length)):
        sample = ring[at]
        mean = (sample + before) / 2
        slid = share * (mean - slid) + into
        into = mean
        ring[at] = slid * keep
        out.append(sample)
        before = sample
        at = at + 1 if at + 1 < count else 0
    return faded(out, 0.002, min(0.25, length / 3))


def table(harmonics: Sequence[float]) -> Samples:
    """One period of a tone by the strengths of its harmonics."""
    return [sum(h * math.sin(math.tau * (n + 1) * i / TABLE) for n, h in enumerate(harmonics)) for i in range(TABLE)]


def tone(
    pitch: Callable[[float], float], length: float, wave_: Sequence[float], loud: Callable[[float], float]
) -> Samples:
    """A tone of a changing pitch in hertz and loudness, from a table."""
    phase, out = 0.0, []
    for i in range(int(RATE * length)):
        t = i / RATE
        out.append(wave_[int(phase)] * loud(t))
        phase = (phase + pitch(t) * TABLE / RATE) % TABLE
    return out


FIDDLE = table((1.0, 0.62, 0.48, 0.30, 0.22, 0.12, 0.08, 0.05))
PIPE = table((1.0, 0.10, 0.14, 0.02, 0.03))
DRONE = table((1.0, 0.45, 0.30, 0.16, 0.10, 0.06))


def swell(length: float, rise: float, fall: float) -> Callable[[float], float]:
    """A loudness that comes and goes without an edge."""

    def loud(t: float) -> float:
        up = min(1.0, t / rise)
        down = min(1.0, max(0.0, (length - t) / fall))
        return (up * up * (3 - 2 * up)) * (down * down * (3 - 2 * down))

    return loud


def bow(pitch: float, length: float, *, slide: float = 0.0, seed: int = 1) -> Samples:
    """A horse-head fiddle: bowed slowly, come to from `slide` (a share of the pitch) below, trembling when it holds."""

    def bent(t: float) -> float:
        come = 1 - slide * math.exp(-t * 9)
        return pitch * come * (1 + 0.006 * min(1.0, t / 0.7) * math.sin(math.tau * 5.1 * t + seed))

    strings = tone(bent, length, FIDDLE, swell(length, min(0.22, length / 3), min(0.45, length / 2)))
    breath = band(noise(length, seed + 77), pitch * 2, 300)
    return low([a + b * 0.10 for a, b in zip(strings, breath, strict=True)], 1900)


def pipe(pitch: float, length: float, seed: int = 1) -> Samples:
    """A wooden flute with some breath in it."""

    def bent(t: float) -> float:
        return pitch * (1 + 0.004 * min(1.0, t / 0.9) * math.sin(math.tau * 4.6 * t + seed))

    loud = swell(length, min(0.12, length / 3), min(0.35, length / 2))
    air = band(noise(length, seed), pitch * 1.5, 900)
    body = tone(bent, length, PIPE, loud)
    return [a + b * 0.16 * loud(i / RATE) for i, (a, b) in enumerate(zip(body, air, strict=True))]


def hold(pitch: float, length: float) -> Samples:
    """Two strings that hold a low tone, a little apart, as long as a piece."""
    loud = swell(length, min(3.0, length / 3), min(4.0, length / 3))
    one = tone(lambda t: pitch * (1 + 0.0012 * math.sin(0.7 * t)), length, DRONE, loud)
    two = tone(lambda t: pitch * 1.0035, length, DRONE, loud)
    return low([(a + b) / 2 for a, b in zip(one, two, strict=True)], 520)


def drum(pitch: float = 62.0, length: float = 0.9, seed: int = 5) -> Samples:
    """A large slack drum, struck softly."""
    skin = shaped(length, lambda t: math.sin(math.tau * (pitch * t + 0.9 * (1 - math.exp(-t * 18)))) * math.exp(-t * 6))
    stroke = low(noise(0.06, seed), 500, 2)
    return mixed((skin, 0, 0.9), (faded(stroke, 0.001, 0.05), 0, 0.9))


def hall(samples: Sequence[float], share: float, length: float = 1.6) -> Samples:
    """A sound in a wide place: echoes that run into each other, as long as `length` seconds beyond its end."""
    dry = list(samples) + [0.0] * int(length * RATE)
    wet = [0.0] * len(dry)
    for delay in (0.0437, 0.0531, 0.0617, 0.0713):
        step = int(delay * RATE)
        keep = 10 ** (-3 * delay / length)
        ring, at, damp = [0.0] * step, 0, 0.0
        for i, sample in enumerate(dry):
            back = ring[at]
            damp += (back - damp) * 0.55
            ring[at] = sample + damp * keep
            wet[i] += back
            at = at + 1 if at + 1 < step else 0
    for delay in (0.0113, 0.0047):
        step = int(delay * RATE)
        ring, at = [0.0] * step, 0
        for i, sample in enumerate(wet):
            back = ring[at]
            ring[at] = sample + back * 0.6
            wet[i] = back - sample * 0.6
            at = at + 1 if at + 1 < step else 0
    return [a + b * share * 0.25 for a, b in zip(dry, wet, strict=True)]


def loop(samples: Sequence[float], over: float) -> Samples:
    """A sound that goes on from its end into its beginning: its last `over` seconds are laid over the first."""
    count = int(over * RATE)
    out = list(samples[:-count])
    for i in range(count):
        part = i / count * math.pi / 2
        out[i] = out[i] * math.sin(part) + samples[len(samples) - count + i] * math.cos(part)
    return out


# ---------------------------------------------------------------------------------------------- loudness, files


def loudest(samples: Sequence[float], window: float = 0.1) -> float:
    """The root mean square of the loudest stretch of some seconds."""
    size = max(1, min(len(samples), int(window * RATE)))
    total = best = sum(s * s for s in samples[:size])
    for i in range(size, len(samples)):
        total += samples[i] ** 2 - samples[i - size] ** 2
        best = max(best, total)
    return math.sqrt(best / size)


def levelled(samples: Sequence[float], decibels: float, window: float = 0.1) -> Samples:
    """A sound whose loudest stretch has a level (dB of full scale), and whose peaks are bent before they clip."""
    gain = 10 ** (decibels / 20) / max(1e-9, loudest(samples, window))
    return [_bent(s * gain) for s in samples]


def _bent(sample: float) -> float:
    """As it is up to a half; above that ever nearer to 0.94."""
    size = abs(sample)
    if size <= 0.5:
        return sample
    return math.copysign(0.5 + 0.44 * math.tanh((size - 0.5) / 0.44), sample)


def pcm(samples: Sequence[float]) -> array[int]:
    """Whole numbers of 16 bits."""
    return array("h", (round(max(-1.0, min(1.0, s)) * 32767) for s in samples))


def write_wav(path: Path, samples: Sequence[float]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm(samples).tobytes())
