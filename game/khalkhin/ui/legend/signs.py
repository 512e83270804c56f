"""The signs of the map and its counters: a sample of each, what it means, and what of the drawing code it covers.

What is covered is named by the part of the drawing code that draws it: a field of a counter's look ("look.supply"), of
a scene of the map ("scene.zoc"), of a mark on a hex ("reach.cost") or of an overlay ("layer.tints"), or one of several
things ("symbol.cavalry", "tone.danger"). Each must be covered by a sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from khalkhin.core.explain import AssaultMark
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind
from khalkhin.core.model.state import Airfield, GameState, Store
from khalkhin.core.model.units import Job, Task
from khalkhin.translation import N_, _
from khalkhin.ui.legend.sample_map import OURS, THEIRS, WATER, OnCounter, OnMap, Spot, standing, with_store
from khalkhin.ui.map import palette
from khalkhin.ui.map.counters import CounterKey
from khalkhin.ui.map.map_contents import (
    Effect,
    Flash,
    Layer,
    MapScene,
    Marked,
    MovingCounter,
    Note,
    Outline,
    Play,
    Polyline,
    ReachMark,
    SupplyOverlay,
    Trail,
)
from khalkhin.ui.panels.countermarks import MARKS


@dataclass(frozen=True, slots=True)
class Sign:
    """`text` says what it means; it is marked for translation and said when it is shown."""

    text: str
    sample: OnMap | OnCounter
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs that belong together."""

    key: str
    title: str
    signs: tuple[Sign, ...]


# -- counters ----------------------------------------------------------------------------------------------------------

_OURS = CounterKey(palette.SOVIET, "infantry", "III", steps=4, full=4, moves=8)
_COLUMN = CounterKey(palette.SOVIET, "trucks", steps=2, full=2, moves=24, cargo=6, capacity=12)


def _counter(text: str, look: CounterKey, *covers: str) -> Sign:
    return Sign(text, OnCounter(look), covers)


def _symbol(text: str, symbol: str) -> Sign:
    return _counter(text, replace(_OURS, symbol=symbol, size=""), f"symbol.{symbol}")


def _size(text: str, mark: str) -> Sign:
    return _counter(text, replace(_OURS, size=mark), f"size.{mark}")


