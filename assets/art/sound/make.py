"""Makes all the game's sounds: assets/sounds/*.wav and *.ogg. Run it to make them again.

    python assets/art/sound/make.py            all of them
    python assets/art/sound/make.py effects    only the effects, which need no encoder

Ambience and score are packed as Ogg Vorbis by libsndfile: pip install soundfile.
"""

from __future__ import annotations

import importlib
import io
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from ambience import AMBIENCE
from effects import EFFECTS
from score import SCORE
from synth import RATE, Samples, levelled, pcm, write_wav

FOLDER = Path(__file__).resolve().parents[2] / "sounds"
#: How far what is packed may be from what was made: 0 nothing is lost, 1 much.
PACKED = 0.75


def write_ogg(path: Path, samples: Samples, name: str) -> None:
    """Pack a sound as Ogg Vorbis; the same bytes each time."""
    soundfile = importlib.import_module("soundfile")
    target = io.BytesIO()
    with soundfile.SoundFile(
        target, "w", samplerate=RATE, channels=1, format="OGG", subtype="VORBIS", compression_level=PACKED
    ) as file:
        file.buffer_write(pcm(samples).tobytes(), dtype="int16")
    path.write_bytes(_numbered(target.getvalue(), sum(name.encode())))


def _numbered(data: bytes, serial: int) -> bytes:
    """An Ogg file whose pages have a number of ours, where the library takes one by chance."""
    out, at = bytearray(), 0
    while at < len(data):
        count = data[at + 26]
        size = 27 + count + sum(data[at + 27 : at + 27 + count])
        page = bytearray(data[at : at + size])
        page[14:18] = struct.pack("<I", serial)
        page[22:26] = b"\0\0\0\0"
        page[22:26] = struct.pack("<I", _checksum(page))
        out += page
        at += size
    return bytes(out)


def _checksum(page: bytearray) -> int:
    """The check of an Ogg page: a CRC of 32 bits, high bits first."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ 0x04C11DB7 if total & 0x80000000 else total << 1) & 0xFFFFFFFF
    return total


def main(which: set[str]) -> None:
    """Write all sounds, or those named or of the kinds named."""
    FOLDER.mkdir(exist_ok=True)
    for name, (made, level) in EFFECTS.items():
        if not which or which & {"effects", name}:
            write_wav(FOLDER / f"{name}.wav", levelled(made(), level))
    for name, (made, level) in AMBIENCE.items():
        if not which or which & {"ambience", name}:
            write_ogg(FOLDER / f"{name}.ogg", levelled(made(), level, 2.0), name)
    for name, (made, level) in SCORE.items():
        if not which or which & {"score", name}:
            write_ogg(FOLDER / f"{name}.ogg", levelled(made(), level, 1.0), name)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
