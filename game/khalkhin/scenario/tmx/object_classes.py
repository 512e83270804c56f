"""The object classes of a map: which layer each belongs to, its shapes and its properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from khalkhin.scenario.issues import Hint, Report, quoted
from khalkhin.scenario.letters import letters_shown
from khalkhin.scenario.tmx.tiled import MapObject
from khalkhin.translation import N_, _

LINE = ("polyline", "polygon")
POINT = ("point", "tile", "ellipse")
FIELD = ("box", "polygon")

#: A property's value from what Tiled gives; ValueError(what it should be) if it is something else.
Reader = Callable[[Any], Any]


def text(value: Any) -> str:
    if isinstance(value, bool) or len(str(value)) > 100 or not str(value).isprintable():
        raise ValueError(_("a text of at most 100 characters"))
    return str(value).strip()


def code(value: Any) -> str:
    name = text(value)
    if not name.isascii() or not name.replace("-", "a").isalnum() or name.startswith("-") or len(name) > 24:
        raise ValueError(_("made of letters, digits and dashes, at most 24"))
    return name


def whole(least: int, most: int) -> Reader:
    def read(value: Any) -> int:
        number = None if isinstance(value, bool) else _number(value)
        if number is None or not least <= number <= most:
            raise ValueError(_("a whole number from {least} to {most}").format(least=least, most=most))
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
            raise ValueError(_("one of {words}").format(words=", ".join(words)))
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


#: What objects are drawn as.
DRAWN: Mapping[str, str] = {
    "box": N_("a rectangle"),
    "tile": N_("a tile object"),
    "polyline": N_("a polyline"),
    "polygon": N_("a polygon"),
    "point": N_("a point"),
    "ellipse": N_("an ellipse"),
    "text": N_("a text"),
    "capsule": N_("a capsule"),
}
#: Properties that come with the tiles of tile objects and say nothing about the object.
_OF_TILES = frozenset({"terrain"})


def properties(obj: MapObject, known: Mapping[str, Kind], report: Report) -> dict[str, Any] | None:
    """What an object says, checked; None and issues if it cannot be used."""
    before = report.errors
    if obj.kind not in known:
        if obj.kind:
            report.error(
                obj.where,
                _("the class {kind} is unknown").format(kind=quoted(obj.kind)),
                report.suggest(obj.kind, known),
            )
        else:
            here = ", ".join(k for k, v in known.items() if v.layer == obj.layer)
            report.error(obj.where, _("the object has no class"), _("give it one of {here}").format(here=here))
        return None
    kind = known[obj.kind]
    if kind.layer != obj.layer:
        report.error(
            obj.where,
            _("{kind} does not belong in this layer").format(kind=a(obj.kind)),
            _('move it to the layer "{layer}"').format(layer=kind.layer),
        )
    if obj.shape not in kind.shapes:
        wanted = _({LINE: N_("a polyline"), POINT: N_("a point"), FIELD: N_("a rectangle or polygon")}[kind.shapes])
        drawn = _(DRAWN[obj.shape])
        report.error(
            obj.where,
            _("{kind} is not drawn as {drawn}").format(kind=a(obj.kind), drawn=drawn),
            _("draw {wanted}").format(wanted=wanted),
        )
    if kind.named and not obj.name.strip():
        report.error(obj.where, _("the {kind} has no name").format(kind=obj.kind), _("name the object"))
    if len(obj.name) > 80 or not obj.name.isprintable():
        report.error(
            obj.where, _("the name is longer than 80 characters or has odd ones"), _("write a shorter plain name")
        )
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
                report.error(
                    obj.where,
                    _("{name} is {value}").format(name=name, value=quoted(value)),
                    _("it must be {wanted}").format(wanted=wanted),
                )
                out[name] = None
    for name in kind.must:
        if name not in out:
            report.error(
                obj.where, _("the {kind} has no property {name}").format(kind=obj.kind, name=quoted(name)), _("add it")
            )
    if report.errors > before:
        return None
    letters_shown(obj.where, _("it"), " ".join((obj.name, *(v for v in out.values() if isinstance(v, str)))), report)
    return out


def a(noun: str) -> str:
    """A noun with its article."""
    return (_("an {noun}") if noun[0] in "aeioAEIO" else _("a {noun}")).format(noun=noun)


def _unknown(obj: MapObject, name: str, readers: Mapping[str, Reader], report: Report) -> None:
    # What stays with a class of the author's own is no misspelt property of ours.
    hint = Hint() if "." in name else report.hint(name, readers)
    tell, message = report.error, _("the property {name} is not one of {kind}")
    if not hint.near:
        tell, message = report.warning, _("the property {name} is not one of {kind}, and is ignored")
    tell(obj.where, message.format(name=quoted(name), kind=a(obj.kind)), hint.text)
