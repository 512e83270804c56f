"""A plain reading of JSON schemas: what of a value they refuse. It knows the words that the game's schemas use and no
others, so that none is passed over."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

#: Words that refuse nothing, and those that are looked at together or when they refuse something.
KNOWN = {"$schema", "$defs", "description", "default", "format", "type", "enum", "anyOf", "pattern"}
KNOWN |= {"properties", "additionalProperties", "propertyNames"}
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": (str, datetime.date),
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


#: Bounds by the word: what is measured, and whether it is too little or too much.
BOUNDS: dict[str, tuple[type | tuple[type, ...], Callable[[Any], int], Callable[[int, int], bool]]] = {
    "minimum": (int, int, operator.lt),
    "maximum": (int, int, operator.gt),
    **dict.fromkeys(("minLength", "minItems", "minProperties"), ((str, list, dict), len, operator.lt)),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), ((str, list, dict), len, operator.gt)),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """The places in a value that a schema refuses, each with the word by which it does."""
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
        return
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{at}: type"
        return
    for word, told in schema.items():
        match word:
            case "enum" if value not in told:
                yield f"{at}: enum"
            case "anyOf" if all(any(faults(value, each, root, at)) for each in told):
                yield f"{at}: anyOf"
            case "pattern" if isinstance(value, str) and not re.search(told, value):
                yield f"{at}: pattern"
            case "required":
                yield from (f"{at}.{key}: required" for key in told if key not in value)
            case "items":
                for number, each in enumerate(value):
                    yield from faults(each, told, root, f"{at}[{number}]")
            case _ if word in BOUNDS:
                of, measure, wrong = BOUNDS[word]
                if isinstance(value, of) and wrong(measure(value), told):
                    yield f"{at}: {word}"
            case _:
                assert word in KNOWN, f"the schema's word {word!r} is not known here"
    if isinstance(value, dict):
        yield from _keys(value, schema, root, at)


def _keys(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known, others, named = (schema.get(k) for k in ("properties", "additionalProperties", "propertyNames"))
    for key, each in value.items():
        if named is not None:
            yield from faults(key, named, root, f"{at}.{key}")
        if known and key in known:
            yield from faults(each, known[key], root, f"{at}.{key}")
        elif others is False:
            yield f"{at}.{key}: additionalProperties"
        elif isinstance(others, dict):
            yield from faults(each, others, root, f"{at}.{key}")
