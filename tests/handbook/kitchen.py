"""Builds what a page says: its tables of properties on the map, its snippets in the files, its commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from khalkhin import ai
from khalkhin.core import apply, initial_state, view
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.scenario import check
from khalkhin.scenario.making import new

PAGES = Path(__file__).parents[2] / "docs" / "modding"
LAYOUT = new.layout()


@dataclass(frozen=True)
class Part:
    """A part of a page: its heading, the rows of its table of what goes on the map (object, property, value), and its
    snippets of a kind."""

    title: str
    text: str

    @property
    def on_the_map(self) -> list[tuple[str, str, str]]:
        rows = re.findall(r"(?m)^\| ([^|]+) \| `([^|]+)` \| ([^|]+) \|$", self.text)
        return [(name.strip(), key.strip(), value.strip("` ")) for name, key, value in rows]

    def snippets(self, kind: str) -> list[str]:
        return re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", self.text)


def parts(page: str) -> list[Part]:
    """The parts of a page, by their headings."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    found = re.split(r"(?m)^## (.+)$", text)
    return [Part(title, body) for title, body in zip(found[1::2], found[2::2], strict=True)]


def part(page: str, title: str) -> Part:
    (found,) = (each for each in parts(page) if each.title == title)
    return found


def put_on_the_map(folder: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    """Set properties of objects of a map, found by their names; the property `hex` is where one stands."""
    file = folder / "map.tmx"
    tree = ElementTree.parse(file)
    for name, key, value in rows:
        (thing,) = (each for each in tree.iter("object") if each.get("name") == name)
        if key == "hex":
            col, row = map(int, value.split(","))
            x, y = LAYOUT.centre(col, row)
            thing.set("x", str(x))
            thing.set("y", str(y))
            continue
        holder = thing.find("properties")
        if holder is None:
            holder = ElementTree.SubElement(thing, "properties")
        for old in holder.findall(f"property[@name='{key}']"):
            holder.remove(old)
        kind = {"type": "int"} if re.fullmatch(r"-?\d+", value) else {}
        ElementTree.SubElement(holder, "property", {"name": key, "value": value, **kind})
    tree.write(file, encoding="unicode")


def cooked(folder: Path, recipe: Part) -> Path:
    """A new scenario with a recipe in it: its rows on the map, its tables at the end of `scenario.toml`, reinforcements
    in the place of those that are there."""
    made = new.create("kitchen", folder, 20, 15, LAYOUT)
    put_on_the_map(made, recipe.on_the_map)
    file = made / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    for snippet in recipe.snippets("toml"):
        if snippet.startswith("[[reinforcements]]"):
            text = re.sub(r"(?m)^\[\[reinforcements\]\]\n(?:(?!\n#).*\n)+?\n", "", text, count=1)
        text += f"\n{snippet}"
    file.write_text(text, encoding="utf-8")
    assert [str(issue) for issue in check(made) if issue.is_error] == []
    return made


def fought(scenario: Scenario, turns: int, seed: int = 1) -> tuple[GameState, list[Event]]:
    """So many turns of the computer against itself, and all that happened."""
    state, happened = initial_state(scenario, seed), list[Event]()
    players = {side.id: ai.make("staff", seed) for side in scenario.sides}
    while not state.over and state.turn <= turns:
        state, events = apply(state, players[state.active].next_order(view(state, state.active)))
        happened += events
    return state, happened
