"""Tiled's files say what the loader reads: the same classes, properties and words, and what is taken without them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from khalkhin import paths
from khalkhin.scenario import load, load_rules
from khalkhin.scenario.making.words import Words, nation_of, side_of
from khalkhin.scenario.tmx.object_classes import kinds

from tests.narrow import the
from tests.scenario.maker import Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")

MAPS = paths.maps_dir()
PROJECT = json.loads((MAPS / "khalkhin.tiled-project").read_text(encoding="utf-8"))
ENUMS: dict[str, list[str]] = {t["name"]: t["values"] for t in PROJECT["propertyTypes"] if t["type"] == "enum"}
CLASSES: dict[str, list[dict[str, Any]]] = {
    t["name"]: t["members"] for t in PROJECT["propertyTypes"] if t["type"] == "class"
}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


def test_the_project_has_the_classes_and_properties_of_the_loader() -> None:
    told = {name: [m["name"] for m in members] for name, members in CLASSES.items()}
    assert told == {"Terrain": ["terrain"], **{name: list(kind.members) for name, kind in kinds().items()}}


def test_object_types_for_older_tiled_are_those_of_the_project() -> None:
    root = ElementTree.parse(MAPS / "objecttypes.xml").getroot()
    assert PROJECT["objectTypesFile"] == "objecttypes.xml"
    told = {
        kind.attrib["name"]: [(p.attrib["name"], p.attrib["type"], p.attrib["default"]) for p in kind] for kind in root
    }
    assert told == {
        name: [(m["name"], m["type"], str(m["value"])) for m in members] for name, members in CLASSES.items()
    }


def test_what_tiled_shows_of_a_property_is_what_the_game_takes_without_it(files: Files) -> None:
    """Every property that an object of the map leaves out is written as Tiled shows it: nothing changes."""
    before = load(files.folder).digest
    tree = ElementTree.parse(files.map)
    written = 0
    for thing in tree.iter("object"):
        holder = thing.find("properties")
        if holder is None:
            holder = ElementTree.SubElement(thing, "properties")
        given = {p.attrib["name"] for p in holder}
        for member in CLASSES[thing.attrib["type"]]:
            if member["name"] not in given:
                value = {"name": member["name"], "type": member["type"], "value": str(member["value"])}
                ElementTree.SubElement(holder, "property", value)
                written += 1
    tree.write(files.map)
    assert written > 20
    assert files.told() == [] and load(files.folder).digest == before


@pytest.mark.parametrize(
    ("left_out", "taken"),
    [
        ('<property name="worth" type="int" value="10"/>', 10),
        ('<property name="final_worth" type="int" value="5"/>', 20),
    ],
)
def test_an_objective_is_worth_what_tiled_shows(files: Files, left_out: str, taken: int) -> None:
    files.change("map", left_out, "")
    objectives = {o.name: o for o in load(files.folder).objectives}
    assert taken in (objectives["West bridge"].worth, objectives["Nomonhan"].final_worth)


@pytest.mark.parametrize("name", [n for n, kind in kinds().items() if any(m.must for m in kind.members.values())])
def test_what_must_be_chosen_is_blank_in_tiled(name: str) -> None:
    shown = {m["name"]: m["value"] for m in CLASSES[name]}
    assert {shown[key] for key, member in kinds()[name].members.items() if member.must} == {""}


def test_every_word_that_tiled_offers_is_read() -> None:
    rules = load_rules()
    for kind in kinds().values():
        for member in kind.members.values():
            words = ENUMS[member.words] if member.words else []
            assert member.default in words or not words
            assert [member.read(word) for word in words if word] == [word for word in words if word]
    assert set(ENUMS["unit_type"]) == {"", *rules.unit_types} - {"unknown"}
    assert set(ENUMS["terrain"]) == {"", *rules.terrain}
    assert {m["propertyType"] for m in CLASSES["Terrain"]} == {"terrain"}


def test_sides_and_nations_are_those_of_the_shipped_scenarios() -> None:
    sides: dict[str, set[str]] = {}
    for table in MAPS.glob("*/scenario.toml"):
        for id_, side in tomllib.loads(table.read_text(encoding="utf-8"))["sides"].items():
            sides.setdefault(id_, set()).update(side["nations"])
    assert {"", *sides} == set(ENUMS["side"])
    assert {"", *(nation for nations in sides.values() for nation in nations)} == set(ENUMS["nation"])
    fought = {
        (
            the(unit.find("properties/property[@name='type']")).attrib["value"],
            *(the(unit.find(f"properties/property[@name='{key}']")).attrib["value"] for key in ("side", "nation")),
        )
        for tmx in MAPS.glob("*/map.tmx")
        for unit in ElementTree.parse(tmx).iter("object")
        if unit.get("type") == "Unit"
    }
    types = Words.of(load_rules()).unit_types
    assert {type_ for type_, side, _ in fought if type_ in types and side_of(type_) != side} == set()
    for type_ in types:
        nations = {nation for t, _, nation in fought if t == type_}
        assert not nations or nation_of(type_) in nations, type_
