"""Packs and codes of puzzles that do harm: mostly ones whose digests and checksums are right, so that they are read."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from khalkhin.play.puzzles.code import PREFIX
from khalkhin.play.puzzles.position import Unpacked, from_letters, letters
from khalkhin.scenario.packs import ABOUT, digest_of

from tests.harness.hostile import mutate, raw

#: Folders and names that lead out of a pack, mean something to a system, or are simply long.
NAMES = (
    "../evil.toml", "../../evil.toml", "/evil.toml", "C:/evil.toml", "..\\evil.toml", "a/../../evil.toml", "./a.toml",
    "a//b.toml", "aux.png", "con.toml", "nul", "COM1.tmx", ".hidden.toml", "evil.py", "evil.toml.exe", "evil",
    "x.toml ", "x.toml.", " x.toml", "a/b/c/d/e/f/g.toml", "a" * 115 + ".toml", "ü.toml", "日本.toml", "a\u202e.toml",
    "a\n.toml", "a\0b.toml", "a\x1b[2J.toml", "map.tmx/x.toml", "MAP.TMX", "scenario.toml/", "pack.toml",
    "strategies/x.toml", "units.toml", "terrain.toml", "texts.de.toml", "texts.xx-yy.toml", "symbols/armour.png",
    "symbols/x.png", "sounds/gun.ogg", "sounds/tank.wav", "first_snow/campaign.toml", "small/scenario.toml",
    "a|b.toml", "lesson.toml", "puzzle.toml", "campaign.toml", "map.tmx::$DATA",
    "~/.bashrc.toml", "%2e%2e/evil.toml", "tilesets/terrain.tsx", "rules/units.toml", "pack.toml/pack.toml",
)  # fmt: skip
IDS = ("small", "SMALL", "sound", "two_prongs", "..", ".", "", "a/b", "mine", "con", "guest", "x" * 200, "ü", "-x")
#: Links, pipes, devices, folders, programs of others, and folders of another system.
ATTRIBUTES = (*(kind << 16 for kind in (0o120777, 0o010666, 0o060666, 0o040755, 0o104755)), 0x10)
#: Methods of packing: stored, deflated, bzip2, lzma, and ones that nobody has.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@dataclass(slots=True)
class Crate:
    """A pack in the making: files by their names in it, in order and with repetitions; what is done to the finished
    bytes; attributes and methods by name."""

    id: str
    files: list[tuple[str, bytes]]
    top: list[str] = field(default_factory=list)
    attributes: dict[str, int] = field(default_factory=dict)
    methods: dict[str, int] = field(default_factory=dict)
    honest: bool = True
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def change(self, name: str, how: Callable[[str], str]) -> None:
        """Change the text of a file."""
        for at, (each, data) in enumerate(self.files):
            if each == name:
                changed = how(data.decode("utf-8", "replace"))
                self.files[at] = (each, changed.encode("utf-8", "replace"))

    def written(self) -> bytes:
        """The bytes of it, the digest in its pack.toml made right where it is honest."""
        if self.honest:
            digest = digest_of(dict(self.files))
            self.change(ABOUT, lambda text: re.sub(r'(?m)^digest = "[^"\n]*"$', f'digest = "{digest}"', text, count=1))
        out = io.BytesIO()
        with contextlib.suppress(UserWarning), zipfile.ZipFile(out, "w", strict_timestamps=False) as into:
            for number, (name, data) in enumerate(self.files):
                top = self.top[number % len(self.top)] if self.top else self.id
                entry = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
                entry.filename = entry.orig_filename = f"{top}/{name}"
                entry.external_attr = self.attributes.get(name, 0)
                into.writestr(entry, data, self.methods.get(name, zipfile.ZIP_DEFLATED))
        made = out.getvalue()
        for change in self.after:
            made = change(made)
        return made


def pack(data: bytes, randoms: list[Random]) -> bytes:
    """A sound pack with something done to it by each of `randoms`."""
    with zipfile.ZipFile(io.BytesIO(data)) as sound:
        names = sound.namelist()
        id_ = names[0].split("/")[0]
        crate = Crate(id_, [(name.partition("/")[2], sound.read(name)) for name in names])
    for random in randoms:
        _spoil(crate, random)
    return crate.written()


def _spoil(crate: Crate, random: Random) -> None:
    match random.randrange(16):
        case 0 | 1 | 2 | 3 | 4:
            _file(crate, random)
        case 5 | 6:
            _manifest(crate, random)
        case 7 | 8:
            _name(crate, random)
        case 9:
            name = random.choice([name for name, _data in crate.files])
            crate.attributes[name] = random.choice((*ATTRIBUTES, random.randrange(1 << 32)))
        case 10:
            _bomb(crate, random)
        case 11:
            _twice(crate, random)
        case 12:
            crate.methods[random.choice(crate.files)[0]] = random.choice(METHODS)
        case 13:
            crate.top = random.choice(([crate.id, "other"], [""], [".."], ["/"], [crate.id.upper()], [f"{crate.id}/x"]))
        case 14:
            crate.honest = False
            _file(crate, random)
        case _:
            crate.after.append(_bytes(random))


def _file(crate: Crate, random: Random) -> None:
    """A map, table or picture inside changed as those outside are, or lost."""
    at = random.randrange(len(crate.files))
    name, data = crate.files[at]
    if random.random() < 0.1 and len(crate.files) > 1:
        del crate.files[at]
    elif name.endswith((".tmx", ".tsx", ".tx")):
        crate.change(name, lambda text: mutate.xml(text, random))
    elif name.endswith(".toml"):
        how = random.choice((mutate.some_words, mutate.toml))
        crate.change(name, lambda text: how(text, random))
    else:
        crate.files[at] = name, raw.changed(name, data, random)


def _manifest(crate: Crate, random: Random) -> None:
    """What it says of itself."""
    crate.honest = random.random() < 0.8
    match random.randrange(4):
        case 0:
            crate.id = random.choice(IDS)
            crate.change(ABOUT, lambda text: re.sub(r"(?m)^id = .*$", lambda _m: f"id = {json.dumps(crate.id)}", text))
        case 1:
            word = json.dumps(random.choice(mutate.WORDS), ensure_ascii=False)
            key = random.choice(("id", "title", "author", "licence", "version", "digest", "game", "format"))
            crate.change(ABOUT, lambda text: re.sub(rf"(?m)^{key} = .*$", lambda _m: f"{key} = {word}", text))
        case 2:
            crate.files = [(name, data) for name, data in crate.files if name != ABOUT]
        case _:
            crate.change(ABOUT, lambda text: mutate.some_words(text, random))


def _name(crate: Crate, random: Random) -> None:
    """A file by a name that no pack should have, beside the others or instead of one."""
    name = random.choice(NAMES)
    data = random.choice((b"", b"x = 1\n", b"PK\x03\x04", b"<map/>", crate.files[0][1]))
    if random.random() < 0.5:
        crate.files.append((name, data))
    else:
        at = random.randrange(len(crate.files))
        crate.files[at] = name, crate.files[at][1]


def _bomb(crate: Crate, random: Random) -> None:
    """Much in little, or very many."""
    match random.randrange(6):
        case 0:
            crate.files.append(("big.txt", b"\0" * ((16 << 20) + random.choice((-1, 0, 1)))))
        case 1:
            crate.files += [(f"big-{n}.txt", b"\0" * (12 << 20)) for n in range(random.choice((3, 4, 5)))]
        case 2:
            crate.files += [(f"f{n}.txt", b"") for n in range(random.choice((150, 199, 201, 2000)))]
        case 3:
            inner = Crate(crate.id, list(crate.files)).written()
            crate.files.append((random.choice(("inner.khalkhin", "inner.txt", "map.tmx")), inner))
        case 4:
            deep = random.choice((50, 5000))
            end = "<group>" * deep + "</group>" * deep + "</map>"
            crate.change("map.tmx", lambda text: text.replace("</map>", end))
        case _:
            crate.change("scenario.toml", lambda text: text + "x = " + "[" * 3000 + "]" * 3000 + "\n")


def _twice(crate: Crate, random: Random) -> None:
    """A name that is there twice, or by other letters."""
    name, data = random.choice(crate.files)
    crate.files.append((random.choice((name, name.upper(), name.title())), random.choice((data, b"", data[::-1]))))


def _bytes(random: Random) -> Callable[[bytes], bytes]:
    """What is done to a finished zip: figures of its entries changed, entries over one another, broken off."""
    kind, seed = random.randrange(6), random.randrange(1 << 30)

    def change(data: bytes) -> bytes:
        again = Random(seed)
        match kind:
            case 0:
                return mutate.some_bytes(data, again)
            case 1:
                return data[: again.randrange(len(data) + 1)]
            case 2:
                return bytes(again.randrange(256) for _ in range(again.choice((1, 40, 5000)))) + data
            case 3:
                return data + data
            case _:
                return _entry(bytearray(data), again)

    return change


def _entry(data: bytearray, random: Random) -> bytes:
    """A figure of an entry in the list at the end changed: flags, method, checksum, sizes, lengths, place."""
    entries = [m.start() for m in re.finditer(b"PK\x01\x02", bytes(data))]
    ends = [m.start() for m in re.finditer(b"PK\x05\x06", bytes(data))]
    if not entries or not ends:
        return bytes(data)
    at = random.choice(entries)
    where, size = random.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (38, 4), (42, 4)))
    figure: int = random.choice((0, 1, 8, 9, 0x800, 0xFFFF, 0xFFFFFFFF, 1 << 24, random.randrange(1 << 32)))
    if random.random() < 0.3:  # two entries at one place
        where, size, figure = 42, 4, struct.unpack_from("<I", data, random.choice(entries) + 42)[0]
    if random.random() < 0.15:  # what stands at the very end
        at, where, size = ends[-1], *random.choice(((8, 2), (10, 2), (12, 4), (16, 4), (20, 2)))
    struct.pack_into("<H" if size == 2 else "<I", data, at + where, figure & ((1 << 8 * size) - 1))
    return bytes(data)


# ---------------------------------------------------------------- puzzles


def code(data: bytes, randoms: list[Random], beginning: bytes) -> bytes:
    """A code of a puzzle changed in its letters, or in what it holds with the checksum made right again."""
    text = data.decode("ascii")
    for random in randoms:
        if random.random() < 0.2:
            return mutate.some_words(text, random).encode("utf-8", "surrogatepass")
        with contextlib.suppress(Unpacked, ValueError, zlib.error, RecursionError, UnicodeError):
            table = json.loads(zlib.decompress(from_letters(text[len(PREFIX) :])[6:]))
            text = _sealed(_changed(table, random, beginning), random)
    return text.encode()


def _sealed(value: Any, random: Random) -> str:
    """A value as a code with a right checksum."""
    plain = json.dumps(value, ensure_ascii=random.random() < 0.5).encode()
    match random.randrange(30):
        case 0:
            plain = b"[" * random.choice((900, 70_000))
        case 1:
            plain = b" " * (50 << 20)
        case 2:
            plain = mutate.some_bytes(plain, random)
    squeezed = zlib.compress(plain, 9) + random.choice((b"", b"", b"", b"", b"", b"", b"", b"x"))
    return PREFIX + letters(hashlib.sha256(squeezed).digest()[:6] + squeezed)


def _changed(value: Any, random: Random, beginning: bytes) -> Any:
    """The table of a puzzle, changed in itself or in the position that it holds."""
    if isinstance(value, dict) and isinstance(value.get("position"), str) and random.random() < 0.6:
        return value | {"position": position(value["position"], random, beginning)}
    return mutate.json_value(value, random)


def position(text: str, random: Random, beginning: bytes) -> str:
    """A packed position with something in it changed, packed as before by the beginning of its scenario."""
    try:
        plain = zlib.decompressobj(zdict=beginning).decompress(from_letters(text), 1 << 20)
        state = json.loads(plain)
    except (zlib.error, ValueError, RecursionError):
        return mutate.some_words(text, random)
    squeezer = zlib.compressobj(9, zdict=beginning)
    if random.random() < 0.05:
        changed = b" " * (40 << 20)
    else:
        changed = json.dumps(mutate.json_value(state, random), separators=(",", ":"), sort_keys=True).encode()
    return letters(squeezer.compress(changed) + squeezer.flush())


def puzzle(text: str, random: Random, beginning: bytes) -> str:
    """The table of a puzzle changed in its words or in the position it holds."""
    found = re.search(r'(?m)^position = "([^"]*)"$', text)
    if found is not None and random.random() < 0.5:
        return text[: found.start(1)] + position(found[1], random, beginning) + text[found.end(1) :]
    return mutate.some_words(text, random)
