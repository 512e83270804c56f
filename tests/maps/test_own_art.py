"""A map's own tiles and its layer `decor` are drawn as Tiled draws them; pictures that cannot be drawn are named."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.scenario import check, load
from khalkhin.scenario.making import new
from khalkhin.scenario.tables.rules_tables import SYMBOLS
from khalkhin.ui.map.symbols import PARTS
from khalkhin.ui.pictures.picture import prepare
from khalkhin.ui.pictures.rendering import render_scenario

from tests.maps import own_art
from tests.maps.own_art import drawn, pixels, unlike
from tests.narrow import the


@pytest.fixture(autouse=True)
def screen() -> None:
    prepare()


@pytest.mark.parametrize(("axis", "index"), own_art.LAYOUTS)
def test_it_is_drawn_as_tiled_draws_it_pixel_by_pixel(tmp_path: Path, axis: str, index: str) -> None:
    folder = own_art.write(tmp_path, axis, index)
    assert check(folder) == ()
    scenario, kept = load(folder), pygame.image.load(own_art.KEPT / f"{axis}-{index}.png")
    assert pixels(drawn(scenario)) == pixels(kept)
    assert pixels(drawn(scenario, 2.0)) == pixels(pygame.transform.scale_by(kept, 2))


def test_layers_are_seen_through_and_tinted_and_colours_left_out_as_tiled_does_it(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "y", "even")
    own_art.veiled(folder)
    assert check(folder) == ()
    kept = pygame.image.load(own_art.KEPT / "veiled.png")
    # Half seen colours are rounded by each library in its own way.
    assert unlike(drawn(load(folder)), kept) <= 2
    assert unlike(kept, pygame.image.load(own_art.KEPT / "y-even.png")) > 100


@pytest.mark.parametrize("hidden", ['name="decor" visible="0"', 'name="decor" opacity="0"'])
def test_what_tiled_does_not_show_is_not_drawn(tmp_path: Path, hidden: str) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    file = folder / "map.tmx"
    text = file.read_text(encoding="utf-8")
    seen = pixels(drawn(load(folder)))
    file.write_text(text.replace('name="decor"', hidden), encoding="utf-8")
    assert check(folder) == ()
    unseen = pixels(drawn(load(folder)))
    file.write_text(text.replace('name="decor"', 'name="my notes"'), encoding="utf-8")
    assert unseen == pixels(drawn(load(folder))) != seen


def test_it_is_part_of_the_map(tmp_path: Path) -> None:
    """On the whole map, too, most of it is seen: rivers, roads and borders of hexes lie over it."""
    scenario = load(own_art.write(tmp_path, "x", "odd"))
    file = tmp_path / "map.png"
    shown = ("no-names", "no-grid", "no-borders", "no-counters")
    render_scenario(scenario, file, overlays=shown, zoom=1.0)
    seen, kept = pygame.image.load(file), pygame.image.load(own_art.KEPT / "x-odd.png")
    assert seen.get_size() == kept.get_size()
    alike = sum(a == b for a, b in zip(pixels(seen), pixels(kept), strict=True)) / len(pixels(kept))
    assert alike > 0.85


def test_a_tileset_of_its_own_by_the_name_of_the_shipped_one_is_its_own(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    before = the(load(folder).art)
    (folder / "tilesets").mkdir(exist_ok=True)
    for old, name in (("own.tsx", "terrain.tsx"), ("own.png", "own.png")):
        (folder / old).replace(folder / "tilesets" / name)
    file = folder / "map.tmx"
    file.write_text(file.read_text(encoding="utf-8").replace('"own.tsx"', '"tilesets/terrain.tsx"'), encoding="utf-8")
    assert [len(layer) for layer in the(load(folder).art).layers] == [len(layer) for layer in before.layers]


def test_a_copy_of_the_shipped_tileset_is_left_to_the_game(tmp_path: Path) -> None:
    folder = new.create("mine", tmp_path, *new.USUAL, new.layout())
    (folder / "tilesets").mkdir(exist_ok=True)
    for each in ("terrain.tsx", "terrain.png"):
        (folder / "tilesets" / each).write_bytes((paths.maps_dir() / "tilesets" / each).read_bytes())
    assert load(folder).art is None


def test_it_changes_nothing_in_play(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    before = load(folder)
    file = folder / "map.tmx"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('name="decor"', 'name="my notes"'), encoding="utf-8")
    assert before.digest == load(folder).digest and before.art != load(folder).art


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("trees.png", None, 'trees.tsx:1: warning: the picture "trees.png" is missing, and is not drawn'),
        ("trees.png", b"", 'trees.tsx:1: warning: the picture "trees.png" is neither a PNG nor a JPEG file'),
        ("rock.png", b"\xff\xd8\xff\xe0", 'rocks.tsx:1: warning: the picture "rock.png" is damaged, and is not drawn'),
        ("own.png", 40, 'own.tsx:1: warning: the picture "own.png" is damaged, and is not drawn'),
        ("own.png", 200, 'own.tsx:1: warning: the picture "own.png" is damaged, and is not drawn'),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_named(
    tmp_path: Path, name: str, data: bytes | int | None, told: str
) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    whole = len(the(load(folder).art).layers)
    file = folder / name
    match data:
        case None:
            file.unlink()
        case int():  # so many bytes of it are left
            file.write_bytes(file.read_bytes()[:data])
        case bytes():
            file.write_bytes(data)
    (issue,) = check(folder)
    assert told in str(issue).replace(f"{folder.as_posix()}/", "") and issue.hint
    art = the(load(folder).art)
    assert not any(picture.file.endswith(name) for picture in art.pictures) and len(art.layers) <= whole
    assert drawn(load(folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("trees.tsx", "<tileset ", '<tileset tilerendersize="grid" ',
         'trees.tsx:1: warning: tiles of "trees" are drawn in their own size, not fitted to the grid'),
        ("trees.tsx", "<tileset ", '<tileset tilerendersize="grid" fillmode="preserve-aspect-fit" ',
         'trees.tsx:1: warning: tiles of "trees" are drawn in their own size'),
        ("trees.tsx", "</tileset>", '<tile id="0"><animation><frame tileid="1" duration="9"/></animation></tile>'
         "</tileset>",
         "warning: tile 0 does not move: its first picture is drawn"),
        ("map.tmx", 'name="decor"', 'name="decor" mode="multiply"',
         'warning: the layer "decor" is drawn as it is, not blended as "multiply"'),
    ],
)  # fmt: skip
def test_what_newer_tiled_draws_otherwise_is_told_once(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    before = pixels(drawn(load(folder)))
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    (issue,) = check(folder)
    assert told in str(issue).replace(f"{folder.as_posix()}/", "") and issue.hint
    assert pixels(drawn(load(folder))) == before
    for usual in ('tilerendersize="tile"', 'fillmode="stretch"'):
        (folder / file).write_text(text.replace("<tileset ", f"<tileset {usual} ", 1), encoding="utf-8")
        assert check(folder) == ()


def test_a_changed_byte_in_a_picture_is_found(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    data = bytearray((folder / "own.png").read_bytes())
    data[60] ^= 1
    (folder / "own.png").write_bytes(data)
    assert "is damaged" in str(check(folder)[0])


def test_a_tile_outside_its_picture_is_named(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    pygame.image.save(pygame.Surface((40, 90)), folder / "trees.png")
    (issue,) = check(folder)
    assert 'tile 1 lies outside the picture "trees.png", and is not drawn' in str(issue)


def test_a_picture_that_is_gone_when_the_map_is_drawn_stops_nothing(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    scenario = load(folder)
    for file in folder.glob("*.png"):
        file.unlink()
    assert not any(drawn(scenario).get_at((x, 100)).a for x in range(0, 500, 7))


def test_counters_draw_every_symbol_that_a_table_may_name() -> None:
    assert {*PARTS, "unknown"} == set(SYMBOLS)


def test_an_unknown_symbol_is_named(tmp_path: Path) -> None:
    folder = own_art.write(tmp_path, "x", "odd")
    table = folder / "scenario.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + '\n[unit_types.rifle-regiment]\nsymbol = "infantery"\n', encoding="utf-8")
    issue = check(folder)[0]
    assert issue.is_error and f"scenario.toml:{text.count(chr(10)) + 3}: " in issue.where + ": "
    assert "infantery" in issue.message and 'did you mean "infantry"?' in str(issue)
