"""What pytmx does with a map that is not quite plain, and what the guard makes of the same map."""

from __future__ import annotations

import base64
import gzip
import logging
import struct
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from khalkhin.core.model.rules import Quality
from khalkhin.scenario import load
from pytmx import TiledMap, parse_properties

from tests.scenario.maker import GROUND, LETTERS, ROWS, TSX, Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")

GIDS = [LETTERS.index(c) + 1 for row in ROWS for c in row]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("pytmx").setLevel(logging.CRITICAL)


def plainly(files: Files) -> TiledMap:
    """The map as pytmx reads it on its own."""
    return TiledMap(str(files.map))


def layer(tiled: TiledMap, name: str) -> Any:
    return next(x for x in tiled.layers if x.name == name)


def terrain(files: Files) -> list[str]:
    return [t.id for t in load(files.folder).board.terrain]


def as_base64(files: Files, packed: bytes, compression: str = "") -> None:
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index("<data"), text.index("</data>")
    told = f' compression="{compression}"' if compression else ""
    data = f'<data encoding="base64"{told}>\n   {base64.b64encode(packed).decode()}\n  '
    files.map.write_text(text[:start] + data + text[end:], encoding="utf-8")


RAW = struct.pack(f"<{len(GIDS)}I", *GIDS)


@pytest.mark.parametrize(
    ("packed", "compression"),
    [(RAW, ""), (gzip.compress(RAW), "gzip"), (zlib.compress(RAW), "zlib")],
    ids=["plain", "gzip", "zlib"],
)
def test_layer_data_in_every_packing_is_the_same_map(files: Files, packed: bytes, compression: str) -> None:
    before = load(files.folder).digest
    as_base64(files, packed, compression)
    assert files.told() == []
    assert load(files.folder).digest == before


def test_templates_are_ignored_by_pytmx_and_filled_in_here(files: Files) -> None:
    template = files.maps / "templates" / "rifle.tx"
    template.parent.mkdir()
    template.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<template>\n <object name="Rifle regiment" type="Unit">\n'
        '  <properties>\n   <property name="type" value="rifle-regiment"/>\n   <property name="side" value="soviet"/>\n'
        '   <property name="quality" value="raw"/>\n  </properties>\n  <point/>\n </object>\n</template>\n',
        encoding="utf-8",
    )
    files.change(
        "map",
        ' <objectgroup id="6"',
        ' <objectgroup id="9" name="more units"/>\n <objectgroup id="6"',
    )
    files.change(
        "map",
        '  <object id="11"',
        '  <object id="30" template="../templates/rifle.tx" x="80" y="112">\n   <properties>\n'
        '    <property name="code" value="ru-new"/>\n    <property name="quality" value="elite"/>\n'
        '   </properties>\n  </object>\n  <object id="11"',
    )
    tiled = TiledMap(str(files.map), allow_duplicate_names=True)
    alone = next(o for o in layer(tiled, "units") if o.id == 30)
    assert alone.type is None
    assert "side" not in alone.properties
    unit = next(u for u in load(files.folder).order_of_battle if u.id == "ru-new")
    assert (unit.name, unit.type.id, unit.side, unit.quality) == (
        "Rifle regiment", "rifle-regiment", "soviet", Quality.ELITE)  # fmt: skip


def test_a_fault_in_a_template_is_told_with_its_file(files: Files) -> None:
    template = files.maps / "templates" / "rifle.tx"
    template.parent.mkdir()
    template.write_text("<template>\n</template>\n", encoding="utf-8")
    files.change("map", '  <object id="11"', '  <object id="30" template="../templates/rifle.tx"/>\n  <object id="11"')
    assert files.told() == ["templates/rifle.tx:1: the template has no object — save it again in Tiled"]


CLASS_VALUE = (
    ' <properties>\n  <property name="unit" type="class" propertytype="Unit">\n   <properties>\n'
    '    <property name="leader" value="Fedyuninsky"/>\n   </properties>\n  </property>\n </properties>\n'
)


@pytest.mark.parametrize("before", [" <tileset first", "  <data enc", " </objectgroup>"], ids=["map", "layer", "group"])
def test_values_of_classes_crash_pytmx_and_are_made_plain_here(files: Files, before: str) -> None:
    files.change("map", before, CLASS_VALUE + before)
    with pytest.raises((TypeError, KeyError, AttributeError, ValueError)):
        plainly(files)
    assert files.told() == []


