"""What can be told of the user's folders at a glance, for the window's first picture: no file is read."""

from __future__ import annotations

from pathlib import Path

from khalkhin import paths
from khalkhin.play.session.settings import settings_path

#: How the files of battles end.
JOURNAL = ".journal"


def lessons_path() -> Path:
    """Where it is kept how far the player is with the lessons."""
    return paths.config_dir() / "lessons.json"


def any_battles(folder: Path | None = None) -> bool:
    """Whether there is a file of a battle, good or not."""
    return any((folder or paths.saves_dir()).glob(f"*{JOURNAL}"))


def first_time() -> bool:
    """Whether nobody has played here yet, nor been offered the first lesson."""
    return not (settings_path().exists() or lessons_path().exists() or any_battles())
