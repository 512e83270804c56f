"""The terrain tiles: made again they are the same, they run on from hex to hex, and they cover their hex."""

from __future__ import annotations

import tomllib

import pygame
import pytest

from tests.maps.reading import ROOT, script

ART = script("assets/art/terrain.py")
TILESETS = ROOT / "maps" / "tilesets"
NAMES = list(ART["PAINTINGS"])


def sheet(scale: int) -> pygame.Surface:
    return pygame.image.load(TILESETS / ("terrain.png" if scale == 1 else "terrain@2x.png"))


@pytest.mark.parametrize("terrain", NAMES)
def test_the_script_makes_the_committed_pictures(terrain: str) -> None:
    double = ART["PAINTINGS"][terrain]()
    block = NAMES.index(terrain)
    for scale, painting in ((2, double), (1, double.halved())):
        wide, high = 64 * scale, 56 * scale
        picture = sheet(scale)
        for (c, r), made in ART["tiles"](painting, scale).items():
            at = ((block % 3 * 4 + c) * wide, (block // 3 * 4 + r) * high)
            kept = pygame.image.tobytes(picture.subsurface((*at, wide, high)), "RGBA")
            # One step of a channel is left to the rounding of another machine's mathematics.
            assert len(kept) == len(made)
            worst = max(abs(a - b) for a, b in zip(kept, made, strict=True))
            assert worst <= 1, f"{terrain} tile ({c}, {r}) at {scale}x differs by {worst}"


def test_the_tileset_file_is_what_the_script_writes() -> None:
    assert (TILESETS / "terrain.tsx").read_text(encoding="utf-8") == ART["tsx"]()


def test_there_are_tiles_for_every_ground_of_the_rules() -> None:
    rules = tomllib.loads((ROOT / "assets/rules/terrain.toml").read_text(encoding="utf-8"))
    assert set(rules["terrain"]) == set(NAMES)


@pytest.mark.parametrize("terrain", NAMES)
@pytest.mark.parametrize("scale", [1, 2])
def test_tiles_run_on_without_seams(terrain: str, scale: int) -> None:
    """Laid out by place, tiles leave no gap, and where two overlap they agree on every pixel."""
    picture, block = sheet(scale), NAMES.index(terrain)
    wide, high = 64 * scale, 56 * scale
    places = [(c, r) for c in range(6) for r in range(6)]
    laid = []
    for order in (places, places[::-1]):
        whole = pygame.Surface((wide * 5, high * 7), pygame.SRCALPHA)
        for c, r in order:
            tile = picture.subsurface(((block % 3 * 4 + c % 4) * wide, (block // 3 * 4 + r % 4) * high, wide, high))
            whole.blit(tile, (c * 48 * scale, r * high + (high // 2 if c % 2 else 0)))
        laid.append(whole.subsurface((wide // 2, high // 2, wide * 4, high * 5)))
    assert pygame.mask.from_surface(laid[0], 254).count() == laid[0].get_width() * laid[0].get_height()
    assert pygame.image.tobytes(laid[0], "RGBA") == pygame.image.tobytes(laid[1], "RGBA")


def test_a_tile_is_clear_outside_its_hex() -> None:
    picture = sheet(1)
    assert picture.get_at((0, 0)).a == 0
    assert picture.get_at((63, 55)).a == 0
    assert picture.get_at((32, 28)).a == 255


def test_the_script_makes_the_committed_counters() -> None:
    make = script("maps/make/counters.py")
    made, kept = make["sheet"](make["load_rules"]()), pygame.image.load(make["TARGET"])
    assert made.get_size() == kept.get_size()
    pairs = zip(pygame.image.tobytes(made, "RGBA"), pygame.image.tobytes(kept, "RGBA"), strict=True)
    # Curves and letters are drawn a little differently by other versions of the libraries.
    assert sum(abs(a - b) for a, b in pairs) / (made.get_width() * made.get_height() * 4) < 1