def test_members_of_a_class_become_properties_of_their_object(files: Files) -> None:
    files.change(
        "map",
        '    <property name="formation" value="36th Division"/>\n    <property name="nation"',
        CLASS_VALUE.replace(" <properties>\n  <prop", "<prop", 1).replace("\n </properties>\n", "\n", 1)
        + '    <property name="formation" value="36th Division"/>\n    <property name="nation"',
    )
    assert files.told() == []
    assert next(u for u in load(files.folder).order_of_battle if u.id == "ru-24").leader == "Fedyuninsky"


def test_the_class_attribute_of_tiled_1_9_is_the_type(files: Files) -> None:
    before = load(files.folder).digest
    text = files.map.read_text(encoding="utf-8")
    files.map.write_text(text.replace(' type="Unit"', ' class="Unit"'), encoding="utf-8")
    alone = layer(TiledMap(str(files.map), allow_duplicate_names=True), "units")
    assert {o.type for o in alone} != {"Unit"}
    assert load(files.folder).digest == before


def test_a_property_of_a_name_that_pytmx_uses_is_refused_by_it_and_kept_here(files: Files) -> None:
    with pytest.raises(ValueError, match="Reserved names"):
        plainly(files)  # units have a property "type"
    files.change("map", '<property name="code" value="ru-24"/>', '<property name="code" value="ru-24"/>\n'
                 '    <property name="id" value="7"/>\n    <property name="points" value="7"/>')  # fmt: skip
    told = [t.split("the property ")[1].split(" —")[0] for t in files.told()]
    assert told == ['"id" is not one of a Unit, and is ignored', '"points" is not one of a Unit, and is ignored']


def test_a_tile_property_named_id_changes_the_tile_for_pytmx_alone(files: Files) -> None:
    files.change("tsx", '<property name="terrain" value="upland"/>', '<property name="terrain" value="upland"/>\n'
                 '   <property name="id" value="99"/>')  # fmt: skip
    tiled = TiledMap(str(files.map), allow_duplicate_names=True)
    assert any(p["id"] == "99" for p in tiled.tile_properties.values())
    assert files.told() == []
    assert terrain(files)[9] == "upland"


def test_an_attribute_of_the_map_takes_the_place_of_the_layers_of_pytmx_alone(files: Files) -> None:
    files.change("map", "<map ", '<map layers="none" ')
    with pytest.raises(AttributeError):
        TiledMap(str(files.map), allow_duplicate_names=True)
    assert load(files.folder).title == "Small scenario"


def bare(files: Files) -> TiledMap:
    """The map without objects, as pytmx reads it on its own."""
    text = files.map.read_text(encoding="utf-8")
    path = files.folder / "bare.tmx"
    path.write_text(text[: text.index(" <objectgroup id")] + "</map>", encoding="utf-8")
    return TiledMap(str(path))


def test_a_wrong_count_of_tiles_passes_pytmx(files: Files) -> None:
    files.change("map", "1,1,1,1,1,1,1,1,\n", "1,1,1,1,1,1,1,\n")
    assert sum(map(len, layer(bare(files), "terrain").data)) == 47
    assert "47 tiles for 48 hexes" in files.told()[0]


def test_a_tile_number_of_no_tileset_passes_pytmx(files: Files) -> None:
    files.change("map", "\n1,2,1", "\n1,77,1")
    assert layer(bare(files), "terrain").data[1][1] not in (0, 1)
    assert "tile number 77" in files.told()[0]


def test_layers_of_one_name_pass_pytmx(files: Files) -> None:
    files.change("map", " <objectgroup", ' <layer id="9" name="terrain" width="8" height="6">\n  <data encoding="csv">'
                 + ",".join(["8"] * 48) + "</data>\n </layer>\n <objectgroup")  # fmt: skip
    assert [x.name for x in bare(files).layers] == ["terrain", "terrain"]
    assert "there is another layer" in files.told()[0]


@pytest.mark.parametrize("bit", [31, 30, 29, 28], ids=["mirrored", "flipped", "sixty degrees", "hundred and twenty"])
def test_turned_tiles_keep_their_terrain(files: Files, bit: int) -> None:
    plain = terrain(files)
    files.change("map", "\n1,2,1", f"\n1,{2 | 1 << bit},1")
    if bit == 28:
        tiled = bare(files)
        gid = layer(tiled, "terrain").data[1][1]
        assert tiled.tile_properties.get(gid) is None
    assert files.told() == []
    assert terrain(files) == plain


