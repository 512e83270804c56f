"""Pictures of whole maps: painted in bands, the same as in one piece, and never larger than memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin.core.board.layout import Layout
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.chunks import CHUNK, art_level
from khalkhin.ui.map.mapview import MapScene
from khalkhin.ui.map.tiles import TileArt
from khalkhin.ui.pictures import picture, rendering
from khalkhin.ui.pictures.png import png

from tests.ui import mapboard, tiles

HERE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("layout", mapboard.LAYOUTS[:3])
@pytest.mark.parametrize("zoom", [0.5, 1.28])
def test_bands_are_the_same_picture(tmp_path: Path, layout: Layout, zoom: float) -> None:
    state = mapboard.battle(14, 12, layout, units=20)
    path = tmp_path / "map.png"
    size = rendering.render_scenario(state, path, zoom=zoom)
    whole = picture.draw_whole(picture.whole(state), MapScene(fog=False), zoom)
    read = pygame.image.load(path)
    assert read.get_size() == whole.get_size() == size
    assert size[1] > CHUNK or zoom < 1
    assert pygame.image.tobytes(read, "RGB") == pygame.image.tobytes(whole, "RGB")


def test_a_band_is_painted_when_it_is_asked_for_and_its_ground_is_forgotten() -> None:
    state = mapboard.battle(6, 40, units=4)
    shown = picture.whole(state)
    drawer = picture.drawer_of(shown, 2.0, None)
    width, height = drawer.camera.map_size
    written: list[int] = []

    def watched() -> Iterator[pygame.Surface]:
        for band in picture.bands(drawer, shown, MapScene()):
            assert band.get_width() == width and band.get_height() <= CHUNK
            assert drawer.kept_bytes < 3_000_000  # counters and lettering
            written.append(band.get_height())
            yield band

    pieces = png((width, height), watched())
    next(pieces)
    assert not written
    assert all(len(piece) < width * 4 * CHUNK for piece in pieces)
    assert sum(written) == height and len(written) > 10


def test_a_small_picture_makes_no_finer_art_than_it_is_painted_from(monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[float] = set()
    cut = TileArt._cut

    def noted(self: TileArt, tile: pygame.Surface, level: float) -> pygame.Surface:
        made.add(level)
        return cut(self, tile, level)

    monkeypatch.setattr(TileArt, "_cut", noted)
    shown = picture.whole(mapboard.battle(8, 6, units=2))
    for zoom in ZOOMS:
        made.clear()
        tiles.forget()
        picture.draw_whole(shown, MapScene(), zoom)
        assert max(made) == art_level(zoom)


PROBE = """
import pathlib, sys
from khalkhin.cli import main
from khalkhin.ui.pictures.bench import peak
from tests.scenario.maker import write
from tests.scenario.test_hostile import large_map

files = write(pathlib.Path(sys.argv[1]))
large_map(files)
assert main(["render", str(files.folder), "-o", sys.argv[1] + "/map.png", "--zoom", "2"]) == 0
print(peak() // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by resource")
def test_a_map_of_forty_thousand_hexes_fits_into_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, cwd=HERE, check=True
    )
    assert int(done.stdout.split()[-1]) < 300
