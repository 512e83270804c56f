"""Pictures and sounds changed by their structure: parts lost, doubled, exchanged and put in, figures that lie, much in
little; checksums are mostly made right again, so that they are looked at."""

from __future__ import annotations

import random as chance
import struct
import zlib
from random import Random

from tests.harness.hostile import mutate

PNG = b"\x89PNG\r\n\x1a\n"
#: Figures that have hurt readers of pictures and sounds.
FIGURES = (0, 1, 2, 3, 4, 6, 7, 8, 15, 16, 17, 24, 32, 64, 255, 513, 4096, 4097, 8000, 22050, 65535, 1 << 20, 1 << 31,
           (1 << 31) - 1, (1 << 32) - 1)  # fmt: skip
#: Parts of pictures beside those that every one has.
PARTS = (b"PLTE", b"tRNS", b"gAMA", b"iCCP", b"sPLT", b"tEXt", b"zTXt", b"eXIf", b"acTL", b"fcTL", b"IHDR", b"IDAT",
         b"IEND", b"cHRM", b"bKGD", b"hIST", b"xxxx", b"XXXX")  # fmt: skip

#: No file is made larger than this: what is larger than a reader takes is known to be refused.
LARGEST = 24 << 20

Chunk = tuple[bytes, bytes]


def changed(name: str, data: bytes, random: Random) -> bytes:
    """A picture or a sound of this name with something done to it."""
    if len(data) > LARGEST:
        return data
    if random.random() < 0.2:
        return mutate.some_bytes(data, random)
    if data.startswith(PNG):
        return png(data, random)
    if data.startswith(b"RIFF"):
        return wav(data, random)
    if data.startswith(b"\xff\xd8"):
        return jpeg(data, random)
    return mutate.some_bytes(data, random) if data else name.encode()


def _junk(random: Random) -> bytes:
    return chance.Random(random.randrange(1 << 30)).randbytes(random.choice((0, 1, 3, 13, 256, 5000)))