def test_pytmx_unpacks_whatever_it_is_given_and_the_guard_only_what_fits(files: Files) -> None:
    as_base64(files, zlib.compress(bytes(4_000_000)), "zlib")
    assert sum(map(len, layer(bare(files), "terrain").data)) == 1_000_000
    assert files.told()[0].startswith("small/map.tmx:5: terrain: the layer holds more than 48 tiles for 48 hexes — ")


def test_pytmx_counts_every_tile_of_a_claimed_picture_and_the_guard_none(files: Files) -> None:
    files.change("tsx", 'tilewidth="64" tileheight="56"', 'tilewidth="1" tileheight="1"')
    files.change("tsx", 'width="576" height="56"', 'width="400" height="400"')
    assert len(bare(files).gidmap) > 150_000
    files.change("tsx", 'width="400" height="400"', 'width="4000000" height="4000000"')
    assert files.told() == []


def test_pytmx_follows_paths_upwards(files: Files, tmp_path: Path) -> None:
    (tmp_path / "secret.tsx").write_text(TSX, encoding="utf-8")
    files.change("map", "../tilesets/terrain.tsx", "../../secret.tsx")
    assert bare(files).tilesets[0].name == "terrain"
    assert "leads outside" in files.told()[0]


def test_errors_of_pytmx_have_no_line(files: Files) -> None:
    files.change("map", "\n1,2,1", "\n1,two,1")
    with pytest.raises(ValueError, match="two") as error:
        bare(files)
    assert "map.tmx" not in str(error.value)
    assert files.told()[0].startswith("small/map.tmx:5: ")


def test_pytmx_takes_objects_inside_tiles_for_layers_of_the_map(files: Files) -> None:
    embedded = TSX.split("\n", 1)[1].replace("<tileset ", '<tileset firstgid="1" ', 1)
    embedded = embedded.replace("  <properties>", '  <objectgroup><object id="1"/></objectgroup>\n  <properties>', 1)
    files.change("map", ' <tileset firstgid="1" source="../tilesets/terrain.tsx"/>\n', embedded)
    assert len(bare(files).layers) == 2
    before = load(files.folder).digest
    (told,) = files.told()
    assert 'the picture "terrain.png" is missing, and is not drawn' in told
    assert before == load(write(files.maps / "again").folder).digest


def test_a_text_in_lines_is_none_for_pytmx(files: Files) -> None:
    xml = '<map><properties><property name="a" type="string">one\ntwo</property></properties></map>'
    assert parse_properties(ElementTree.fromstring(xml)) == {"a": "None"}
    files.change("map", '<property name="leader" value="Yakovlev"/>', '<property name="leader">Yakovlev</property>')
    assert load(files.folder).order_of_battle[2].leader == "Yakovlev"


def test_layers_in_groups_count_like_others(files: Files) -> None:
    before = load(files.folder).digest
    files.change("map", ' <objectgroup id="2"', ' <group id="20" name="lines">\n <objectgroup id="2"')
    files.change("map", ' <objectgroup id="4"', ' </group>\n <objectgroup id="4"')
    assert files.told() == []
    assert load(files.folder).digest == before


@pytest.mark.parametrize(
    ("alignment", "x", "y"),
    [("", 96, 168), ("bottomleft", 96, 168), ("center", 128, 140), ("topleft", 96, 112), ("bottom", 128, 168)],
)
def test_tile_objects_stand_in_the_hex_their_picture_covers(files: Files, alignment: str, x: int, y: int) -> None:
    before = load(files.folder).digest
    if alignment:
        files.change("tsx", 'columns="9"', f'columns="9" objectalignment="{alignment}"')
    files.change("map", 'type="Unit" x="128" y="140">', f'type="Unit" gid="{3 | 1 << 31}" x="{x}" y="{y}" width="64" '
                 'height="56">')  # fmt: skip
    files.change("map", 'value="1"/>\n   </properties>\n   <point/>', 'value="1"/>\n   </properties>')
    assert files.told() == []
    assert load(files.folder).digest == before


def test_an_object_without_a_class_has_that_of_its_tile(files: Files) -> None:
    files.change("tsx", '<tile id="2" type="Terrain">', '<tile id="2" class="Unit">')
    files.change("map", 'type="Unit" x="128" y="140">', 'gid="3" x="96" y="168" width="64" height="56">')
    assert files.told() == []
    assert len(load(files.folder).units) == 4


def test_every_terrain_of_the_tileset_is_read(files: Files) -> None:
    assert set(terrain(files)) <= set(GROUND)
    assert terrain(files) == [GROUND[g - 1] for g in GIDS]
