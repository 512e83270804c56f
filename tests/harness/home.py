"""User folders of nobody, for harnesses that play the whole game."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_home() -> Iterator[Path]:
    """All user folders in a new one, which goes again."""
    before = os.environ.get("KHALKHIN_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KHALKHIN_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["KHALKHIN_HOME"]
            else:
                os.environ["KHALKHIN_HOME"] = before
