"""Where things live: shipped assets and maps (checkout, editable install or wheel) and the user's own folders.

Nothing is made here; whoever writes into a user folder makes it then. The environment variable ``KHALKHIN_HOME``
puts all user folders under one place.
"""

from __future__ import annotations

import os
from pathlib import Path

APP = "khalkhin-gol"


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent
    bundled = package / "_data" / name
    return bundled if bundled.is_dir() else package.parents[1] / name


def assets_dir() -> Path:
    """Shipped assets: ``rules``, ``art``, ``theme``, ``sounds``."""
    return _shipped("assets")


def rules_dir() -> Path:
    """Shipped rules tables (``*.toml``)."""
    return assets_dir() / "rules"


def maps_dir() -> Path:
    """Shipped scenarios, tilesets and templates."""
    return _shipped("maps")


def docs_dir() -> Path:
    """Shipped documentation: ``rulebook.md``, ``api.md`` and the folder ``modding``."""
    return _shipped("docs")


def _user(kind: str) -> Path:
    home = os.environ.get("KHALKHIN_HOME")
    if home:
        return Path(home).expanduser()
    import platformdirs

    folder = platformdirs.user_config_dir if kind == "config" else platformdirs.user_data_dir
    return Path(folder(APP, appauthor=False))


def data_dir() -> Path:
    """The user's data folder: own maps, saves, journals."""
    return _user("data")


def config_dir() -> Path:
    """The user's settings folder."""
    return _user("config")


def user_maps_dir() -> Path:
    """Where the user's own scenarios are looked for."""
    return data_dir() / "maps"


def user_puzzles_dir() -> Path:
    """Where puzzles are kept that the user has made or was given."""
    return data_dir() / "puzzles"


def reports_dir() -> Path:
    """Where after-action reports are written, each in a folder of its own."""
    return data_dir() / "reports"


def recordings_dir() -> Path:
    """Where moving pictures of battles are written."""
    return data_dir() / "recordings"


def saves_dir() -> Path:
    """Where saved games and journals are kept."""
    return data_dir() / "saves"
