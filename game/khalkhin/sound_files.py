"""Sounds of other people's: WAV files of plain samples, read here and never by a library that unpacks sound.

Damaged or crafted files of Vorbis have brought such libraries down, and the game with them, though every checksum in
them was right. Plain samples have nothing to unpack.
"""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from khalkhin.regular_files import read_regular

#: The largest file in bytes, the longest sound in seconds, and the least and the most samples a second.
MOST_BYTES, LONGEST, RATES = 2 << 20, 10, (8000, 48000)


class Misfit(Enum):
    """Why a sound may not be played: more than two channels or a strange rate; too long; nothing in it."""

    KIND, LONG, EMPTY = "kind", "long", "empty"


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one or several channels, each of `width` bytes, `rate` a second."""

    channels: int
    rate: int
    width: int
    data: bytes

    @property
    def samples(self) -> int:
        """Samples of each channel."""
        return len(self.data) // (self.channels * self.width)

    @property
    def seconds(self) -> float:
        return self.samples / self.rate

    @property
    def misfit(self) -> Misfit | None:
        """Why it may not be played, the first of several reasons; None if it may be."""
        least, most = RATES
        if self.channels not in (1, 2) or not least <= self.rate <= most:
            return Misfit.KIND
        if self.seconds > LONGEST:
            return Misfit.LONG
        return None if self.samples else Misfit.EMPTY

    def file(self) -> bytes:
        """The same as a file that has nothing in it but these samples."""
        out = io.BytesIO()
        with wave.Wave_write(out) as into:
            into.setnchannels(self.channels)
            into.setframerate(self.rate)
            into.setsampwidth(self.width)
            into.writeframes(self.data)
        return out.getvalue()


def read_sound(path: Path) -> Sound | None:
    """The samples of a file; None if it is damaged, cut off, or no WAV file of plain samples. Raises: OSError (of a
    file that is too large, TooLarge)."""
    data = read_regular(path, MOST_BYTES)
    try:
        with wave.open(io.BytesIO(data)) as file:
            kind = file.getparams()
            frames = file.readframes(kind.nframes)
    except (wave.Error, EOFError, RuntimeError, struct.error, ValueError):
        return None
    if kind.sampwidth not in (1, 2) or kind.framerate < 1:
        return None
    if len(frames) != kind.nframes * kind.nchannels * kind.sampwidth:
        return None
    return Sound(kind.nchannels, kind.framerate, kind.sampwidth, frames)
