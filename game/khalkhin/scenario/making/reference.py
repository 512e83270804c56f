"""The reference of maps and tables, made from what the loader reads by: docs/modding/reference.md.

python -m khalkhin.scenario.making.reference > docs/modding/reference.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from khalkhin.core.model.rules import TRAITS, Rules
from khalkhin.scenario.campaigns import CampaignTable
from khalkhin.scenario.making.project import classes, drawn_as
from khalkhin.scenario.making.schema import Schema, schema
from khalkhin.scenario.making.words import NATIONS, Words, nation_of, side_of
from khalkhin.scenario.own.terrains import GroundTable
from khalkhin.scenario.own.unit_types import UnitTypesTable
from khalkhin.scenario.tables.manifest import Manifest
from khalkhin.scenario.tables.rules_tables import SYMBOLS, load_rules
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.scenario.texts.files import TextsTable
from khalkhin.scenario.tmx.object_classes import a
from khalkhin.sound_names import EFFECTS

HEAD = """\
# Reference: maps and scenario.toml

<!-- Made from the game's own tables and models by `python -m khalkhin.scenario.making.reference`; do not edit. -->

What a map's objects say, what can be chosen, and every key of `scenario.toml`. Conditions and effects of the timeline
are in [the timeline](timeline.md); figures of the rules are in the rulebook (`khalkhin rulebook`).
"""


def page(rules: Rules) -> str:
    """The whole reference, in Markdown."""
    return "\n".join([HEAD, *_classes(), *_words(rules), *_types(rules), *_tables()])


def _classes() -> Iterator[str]:
    yield "## Classes of a map\n"
    yield "What is left out is as the third column says, which is what Tiled shows. **Bold** ones must be chosen.\n"
    for name, kind in classes().items():
        drawn = f"{a(drawn_as(kind))} in the layer `{kind.layer}`" if name != "Terrain" else "a tile of a tileset"
        yield f"### {name}\n\n{kind.about} It is {drawn}{', with a name' if kind.named else ''}.\n"
        if kind.members:
            yield "| property | what it is | left out |\n|---|---|---|"
            for key, member in kind.members.items():
                shown = f"**{key}**" if member.must else key
                words = f" (one of the [words](#words) for {member.words.replace('_', ' ')})" if member.words else ""
                default = "" if member.must else f"`{member.default}`" if member.default != "" else "blank"
                yield f"| {shown} | {member.about}{words} | {default} |"
            yield ""


def _words(rules: Rules) -> Iterator[str]:
    yield "## Words\n"
    for name, words in Words.of(rules).lists().items():
        if name != "unit_type":
            yield f"- {name.replace('_', ' ')}: {', '.join(f'`{word}`' for word in words if word)}"
    yield f"- symbol: {', '.join(f'`{symbol}`' for symbol in SYMBOLS)}, or [one of your own](packs.md#symbols)"
    yield f"- effect (of [your own sounds](packs.md#sounds)): {', '.join(f'`{name}`' for name in EFFECTS)}"
    yield f"- trait: {', '.join(f'`{trait}`' for trait in TRAITS)}\n"
    yield "Sides, nations and unit types may be others: `[sides.…]` and `[unit_types.…]` of a scenario name its own.\n"


def _types(rules: Rules) -> Iterator[str]:
    yield "## Unit types\n"
    yield "Strengths are a step's. `[unit_types.NAME]` changes what it names and keeps the rest, or makes a new type.\n"
    for side in NATIONS:
        yield f"### {side}\n"
        yield "| type | name | symbol | stack | moves | MP | steps | soft | hard | defence | range | nation |"
        yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
        for id_ in Words.of(rules).unit_types:
            t = rules.unit_types[id_]
            if side_of(id_) == side:
                cells: tuple[Any, ...] = (f"`{id_}`", t.name, t.symbol, t.stack.value, t.mobility.value, t.mp, t.steps)
                cells += (t.soft, t.hard, t.defence, t.range, nation_of(id_))
                yield f"| {' | '.join(map(str, cells))} |"
        yield ""


#: The tables that are listed, by their files.
TABLES: Mapping[str, type[Model]] = {
    "scenario.toml": Manifest,
    "campaign.toml": CampaignTable,
    "units.toml": UnitTypesTable,
    "terrain.toml": GroundTable,
    "texts.LANG.toml": TextsTable,
}


def _tables() -> Iterator[str]:
    for name, model in TABLES.items():
        yield f"## {name}\n"
        yield "Keys in (parentheses) may be left out.\n"
        yield from _table(name, schema(model))


def _table(file: str, made: Schema) -> Iterator[str]:
    """A table and those it is made of."""
    waiting, told = [(file, made)], {"Condition", "Effect"}
    while waiting:
        name, table = waiting.pop(0)
        yield f"### Table {name}\n\n| key | what it is | written as |\n|---|---|---|"
        for key, part in table["properties"].items():
            shown = f"`{key}`" if key in table.get("required", ()) else f"(`{key}`)"
            yield f"| {shown} | {part['description']} | {_written(part)} |"
            for inner in _named(part):
                if inner not in told:
                    told.add(inner)
                    waiting.append((inner, made["$defs"][inner]))
        yield ""


def _named(part: Schema) -> Iterator[str]:
    """The tables that a key's value is made of."""
    if "$ref" in part:
        yield part["$ref"].rsplit("/", 1)[-1]
    for inner in (part.get("items"), part.get("additionalProperties"), *part.get("anyOf", ())):
        if isinstance(inner, dict):
            yield from _named(inner)


def _written(part: Schema) -> str:
    """How a value is written, in a few words."""
    match part:
        case {"$ref": ref}:
            name = ref.rsplit("/", 1)[-1]
            return (
                f"[{name}](timeline.md)"
                if name in ("Condition", "Effect")
                else f"table [{name}](#table-{name.lower()})"
            )
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words if word != "")
        case {"anyOf": choices}:
            return " or ".join(dict.fromkeys(_written(choice) for choice in choices))
        case {"type": "array", "items": inner}:
            return f"list: {_written(inner)}"
        case {"type": "object", "additionalProperties": inner} if isinstance(inner, dict):
            return f"table of names: {_written(inner)}"
        case {"type": "integer"}:
            least, most = part.get("minimum"), part.get("maximum")
            span = f" {least} to {most}" if least is not None and most is not None else ""
            return f"whole number{span}"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"format": "date"}:
            return "date"
        case _:
            return "text"


if __name__ == "__main__":
    print(page(load_rules()), end="")
