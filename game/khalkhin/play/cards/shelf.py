"""The shelf of cards: a file for each scenario in the data folder, named after the content that the card was made of.

A card is never changed: where the scenario's files, the rules or the program are others, it has another name. Each file
begins with a digest of the rest, so that a damaged one counts for none. What has not been looked at for longest goes
when there are too many. Nothing here is needed: where no card can be read or kept, it is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from khalkhin import __version__, paths
from khalkhin.play.cards.card import Card, card_in, text_of
from khalkhin.regular_files import read_regular
from khalkhin.scenario.tmx.path_sandbox import campaign_folder
from khalkhin.storage.whole import write_whole
from khalkhin.translation import preferred

#: Goes up when cards have other facts or other pictures than before.
FORMAT = 1
SUFFIX = ".card"
#: The most cards and bytes that are kept, and the largest one.
MOST_CARDS, MOST_BYTES, MOST_OF_ONE = 80, 24 << 20, 2 << 20
#: How much of a scenario's files is looked at: files, folders deep, and bytes of one; of larger ones size and time.
MOST_FILES, DEEP, READ = 200, 4, 8 << 20
_DIGEST = 64


def folder() -> Path:
    """Where the cards are."""
    return paths.data_dir() / "cards"


def key(scenario: Path) -> str:
    """The name of the card of what is in a scenario's folder now."""
    told = hashlib.sha256(_shared().encode())
    for path in _files(scenario, DEEP):
        if path.name.startswith("texts."):
            told.update(f"{preferred()}\n".encode())
        _tell(told, path.relative_to(scenario).as_posix(), path)
    if (above := campaign_folder(scenario)) is not None:
        for path in (*_files(above, 1), *_files(above / "symbols", 1)):
            _tell(told, path.name, path)
    return told.hexdigest()[:40]


def find(name: str) -> tuple[Card, bytes] | None:
    """The card of a name with its picture, a PNG; None where none is kept or it is damaged."""
    path = folder() / f"{name}{SUFFIX}"
    try:
        data = read_regular(path, MOST_OF_ONE)
    except OSError:
        return None
    digest, rest = data[:_DIGEST], data[_DIGEST:]
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        return None
    facts, _, picture = rest.partition(b"\n")
    card = card_in(facts)
    if card is None:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return card, picture


def keep(name: str, card: Card, picture: bytes) -> None:
    """Keep a card with its picture, and let those go that are too many. Where that is not possible, it is not kept."""
    rest = text_of(card).encode() + b"\n" + picture
    if len(rest) + _DIGEST > MOST_OF_ONE:
        return
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        write_whole(folder() / f"{name}{SUFFIX}", hashlib.sha256(rest).hexdigest().encode() + rest)
        _clear()


def _clear() -> None:
    found = []
    for path in folder().glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):
            seen = path.lstat()
            found.append((seen.st_mtime, seen.st_size, path))
    taken = 0
    for n, (_, size, path) in enumerate(sorted(found, reverse=True), 1):
        taken += size
        if n > MOST_CARDS or taken > MOST_BYTES:
            with contextlib.suppress(OSError):
                path.unlink()


@cache
def _shared() -> str:
    """What all cards are made with: the program and what it has for all scenarios."""
    told = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    maps, assets = paths.maps_dir(), paths.assets_dir()
    for room in (assets / "rules", maps / "templates", maps / "tilesets", assets / "art"):
        for path in _files(room, 1):
            with contextlib.suppress(OSError):
                if path.suffix in (".toml", ".tx", ".tsx"):
                    _tell(told, path.name, path)
                else:
                    told.update(f"{path.name} {path.stat().st_size}\n".encode())
    return told.hexdigest()


def _tell(told: hashlib._Hash, name: str, path: Path) -> None:
    told.update(f"{name}\n".encode("utf-8", "surrogateescape"))
    try:
        data = read_regular(path, READ)
        told.update(f"{len(data)}\n".encode())
        told.update(data)
    except OSError:
        with contextlib.suppress(OSError):
            seen = path.lstat()
            told.update(f"{seen.st_mode} {seen.st_size} {seen.st_mtime_ns}\n".encode())


def _files(room: Path, deep: int) -> Iterable[Path]:
    """The files in a folder and those in it, in an order that is always the same."""
    out: list[Path] = []
    with contextlib.suppress(OSError):
        for path in sorted(room.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir():
                if deep > 1 and not path.is_symlink():
                    out += _files(path, deep - 1)
            else:
                out.append(path)
    return out[:MOST_FILES]