def _parts(parts: list[Chunk], random: Random) -> None:
    """A part lost, doubled, moved, or bits of it turned."""
    at, other = random.randrange(len(parts)), random.randrange(len(parts))
    match random.randrange(5):
        case 0:
            del parts[at]
        case 1:
            often = random.choice((1, 1, 2, 200))
            parts[other:other] = [parts[at]] * min(often, max(1, (LARGEST >> 1) // (len(parts[at][1]) + 1)))
        case 2:
            parts.insert(other, parts.pop(at))
        case 3:
            parts[at] = random.choice((parts[other][0], *PARTS)), parts[at][1]
        case _:
            parts[at] = parts[at][0], mutate.some_bytes(parts[at][1], random)


# ---------------------------------------------------------------- pictures


def png(data: bytes, random: Random) -> bytes:
    """A PNG file changed in its parts, each with a right checksum, most with a right length."""
    parts, at = list[Chunk](), len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    if not parts:
        return mutate.some_bytes(data, random)
    match random.randrange(10):
        case 0 | 1 | 2:
            _header(parts, random)
        case 3 | 4:
            _pixels(parts, random)
        case 5:
            made = random.choice(PARTS)
            body = _junk(random)
            if made in (b"iCCP", b"zTXt"):
                body = b"name\0\0" + zlib.compress(b"\0" * random.choice((10, 30 << 20)))
            parts.insert(random.randrange(len(parts) + 1), (made, body))
        case _:
            _parts(parts, random)
    lying = random.random() < 0.05
    out = [PNG]
    for kind, body in parts:
        length = random.choice(FIGURES) if lying and random.random() < 0.3 else len(body)
        out.append(struct.pack(">I", length) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(out)


def _header(parts: list[Chunk], random: Random) -> None:
    """Width, height, depth, kind of colour, ways of packing and lacing."""
    for at, (kind, body) in enumerate(parts):
        if kind == b"IHDR" and len(body) == 13:
            width, height, *kinds = struct.unpack(">IIBBBBB", body)
            match random.randrange(4):
                case 0:
                    width = random.choice((width + 1, width - 1, width * 2, *FIGURES))
                case 1:
                    height = random.choice((height + 1, height - 1, height * 2, *FIGURES))
                case _:
                    kinds[random.randrange(5)] = random.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))
            parts[at] = kind, struct.pack(">IIBBBBB", width & 0xFFFFFFFF, height & 0xFFFFFFFF, *kinds)


def _pixels(parts: list[Chunk], random: Random) -> None:
    """The packed pixels: cut short, much longer than there is room for, of nonsense, in many pieces."""
    places = [at for at, (kind, _body) in enumerate(parts) if kind == b"IDAT"]
    if not places:
        return
    at, whole = places[0], b"".join(parts[i][1] for i in places)
    for gone in reversed(places[1:]):
        del parts[gone]
    try:
        plain = zlib.decompressobj().decompress(whole, 4 << 20)
    except zlib.error:
        plain = b""
    match random.randrange(6):
        case 0:
            whole = zlib.compress(plain[: random.randrange(len(plain) + 1)])
        case 1:
            whole = zlib.compress(b"\0" * random.choice((len(plain) + 1, 40 << 20)))
        case 2:
            whole = zlib.compress(mutate.some_bytes(plain, random))
        case 3:
            whole = whole[: random.randrange(len(whole) + 1)]
        case 4:
            whole = mutate.some_bytes(whole, random)
        case _:
            step = max(1, len(whole) // random.choice((2, 50, 3000)))
            parts[at : at + 1] = [(b"IDAT", whole[i : i + step]) for i in range(0, len(whole), step)]
            return
    parts[at] = b"IDAT", whole


def jpeg(data: bytes, random: Random) -> bytes:
    """A JPEG file with a figure or bits of a segment before the pixels changed, a segment lost or doubled."""
    places, at = list[tuple[int, int]](), 2
    while at + 4 < len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        places.append((at, at + 2 + length))
        at += 2 + length
    if not places:
        return mutate.some_bytes(data, random)
    start, end = random.choice(places)
    segment = data[start:end]
    match random.randrange(5):
        case 0:
            segment = b""
        case 1:
            segment *= random.choice((2, 30))
        case 2:
            segment = segment[:4] + mutate.some_bytes(segment[4:], random)
        case 3:
            figure = struct.pack(">H", random.choice(FIGURES) & 0xFFFF)
            into = random.choice((2, 5, 7)) if len(segment) > 9 else 2
            segment = segment[:into] + figure + segment[into + 2 :]
        case _:
            pixels = mutate.some_bytes(data[at:-2], random)
            return data[:at] + pixels + data[-2:]
    return data[:start] + segment + data[end:]


# ---------------------------------------------------------------- sounds


def wav(data: bytes, random: Random) -> bytes:
    """A WAV file changed in its parts and in the figures of what it says of itself; most sizes are right."""
    parts, at = list[Chunk](), 12
    while at + 8 <= len(data):
        (length,) = struct.unpack("<I", data[at + 4 : at + 8])
        parts.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    if not parts:
        return mutate.some_bytes(data, random)
    match random.randrange(8):
        case 0 | 1 | 2 | 3:
            for at, (kind, body) in enumerate(parts):
                if kind == b"fmt " and len(body) >= 16:
                    figures = list(struct.unpack("<HHIIHH", body[:16]))
                    which = random.randrange(6)
                    tags = (1, 2, 3, 6, 7, 17, 0xFFFE, 0)
                    figures[which] = random.choice(tags if which == 0 else FIGURES)
                    for i, most in enumerate((0xFFFF, 0xFFFF, -1, -1, 0xFFFF, 0xFFFF)):
                        figures[i] &= most & 0xFFFFFFFF
                    extra = random.choice((body[16:], body[16:], struct.pack("<H", 22) + _junk(random)[:40]))
                    parts[at] = kind, struct.pack("<HHIIHH", *figures) + extra
        case 4:
            made = random.choice((b"LIST", b"fact", b"smpl", b"cue ", b"data", b"fmt ", b"wavl"))
            parts.insert(random.randrange(len(parts) + 1), (made, _junk(random)))
        case 5:
            often = random.choice((1, 60)) if sum(len(body) for _kind, body in parts) < LARGEST // 60 else 1
            parts = [(kind, body * often if kind == b"data" else body) for kind, body in parts]
        case _:
            _parts(parts, random)
    lying = random.random() < 0.3
    out = []
    for kind, body in parts:
        length = random.choice((*FIGURES, len(body) + 1)) if lying and random.random() < 0.5 else len(body)
        out.append(kind[:4].ljust(4) + struct.pack("<I", length) + body + b"\0" * (len(body) % 2))
    body = b"".join(out)
    whole = random.choice(FIGURES) if lying and random.random() < 0.3 else len(body) + 4
    return b"RIFF" + struct.pack("<I", whole) + random.choice((b"WAVE",) * 9 + (b"AVI ",)) + body
