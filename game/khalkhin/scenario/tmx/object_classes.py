"""The object classes of a map: which layer each belongs to, its shapes and its properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Hint, Report
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
class Member:
    """A property of a class: how it is read, what it is where a map leaves it out, and what it says.

    Tiled does not write a property that is left at what it shows, so it must show what the game takes: one `default`
    for both. `words` names the list of :mod:`khalkhin.scenario.making.words` it is chosen from; `must` is one that
    cannot be left blank.
    """

    read: Reader
    default: str | int
    about: str
    words: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """A class: where it belongs, how it is drawn, what it says, and its colour in Tiled. `named` needs a name."""

    layer: str
    shapes: tuple[str, ...]
    about: str
    colour: str
    members: Mapping[str, Member] = field(default_factory=dict)
    named: bool = False


#: What `final_worth` says where an objective keeps its worth, and `steps` where a unit has all that its type has.
KEEPS, ALL_STEPS = -1, 0
QUALITIES = ("raw", "regular", "veteran", "elite")
LABELS = ("place", "river", "heights", "region")


# Long: a table.
def kinds() -> dict[str, ObjectClass]:
    """The classes by name: the one table that the loader, Tiled's project, the templates and the reference have."""
    stock = whole(0, 100_000)
    worth = whole(0, 10_000)
    side = Member(text, "", N_("the side it belongs to"), "side", must=True)
    crossing = {
        "owner": Member(text, "", N_("the side that keeps it; blank for nobody"), "side"),
        "hits": Member(whole(0, 3), 0, N_("how badly it is damaged")),
        "mined": Member(text, "", N_("the side whose charges are laid; blank for none"), "side"),
    }
    return {
        "River": ObjectClass("hexsides", LINE, N_("A river: crossed by crossings only."), "#2f6f9f"),
        "Stream": ObjectClass("hexsides", LINE, N_("A stream: it slows who wades through."), "#5b9cc4"),
        "Escarpment": ObjectClass(
            "hexsides", LINE, N_("A steep bank: it slows who climbs, and vehicles stop."), "#5a3c22"
        ),
        "Border": ObjectClass(
            "hexsides",
            LINE,
            N_("A frontier, drawn on the map."),
            "#a02020",
            {"claim": Member(text, "", N_("the side that claims it runs here"), "side", must=True)},
        ),
        "Road": ObjectClass("roads", LINE, N_("A road."), "#6e4a28"),
        "Track": ObjectClass("roads", LINE, N_("A track: mud in rain."), "#9a7448"),
        "Ford": ObjectClass("crossings", POINT, N_("A ford of a river."), "#4f9a8c", crossing),
        "Bridge": ObjectClass("crossings", POINT, N_("A bridge."), "#202020", crossing),
        "Pontoon": ObjectClass("crossings", POINT, N_("A pontoon bridge."), "#505050", crossing),
        "Unit": ObjectClass(
            "units",
            POINT,
            N_("A unit. Its name is what players read. A reinforcement stands where it will come on."),
            "#a03020",
            {
                "code": Member(
                    code,
                    "",
                    N_("its short name, by which it is called elsewhere; blank for u and Tiled's number"),
                ),
                "type": Member(text, "", N_("its unit type"), "unit_type", must=True),
                "side": side,
                "formation": Member(text, "", N_("its division or group, which hints and the timeline speak of")),
                "nation": Member(text, "", N_("its nation; blank for the first of its side's"), "nation"),
                "quality": Member(one_of(*QUALITIES), "regular", N_("how good its men are"), "quality"),
                "steps": Member(
                    whole(ALL_STEPS, 20), ALL_STEPS, N_("its strength in steps; 0 for all that its type has")
                ),
                "entrenchment": Member(whole(0, 3), 0, N_("how well it is dug in")),
                "leader": Member(text, "", N_("the name of who leads it, if that is to be told")),
            },
            named=True,
        ),
        "Objective": ObjectClass(
            "places",
            POINT,
            N_("A place that is worth victory points to who holds it."),
            "#d8a020",
            {
                "side": Member(text, "", N_("who holds it at the start"), "side", must=True),
                "worth": Member(worth, 10, N_("points on turn 1")),
                "final_worth": Member(
                    whole(KEEPS, 10_000), KEEPS, N_("points on the last turn, reached evenly; -1 to keep its worth")
                ),
            },
            named=True,
        ),
        "SupplySource": ObjectClass(
            "places",
            POINT,
            N_("Where a side's supplies come onto the map."),
            "#207020",
            {
                "side": side,
                "per_turn": Member(stock, 0, N_("SP that come in each turn; the scenario's [[supply]] can change it")),
                "stock": Member(stock, 0, N_("SP there at the start")),
            },
            named=True,
        ),
        "Depot": ObjectClass(
            "places",
            POINT,
            N_("A store that units draw from and truck columns fill."),
            "#409040",
            {
                "side": side,
                "stock": Member(stock, 0, N_("SP there at the start")),
                "wanted": Member(stock, 0, N_("SP that the staff lays in there")),
            },
            named=True,
        ),
        "Airfield": ObjectClass(
            "places",
            POINT,
            N_("An airfield. A sortie is a dozen aircraft."),
            "#4060a0",
            {
                "side": side,
                "fighters": Member(whole(0, 20), 0, N_("fighter sorties each day turn")),
                "bombers": Member(whole(0, 20), 0, N_("bomber sorties each day turn")),
            },
            named=True,
        ),
        "Area": ObjectClass(
            "places", FIELD, N_("Ground that the timeline and the hints call by its name."), "#707070", named=True
        ),
        "Label": ObjectClass(
            "places",
            POINT,
            N_("A name on the map."),
            "#303030",
            {"kind": Member(one_of(*LABELS), "place", N_("what it names, for how it is lettered"), "label_kind")},
            named=True,
        ),
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


def properties(obj: MapObject, known: Mapping[str, ObjectClass], report: Report) -> dict[str, Any] | None:
    """What an object says, checked, with what it leaves out; None and issues if it cannot be used."""
    before = report.errors
    if obj.kind not in known:
        if obj.kind:
            report.error(
                obj.where,
                _("the class {kind} is unknown").format(kind=quoted(obj.kind)),
                report.suggest(obj.kind, known),
            )
        else:
            here = [k for k, v in known.items() if v.layer == obj.layer]
            cure = _("give it the class {here}") if len(here) == 1 else _("give it one of {here}")
            report.error(obj.where, _("the object has no class"), cure.format(here=", ".join(here)))
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
    out: dict[str, Any] = {name: member.default for name, member in kind.members.items() if not member.must}
    for name, value in obj.properties.items():
        if name not in kind.members:
            if name not in _OF_TILES:
                _unknown(obj, name, kind.members, report)
        elif value != "":
            try:
                out[name] = kind.members[name].read(value)
            except ValueError as wanted:
                report.error(
                    obj.where,
                    _("{name} is {value}").format(name=name, value=quoted(value)),
                    _("it must be {wanted}").format(wanted=wanted),
                )
                out[name] = None
    for name, member in kind.members.items():
        if member.must and name not in out:
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


def _unknown(obj: MapObject, name: str, members: Mapping[str, Member], report: Report) -> None:
    # What stays with a class of the author's own is no misspelt property of ours.
    hint = Hint() if "." in name else report.hint(name, members)
    tell, message = report.error, _("the property {name} is not one of {kind}")
    if not hint.near:
        tell, message = report.warning, _("the property {name} is not one of {kind}, and is ignored")
    tell(obj.where, message.format(name=quoted(name), kind=a(obj.kind)), hint.text)
