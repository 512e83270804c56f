"""The map of a new scenario: every layer, two small armies, places, all from the templates that map makers have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khalkhin.core.board.layout import Layout
from khalkhin.scenario.making.country import Cell, Country
from khalkhin.scenario.making.tmx_writer import TmxWriter, Value, tile_number

#: Where the tiles of counters begin: after those of the ground.
COUNTERS_FROM = 145
#: Object layers with their colours in Tiled.
LAYERS: Mapping[str, str] = {
    "hexsides": "#3b6f96",
    "roads": "#6e4a28",
    "crossings": "#202020",
    "units": "#a03020",
    "places": "#d8a020",
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit: code, name, template, where it stands, its formation, and what else it says."""

    code: str
    name: str
    template: str
    at: Cell
    formation: str
    says: Mapping[str, Value]


def map_text(width: int, height: int, layout: Layout) -> str:
    """The map file."""
    land = Country(width, height, layout)
    tiles = [tile_number(land.terrain(cell), cell) for cell in land.cells()]
    out = TmxWriter(
        width,
        height,
        tiles,
        "tilesets/terrain.tsx",
        layout=layout,
        more={"tilesets/counters.tsx": COUNTERS_FROM},
        decor=True,
    )
    centre = layout.centre
    out.layer("hexsides", LAYERS["hexsides"])
    out.polyline("River", "The river", land.river)
    out.layer("roads", LAYERS["roads"])
    out.polyline("Road", "The road", land.road)
    out.polyline("Track", "The track", land.track)
    out.layer("crossings", LAYERS["crossings"])
    out.instance("templates/bridge.tx", "Road bridge", land.crossing(land.middle))
    out.instance("templates/ford.tx", "North ford", land.crossing(land.ford))
    out.layer("units", LAYERS["units"])
    for row in army(land):
        says = {"code": row.code, "formation": row.formation, **row.says}
        out.instance(f"templates/{row.template}.tx", row.name, centre(*row.at), says)
    out.layer("places", LAYERS["places"])
    out.instance("templates/objective-soviet.tx", "The village", centre(*land.town), {"worth": 10, "final_worth": 10})
    out.instance("templates/objective-japanese.tx", "The hill", centre(*land.hill), {"worth": 30, "final_worth": 15})
    west, east = (0, land.middle), (width - 1, land.middle)
    out.instance("templates/source-soviet.tx", "West road", centre(*west))
    out.instance("templates/source-japanese.tx", "East road", centre(*east))
    out.instance("templates/depot-soviet.tx", "West depot", centre(land.town[0] - 2, land.middle))
    out.instance("templates/depot-japanese.tx", "East depot", centre(land.hill[0] + 1, land.middle))
    left, top = centre(land.east_bank(land.middle) + 2, 0)
    right, bottom = layout.size(width, height)
    out.box("Area", "East bank", (left, top), (right - left, bottom - top))
    out.instance("templates/label.tx", "The river", centre(land.east_bank(1), 1), {"kind": "river"})
    return out.text()


def army(land: Country) -> Sequence[UnitRow]:
    """Both sides' units."""
    mid, town, hill = land.middle, land.town[0], land.hill[0]
    dug: Mapping[str, Value] = {"entrenchment": 1}
    first, armour, defence = "1st Division", "Armour", "Border Detachment"
    return (
        UnitRow("rifle-1", "1st Rifle Regiment", "rifle-regiment", (town, mid - 1), first, {}),
        UnitRow("rifle-2", "2nd Rifle Regiment", "rifle-regiment", (town, mid), first, {}),
        UnitRow("rifle-3", "3rd Rifle Regiment", "rifle-regiment", (town, mid + 1), first, {}),
        UnitRow("guns-1", "1st Artillery Regiment", "field-artillery", (town, mid), first, {}),
        UnitRow("guns-3", "2nd Howitzer Regiment", "howitzers", (town, mid + 1), first, {}),
        UnitRow("tanks-1", "1st Tank Brigade", "tank-brigade", (town - 1, mid), armour, {"leader": "Colonel Ivanov"}),
        UnitRow("hq-1", "Headquarters", "soviet-hq", (town - 1, mid), first, {}),
        UnitRow("trucks-1", "1st Truck Column", "truck-column", (town - 2, mid), first, {}),
        UnitRow("inf-1", "1st Infantry Regiment", "jp-infantry-regiment", (hill, mid), defence, dug),
        UnitRow("inf-2", "2nd Infantry Battalion", "jp-infantry-battalion", (hill - 1, mid - 1), defence, {}),
        UnitRow("inf-3", "3rd Infantry Battalion", "jp-infantry-battalion", (hill - 1, mid + 1), defence, {}),
        UnitRow("at-1", "Anti-tank Battalion", "jp-anti-tank", (hill, mid), defence, {}),
        UnitRow("guns-2", "Field Artillery", "jp-field-artillery", (hill + 1, mid), defence, {}),
        UnitRow("hq-2", "Detachment HQ", "jp-hq", (hill + 1, mid + 1), defence, {}),
        UnitRow("trucks-2", "2nd Truck Column", "jp-truck-column", (hill + 1, mid), defence, {}),
        UnitRow("inf-4", "4th Infantry Battalion", "jp-infantry-battalion", (land.width - 1, mid), "Reserve", {}),
    )
