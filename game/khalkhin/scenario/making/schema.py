"""JSON schemas of the tables that map makers write, made from the models that the loader reads by.

An editor that finds one by the line ``#:schema …`` of a file completes keys, explains them, and underlines faults.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from khalkhin.core.model.rules import TRAITS
from khalkhin.core.timeline import condition_kinds, effect_kinds
from khalkhin.core.timeline.written import Word
from khalkhin.scenario.campaigns import CampaignTable
from khalkhin.scenario.making.explained import EXPLAINED
from khalkhin.scenario.own.terrains import GroundTable
from khalkhin.scenario.own.unit_types import UnitTypesTable
from khalkhin.scenario.strategies import StrategyFile
from khalkhin.scenario.tables.manifest import Manifest
from khalkhin.scenario.tables.rules_tables import SYMBOLS, TerrainRow, UnitTypeRow
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.scenario.texts.files import TextsTable
from khalkhin.scenario.timeline import reference

Schema = dict[str, Any]
#: The schemas by the names of their files, and the file that each is for.
MODELS: Mapping[str, type[Model]] = {
    "scenario.schema.json": Manifest,
    "strategy.schema.json": StrategyFile,
    "campaign.schema.json": CampaignTable,
    "terrain.schema.json": GroundTable,
    "units.schema.json": UnitTypesTable,
    "texts.schema.json": TextsTable,
}
#: Conditions and effects, which are tables with one key.
_WORDED = {"Condition": condition_kinds.condition, "Effect": effect_kinds.effect}


def files() -> dict[str, str]:
    """Every schema by the name of its file."""
    return {name: json.dumps(schema(model), indent=1, ensure_ascii=False) + "\n" for name, model in MODELS.items()}


def schema(model: type[Model]) -> Schema:
    """The schema of a table."""
    made = model.model_json_schema(by_alias=True)
    models = made.setdefault("$defs", {})
    if model in (Manifest, UnitTypesTable):
        row = UnitTypeRow.model_json_schema()
        models["UnitTypeRow"] = row
        row["properties"]["symbol"] |= {"anyOf": [{"enum": list(SYMBOLS)}, {"type": "string"}]}
        row["properties"]["traits"]["items"] |= {"enum": list(TRAITS)}
        row.pop("required")  # what is not said is as in the shipped type, or as is usual
        named = made["properties"]["unit_types"]["patternProperties"]
        named |= {pattern: {"$ref": "#/$defs/UnitTypeRow"} for pattern in named}
    if model is GroundTable:
        row = TerrainRow.model_json_schema()
        models["TerrainRow"] = row
        row["required"] = ["name", "cost"]
        named = made["properties"]["terrain"]["patternProperties"]
        named |= {pattern: {"$ref": "#/$defs/TerrainRow"} for pattern in named}
    if "format" in made.get("required", ()):
        made["required"].remove("format")  # files of the first days have none
    for name, each in [(model.__name__, made), *models.items()]:
        _explain(name, each)
    for each in _parts(made):
        _without_null(each)
        _by_name(each)
        if isinstance(each.get("title"), str):
            del each["title"]
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made}


def _explain(name: str, each: Schema) -> None:
    """Say what the keys of a table are for."""
    each.pop("description", None)
    if vocabulary := _WORDED.get(name):
        each |= {"minProperties": 1, "maxProperties": 1}
        for word in vocabulary.words:
            each["properties"][word.key] |= {"description": reference.meaning(word, vocabulary.words)}
    for word in _words_of(name):
        for key, told in reference.keys(word).items():
            each["properties"][key].setdefault("description", f"{told[:1].upper()}{told[1:]}.")
    told_of = EXPLAINED.get(name, {})
    for key, told in ({**told_of, **EXPLAINED["Ai"]} if name == "StrategyFile" else told_of).items():
        each["properties"][key] |= {"description": told}


def _words_of(name: str) -> Iterator[Word]:
    """The words whose tables a model is: kinds that share a word share a table, called after the first of them."""
    for vocabulary in _WORDED.values():
        for _key, alike in groupby(vocabulary.words, lambda word: word.key):
            words = list(alike)
            if words[0].kind.__name__ == name and not words[0].bare:
                yield from words


def _parts(part: Any) -> Iterator[Schema]:
    """All schemas inside one, itself first. What stands under `properties` are schemas by name, not one."""
    if not isinstance(part, dict):
        return
    yield part
    for key, inner in list(part.items()):
        if key in ("properties", "$defs"):
            for each in inner.values():
                yield from _parts(each)
        elif key in ("items", "additionalProperties"):
            yield from _parts(inner)
        elif key == "anyOf":
            for each in inner:
                yield from _parts(each)


def _by_name(each: Schema) -> None:
    """A table of names: what names are like, and what stands under them; no other name is let pass."""
    for pattern, inner in each.pop("patternProperties", {}).items():
        each |= {"propertyNames": {"pattern": pattern, "type": "string"}, "additionalProperties": inner}


def _without_null(each: Schema) -> None:
    """TOML has no null: what may be left out is left out."""
    if "default" in each and each["default"] is None:
        del each["default"]
    choices = [choice for choice in each.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del each["anyOf"]
        told = each.get("description")
        each |= choices[0]
        if told:
            each["description"] = told
    elif choices:
        each["anyOf"] = choices