COUNTERS = SignGroup(
    "counters",
    N_("Counters"),
    (
        _counter(N_("A Soviet unit: red, with round corners."), _OURS, "livery.SOVIET", "look.livery"),
        _counter(
            N_("A Mongolian unit: brown, with round corners and a bar at each side."),
            replace(_OURS, livery=palette.MONGOLIAN, symbol="cavalry"),
            "livery.MONGOLIAN",
        ),
        _counter(
            N_("A Japanese unit: blue and hatched, with corners cut off."),
            replace(_OURS, livery=palette.JAPANESE),
            "livery.JAPANESE",
        ),
        _counter(
            N_("A Manchukuoan unit: green and hatched, with corners cut off and a bar at each side."),
            replace(_OURS, livery=palette.MANCHUKUOAN, symbol="cavalry"),
            "livery.MANCHUKUOAN",
        ),
        _counter(
            MARKS["vague"].text,
            CounterKey(palette.UNKNOWN, "unknown", vague=True),
            "livery.UNKNOWN",
            "symbol.unknown",
            "look.vague",
        ),
        _counter(
            N_("The figure at the left of the foot: steps that are ready to fight."), _OURS, "look.steps", "look.full"
        ),
        _counter(
            N_("The yellow figure at the right: movement points that are left this turn; greyed when there are none."),
            replace(_OURS, moves=0),
            "look.moves",
        ),
        _counter(
            N_("Small bars over the figures, one for each step of the unit's strength: full ones are ready."),
            replace(_OURS, steps=6, full=6),
        ),
        _counter(
            MARKS["suppressed"].text,
            replace(_OURS, suppressed=2),
            "look.suppressed",
        ),
        _counter(MARKS["lost"].text, replace(_OURS, steps=2)),
        _counter(
            MARKS["moved"].text,
            replace(_OURS, moved=True, moves=0),
            "look.moved",
        ),
        _counter(MARKS["fought"].text, replace(_OURS, fought=True, moves=0), "look.fought"),
        _counter(
            MARKS["supply.1"].text,
            replace(_OURS, supply=1),
            "look.supply",
            "supply.1",
        ),
        _counter(
            MARKS["supply.2"].text,
            replace(_OURS, supply=2),
            "supply.2",
        ),
        _counter(
            MARKS["supply.3"].text,
            replace(_OURS, supply=3),
            "supply.3",
        ),
        _counter(
            MARKS["entrenchment"].text,
            replace(_OURS, entrenchment=2),
            "look.entrenchment",
        ),
        _counter(
            MARKS["leader"].text,
            replace(_OURS, leader=True),
            "look.leader",
        ),
        _counter(
            MARKS["work"].text,
            replace(_OURS, symbol="engineer", size="", badge="work"),
            "look.badge",
            "badge.work",
        ),
        _counter(
            MARKS["defence"].text,
            replace(_OURS, symbol="artillery", size="II", badge="defence"),
            "badge.defence",
        ),
        _counter(
            MARKS["counter"].text,
            replace(_OURS, symbol="artillery", size="II", badge="counter"),
            "badge.counter",
        ),
        _counter(
            MARKS["load"].text,
            _COLUMN,
            "look.cargo",
            "look.capacity",
        ),
        _counter(
            N_("Several truck columns in a hex share a counter, which says how many they are."),
            replace(_COLUMN, count=3, steps=6, full=6, cargo=20, capacity=36),
            "look.count",
        ),
        _counter(
            N_("A faint counter: where an enemy was seen before, and how many turns ago."),
            replace(_OURS, livery=palette.JAPANESE, vague=True, age=2),
            "look.age",
        ),
        _counter(
            N_("On large counters, the unit's number."),
            replace(_OURS, name="24"),
            "look.name",
        ),
    ),
)

KINDS = SignGroup(
    "kinds",
    N_("Kinds and sizes of units"),
    (
        _counter(N_("Infantry."), replace(_OURS, size=""), "symbol.infantry", "look.symbol", "look.picture"),
        _counter(
            N_("The same as a silhouette, where the settings say so."),
            replace(_OURS, size="", silhouette=True),
            "look.silhouette",
        ),
        _symbol(N_("Infantry carried on trucks."), "motor-infantry"),
        _symbol(N_("Cavalry."), "cavalry"),
        _symbol(N_("Tanks."), "armour"),
        _symbol(N_("Armoured cars."), "armoured-car"),
        _symbol(N_("Flame-throwing tanks."), "flame"),
        _symbol(N_("Field guns."), "artillery"),
        _symbol(N_("Heavy guns."), "heavy-artillery"),
        _symbol(N_("Anti-tank guns."), "anti-tank"),
        _symbol(N_("Machine-guns."), "machine-gun"),
        _symbol(N_("Engineers."), "engineer"),
        _symbol(N_("Headquarters."), "hq"),
        _symbol(N_("Reconnaissance."), "recon"),
        _symbol(N_("Airborne troops."), "airborne"),
        _symbol(N_("Trucks that carry supplies."), "trucks"),
        _counter(
            N_("One bar over the sign: a company, a battery or a squadron."),
            replace(_OURS, size="I"),
            "size.I",
            "look.size",
        ),
        _size(N_("Two bars: a battalion."), "II"),
        _size(N_("Three bars: a regiment."), "III"),
        _size(N_("One cross: a brigade."), "X"),
        _size(N_("Two crosses: a division."), "XX"),
        _size(N_("Three crosses: a corps."), "XXX"),
        _size(N_("Four crosses: an army."), "XXXX"),
    ),
)

# -- what is laid over the map -----------------------------------------------------------------------------------------


