"""Files of sound, made for tests."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

from khalkhin import paths
from khalkhin.scenario.own.sounds import _sum_of


def beep(path: Path, seconds: float = 0.25, *, rate: int = 22050, channels: int = 1, width: int = 2) -> Path:
    """A WAV file with a tone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        tones = (round(9000 * math.sin(n * math.tau * 440 / rate)) for n in range(round(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", t)[-width:] * channels for t in tones))
    return path


def water(path: Path, seconds: float = 4.0) -> Path:
    """An OGG file: the beginning of the game's river."""
    data = (paths.assets_dir() / "sounds" / "river.ogg").read_bytes()
    out, at = bytearray(), 0
    while at < len(data):
        end = at + 27 + data[at + 26] + sum(data[at + 27 : at + 27 + data[at + 26]])
        page = bytearray(data[at:end])
        (place,) = struct.unpack("<q", page[6:14])
        last = place > seconds * 22050
        if last:
            page[5] |= 4
        page[22:26] = b"\0\0\0\0"
        page[22:26] = struct.pack("<I", _sum_of(bytes(page)))
        out += page
        if last:
            break
        at = end
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out)
    return path
