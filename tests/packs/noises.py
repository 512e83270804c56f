"""Files of sound, made for tests."""

from __future__ import annotations

import math
import shutil
import struct
import wave
from pathlib import Path

from khalkhin import paths


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


def river(path: Path) -> Path:
    """An OGG file, which nobody but the game itself may have: its river."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths.assets_dir() / "sounds" / "river.ogg", path)
    return path