def _over(text: str, scene: Callable[[Spot], MapScene], *covers: str, at_side: bool = False) -> Sign:
    return Sign(text, OnMap(scene, at_side=at_side), covers)


def _reach(mark: ReachMark) -> Callable[[Spot], MapScene]:
    return lambda spot: MapScene(counters=False, reach={spot.mid: mark})


def _layer(make: Callable[[Spot], Layer]) -> Callable[[Spot], MapScene]:
    return lambda spot: MapScene(counters=False, layers=(make(spot),))


def _into(spot: Spot) -> tuple[int, ...]:
    """A way into a place."""
    return spot.around[-1], spot.mid


def _through(spot: Spot) -> tuple[int, ...]:
    """A way through a place."""
    return *_into(spot), spot.around[2]


ORDERS = SignGroup(
    "orders",
    N_("While you give orders"),
    (
        Sign(
            N_("The unit that is selected has a bright line round it."),
            OnMap(lambda spot: MapScene(selected_unit=0), standing),
            ("scene.selected_unit", "scene.counters"),
        ),
        _over(
            N_("The hex that is selected."),
            lambda spot: MapScene(counters=False, selected_hex=spot.mid),
            "scene.selected_hex",
        ),
        _over(
            N_("The hex under the pointer, or under the cursor that the arrow keys move."),
            lambda spot: MapScene(counters=False, hover=spot.mid),
            "scene.hover",
        ),
        _over(
            N_("A broad gold ring: in a lesson, the hex to look at."),
            lambda spot: MapScene(counters=False, ring=spot.mid),
            "scene.ring",
        ),
        _over(
            N_("A bright hex can be reached; the figure is what the move costs in movement points."),
            _reach(ReachMark(3)),
            "scene.reach",
            "reach.cost",
        ),
        _over(
            N_("An amber hex can be reached, but no supplies would reach the unit there."),
            _reach(ReachMark(3, in_supply=False)),
            "reach.in_supply",
        ),
        _over(
            N_("A burst: from there the unit could still assault an enemy this turn."),
            _reach(ReachMark(3, AssaultMark.ALONE)),
            "reach.assault",
            "assault.ALONE",
        ),
        _over(
            N_("A small burst: from there it could take part in the assault of another unit."),
            _reach(ReachMark(3, AssaultMark.JOINS)),
            "assault.JOINS",
        ),
        _over(
            N_("A blue dot: the move teaches you something and cannot be taken back."),
            _reach(ReachMark(3, undoable=False, final=True)),
            "reach.undoable",
            "reach.final",
        ),
        _over(
            N_("A small blue dot: it may be that the move cannot be taken back."),
            _reach(ReachMark(3, undoable=False)),
        ),
        _over(
            N_("The way the unit would take to the hex under the pointer."),
            lambda spot: MapScene(counters=False, path=_into(spot)),
            "scene.path",
        ),
        _over(
            N_("A march of several turns: each frame is where one of its turns ends; amber where it has halted."),
            lambda spot: MapScene(counters=False, trails=(Trail(_into(spot), ((spot.mid, "7"),), "gold"),)),
            "scene.trails",
        ),
        _over(
            N_("An order of the plan you have kept: green a move, red an assault; it goes when the order is given."),
            lambda spot: MapScene(counters=False, trails=(Trail(_into(spot), ((spot.mid, _("plan")),), "good"),)),
        ),
        _over(
            N_("A gun sight: the enemy there can be assaulted; the figures are the best odds."),
            lambda spot: MapScene(counters=False, targets={spot.mid: "3:1"}),
            "scene.targets",
        ),
        _over(
            N_("A green frame: a unit there takes part in the assault that is planned, or is picked with others."),
            lambda spot: MapScene(counters=False, attackers=frozenset({spot.mid})),
            "scene.attackers",
        ),
        _over(
            N_("A red arrow: where the defenders would retreat to."),
            lambda spot: MapScene(counters=False, retreats=(_into(spot),)),
            "scene.retreats",
        ),
        _over(
            N_("Orange: the selected guns can fire there."),
            lambda spot: MapScene(counters=False, guns=frozenset({spot.mid})),
            "scene.guns",
        ),
        _over(
            N_("A light blue hex can be chosen for the order that is picked."),
            lambda spot: MapScene(counters=False, picks=frozenset({spot.mid})),
            "scene.picks",
        ),
        _over(
            N_("A light blue edge, for an order about a crossing or a place to cross."),
            lambda spot: MapScene(counters=False, sides=frozenset({spot.side})),
            "scene.sides",
            at_side=True,
        ),
        _over(
            N_("The one that the order is aimed at has a bright frame."),
            lambda spot: MapScene(counters=False, picks=frozenset({spot.mid}), aim=(spot.mid, -1)),
            "scene.aim",
        ),
        _over(
            N_("Red strokes: a hex next to enemies, who slow whoever comes by and can stop supplies."),
            lambda spot: MapScene(counters=False, zoc=frozenset({spot.mid})),
            "scene.zoc",
        ),
    ),
)


