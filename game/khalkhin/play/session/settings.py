"""The player's settings, kept as JSON. A damaged file is set aside and the defaults are used."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from khalkhin import paths
from khalkhin.play.storage.locks import writing_in
from khalkhin.play.storage.whole import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """`ui_scale` 1.0-2.0; `volume` 0-1; `speed` of what the enemy is seen to do, 0.5-4 (0: at once)."""

    ui_scale: float = 1.0
    volume: float = 0.6
    speed: float = 1.0
    fullscreen: bool = False
    edge_scroll: bool = False
    confirm_end: bool = True
    fog: bool = True


_LIMITS: dict[str, Callable[[Any], bool]] = {
    "ui_scale": lambda v: 1.0 <= v <= 2.0,
    "volume": lambda v: 0.0 <= v <= 1.0,
    "speed": lambda v: 0.0 <= v <= 8.0,
}


def settings_path() -> Path:
    return paths.config_dir() / "settings.json"


def _changed(before: Settings, after: Settings) -> dict[str, Any]:
    old = asdict(before)
    return {name: value for name, value in asdict(after).items() if value != old[name]}


def load_settings(path: Path | None = None) -> Settings:
    """The settings on disk. What is missing or makes no sense keeps its default; a file that cannot be read is renamed
    to ``settings.json.damaged`` so that nothing in it is lost."""
    path = path or settings_path()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("not a table")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        with contextlib.suppress(OSError):
            path.replace(path.with_name(path.name + ".damaged"))
        return Settings()
    good: dict[str, Any] = {}
    for field in fields(Settings):
        value, default = data.get(field.name), field.default
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is type(default) and _LIMITS.get(field.name, lambda v: True)(value):
            good[field.name] = value
    return Settings(**good)


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
        return f"Settings could not be kept in {path}: {error.strerror or error}."
    return ""
