"""The player's settings, kept as JSON. A damaged file is set aside and the defaults are used."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from khalkhin import paths
from khalkhin.regular_files import read_regular
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import publish, write_whole
from khalkhin.translation import _

#: Larger than any settings.
MAX_BYTES = 64_000

_Pixels = Annotated[int, Field(ge=-65_536, le=65_536)]


@dataclass(frozen=True, slots=True)
class Settings:
    """`ui_scale` 1.0-2.0; `volume` 0-1, and of it `effects`, `ambience` and `music` 0-1 each; `speed` of what the
    enemy is seen to do, 0.5-4 (0: at once); with `still` nothing moves on the map. `window` is where the window was
    left: left, top, width, height in pixels. `unasked` are
    matters not to be told when a turn ends."""

    ui_scale: Annotated[float, Field(ge=1.0, le=2.0)] = 1.0
    volume: Annotated[float, Field(ge=0.0, le=1.0)] = 0.6
    effects: Annotated[float, Field(ge=0.0, le=1.0)] = 0.8
    ambience: Annotated[float, Field(ge=0.0, le=1.0)] = 0.6
    music: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    speed: Annotated[float, Field(ge=0.0, le=8.0)] = 1.0
    fullscreen: bool = False
    still: bool = False
    edge_scroll: bool = False
    confirm_end: bool = True
    fog: bool = True
    unasked: tuple[Annotated[str, Field(max_length=40)], ...] = ()
    window: tuple[_Pixels, _Pixels, _Pixels, _Pixels] | None = None


_SETTINGS = TypeAdapter(Settings)
_TABLE = TypeAdapter(dict[str, object])


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
        data = read_regular(path, MAX_BYTES)
        given = _TABLE.validate_json(data)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValidationError):
        with contextlib.suppress(OSError):
            publish(path, (path.with_name(f"{path.name}.damaged{f'-{n}' if n > 1 else ''}") for n in count(1)))
        return Settings()
    try:
        return _SETTINGS.validate_json(data, strict=True)
    except ValidationError as error:
        senseless = {fault["loc"][0] for fault in error.errors(include_url=False, include_input=False)}
        return _SETTINGS.validate_python({name: v for name, v in given.items() if name not in senseless})


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
