"""Writing whole files so that a fault at any moment leaves the old or the new one, never half."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, *, backup: bool = False) -> None:
    """Write a file by way of a temporary one beside it. Raises: OSError.

    `backup` keeps what was there before as ``<name>.bak``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if backup and path.exists():
            path.replace(path.with_name(path.name + ".bak"))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
