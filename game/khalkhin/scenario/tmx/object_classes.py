"""The object classes of a map: which layer each belongs to, its shapes and its properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from khalkhin.scenario.issues import Hint, Report, quoted
from khalkhin.scenario.letters import letters_shown
from khalkhin.scenario.tmx.tiled import MapObject

LINE = ("polyline", "polygon")
POINT = ("point", "tile", "ellipse")
FIELD = ("box", "polygon")

#: A property's value from what Tiled gives; ValueError(what it should be) if it is something else.
Reader = Callable[[Any], Any]


def text(value: Any) -> str:
    if isinstance(value, bool) or len(str(value)) > 100 or not str(value).isprintable():
        raise ValueError("a text of at most 100 characters")
    return str(value).strip()


def code(value: Any) -> str:
    name = text(value)
    if not name.isascii() or not name.replace("-", "a").isalnum() or name.startswith("-") or len(name) > 24:
        raise ValueError("made of letters, digits and dashes, at most 24")
    return name


def whole(least: int, most: int) -> Reader:
    def read(value: Any) -> int:
        number = None if isinstance(value, bool) else _number(value)
        if number is None or not least <= number <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return number

    return read


def _number(value: Any) -> int | None:
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    try:
        return int(value)
    except ValueError:
        return None


def one_of(*words: str) -> Reader:
    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return str(value)

    return read


@dataclass(frozen=True, slots=True)
class Kind:
    """A class: where it belongs, how it is drawn, and what it must and may say. `named` needs a name."""

    layer: str
    shapes: tuple[str, ...]
    must: Mapping[str, Reader] = field(default_factory=dict)
    may: Mapping[str, Reader] = field(default_factory=dict)
    named: bool = False


def kinds() -> dict[str, Kind]:
    """The classes by name."""
    crossing = Kind("crossings", POINT, {}, {"owner": text, "hits": whole(0, 3), "mined": text})
    stock = whole(0, 100_000)
    return {
        "River": Kind("hexsides", LINE),
        "Stream": Kind("hexsides", LINE),
        "Escarpment": Kind("hexsides", LINE),
        "Border": Kind("hexsides", LINE, {"claim": text}),
        "Road": Kind("roads", LINE),
        "Track": Kind("roads", LINE),
        "Ford": crossing,
        "Bridge": crossing,
        "Pontoon": crossing,
        "Unit": Kind(
            "units",
            POINT,
            {"code": code, "type": text, "side": text},
            {
                "formation": text,
                "nation": text,
                "quality": one_of("raw", "regular", "veteran", "elite"),
                "steps": whole(1, 20),
                "entrenchment": whole(0, 3),
                "leader": text,
            },
            named=True,
        ),
        "Objective": Kind(
            "places", POINT, {"side": text, "worth": whole(0, 10_000)}, {"final_worth": whole(0, 10_000)}, named=True
        ),
        "SupplySource": Kind("places", POINT, {"side": text}, {"per_turn": stock, "stock": stock}, named=True),
        "Airfield": Kind(
            "places", POINT, {"side": text}, {"fighters": whole(0, 20), "bombers": whole(0, 20)}, named=True
        ),
        "Depot": Kind("places", POINT, {"side": text}, {"stock": stock, "wanted": stock}, named=True),
        "Area": Kind("places", FIELD, named=True),
        "Label": Kind("places", POINT, {}, {"kind": one_of("place", "river", "heights", "region")}, named=True),
    }


#: Properties that come with the tiles of tile objects and say nothing about the object.
_OF_TILES = frozenset({"terrain"})


def properties(obj: MapObject, known: Mapping[str, Kind], report: Report) -> dict[str, Any] | None:
    """What an object says, checked; None and issues if it cannot be used."""
    before = report.errors
    if obj.kind not in known:
        if obj.kind:
            report.error(obj.where, f"the class {quoted(obj.kind)} is unknown", report.suggest(obj.kind, known))
        else:
            here = ", ".join(k for k, v in known.items() if v.layer == obj.layer)
            report.error(obj.where, "the object has no class", f"give it one of {here}")
        return None
    kind = known[obj.kind]
    if kind.layer != obj.layer:
        report.error(obj.where, f"{a(obj.kind)} does not belong in this layer", f'move it to the layer "{kind.layer}"')
    if obj.shape not in kind.shapes:
        wanted = {LINE: "a polyline", POINT: "a point", FIELD: "a rectangle or polygon"}[kind.shapes]
        drawn = {"box": "rectangle", "tile": "tile object"}.get(obj.shape, obj.shape)
        report.error(obj.where, f"{a(obj.kind)} is not drawn as {a(drawn)}", f"draw {wanted}")
    if kind.named and not obj.name.strip():
        report.error(obj.where, f"the {obj.kind} has no name", "name the object")
    if len(obj.name) > 80 or not obj.name.isprintable():
        report.error(obj.where, "the name is longer than 80 characters or has odd ones", "write a shorter plain name")
    out = {}
    readers = {**kind.must, **kind.may}
    for name, value in obj.properties.items():
        if name not in readers:
            if name not in _OF_TILES:
                _unknown(obj, name, readers, report)
        elif value != "":
            try:
                out[name] = readers[name](value)
            except ValueError as wanted:
                report.error(obj.where, f"{name} is {quoted(value)}", f"it must be {wanted}")
                out[name] = None
    for name in kind.must:
        if name not in out:
            report.error(obj.where, f"the {obj.kind} has no property {quoted(name)}", "add it")
    if report.errors > before:
        return None
    letters_shown(obj.where, "it", " ".join((obj.name, *(v for v in out.values() if isinstance(v, str)))), report)
    return out


def a(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[0] in "aeioAEIO" else f"a {noun}"


def _unknown(obj: MapObject, name: str, readers: Mapping[str, Reader], report: Report) -> None:
    # What stays with a class of the author's own is no misspelt property of ours.
    hint = Hint() if "." in name else report.hint(name, readers)
    message = f"the property {quoted(name)} is not one of {a(obj.kind)}"
    if hint.near:
        report.error(obj.where, message, hint.text)
    else:
        report.warning(obj.where, message + ", and is ignored", hint.text)
