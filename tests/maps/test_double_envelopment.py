"""The August battle's map against the facts it is built on."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from tests.maps.reading import LAYOUT, ROOT, Cell, Thing, ground, script, things

FOLDER = ROOT / "maps" / "double_envelopment"
MAP = FOLDER / "map.tmx"
BUILD = script("maps/make/build.py")
BATTLE = BUILD["BATTLES"]["double_envelopment"]
GRID = BATTLE.grid
THINGS = things(MAP)
UNITS = {t.properties["code"]: t for t in THINGS if t.kind == "Unit"}
GROUND = ground(MAP)
SCENARIO = tomllib.loads((FOLDER / "scenario.toml").read_text(encoding="utf-8"))
LATER = {code: r["turn"] for r in SCENARIO["reinforcements"] for code in r["units"]}
RIVER = next(t for t in THINGS if t.kind == "River")
SIDES = ("soviet", "japanese")


def km(thing: Thing) -> tuple[float, float]:
    at: tuple[float, float] = GRID.km(thing.points[0])
    return at


def beyond(edges: set[frozenset[tuple[int, int]]], start: Cell) -> set[Cell]:
    """Hexes reached from one without crossing some hexsides."""
    found, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for n in GRID.neighbours(here):
            if n not in found and GRID.edge(here, n) not in edges:
                found.add(n)
                todo.append(n)
    return found


RIVER_EDGES = {frozenset(p) for p in pairwise(RIVER.points)}
WEST_BANK = beyond(RIVER_EDGES, GRID.nearest((-19, -20)))


def test_the_generators_make_the_committed_files() -> None:
    for name, battle in BUILD["BATTLES"].items():
        made = BUILD["Battlefield"](battle).text()
        assert (ROOT / "maps" / name / "map.tmx").read_text(encoding="utf-8") == made, name
    for name, made in script("maps/make/project.py")["files"]().items():
        assert (ROOT / "maps" / name).read_text(encoding="utf-8") == made, name


def test_the_map_has_the_scale_of_the_ground() -> None:
    assert len(GROUND) == 27 * 29
    a, b = GRID.centre((5, 5)), GRID.centre((5, 15))
    assert math.dist(GRID.km(a), GRID.km(b)) == pytest.approx(20)
    assert {n for n, t in Counter(GROUND.values()).items() if t} >= {
        "steppe",
        "upland",
        "rough",
        "dunes",
        "sand",
        "marsh",
        "heights",
        "settlement",
    }


def test_the_river_follows_its_course_and_parts_the_map() -> None:
    corners = {p for cell in GRID.cells() for p in LAYOUT.corners(*cell)}
    sides = set(GRID.hexsides())
    assert set(RIVER.points) <= corners
    assert all(frozenset(p) in sides for p in pairwise(RIVER.points))
    assert len(set(RIVER.points)) == len(RIVER.points)
    for at in BATTLE.country.rivers[0][1]:
        if -19 < at[0] < 25:
            away = min(math.dist(GRID.km(p), at) for p in RIVER.points)
            assert away <= 2.0, f"the river passes {away:.1f} km from {at}"
    east = beyond(RIVER_EDGES, GRID.nearest((14, 6)))
    assert not WEST_BANK & east
    assert len(WEST_BANK) + len(east) == len(GROUND)


def test_the_holsten_joins_the_river() -> None:
    holsten = next(t for t in THINGS if t.kind == "Stream")
    assert holsten.points[-1] in RIVER.points
    assert math.dist(GRID.km(holsten.points[-1]), (0, 0)) <= 2.0


@pytest.mark.parametrize(
    "name",
    [
        "Fui Heights",
        "Remizov Heights",
        "Noro Heights",
        "Peschanaya",
        "Zelenaya",
        "Hamar-Daba",
        "Bain-Tsagan",
        "Nomonhan Burd Obo",
        "Sumber",
        "Jiangjunmiao",
    ],
)
def test_places_lie_where_the_sources_put_them(name: str) -> None:
    label = next(t for t in THINGS if t.kind == "Label" and t.name == name)
    assert math.dist(km(label), BATTLE.country.places[name]) <= 2.0
    assert GROUND[label.cell] in ("heights", "settlement")
    west = name in ("Hamar-Daba", "Bain-Tsagan", "Sumber")
    assert (label.cell in WEST_BANK) == west


#: The order of battle of 20 August: code and the kind of unit it must be.
SOVIET_ROWS = {
    "su-80": "rifle",
    "su-127": "rifle",
    "su-293": "rifle",
    "su-57-art": "artillery",
    "su-8-mab": "armoured",
    "su-6-tk-a": "tank",
    "su-6-tk-b": "tank",
    "mn-8-cav": "cavalry",
    "su-su12": "su12",
    "su-flame": "flame",
    "su-24": "motor-rifle",
    "su-149": "motor-rifle",
    "su-602": "rifle",
    "su-603": "rifle",
    "su-5-mg": "mg",
    "su-175-art": "artillery",
    "su-126-art": "artillery",
    "su-185-art": "heavy",
    "su-601": "rifle",
    "su-7-mab": "armoured",
    "su-11-tk": "tank",
    "su-82-how": "howitzers",
    "mn-6-cav": "cavalry",
    "su-9-mab": "armoured",
    "su-6-tk-4": "tank",
    "su-212-abn": "airborne",
    "su-152": "rifle",
    "su-hq": "hq",
}
JAPANESE_ROWS = {
    "jp-23-recon": "recon",
    "jp-iii-64": "battalion",
    "jp-64": "regiment",
    "jp-72": "regiment",
    "jp-26": "regiment",
    "jp-71": "regiment",
    "jp-i-71": "battalion",
    "jp-iii-72": "battalion",
    "jp-23-tr": "battalion",
    "jp-hasebe-1": "garrison",
    "jp-hasebe-2": "garrison",
    "jp-ii-28": "battalion",
    "jp-28": "regiment",
    "jp-14-a": "battalion",
    "jp-13-art": "field",
    "jp-1-heavy": "heavy",
    "jp-7-heavy": "heavy",
    "jp-muling": "heavy",
    "jp-23-eng": "engineers",
    "mk-north-1": "cavalry",
    "mk-north-2": "cavalry",
    "mk-south": "cavalry",
    "jp-hq-23": "hq",
    "jp-hq-6": "hq",
}


@pytest.mark.parametrize(("side", "rows"), [("soviet", SOVIET_ROWS), ("japanese", JAPANESE_ROWS)])
def test_the_order_of_battle_is_whole(side: str, rows: dict[str, str]) -> None:
    types = tomllib.loads((ROOT / "assets/rules/units.toml").read_text(encoding="utf-8"))["units"]
    for code, kind in rows.items():
        assert code in UNITS, f"{code} is missing"
        unit = UNITS[code]
        assert unit.properties["side"] == side
        assert kind in unit.properties["type"]
    assert {u.properties["type"] for u in UNITS.values()} <= set(types)
    assert all(u.properties["formation"] and u.properties["nation"] for u in UNITS.values())


def test_no_japanese_tanks_are_left_in_august() -> None:
    types = tomllib.loads((ROOT / "assets/rules/units.toml").read_text(encoding="utf-8"))["units"]
    assert not [
        c
        for c, u in UNITS.items()
        if u.properties["side"] == "japanese" and "armour" in types[u.properties["type"]].get("traits", [])
    ]


def test_leaders_stand_with_their_units() -> None:
    leaders = {u.properties["leader"]: c for c, u in UNITS.items() if "leader" in u.properties}
    assert leaders["Zhukov"] == "su-hq"
    assert leaders["Komatsubara"] == "jp-hq-23"
    assert leaders["Ioki"] == "jp-23-recon"
    assert leaders["Ogisu"] == "jp-hq-6"
    assert {"Yamagata", "Sumi", "Sakai", "Hasebe", "Potapov"} <= set(leaders)


def test_only_the_centre_and_the_cavalry_begin_east_of_the_river() -> None:
    east = {c for c, u in UNITS.items() if u.properties["side"] == "soviet" and u.cell not in WEST_BANK}
    assert east == {"su-24", "su-149", "su-602", "su-603", "su-5-mg", "mn-6-cav", "mn-8-cav"}
    assert not [c for c, u in UNITS.items() if u.properties["side"] == "japanese" and u.cell in WEST_BANK]


def test_the_centre_stands_on_its_own_bank_of_the_holsten() -> None:
    assert all(km(UNITS[c])[1] > 0 for c in ("su-24", "su-149"))
    assert all(km(UNITS[c])[1] < 0 for c in ("su-602", "su-603"))


def test_one_combat_and_one_support_unit_to_a_hex() -> None:
    types = tomllib.loads((ROOT / "assets/rules/units.toml").read_text(encoding="utf-8"))["units"]
    stacks = Counter((u.cell, types[u.properties["type"]]["stack"]) for u in UNITS.values())
    assert max(n for (_, stack), n in stacks.items() if stack != "column") == 1


def test_columns_stand_where_they_load_or_on_the_way() -> None:
    """Each side has as many lorries on the map as its road keeps going, all near its sources and depots."""
    stores = [t for t in THINGS if t.kind in ("SupplySource", "Depot")]
    for side, count in (("soviet", 10), ("japanese", 7)):
        columns = [u for u in UNITS.values() if "truck-column" in u.properties["type"] and u.properties["side"] == side]
        assert len(columns) == count
        own = [km(t) for t in stores if t.properties["side"] == side]
        assert all(min(math.dist(km(u), place) for place in own) <= 10 for u in columns)


def test_reinforcements_come_when_they_came() -> None:
    # Turn 1 is the day of 20 August, turn 2 its night.
    day = {code: 20 + (turn - 1) // 2 for code, turn in LATER.items()}
    assert day["jp-hq-6"] == 23
    assert {day[c] for c in ("jp-28", "jp-14-a", "jp-14-b")} == {24, 25, 26}
    assert all(km(UNITS[c])[0] > 24 for c in LATER)
    assert all(km(UNITS[c])[1] < 0 for c in ("jp-28", "jp-14-a", "jp-14-b"))


def test_fui_is_a_fortress_and_the_front_is_dug_in() -> None:
    dug = {c: int(u.properties.get("entrenchment", 0)) for c, u in UNITS.items()}
    assert dug["jp-23-recon"] == 3
    assert all(dug[c] == 3 for c in ("jp-64", "jp-72", "jp-71", "jp-hasebe-1", "jp-hasebe-2"))
    assert all(dug[c] == 2 for c in ("jp-26", "jp-ii-28", "jp-iii-64", "jp-iii-72", "jp-i-71"))


def test_the_south_waits_for_its_bridges() -> None:
    """The 6th Tank Brigade was in action only on the evening of the 21st because of the crossings."""
    hits = {t.name: int(t.properties.get("hits", 0)) for t in THINGS if t.kind == "Bridge"}
    assert hits["Southern Bridge"] == 3 and hits["Sumber Bridge"] == 2 and hits["Central Bridge"] == 0


def test_soviet_bridges_lie_near_those_who_must_cross() -> None:
    bridges = [t for t in THINGS if t.kind == "Bridge" and t.properties.get("owner") == "soviet"]
    assert 4 <= len(bridges) <= 6
    for code in SOVIET_ROWS:
        if UNITS[code].cell in WEST_BANK and code not in ("su-152", "su-212-abn"):
            assert min(math.dist(km(UNITS[code]), km(b)) for b in bridges) <= 10, code


def test_the_brow_of_the_bank_is_broken_where_roads_climb_it() -> None:
    cliffs = {frozenset(p) for t in THINGS if t.kind == "Escarpment" for p in pairwise(t.points)}
    assert len(cliffs) > 15
    assert not cliffs & RIVER_EDGES
    for road in (t for t in THINGS if t.layer == "roads"):
        for a, b in pairwise(road.points):
            assert GRID.edge(LAYOUT.at_pixel(*a), LAYOUT.at_pixel(*b)) not in cliffs


def test_armour_can_go_round_both_flanks() -> None:
    """Without the dunes there is a way from the outer bridges to Nomonhan on either side of the front."""
    water = RIVER_EDGES | {frozenset(p) for t in THINGS if t.kind == "Stream" for p in pairwise(t.points)}
    bridges = {t.name: t for t in THINGS if t.kind == "Bridge"}
    fighting = {c: u for c, u in UNITS.items() if "column" not in u.properties["type"]}
    front = {u.cell for c, u in fighting.items() if u.properties["side"] == "japanese" and c not in LATER}
    shut = {c for c, t in GROUND.items() if t in ("dunes", "sand", "heights")} | front - {GRID.nearest((14, 6))}
    for name in ("Bain-Tsagan Bridge", "Southern Bridge"):
        start = GRID.nearest((km(bridges[name])[0] + 1.5, km(bridges[name])[1] + 1.5))
        found, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for n in GRID.neighbours(here):
                if n not in found and n not in shut and GRID.edge(here, n) not in water:
                    found.add(n)
                    todo.append(n)
        assert GRID.nearest((14, 6)) in found, f"no way round from {name}"


def test_the_timeline_follows_the_facts() -> None:
    sources = {e["source"] for e in SCENARIO["timeline"] if "source" in e}
    assert sources == {"A19", "A20", "A21", "A22", "A23"}
    last = SCENARIO["calendar"]["turns"]
    turns = [e["when"].get("turn") or (e["when"]["from"], e["when"]["to"]) for e in SCENARIO["timeline"]]
    assert all(1 <= t <= last if isinstance(t, int) else 1 <= t[0] < t[1] <= last for t in turns)
    opening = next(e for e in SCENARIO["timeline"] if e.get("source") == "A19")
    assert {k for effect in opening["do"] for k in effect} == {"suppress", "surprise", "silence", "raid"}


def test_briefings_are_worth_reading() -> None:
    for side in SCENARIO["sides"].values():
        assert 120 <= len(side["briefing"].split()) <= 200


def test_the_air_forces_and_staffs_have_the_facts_proportions() -> None:
    """Three fighter and two bomber regiments (515 to 581 aircraft in all) against one air division of some 125."""
    fields = SCENARIO["airfields"]
    flown = {s: [sum(f.get(k, 0) for f in fields if f["side"] == s) for k in ("fighters", "bombers")] for s in SIDES}
    assert flown == {"soviet": [6, 4], "japanese": [4, 2]}
    assert [SCENARIO["sides"][s]["hq_points"] for s in SIDES] == [3, 2]
    opening = next(e for e in SCENARIO["timeline"] if e.get("source") == "A19")
    raided = next(effect["raid"]["airfield"] for effect in opening["do"] if "raid" in effect)
    assert raided in {f["name"] for f in fields if f["side"] == "japanese"}
