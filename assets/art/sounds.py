"""Makes the game's sound effects (assets/sounds/*.wav) from noise and sine waves. Run it to make them again.

python assets/art/sounds.py
"""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

RATE = 22050
FOLDER = Path(__file__).resolve().parent.parent / "sounds"


def noise(seed: int) -> Iterator[float]:
    """White noise, the same on every machine."""
    state = seed
    while True:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield state / 0x3FFFFFFF - 1


def click() -> list[float]:
    return [math.sin(2 * math.pi * 1500 * t) * math.exp(-t * 160) * 0.5 for t in seconds(0.05)]


def refuse() -> list[float]:
    return [math.sin(2 * math.pi * 160 * t) * math.exp(-t * 14) * 0.55 for t in seconds(0.18)]


def move() -> list[float]:
    """Boots and wheels: soft bursts of dull noise."""
    grain, low, out = noise(3), 0.0, []
    for t in seconds(0.42):
        low += (next(grain) - low) * 0.12
        beat = math.exp(-((t * 8) % 1) * 7)
        out.append(low * beat * 1.3 * (1 - t / 0.42))
    return out


def thump(length: float, deep: float, dull: float, seed: int) -> list[float]:
    """A gun: a falling deep tone under a burst of dull noise."""
    grain, low, out = noise(seed), 0.0, []
    for t in seconds(length):
        low += (next(grain) - low) * dull
        tone = math.sin(2 * math.pi * (deep * t - deep * 0.5 * t * t))
        out.append(tone * math.exp(-t * 7) * 0.6 + low * math.exp(-t * 6) * 1.2)
    return out


def gun() -> list[float]:
    return thump(0.7, 70, 0.10, 11)


def assault() -> list[float]:
    """Rifle and machine-gun fire over two deep bursts."""
    deep, grain = thump(1.0, 60, 0.08, 5), noise(21)
    out = []
    for i, t in enumerate(seconds(1.0)):
        shots = sum(math.exp(-(t - at) * 90) for at in (0.05, 0.13, 0.2, 0.28, 0.43, 0.5, 0.57, 0.72) if t >= at)
        out.append(deep[i] * 0.8 + next(grain) * shots * 0.22)
    return out


def message() -> list[float]:
    """A telegraph key: short and long."""
    out = []
    for t in seconds(0.5):
        on = t < 0.06 or 0.12 <= t < 0.18 or 0.24 <= t < 0.42
        out.append(math.sin(2 * math.pi * 720 * t) * 0.22 if on else 0.0)
    return out


def turn() -> list[float]:
    return [
        (math.sin(2 * math.pi * 330 * t) + 0.5 * math.sin(2 * math.pi * 495 * t)) * math.exp(-t * 6) * 0.3
        for t in seconds(0.6)
    ]


def planes() -> list[float]:
    """Engines passing over: three deep tones that beat against each other, nearer and away again."""
    out = []
    for t in seconds(1.1):
        near = math.sin(math.pi * t / 1.1) ** 2
        drone = sum(math.sin(2 * math.pi * pitch * (1 + 0.05 * (0.55 - t)) * t) for pitch in (92, 97, 184)) / 3
        out.append(drone * near * 0.7)
    return out


def bombs() -> list[float]:
    """Three bursts in a row."""
    burst, out = thump(0.7, 48, 0.07, 31), [0.0] * int(RATE * 1.1)
    for start, loud in ((0.0, 0.6), (0.17, 0.8), (0.36, 0.9)):
        first = int(RATE * start)
        for i, v in enumerate(burst):
            out[first + i] += v * loud * 0.7
    return out


def blast() -> list[float]:
    """One heavy charge, and what it threw up coming down."""
    deep, grain = thump(1.2, 38, 0.05, 17), noise(41)
    return [deep[i] + next(grain) * 0.10 * math.exp(-((t - 0.5) ** 2) * 18) for i, t in enumerate(seconds(1.2))]


def work() -> list[float]:
    """A mallet on timber, three times."""
    out = []
    for t in seconds(0.6):
        knocks = [t - at for at in (0.02, 0.2, 0.38) if t >= at]
        out.append(sum(math.sin(2 * math.pi * 340 * k) * math.exp(-k * 55) for k in knocks) * 0.55)
    return out


def seconds(length: float) -> list[float]:
    return [i / RATE for i in range(int(RATE * length))]


def write(name: str, wave_: list[float]) -> None:
    fade = RATE // 200
    data = b"".join(
        struct.pack("<h", int(max(-1, min(1, v * min(1, (len(wave_) - i) / fade, (i + 1) / 40))) * 30000))
        for i, v in enumerate(wave_)
    )
    with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for make in (click, refuse, move, gun, assault, message, turn, planes, bombs, blast, work):
        write(make.__name__, make())