def _crossing(state: GameState, spot: Spot) -> GameState:
    """A bridge at a place."""
    return _crossed(state, spot, Crossing("", CrossingKind.BRIDGE, spot.side, OURS))


def _crossed(state: GameState, spot: Spot, crossing: Crossing) -> GameState:
    return replace(state, crossings={spot.side: replace(crossing, hexside=spot.side)})


def _some(
    make: Callable[[tuple[Marked, ...]], Layer], tone: str, marked: Callable[[Spot], frozenset[int]]
) -> Callable[[Spot], MapScene]:
    return _layer(lambda spot: make(((tone, marked(spot)),)))


def _mid(spot: Spot) -> frozenset[int]:
    return frozenset({spot.mid})


def _edge(spot: Spot) -> frozenset[int]:
    return frozenset({spot.side})


def _net(spot: Spot) -> SupplyOverlay:
    near = _through(spot)[0]
    cost = {near: 0, spot.mid: 12} | {h: 6 if h // 2 % 2 else 18 for h in spot.around if h != near}
    return SupplyOverlay(OURS, cost, 20)


def _group(tone: str, text: str) -> Callable[[Spot], MapScene]:
    return _layer(lambda spot: Layer("", outlines=(Outline(_mid(spot), tone, text),)))


OVERLAYS = SignGroup(
    "overlays",
    N_("Overlays"),
    (
        _over(
            N_("Supply: the greener a hex, the nearer it is to a store; to reddish ones no truck comes."),
            lambda spot: MapScene(counters=False, supply=_net(spot)),
            "scene.supply",
            "net.side",
            "net.cost",
            "net.range",
            "overlay.supply",
            "overlay.enemy-supply",
        ),
        _over(
            N_("Supply: a green line is the way supplies take to units, broader where more live on it."),
            lambda spot: MapScene(counters=False, supply=replace(_net(spot), routes=(_through(spot),))),
            "net.routes",
        ),
        _over(
            N_("Supply: red strokes lie on units that no supplies reach."),
            lambda spot: MapScene(counters=False, supply=replace(_net(spot), cut=_mid(spot))),
            "net.cut",
        ),
        _over(
            N_("Supply: a pale line is the way of trucks to a depot, broader where they bring more."),
            _layer(lambda spot: Layer("", ways=(Polyline(_into(spot), 5.0, "trucks"),))),
            "layer.ways",
            "tone.trucks",
            "scene.layers",
        ),
        _over(
            N_("Words on a plate belong to the hex or crossing beneath: here a store that has run dry."),
            _layer(lambda spot: Layer("", notes=(Note(spot.mid, "0", "danger"),))),
            "layer.notes",
        ),
        _over(
            N_("Jugular: a red frame is what the enemy must take to cut off most of your units."),
            _some(lambda m: Layer("", framed=m), "danger", _mid),
            "layer.framed",
            "tone.danger",
            "overlay.jugular",
        ),
        _over(
            N_("Jugular: red strokes lie on those of your units that would be cut off."),
            _some(lambda m: Layer("", hatched=m), "danger", _mid),
            "layer.hatched",
        ),
        _over(
            N_("Jugular: gold, the same of the enemy."), _some(lambda m: Layer("", framed=m), "gold", _mid), "tone.gold"
        ),
        _over(
            N_("Pockets: a red line goes round units of yours that are shut in."),
            _group("danger", ""),
            "layer.outlines",
            "scene.outlines",
            "overlay.pockets",
        ),
        _over(
            N_("Pockets: an amber line goes round units of yours that are about to be shut in."),
            _group("warning", ""),
            "tone.warning",
        ),
        _over(
            N_("Pockets: a blue line goes round enemies who are shut in, or an area that is closed to you."),
            _group("info", ""),
            "tone.info",
        ),
        _over(N_("Pockets: a green line goes round enemies whom you could shut in."), _group("good", ""), "tone.good"),
        _over(
            N_("Pockets: a frame shows the gap that is still open."),
            _some(lambda m: Layer("", framed=m), "warning", _mid),
        ),
        Sign(
            N_("Crossings: a green ring round a crossing that can carry more this turn."),
            OnMap(_some(lambda m: Layer("", sides=m), "good", _edge), _crossing, "river", at_side=True),
            ("layer.sides", "overlay.crossings"),
        ),
        Sign(
            N_("Crossings: an amber ring, one that can carry no more this turn; a red one, one that is destroyed."),
            OnMap(_some(lambda m: Layer("", sides=m), "warning", _edge), _crossing, "river", at_side=True),
            (),
        ),
        Sign(
            N_("Crossings: the plate says how many units went over this turn, of how many it bears."),
            OnMap(
                _layer(lambda spot: Layer("", notes=(Note(spot.side, "1/3", "plain", on_side=True),))),
                _crossing,
                "river",
                at_side=True,
            ),
            ("tone.plain",),
        ),
        _over(
            N_("Air: blue, hexes that aircraft look at this turn."),
            _some(lambda m: Layer("", tints=m), "info", _mid),
            "layer.tints",
            "overlay.air",
        ),
        _over(
            N_("Air: amber strokes, hexes struck from the air, where trucks are slowed."),
            _some(lambda m: Layer("", hatched=m), "warning", _mid),
        ),
        _over(
            N_(
                "Danger: red, hexes that an enemy you know of could assault next turn; amber strokes, hexes that guns "
                "you know of could fire at."
            ),
            _layer(lambda spot: Layer("", tints=(("danger", _mid(spot)),), hatched=(("warning", _mid(spot)),))),
            "overlay.threats",
        ),
        _over(
            N_(
                "Danger: an amber frame is a unit of yours that could be caught alone; a dark frame is an enemy who "
                "could do it."
            ),
            _layer(lambda spot: Layer("", framed=(("warning", _mid(spot)), ("plain", frozenset(spot.around[:1]))))),
        ),
        _over(
            N_(
                "Zones: red, hexes that an enemy you know of controls; blue, after a second press, those of your units."
            ),
            _layer(lambda spot: Layer("", tints=(("danger", frozenset(spot.around[:3])), ("info", _mid(spot))))),
            "overlay.zones",
            "overlay.own-zones",
        ),
        Sign(
            N_(
                "Danger: a red ring, a crossing that nobody guards and the enemy could reach; an amber one, a crossing "
                "in range of guns."
            ),
            OnMap(_some(lambda m: Layer("", sides=m), "danger", _edge), _crossing, "river", at_side=True),
            (),
        ),
    ),
)


# -- the map's own -----------------------------------------------------------------------------------------------------


#: A bridge as it is built.
_BRIDGE = Crossing("", CrossingKind.BRIDGE, 0, OURS)


def _bridge(text: str, crossing: Crossing, *covers: str) -> Sign:
    change = partial(_crossed, crossing=crossing)
    return Sign(text, OnMap(change=change, ground="river", at_side=True), covers)


def _store(text: str, store: Store, *covers: str, dump: bool = False) -> Sign:
    return Sign(text, OnMap(change=lambda state, spot: with_store(state, spot, store, dump=dump)), covers)


def _field(text: str, *covers: str, wrecked: int = 0) -> Sign:
    return Sign(
        text,
        OnMap(change=lambda state, spot: replace(state, airfields=(Airfield("", THEIRS, spot.mid, 3, 2, wrecked),))),
        covers,
    )


def _at_work(state: GameState, spot: Spot) -> GameState:
    engineers = replace(state.units[1], job=Job(Task.PONTOON, spot.side, 1))
    return replace(state, units=(state.units[0], engineers))


THINGS = SignGroup(
    "things",
    N_("Things on the map"),
    (
        Sign(
            N_(
                "A flag: a place that counts. Its colour is that of the side that holds it; the figure is what it "
                "counts for the other side if that takes it now."
            ),
            OnMap(ground="objective"),
            ("thing.flag",),
        ),
        Sign(
            N_("The same where units stand: a pennant at the edge of their counters."),
            OnMap(lambda _spot: MapScene(), standing, ground="objective"),
            (),
        ),
        _store(
            N_("A wheel: here supplies come onto the map, in the colour of their side."),
            Store("", OURS, 0, 20, is_source=True),
            "thing.source",
        ),
        _store(
            N_("A crate in the colour of its side: a depot. The figure is its supply points, in red when it has none."),
            Store("", OURS, 0, 40),
            "thing.depot",
        ),
        _store(N_("Sacks: a dump, which was made during the battle."), Store("", OURS, 0, 12), "thing.dump", dump=True),
        _field(N_("An airfield with its bombers and its fighters."), "thing.airfield"),
        _field(N_("Crossed out: nothing can fly from it for a while."), "thing.wrecked", wrecked=9),
        _bridge(
            N_("A bridge. The dot beside it has the colour of the side that holds it."), _BRIDGE, "crossing.bridge"
        ),
        _bridge(
            N_("A pontoon bridge: it bears less than a fixed one."),
            replace(_BRIDGE, kind=CrossingKind.PONTOON),
            "crossing.pontoon",
        ),
        _bridge(N_("A ford."), replace(_BRIDGE, kind=CrossingKind.FORD), "crossing.ford"),
        _bridge(
            N_("Red crosses at a bridge are its hits; each lets less over."), replace(_BRIDGE, hits=1), "thing.hits"
        ),
        _bridge(N_("A gap: it is destroyed until engineers repair it."), replace(_BRIDGE, hits=9), "thing.broken"),
        _bridge(
            N_("Two red sticks: charges are laid, and it can be blown up."),
            replace(_BRIDGE, mined=OURS),
            "thing.charges",
        ),
        _bridge(
            N_(
                "Bars under a crossing: units (blue) and supply points (yellow) that went over it this turn, of what "
                "it bears; red when it is full."
            ),
            replace(_BRIDGE, used=2, supply_used=9),
            "thing.load",
        ),
        Sign(
            N_("A mallet at the water: engineers build there, with a green dot for each point of work that is done."),
            OnMap(change=_at_work, ground="river", at_side=True),
            ("thing.work",),
        ),
        Sign(N_("The name of a place."), OnMap(ground="name-place"), ("name.place", "scene.names")),
        Sign(N_("The name of heights."), OnMap(ground="name-heights"), ("name.heights",)),
        Sign(N_("The name of a river."), OnMap(ground="name-river", at_side=True), ("name.river",)),
        Sign(N_("The name of a region."), OnMap(ground="name-region"), ("name.region",)),
        _over(
            N_("A counter on its way moves from hex to hex."),
            lambda spot: MapScene(counters=False, moving=(MovingCounter(0, spot.around[-1], spot.mid, 0.6),)),
            "scene.moving",
        ),
    ),
)


def _effect(what: Play, part: float) -> Callable[[Spot], MapScene]:
    return lambda spot: MapScene(counters=False, effects=(Effect(what, spot.around[-1], spot.mid, part=part),))


def _flash(tone: str, text: str) -> Callable[[Spot], MapScene]:
    return lambda spot: MapScene(counters=False, flashes={spot.mid: Flash(text, tone)})


MOMENTS = SignGroup(
    "moments",
    N_("Seen for a moment"),
    (
        _over(
            N_("Guns fire: a flash, and bursts where the shells fall."),
            _effect(Play.GUNS, 0.6),
            "scene.effects",
            "play.GUNS",
        ),
        _over(N_("Infantry fights: small flashes between the two."), _effect(Play.RIFLES, 0.0), "play.RIFLES"),
        _over(N_("Aircraft pass over the hex they fly to."), _effect(Play.FLIGHT, 0.5), "play.FLIGHT"),
        _over(N_("A great burst: a bridge or a field is hit."), _effect(Play.BLAST, 0.4), "play.BLAST"),
        _over(N_("A red figure: steps lost there."), _flash("loss", "-1"), "scene.flashes", "flash.loss"),
        _over(N_("Green words: something went well for whoever is there."), _flash("good", "+1"), "flash.good"),
        _over(N_("Pale words: something that is good to know."), _flash("note", "!"), "flash.note"),
    ),
)


def _ground(text: str, place: str) -> Sign:
    return Sign(text, OnMap(ground=place, at_side=place in WATER), (f"ground.{place}",))


GROUND = SignGroup(
    "ground",
    N_("Ground, light and sight"),
    (
        Sign(N_("Steppe: open ground."), OnMap(), ("ground.steppe", "scene.grid")),
        _ground(N_("The plateau west of the river."), "upland"),
        _ground(N_("Broken ground: it helps whoever defends it."), "rough"),
        _ground(N_("Dunes: they help the defender; wheels are slow there."), "dunes"),
        _ground(N_("Deep sand: wheels cannot enter it."), "sand"),
        _ground(N_("Marsh: everybody is slow there."), "marsh"),
        _ground(N_("Heights: good to see from and to defend."), "heights"),
        _ground(N_("A settlement: it helps whoever defends it."), "settlement"),
        _ground(N_("A lake: nobody enters it."), "lake"),
        _ground(
            N_("A river: crossed by fords and bridges; infantry and cavalry can swim, which shakes them."), "river"
        ),
        _ground(
            N_(
                "A stream: infantry and cavalry wade it, vehicles need a ford or a bridge; it helps whoever stands "
                "behind it."
            ),
            "stream",
        ),
        _ground(
            N_("A steep slope: only infantry and cavalry climb it; it helps whoever stands behind it."), "escarpment"
        ),
        _ground(N_("A road: quick, for wheels above all."), "road"),
        _ground(N_("A track: easier than the ground beside it."), "track"),
        Sign(
            N_("The border, as a side claims it."),
            OnMap(ground="border", at_side=True),
            ("ground.border", "scene.borders"),
        ),
        Sign(N_("Hatched mist: your side does not see the hex."), OnMap(unseen=True), ("scene.fog",)),
        Sign(
            N_("Night: one sees less far, and no aircraft fly."),
            OnMap(change=lambda state, spot: replace(state, turn=2)),
            ("light.night",),
        ),
        Sign(
            N_("Rain or storm: the ground is soft, one sees less far, and few aircraft fly."),
            OnMap(change=lambda state, spot: replace(state, weather="rain", weather_until=9)),
            ("light.rain",),
        ),
    ),
)

PAGES: tuple[SignGroup, ...] = (COUNTERS, KINDS, ORDERS, OVERLAYS, THINGS, MOMENTS, GROUND)
