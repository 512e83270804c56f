"""Units, crossings and places of a map, from their objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, Quality, UnitType
from khalkhin.core.model.scenario import AirfieldSpec, DepotSpec, Label, Objective, Source
from khalkhin.core.model.units import UnitSpec
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Excused, Report
from khalkhin.scenario.own.unit_types import UNREAD
from khalkhin.scenario.tables.rules_tables import UNKNOWN
from khalkhin.scenario.tmx.object_classes import ALL_STEPS, KEEPS, ObjectClass, properties
from khalkhin.scenario.tmx.polylines import Plane
from khalkhin.scenario.tmx.tiled import MapObject, RawMap
from khalkhin.translation import N_, _

MAX_AREAS, MAX_AREA_POINTS = 60, 2000
#: The most units, crossings and places, each; far more than anybody plays with.
MAX_OBJECTS = 2000

#: What the things are called that may be there once by a name.
THINGS: Mapping[str, str] = {
    "code": N_("code"),
    "crossing": N_("crossing"),
    "area": N_("area"),
    "objective": N_("objective"),
    "source": N_("source"),
    "depot": N_("depot"),
    "airfield": N_("airfield"),
}
#: Names (class, name) to where they stand in the files.
Origins = dict[tuple[str, str], str]


@dataclass(slots=True)
class Pieces:
    """What stands on the map. `dug` is entrenchment by unit code; `sides` are None if nobody knows them."""

    plane: Plane
    sides: tuple[str, ...] | None
    types: Mapping[str, UnitType]
    known: Mapping[str, ObjectClass]
    report: Report
    units: list[UnitSpec] = field(default_factory=list)
    dug: dict[str, int] = field(default_factory=dict)
    crossings: dict[int, Crossing] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    depots: list[DepotSpec] = field(default_factory=list)
    airfields: list[AirfieldSpec] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    areas: dict[str, frozenset[int]] = field(default_factory=dict)
    origins: Origins = field(default_factory=dict)
    #: Names in objects that had faults; whoever refers to them is not told as well.
    spoiled: Excused = field(default_factory=Excused)
    #: Layers that have nothing of a kind that a scenario needs: what is named as of them is not told as well.
    lacking: set[str] = field(default_factory=set)
    #: Whether places on the map mean something; if not, nothing is said of them.
    placed: bool = True
    _area_points: int = MAX_AREA_POINTS

    def read(self, raw: RawMap) -> None:
        """Take in every object of the layers of things; faults go to the report."""
        self.spoiled, self.placed = raw.spoiled, raw.placed
        for layer in ("crossings", "units", "places"):
            objects = raw.objects.get(layer, [])
            if len(objects) > MAX_OBJECTS:
                self.report.error(
                    objects[MAX_OBJECTS].where,
                    _("the layer {layer} has {n} objects").format(layer=quoted(layer), n=len(objects)),
                    _("the most is {most}: use fewer").format(most=MAX_OBJECTS),
                )
                self.report.doubted.add(layer)
                self.report.unexamined(_("the objects that come after"))
                for obj in objects[MAX_OBJECTS:]:
                    self._spoil(obj)
            for obj in objects[:MAX_OBJECTS]:
                before = self.report.errors
                with self.report.about(layer):
                    self._read(obj)
                if self.report.errors > before:
                    self._spoil(obj)

    def _read(self, obj: MapObject) -> None:
        self.report.lies(obj.where, *self._hexes(obj))
        given = properties(obj, self.known, self.report)
        if given is None:
            self.report.unexamined(_("where objects lie that have faults"))
        else:
            self._sides_known(obj, given)
            self._take(obj, given)

    def _hexes(self, obj: MapObject) -> Iterator[tuple[int, int]]:
        """The hex that an object lies in, or begins in."""
        hex_ = self.plane.hex_at(obj.points[0]) if obj.points else None
        if hex_ is not None:
            yield hex_ % self.plane.width, hex_ // self.plane.width

    def excuses(self, name: str, layer: str, known: Collection[str]) -> bool:
        """Whether a name that is not known need not be told: that of something faulty, or in a layer that lacks such
        things, unless a known one is meant."""
        return name in self.spoiled or (layer in self.lacking and not self.report.hint(name, known).near)

    def _spoil(self, obj: MapObject) -> None:
        self.spoiled |= {obj.name, *(str(v) for v in obj.properties.values())}

    def _take(self, obj: MapObject, given: dict[str, Any]) -> None:
        match obj.kind:
            case "Unit":
                self._unit(obj, given)
            case "Area":
                self._area(obj)
            case "Ford" | "Bridge" | "Pontoon":
                self._crossing(obj, given)
            case _:
                self._place(obj, given)

    def _sides_known(self, obj: MapObject, given: dict[str, Any]) -> None:
        for key in ("side", "owner", "mined"):
            if self.sides is not None and given.get(key) and given[key] not in self.sides:
                self.report.error(
                    obj.where,
                    _("{key} is {side}, which is no side").format(key=key, side=quoted(given[key])),
                    self.report.suggest(given[key], self.sides),
                )

    def _named_once(self, what: str, name: str, obj: MapObject) -> None:
        first = self.origins.setdefault((what, name), obj.where)
        if first != obj.where:
            self.report.error(
                obj.where,
                _("the {what} {name} is there twice, first at {first}").format(
                    what=_(THINGS[what]), name=quoted(name), first=first
                ),
                _("rename one of them"),
            )

    def _hex(self, obj: MapObject) -> int | None:
        hex_ = self.plane.hex_at(obj.points[0])
        if not self.placed:
            return 0
        if hex_ is None:
            x, y = obj.points[0]
            self.report.error(
                obj.where, _("({x:g}, {y:g}) lies outside the map").format(x=x, y=y), _("move it into a hex")
            )
        return hex_

    def _unit(self, obj: MapObject, given: dict[str, Any]) -> None:
        unit_code = given["code"] or (f"u{obj.number}" if obj.number else "")
        if not unit_code:
            self.report.error(obj.where, _("the Unit has neither a code nor a number in Tiled"), _("give it a code"))
            return
        self._named_once("code", unit_code, obj)
        hex_ = self._hex(obj)
        unit_type = self.types.get(given["type"])
        if unit_type is None and UNREAD in self.report.doubted:
            unit_type = replace(self.types[UNKNOWN], id=given["type"])
        if unit_type is None and self.types:
            self.report.error(
                obj.where,
                _("the unit type {type} is unknown").format(type=quoted(given["type"])),
                self.report.suggest(given["type"], self.types),
            )
        if given["type"] == UNKNOWN:
            self.report.error(
                obj.where,
                _("the unit type {type} stands for units that nobody has made out").format(type=quoted(UNKNOWN)),
                _("give it a type of its own, such as rifle-regiment"),
            )
        if hex_ is None or unit_type is None:
            return
        self.units.append(
            UnitSpec(
                unit_code,
                obj.name.strip(),
                given["side"],
                unit_type,
                given["formation"],
                given["nation"],
                Quality[given["quality"].upper()],
                unit_type.steps if given["steps"] == ALL_STEPS else given["steps"],
                given["leader"],
                entry=hex_,
            )
        )
        self.dug[unit_code] = given["entrenchment"]

    def _crossing(self, obj: MapObject, given: dict[str, Any]) -> None:
        if not self.placed:
            self.spoiled.add(obj.name.strip())
            return
        edge, unsure = self.plane.hexside_near(obj.points[0])
        if edge is None:
            self.report.error(obj.where, _("there is no hexside of the map near it"), _("move it onto a river"))
            return
        if unsure:
            self.report.error(obj.where, _("it lies between two hexsides"), _("move it near the middle of one of them"))
            return
        hexside = self.hexside(*edge)
        if hexside in self.crossings:
            self.report.error(
                obj.where,
                _("there is another crossing on the same hexside, {name}").format(
                    name=quoted(self.crossings[hexside].name)
                ),
                _("remove one of them"),
            )
            return
        if obj.name:
            self._named_once("crossing", obj.name, obj)
        self.origins["hexside", str(hexside)] = obj.where
        self.crossings[hexside] = Crossing(
            obj.name.strip(),
            CrossingKind(obj.kind.lower()),
            hexside,
            given["owner"],
            given["hits"],
            mined=given["mined"],
        )

    def hexside(self, hex_: int, direction: int) -> int:
        """The number of the hexside of a hex in a direction."""
        plane = self.plane
        here = plane.layout.to_hex(hex_ % plane.width, hex_ // plane.width)
        other = plane.index(*plane.layout.to_offset(here.neighbour(direction)))
        return hex_ * 6 + direction if other is None or hex_ < other else other * 6 + (direction + 3) % 6

    def _area(self, obj: MapObject) -> None:
        self._named_once("area", obj.name, obj)
        self._area_points -= len(obj.points)
        if self._area_points < 0 or len(self.areas) >= MAX_AREAS:
            self.report.error(
                obj.where,
                _("there are more than {areas} areas, or they have more than {corners} corners in all").format(
                    areas=MAX_AREAS, corners=MAX_AREA_POINTS
                ),
                _("draw fewer and plainer ones"),
                kind=_("areas"),
            )
            return
        hexes = self.plane.inside(obj.points)
        if not hexes and self.placed:
            self.report.error(obj.where, _("no centre of a hex lies inside the area"), _("make it larger"))
        self.areas[obj.name.strip()] = hexes

    def _place(self, obj: MapObject, given: dict[str, Any]) -> None:
        hex_ = self._hex(obj)
        if hex_ is None:
            return
        name = obj.name.strip()
        if obj.kind != "Label":
            self._named_once({"SupplySource": "source"}.get(obj.kind, obj.kind.lower()), name, obj)
        match obj.kind:
            case "Objective":
                worth, final = given["worth"], given["final_worth"]
                self.objectives.append(Objective(name, hex_, given["side"], worth, worth if final == KEEPS else final))
            case "SupplySource":
                self.sources.append(Source(name, given["side"], hex_, given["per_turn"], given["stock"]))
            case "Depot":
                self.depots.append(DepotSpec(name, given["side"], hex_, given["stock"], given["wanted"]))
            case "Airfield":
                self.airfields.append(AirfieldSpec(name, given["side"], hex_, given["fighters"], given["bombers"]))
            case "Label":
                self.labels.append(Label(name, hex_, given["kind"]))

    def beside(self, hexside: int) -> tuple[int, ...]:
        """The hexes of the map beside a hexside."""
        hex_, direction = divmod(hexside, 6)
        here = self.plane.layout.to_hex(hex_ % self.plane.width, hex_ // self.plane.width)
        other = self.plane.index(*self.plane.layout.to_offset(here.neighbour(direction)))
        return (hex_,) if other is None else (hex_, other)

    def places(self) -> Iterator[tuple[str, int]]:
        """Names of places with a hex, those that matter most last."""
        yield from ((label.text, label.hex) for label in self.labels)
        yield from ((name, min(hexes)) for name, hexes in self.areas.items() if hexes)
        for named in (self.airfields, self.depots, self.sources, self.objectives):
            yield from ((p.name, p.hex) for p in named)

    def formations(self) -> Collection[str]:
        return {u.formation for u in self.units if u.formation}
