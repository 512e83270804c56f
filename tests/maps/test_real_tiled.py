"""Real Tiled, where it is installed, opens the maps that the game ships and writes, and what it saves loads equal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pygame
import pytest
from khalkhin import paths
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import HexsideKind
from khalkhin.scenario import check, load
from khalkhin.scenario.making import new
from khalkhin.scenario.making.project import classes
from khalkhin.ui.map.camera import drawing_layout
from khalkhin.ui.pictures.picture import prepare

from tests import guard
from tests.maps import own_art
from tests.narrow import the

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


def with_all_templates(folder: Path) -> None:
    """Put an object of every template that a new map does not use yet onto it: units and places each into a hex of its
    own on its side of the river, crossings over water."""
    before = load(folder)
    board, map_ = before.board, folder / "map.tmx"
    taken = {unit.entry for unit in before.order_of_battle}
    taken |= {objective.hex for objective in before.objectives} | {depot.hex for depot in before.depots}
    free = [h for h in range(board.width * board.height) if board.terrain[h].id == "steppe" and h not in taken]
    rows = {"soviet": iter(free), "japanese": iter(reversed(free))}
    wet = (
        board.hexside_hexes(side)
        for side, kind in board.hexsides.items()
        if kind is HexsideKind.RIVER and side not in before.crossings and min(board.hexside_hexes(side)) >= 0
    )
    text = map_.read_text(encoding="utf-8")
    for number, file in enumerate(sorted((folder / "templates").glob("*.tx")), 900):
        if f"templates/{file.name}" in text:
            continue
        written = file.read_text(encoding="utf-8")
        kind = the(re.search(r'type="(\w+)"', written))[1]
        layer = classes()[kind].layer
        side = "japanese" if 'value="japanese"' in written else "soviet"
        over = next(wet) if layer == "crossings" else (next(rows[side]),)
        centres = [board.layout.centre(*board.place(h)) for h in over]
        x, y = (sum(c[n] for c in centres) / len(centres) for n in (0, 1))
        made = f'<object id="{number}" template="templates/{file.name}" name="Number {number}" x="{x:g}" y="{y:g}"/>'
        text = re.sub(rf'(name="{layer}">\n)', rf"\1  {made}\n", text)
    map_.write_text(text, encoding="utf-8")


def test_every_template_is_the_same_when_tiled_has_saved_it(tmp_path: Path) -> None:
    folder = new.create("mine", tmp_path, 40, 30, new.layout())
    with_all_templates(folder)
    text = (folder / "map.tmx").read_text(encoding="utf-8")
    assert {f"templates/{f.name}" in text for f in (folder / "templates").glob("*.tx")} == {True}
    before = load(folder).digest
    saved_again(folder, "--detach-templates")
    assert "template=" not in (folder / "map.tmx").read_text(encoding="utf-8")
    assert load(folder).digest == before


RASTERIZER = shutil.which("tmxrasterizer")
#: How Tiled can write a layer.
WAYS = ("csv", "base64", "zlib", "gzip")


@pytest.mark.skipif(RASTERIZER is None, reason="tmxrasterizer is not installed")
@pytest.mark.parametrize(
    ("axis", "index", "how"),
    [(*own_art.LAYOUTS[n], how) for n, how in enumerate(WAYS)]
    + [
        pytest.param(*each, how, marks=pytest.mark.slow)
        for n, each in enumerate(own_art.LAYOUTS)
        for how in WAYS[:n] + WAYS[n + 1 :]
    ],
)
def test_maps_of_others_are_laid_out_and_drawn_as_tiled_draws_them(
    axis: str, index: str, how: str, tmp_path: Path
) -> None:
    """Ground and decor by chance, hexes and maps of other sizes, in each way that layers are written."""
    random = Random(f"{axis}{index}{how}")
    wide, high, side = random.choice(((64, 56, 32), (60, 52, 30), (66, 48, 20), (34, 30, 16)))
    size = (wide, high) if axis == "x" else (high, wide)
    layout = Layout("y" if axis == "y" else "x", "even" if index == "even" else "odd", *size, side)
    folder = own_art.strange(tmp_path, layout, random.randrange(12, 21), random.randrange(9, 20), how, random)
    prepare()
    own_art.drawn_by_tiled(folder, tmp_path / "tiled.png")
    scenario, theirs = load(folder), pygame.image.load(tmp_path / "tiled.png")
    ours = own_art.drawn(scenario)
    assert ours.get_size() == theirs.get_size() and own_art.unlike(ours, theirs) == 0
    # On the screen all hexes have one length: the same picture, larger or smaller.
    shown = own_art.drawn(scenario, layout=drawing_layout(layout))
    assert own_art.mostly_unlike(shown, pygame.transform.smoothscale(theirs, shown.get_size())) < 12
