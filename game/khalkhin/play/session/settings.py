"""The player's settings, kept as JSON. A damaged file is set aside and the defaults are used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from khalkhin import paths
from khalkhin.regular_files import read_regular
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import set_aside, write_whole
from khalkhin.translation import _

#: Larger than any settings.
MAX_BYTES = 64_000

#: The farthest that a window may have been from the screen's corner, and the largest, in pixels.
FAR = 65_536


def _within(least: float, most: float) -> Callable[[object], bool]:
    def sound(given: object) -> bool:
        return isinstance(given, int | float) and not isinstance(given, bool) and least <= given <= most

    return sound


def _switch(given: object) -> bool:
    return isinstance(given, bool)


def _words(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(word, str) and len(word) <= 40 for word in given)


def _pairs(given: object) -> bool:
    return isinstance(given, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(word, str) and len(word) <= 60 for word in pair)
        for pair in given
    )


def _language(given: object) -> bool:
    return isinstance(given, str) and re.fullmatch(r"(-|[a-z]{2,3}([_-][A-Za-z0-9]{2,8})?)?", given) is not None


def _place(given: object) -> bool:
    if given is None:
        return True
    return (
        isinstance(given, list)
        and len(given) == 4
        and all(isinstance(n, int) and not isinstance(n, bool) and abs(n) <= FAR for n in given)
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """`ui_scale` 1.0-2.0; `volume` 0-1, and of it `effects`, `ambience` and `music` 0-1 each; `speed` of what the
    enemy is seen to do, 0.5-4 (0: at once); with `still` nothing moves on the map. `window` is where the window was
    left: left, top, width, height in pixels. With `silhouettes` counters show what units look like in place of
    military signs; with `contrast` colours are far apart. `unasked` are matters not to be told when a turn ends.
    `texts` is the language of scenarios' texts, "-" for as they are written and "" for as the system is set. `keys`
    are the keys that were chosen: what they ask for, and how it is written. `played` tells which sides the player had
    (see :mod:`khalkhin.play.session.played`)."""

    ui_scale: float = 1.0
    volume: float = 0.6
    effects: float = 0.8
    ambience: float = 0.6
    music: float = 0.5
    speed: float = 1.0
    fullscreen: bool = False
    still: bool = False
    edge_scroll: bool = False
    silhouettes: bool = False
    contrast: bool = False
    confirm_end: bool = True
    fog: bool = True
    texts: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    unasked: tuple[str, ...] = ()
    window: tuple[int, int, int, int] | None = None
    played: tuple[tuple[str, str], ...] = ()


#: Which values of a file make sense. The window's first picture waits for this, so it is done without a library.
SOUND: Mapping[str, Callable[[object], bool]] = {
    "ui_scale": _within(1.0, 2.0),
    **dict.fromkeys(("volume", "effects", "ambience", "music"), _within(0.0, 1.0)),
    "speed": _within(0.0, 8.0),
    **dict.fromkeys(("fullscreen", "still", "edge_scroll", "silhouettes", "contrast", "confirm_end", "fog"), _switch),
    "texts": _language,
    "keys": _pairs,
    "played": _pairs,
    "unasked": _words,
    "window": _place,
}
if SOUND.keys() != {f.name for f in fields(Settings)}:
    raise TypeError("SOUND must say of every setting which values make sense")


def settings_path() -> Path:
    return paths.config_dir() / "settings.json"


def _changed(before: Settings, after: Settings) -> dict[str, object]:
    old = asdict(before)
    return {name: value for name, value in asdict(after).items() if value != old[name]}


def load_settings(path: Path | None = None) -> Settings:
    """The settings on disk. What is missing or makes no sense keeps its default; a file that cannot be read is renamed
    to ``settings.json.damaged`` so that nothing in it is lost."""
    path = path or settings_path()
    try:
        given = json.loads(read_regular(path, MAX_BYTES))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        set_aside(path)
        return Settings()
    found = {name: given[name] for name, sound in SOUND.items() if name in given and sound(given[name])}
    values: dict[str, Any] = {name: _frozen(value) for name, value in found.items()}
    return Settings(**values)


def _frozen(value: object) -> object:
    """A value with tuples for its lists."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def save_settings(settings: Settings, path: Path | None = None, *, before: Settings | None = None) -> str:
    """Keep settings; the answer is empty, or a sentence why they could not be kept.

    Only what differs from the settings `before` is changed in the file, so that what another window has changed
    meanwhile stays; without them everything is written.
    """
    path = path or settings_path()
    try:
        with writing_in(path.parent):
            kept = asdict(settings) if before is None else asdict(load_settings(path)) | _changed(before, settings)
            write_whole(path, json.dumps(kept, indent=2).encode())
    except OSError as error:
        return _("Settings could not be kept in {path}: {why}.").format(path=path, why=error.strerror or error)
    return ""
