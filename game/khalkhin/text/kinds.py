"""What kinds of things are called: crossings, hexsides, roads, mobility, weight, quality, work."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Light, Mobility, Quality, Road, Weight
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.core.model.units import Task
from khalkhin.translation import N_, _

#: A crossing by its kind, as it stands in a sentence and where it stands for a name.
CROSSINGS: Mapping[CrossingKind, tuple[str, str]] = {
    CrossingKind.FORD: (N_("ford"), N_("Ford")),
    CrossingKind.PONTOON: (N_("pontoon"), N_("Pontoon")),
    CrossingKind.BRIDGE: (N_("bridge"), N_("Bridge")),
}
HEXSIDES: Mapping[HexsideKind, str] = {
    HexsideKind.OPEN: N_("Open"),
    HexsideKind.STREAM: N_("Stream"),
    HexsideKind.RIVER: N_("River"),
    HexsideKind.ESCARPMENT: N_("Escarpment"),
}
#: What the supply states of the rules are called in a sentence; one of another name is called by that.
SUPPLY_STATES: Mapping[str, str] = {
    "supplied": N_("supplied"),
    "short": N_("short of supplies"),
    "unsupplied": N_("unsupplied"),
    "isolated": N_("isolated"),
}
#: Flights that headquarters forbids and allows.
MISSIONS: Mapping[str, str] = {
    "interdict": N_("strikes on roads"),
    "scout": N_("reconnaissance flights"),
    "bomb": N_("strikes on crossings"),
    "raid": N_("raids on airfields"),
}
ROADS: Mapping[Road, str] = {Road.NONE: N_("None"), Road.TRACK: N_("Track"), Road.ROAD: N_("Road")}
MOBILITY: Mapping[Mobility, str] = {
    Mobility.FOOT: N_("foot"),
    Mobility.HORSE: N_("horse"),
    Mobility.WHEELS: N_("wheels"),
    Mobility.TRACKS: N_("tracks"),
}
WEIGHTS: Mapping[Weight, str] = {Weight.FOOT: N_("foot"), Weight.LIGHT: N_("light"), Weight.HEAVY: N_("heavy")}
QUALITIES: Mapping[Quality, str] = {
    Quality.RAW: N_("raw"),
    Quality.REGULAR: N_("regular"),
    Quality.VETERAN: N_("veteran"),
    Quality.ELITE: N_("elite"),
}
LIGHTS: Mapping[Light, str] = {Light.DAY: N_("day"), Light.NIGHT: N_("night")}
WEATHER: Mapping[str, str] = {"clear": N_("clear"), "rain": N_("rain"), "fog": N_("fog"), "storm": N_("storm")}
WORKS: Mapping[Task, str] = {
    Task.FORD: N_("ford"),
    Task.PONTOON: N_("pontoon"),
    Task.REPAIR: N_("repair"),
    Task.DISMANTLE: N_("dismantle"),
    Task.MINE: N_("mine"),
}
GRADES: Mapping[Grade, str] = {
    Grade.DISASTER: N_("disaster"),
    Grade.DEFEAT: N_("defeat"),
    Grade.DRAW: N_("draw"),
    Grade.VICTORY: N_("victory"),
    Grade.DECISIVE_VICTORY: N_("decisive victory"),
}
#: What each trait is called on the page of a unit.
TRAIT_NAMES: Mapping[str, str] = {
    "anti-tank": N_("anti-tank"),
    "armour": N_("armour"),
    "close-assault": N_("close-assault"),
    "engineer": N_("engineer"),
    "exploit": N_("exploit"),
    "flame": N_("flame"),
    "fragile": N_("fragile"),
    "hq": N_("hq"),
    "infantry": N_("infantry"),
    "mobile-guns": N_("mobile-guns"),
    "no-surrender": N_("no-surrender"),
    "recon": N_("recon"),
}
#: What each trait does, as the rulebook and the page of a unit say it.
TRAITS: Mapping[str, str] = {
    "anti-tank": N_("guns that cancel armour's advantage and cost attacking armour a column"),
    "armour": N_("counts as armour for combined arms, overrun and anti-tank fire"),
    "close-assault": N_("attacks at night without the darkness penalty, and gains a column"),
    "engineer": N_("builds, repairs and demolishes crossings"),
    "exploit": N_("may move on after winning an assault"),
    "flame": N_("takes away one level of the defender's entrenchment in an assault"),
    "fragile": N_("one more hex of retreat"),
    "hq": N_("a headquarters; its leader helps assaults within command range"),
    "infantry": N_("counts as infantry for combined arms"),
    "mobile-guns": N_("may fire after moving"),
    "no-surrender": N_("fights on when isolated, losing steps instead of surrendering"),
    "recon": N_("identifies at its full sight and sees exactly at two hexes"),
}
#: How hard a side is to beat.
LEVELS: Mapping[str, str] = {"easy": N_("easy"), "normal": N_("normal"), "hard": N_("hard")}


def crossing_kind(kind: CrossingKind) -> str:
    """The kind of a crossing, within a sentence."""
    return _(CROSSINGS[kind][0])


def crossing_name(scenario: Scenario, crossing: Crossing) -> str:
    """The name of a crossing, or its kind where it has none."""
    return scenario.shown(crossing.name) or _(CROSSINGS[crossing.kind][1])


def supply_state(name: str) -> str:
    """A supply state as a sentence has it: short of supplies."""
    return _(SUPPLY_STATES[name]) if name in SUPPLY_STATES else name


def hexside_kind(kind: HexsideKind) -> str:
    return _(HEXSIDES[kind])


def road_kind(road: Road) -> str:
    return _(ROADS[road])


def mobility(found: Mobility) -> str:
    return _(MOBILITY[found])


def weight(found: Weight) -> str:
    return _(WEIGHTS[found])


def quality(found: Quality) -> str:
    return _(QUALITIES[found])


def grade(found: int) -> str:
    """A :class:`Grade`, within a sentence."""
    return _(GRADES[Grade(found)])


def level(found: str) -> str:
    return _(LEVELS[found])


def light(found: Light) -> str:
    return _(LIGHTS[found])


def weather(found: str) -> str:
    return _(WEATHER[found]) if found in WEATHER else found


def work(task: Task) -> str:
    return _(WORKS[task])


def trait_name(name: str) -> str:
    """What a trait of a unit type is called; its name in the rules for one that they do not know."""
    return _(TRAIT_NAMES[name]) if name in TRAIT_NAMES else name


def trait(name: str) -> str:
    """What a trait of a unit type does; empty for one that the rules do not know."""
    return _(TRAITS[name]) if name in TRAITS else ""
