"""Effects of a scenario's own: ``sounds/NAME.wav`` or ``.ogg`` in place of the game's effect of that name.

A file is looked through before anybody plays it: what it is, how long it lasts, and whether it is whole.
"""

from __future__ import annotations

import io
import struct
import wave
import zlib
from dataclasses import dataclass
from pathlib import Path

from khalkhin.regular_files import TooLarge, read_regular
from khalkhin.scenario.issues import Report, quoted, shown
from khalkhin.scenario.own.shelves import on_shelf
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.sound_names import EFFECTS
from khalkhin.translation import _

FOLDER = "sounds"
#: The largest file in bytes, the longest sound in seconds, and samples a second.
MOST_BYTES, LONGEST, RATES = 1 << 20, 10, (8000, 48000)
#: Blocks of Vorbis are of two lengths; so many times as long as it says can a file be that is all of short ones.
SHORT = 8
_REVERSED = bytes(int(f"{n:08b}"[::-1], 2) for n in range(256))


class BadSound(Exception):
    """A sound that is not played: what is wrong with it, and a cure."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a file of sound says of itself: channels, samples a second, and samples in all; `most` is how many it could
    hold, whatever it says."""

    channels: int
    rate: int
    samples: int
    most: int = 0


def read_sounds(folder: Path, roots: Roots, report: Report) -> dict[str, str]:
    """The files of a scenario's own effects by the names of those they stand for. What is none is told."""
    found: dict[str, str] = {}
    homes: dict[str, Path] = {}
    for path in on_shelf(folder, FOLDER, 2 * len(EFFECTS), roots, report):
        if path.suffix.lower() not in (".wav", ".ogg"):
            told, cure = _("no sound can have this file's name"), _("sounds are WAV or OGG files: gun.ogg")
            report.error(shown(path), told, cure)
        elif path.stem not in EFFECTS:
            told = _("the game has no effect that is called {name}").format(name=quoted(path.stem))
            report.error(shown(path), told, report.suggest(path.stem, EFFECTS))
        elif homes.get(path.stem) == path.parent:
            told = _("the effect {name} is there twice").format(name=quoted(path.stem))
            report.error(shown(path), told, _("take one of them out"))
        else:
            try:
                look_through(path)
            except BadSound as bad:
                report.error(shown(path), *bad.args)
                continue
            found[path.stem] = str(path.resolve())
            homes[path.stem] = path.parent
    return found


def look_through(path: Path) -> Heard:
    """What a file of sound is. Raises: BadSound."""
    try:
        data = read_regular(path, MOST_BYTES)
    except TooLarge:
        told = _("it is larger than {n} KiB").format(n=MOST_BYTES >> 10)
        raise BadSound(told, _("make it shorter, or save it as OGG")) from None
    except OSError as error:
        raise BadSound(_("it cannot be read: {why}").format(why=error.strerror or error), _("mend it")) from None
    whole = _wave(data) if path.suffix.lower() == ".wav" else _vorbis(data)
    if whole is None:
        raise BadSound(_("it is damaged, or of another kind than its name says"), _("save it again as WAV or OGG"))
    least, most = RATES
    if whole.channels not in (1, 2) or not least <= whole.rate <= most:
        told = _("it has {channels} channels and {rate} samples a second")
        cure = _("save it with one or two channels and {least} to {most}").format(least=least, most=most)
        raise BadSound(told.format(channels=whole.channels, rate=whole.rate), cure)
    if whole.samples > LONGEST * whole.rate:
        told = _("it lasts {n} seconds").format(n=round(whole.samples / whole.rate))
        raise BadSound(told, _("an effect lasts at most {n}").format(n=LONGEST))
    if whole.most > SHORT * LONGEST * whole.rate:
        raise BadSound(_("there is more in it than it says"), _("save it again"))
    if whole.samples <= 0:
        raise BadSound(_("there is nothing to hear in it"), _("save it again"))
    return whole


def _wave(data: bytes) -> Heard | None:
    """A WAV file of plain samples; None if it is none, or cut off."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            kind = file.getparams()
            frames = file.readframes(kind.nframes)
    except (wave.Error, EOFError, struct.error, ValueError):
        return None
    if kind.sampwidth not in (1, 2) or len(frames) != kind.nframes * kind.nchannels * kind.sampwidth:
        return None
    return Heard(kind.nchannels, kind.framerate, kind.nframes)


def _vorbis(data: bytes) -> Heard | None:
    """An OGG file of one stream of Vorbis; None if it is none, or a page of it is cut off or changed."""
    at, first, last, ended, packets = 0, b"", 0, False, 0
    while at < len(data):
        head = data[at : at + 27]
        if len(head) < 27 or head[:5] != b"OggS\0" or ended:
            return None
        sizes = data[at + 27 : at + 27 + head[26]]
        end = at + 27 + head[26] + sum(sizes)
        if len(sizes) < head[26] or end > len(data):
            return None
        page = data[at : at + 22] + b"\0\0\0\0" + data[at + 26 : end]
        if _sum_of(page) != struct.unpack("<I", head[22:26])[0]:
            return None
        first = first or data[at + 27 + head[26] : end]
        (place,) = struct.unpack("<q", head[6:14])
        last = max(last, place)
        packets += sum(size < 255 for size in sizes)
        ended = bool(head[5] & 4)
        at = end
    if not ended or len(first) < 30 or first[:7] != b"\x01vorbis":
        return None
    channels, rate = struct.unpack("<BI", first[11:16])
    return Heard(channels, rate, last, packets * (1 << (first[28] >> 4)) // 2)


def _sum_of(page: bytes) -> int:
    """The checksum of a page: that of zlib over reversed bits, from nothing and not turned over."""
    found = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)
