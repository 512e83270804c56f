"""Templates for Tiled: there is one for every unit type and place, and the loader reads what they say."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from khalkhin import paths
from khalkhin.core.board.layout import Layout
from khalkhin.scenario import load, load_rules
from khalkhin.scenario.issues import Report
from khalkhin.scenario.making.templates import pieces
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.scenario.tmx.object_classes import POINT, kinds
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.polylines import Plane
from khalkhin.scenario.tmx.sanitizer import Guard
from khalkhin.scenario.tmx.tiled import read_map

from tests.narrow import the
from tests.scenario.maker import Files, centre, write

pytestmark = pytest.mark.usefixtures("rules_read_once")

TEMPLATES = sorted((paths.maps_dir() / "templates").glob("*.tx"))
COUNTERS = ' <tileset firstgid="500" source="../tilesets/counters.tsx"/>\n'
SIDES = ("soviet", "japanese")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = write(tmp_path)
    made.change("map", ' <layer id="1"', COUNTERS + ' <layer id="1"')
    return made


def read(files: Files) -> Pieces:
    report = Report()
    raw = the(read_map(Guard(files.map, Roots.of(files.folder.resolve()), report), report))
    found = Pieces(Plane(raw.layout, raw.width, raw.height), SIDES, load_rules().unit_types, kinds(), report)
    found.read(raw)
    assert report.finish() == ()
    return found


def test_there_is_one_for_every_unit_type_and_class_drawn_as_a_point() -> None:
    roots = [the(ElementTree.parse(path).getroot().find("object")) for path in TEMPLATES]
    types = {the(o.find("properties/property[@name='type']")).attrib["value"] for o in roots if o.get("type") == "Unit"}
    assert types == set(load_rules().unit_types) - {"unknown"}
    assert {o.get("type") for o in roots} == {name for name, kind in kinds().items() if kind.shapes == POINT}
    assert {p.file for p in pieces(load_rules())} | {"label"} == {path.stem for path in TEMPLATES}


def test_units_placed_by_templates_alone_are_read(files: Files) -> None:
    """Each is placed as Tiled places an instance, with nothing set by hand: a tile object about its middle."""
    units = [p for p in pieces(load_rules()) if p.kind == "Unit"]
    placed = [
        f'<object id="{number}" template="../templates/{piece.file}.tx" {centre(number % 8, 4)}/>'
        for number, piece in enumerate(units, 100)
    ]
    files.change(
        "map", '</objectgroup>\n <objectgroup id="6"', "".join(placed) + '</objectgroup>\n <objectgroup id="6"'
    )
    found = {u.id: u for u in read(files).units}
    for number, piece in enumerate(units, 100):
        unit = found[f"u{number}"]
        assert (unit.name, unit.type.id, unit.side, unit.nation) == (
            piece.name,
            piece.says["type"],
            piece.says["side"],
            piece.says["nation"],
        )
        assert unit.entry == 4 * 8 + number % 8 and unit.steps == unit.type.steps


def test_places_placed_by_templates_are_read(files: Files) -> None:
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index(' <objectgroup id="6"'), text.index("</map>")
    layer = ' <objectgroup id="6" name="places">{}</objectgroup>'
    stems = [p.file for p in pieces(load_rules()) if p.kind in ("Objective", "SupplySource", "Depot", "Airfield")]
    placed = [
        f'<object id="{n}" name="{stem}" template="../templates/{stem}.tx" {centre(n % 8, 1)}/>'
        for n, stem in enumerate([*stems, "label"], 200)
    ]
    files.map.write_text(text[:start] + layer.format("".join(placed)) + text[end:], encoding="utf-8")
    found = read(files)
    assert [(o.name, o.holder, o.worth, o.final_worth) for o in found.objectives] == [
        (f"objective-{side}", side, 20, 10) for side in SIDES
    ]
    assert [(s.name, s.side, s.per_turn, s.stock) for s in found.sources] == [(f"source-{s}", s, 40, 40) for s in SIDES]
    assert [(d.name, d.side, d.stock) for d in found.depots] == [(f"depot-{side}", side, 40) for side in SIDES]
    assert [(f.fighters, f.bombers) for f in found.airfields] == [(2, 1)] * 2
    assert [(label.text, label.kind) for label in found.labels] == [("label", "place")]


@pytest.mark.parametrize("kind", ["ford", "bridge", "pontoon"])
def test_crossings_placed_by_templates_are_read(files: Files, kind: str) -> None:
    (ax, ay), (bx, by) = Layout().corners(3, 0)[1:3]
    middle = f'x="{(ax + bx) // 2}" y="{(ay + by) // 2}"'
    placed = (
        f'<objectgroup id="4" name="crossings"><object id="90" name="new" template="../templates/{kind}.tx" {middle}/>'
    )
    files.change("map", '<objectgroup id="4" name="crossings">', placed)
    (new,) = (c for c in load(files.folder).crossings.values() if c.name == "new")
    assert new.kind.value == kind


def test_a_code_that_is_left_blank_is_made_of_the_number_of_the_object(files: Files) -> None:
    files.change("map", '    <property name="code" value="ru-175"/>\n', "")
    files.change("toml", 'units = ["ru-tanks"]', 'units = ["ru-tanks", "u9"]')
    assert [u.name for u in load(files.folder).order_of_battle if u.id == "u9"] == ["175th Artillery"]


def test_a_scenario_may_have_its_own_copy_of_a_shipped_tileset(files: Files) -> None:
    own = files.folder / "tilesets" / "counters.tsx"
    own.parent.mkdir()
    own.write_bytes((paths.maps_dir() / "tilesets" / "counters.tsx").read_bytes())
    files.change("map", "../tilesets/counters.tsx", "tilesets/counters.tsx")
    files.change(
        "map", 'name="units">', f'name="units"><object id="90" template="../templates/jp-hq.tx" {centre(6, 4)}/>'
    )
    assert "u90" in {u.id for u in read(files).units}
