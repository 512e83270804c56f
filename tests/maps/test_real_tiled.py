"""Real Tiled, where it is installed, opens the maps that the game ships and writes, and what it saves loads equal."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.scenario import check, load
from khalkhin.scenario.making import new

from tests import guard

TILED = shutil.which("tiled")
SHIPPED = sorted(p.parent.name for p in paths.maps_dir().glob("*/map.tmx"))

pytestmark = pytest.mark.skipif(TILED is None, reason="Tiled is not installed")


def saved_again(folder: Path, *how: str) -> None:
    """Have Tiled read the map of a scenario and write it anew, in its place."""
    written = folder / "saved.tmx"
    asked = [str(TILED), "--export-map", *how, str(folder / "map.tmx"), str(written)]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(asked, env=quiet, capture_output=True, text=True, timeout=guard.SECONDS, check=False)
    assert written.is_file(), ran.stderr
    written.replace(folder / "map.tmx")


@pytest.mark.parametrize("name", [*SHIPPED, "fresh-x", "fresh-y"])
def test_a_map_that_tiled_has_saved_is_the_same(name: str, tmp_path: Path) -> None:
    if name in SHIPPED:
        folder = new.create_like("mine", tmp_path, paths.maps_dir() / name, load(name))
    else:
        folder = new.create("mine", tmp_path, 20, 15, new.layout(name[-1], "odd"))
    before = load(folder).digest
    saved_again(folder)
    assert check(folder) == () and load(folder).digest == before
    # Tiled fills in itself what templates say.
    saved_again(folder, "--detach-templates")
    assert "template=" not in (folder / "map.tmx").read_text(encoding="utf-8")
    assert load(folder).digest == before
