"""Guards: which places must not be walked into, and who is posted there, alone or with others beside him."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from khalkhin.ai.estimate import (
    ALARM,
    ASIDE,
    FINISH,
    in_wings,
    is_there,
    places_to_hold,
    staying_power,
    threat_about,
    threatened,
    turns_left,
)
from khalkhin.ai.plan import DUG_IN
from khalkhin.ai.refuge import UNWATCHED
from khalkhin.ai.unseen import last_seen
from khalkhin.core.analysis import SideAnalysis
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import HexsideKind
from khalkhin.core.model.scenario import Objective
from khalkhin.core.model.state import UNSEEN, GameState, Ghost
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, may_move, picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.supply import SupplyNet
from khalkhin.core.victory import swing

#: No unit is sent further than this to guard a place, in hexes: by posture. A defender's men who cross the battlefield
#: to a post are met in the open by those who came for it.
ERRAND = {"attack": 8, "balanced": 8, "defend": 3}
#: Share of the own steps, in percent, that may be held back for guards: by posture.
GUARDS = {"attack": 15, "balanced": 40, "defend": 50}
#: The attack of enemies who could take a crossing from an attacker that leaves it behind.
RAID = 6
#: In this many turns at the end it is all one who is fed.
LAST = 2
#: What a place must be worth for each step of its guard, in victory points, for an attacker to leave one there beyond
#: the share of his steps that he can spare.
PRICE = 2.0
#: Turns within which the enemy must be able to come to a place that an attacker is told to hold, for it to keep a
#: garrison: he may not be seen again before he is there.
WATCH = 4
#: The same where a garrison stands already.
LINGER = 8
#: Hexes from such a place within which he must be able to come past everybody.
SLIP = 2
#: Raiders who are less than one part in so many of the attacker's own strength are worth no garrison.
STRAGGLERS = 10


@dataclass(frozen=True, slots=True)
class GuardedPlace:
    """Hexes of which one must be held, the victory points at stake there, and whether it is held whatever it takes."""

    hexes: tuple[int, ...]
    worth: float = 0.0
    vital: bool = True


def posts_of_guards(
    state: GameState,
    found: SideAnalysis,
    doors: list[tuple[int, ...]],
    places: list[GuardedPlace],
    closing: dict[int, int],
    cut: frozenset[str],
    line: frozenset[str],
    last: frozenset[str],
) -> dict[str, int]:
    """A guard for each place that must not be walked into: the unit that stands there, else the nearest free one.

    Doors of rings and last crossings are guarded whatever it takes, others as far as the side can spare steps.
    """
    side, board = found.side, state.scenario.board
    fighters = [u for u in state.side_units(side) if u.is_combat]
    free = [u for u in fighters if (u.effective > 0 or u.id in last) and u.id not in cut]
    # Who stands in a place keeps it, however shaken: a second garrison would only march there to be shot at.
    shaken = {u.hex for u in fighters if u.effective <= 0 and u.entrenchment >= DUG_IN and u.id not in last}
    hints = state.scenario.side(side).hints
    share = GUARDS[hints.posture] if turns_left(state) >= FINISH else max(GUARDS.values())
    budget = sum(u.steps for u in free) * share // 100
    posts: dict[str, int] = {}
    attacks = hints.posture == "attack"
    kept = places_to_hold(state, side)
    wings = in_wings(state, side)
    for place in [*(GuardedPlace(door) for door in doors), *places]:
        hexes, vital = place.hexes, place.vital
        if not set(posts.values()).isdisjoint(hexes) or not shaken.isdisjoint(hexes):
            continue
        here = [u for u in free if u.hex in hexes and u.id not in posts]
        near = [
            u
            for u in free
            if u.id not in posts and u.id not in line and may_move(u)
            if board.distance(u.hex, hexes[0]) <= (ASIDE if u.id in wings else ERRAND[hints.posture])
        ]

        def effort(unit: Unit, to: int = hexes[0]) -> tuple[float, int]:
            march = board.distance(unit.hex, to) * 6 / unit.spec.type.mp
            spared = unit.spec.formation in hints.reserves
            return _reluctance(unit, closing) * (0.3 if spared else 1.0) + march, unit.spec.index

        keeper = None
        if hexes[0] in kept and len(hexes) == 1:
            keeper = _keeper(state, found, hexes[0], here, near, line)
        if keeper is not None:
            here = [u for u in here if u is keeper]
        able = [keeper] if keeper is not None else here[:1] or sorted(near, key=effort)
        guard = next(
            (u for u in able if vital or u.steps <= budget or (u.id not in wings and _is_dear(place, u))), None
        )
        if guard is not None:
            posts[guard.id] = guard.hex if here else hexes[0]
            # A defender's garrisons hold what they must hold: that leaves as many for the rest.
            budget -= 0 if vital and not attacks else guard.steps
            beside = _beside(state, found, place, guard, [u for u in near if u.id not in wings and u.id not in posts])
            posts.update({mate.id: hex_ for mate, hex_ in beside})
    return posts


def _beside(
    state: GameState, found: SideAnalysis, place: GuardedPlace, guard: Unit, free: list[Unit]
) -> list[tuple[Unit, int]]:
    """Who comes up beside the guard of a place that he cannot hold alone, and where: the nearest, until together they
    are a match for the enemies about it, as long as it is worth twice so many men."""
    board, hex_ = state.scenario.board, place.hexes[0]
    menace = threat_about(state, found.side, {hex_}, SLIP)
    taken = {u.hex for u in state.units if u.is_combat}
    out: list[tuple[Unit, int]] = []
    for unit in sorted(free, key=lambda u: (board.distance(u.hex, hex_), -u.effective, u.spec.index)):
        team = [guard, unit, *(u for u, _ in out)]
        rest = 2 * sum(staying_power(u) for u in team if u is not unit)
        if rest >= menace or place.worth < 2 * PRICE * sum(u.steps for u in team):
            break
        if unit is guard or board.distance(unit.hex, hex_) > unit.spec.type.mp:
            continue
        reached = turns_to(state, [unit], found.picture, 1)
        others = taken.union(x for _, x in out)
        seats = [h for h in board.dry[hex_] if h == unit.hex or (h in reached and h not in others)]
        if seats:
            out.append((unit, min(seats, key=lambda h: (board.distance(h, unit.hex), h))))
    return out


def _is_dear(place: GuardedPlace, guard: Unit) -> bool:
    """Whether a place is worth a guard, however few the side can spare."""
    return place.worth >= PRICE * guard.steps


def _keeper(
    state: GameState, found: SideAnalysis, hex_: int, here: list[Unit], near: Iterable[Unit], line: frozenset[str]
) -> Unit | None:
    """Whom an attacker leaves in a place that it is told to hold: of those who can be there this turn and are a match
    for the enemies about it the weakest, so that the others go on; but whoever stays in his works there is its garrison
    as long as he is one. If nobody is, the strongest, where he is twice as strong as whoever stands there."""
    menace = threat_about(state, found.side, {hex_})
    if (garrison := next((u for u in here if u.id in line and 2 * staying_power(u) >= menace), None)) is not None:
        return garrison
    can = [u for u in {u.id: u for u in (*here, *near)}.values() if is_there(state, found.picture, u, hex_)]
    able = [u for u in can if 2 * staying_power(u) >= menace]
    if able:
        return min(able, key=lambda u: (staying_power(u), u.hex != hex_, u.spec.index))
    best = max(can, key=lambda u: (staying_power(u), u.hex == hex_, -u.spec.index), default=None)
    return best if best is not None and staying_power(best) >= 2 * max(map(staying_power, here), default=0) else None


def _reluctance(unit: Unit, closing: dict[int, int]) -> float:
    """How hard a unit is to spare as a guard, in hexes of march: those in works before the enemy are the last."""
    contact = 3.0 if closing.get(unit.hex, 9) <= 1 else 0.0
    return contact + 1.5 * unit.entrenchment + 0.3 * unit.steps


def places_in_danger(
    state: GameState, side: str, net: SupplyNet, closing: dict[int, int], ghosts: Mapping[int, Ghost] | None = None
) -> list[GuardedPlace]:
    """Places in danger, the most important first. The crossings that supplies hang on are vital, and what the hints say
    is to be held, to an attacker as soon as an enemy could ride there; other objectives and stores are wanted."""
    vital: list[GuardedPlace] = []
    attacks = state.scenario.side(side).hints.posture == "attack"
    for hexside in last_crossings(state, side, net):
        banks = [h for h in state.scenario.board.hexside_hexes(hexside) if h >= 0]
        # An attack that is going over does not leave a regiment behind for stragglers.
        few = attacks and threat_about(state, side, set(banks), ERRAND["attack"]) < RAID
        # At the end nobody starves any more before it is over.
        few = few or (attacks and turns_left(state) < FINISH)
        if any(threatened(closing, h) for h in banks) and not few:
            # The bank that the enemy comes to first is held: the crossing falls to whoever is alone beside it.
            vital.append(GuardedPlace(tuple(sorted(banks, key=lambda h: (closing.get(h, 9), h)))))
    hold = state.scenario.side(side).hints.hold
    unseen = _unseen(state, side, ghosts or {})
    wanted: list[tuple[float, int]] = []
    stakes: dict[int, float] = {}
    raiders: list[Unit] | None = None
    for objective, holding in zip(state.scenario.objectives, state.holdings, strict=True):
        soon = ALARM if turns_left(state) >= FINISH else min(ALARM, turns_left(state)) + 1
        if holding.side == side and attacks and objective.name in hold:
            raiders = _raiders(state, side, ghosts or {}) if raiders is None else raiders
            if _raided(state, side, objective.hex, raiders):
                vital.append(GuardedPlace((objective.hex,), float(swing(state, objective, holding))))
                continue
        if (
            holding.side == side
            and min(closing.get(objective.hex, soon + 1), _hidden(state, unseen, objective)) <= soon
        ):
            stake = float(swing(state, objective, holding))
            if objective.name in hold:
                # Who would come up beside a defender's garrison has works of his own to hold.
                vital.append(GuardedPlace((objective.hex,), stake if attacks else 0.0))
                continue
            stakes[objective.hex] = stake
            wanted.append((-stake, objective.hex))
    fed: dict[int, int] = {}
    for index, route in net.routes.items():
        fed[route.store] = fed.get(route.store, 0) + state.units[index].steps
    for i, store in enumerate(state.stores):
        # Who goes hungry at the very end no longer matters: the enemy must be there before.
        matters = turns_left(state) - closing.get(store.hex, ALARM) >= LAST
        if store.side == side and threatened(closing, store.hex) and fed.get(i) and matters:
            wanted.append((-min(20.0, fed[i] / 2), store.hex))
    places = dict.fromkeys(hex_ for _, hex_ in sorted(wanted))
    vital.sort(key=lambda place: (place.worth > 0, -place.worth))
    return [*vital, *(GuardedPlace((hex_,), stakes.get(hex_, 0.0), vital=False) for hex_ in places)]


def _unseen(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> dict[int, int]:
    """Turns until enemies who have gone out of sight could stand in each hex, where that is soon; to a side that sits
    in its works nobody. An attacker's front lets nobody through: they would have to come past all zones of control but
    those of the guards of places."""
    posture = state.scenario.side(side).hints.posture
    if posture == "defend":
        return {}
    gone: dict[int, list[Unit]] = {}
    for unit, ghost in last_seen(state, ghosts):
        gone.setdefault(min(UNWATCHED, state.turn - ghost.turn), []).append(unit)
    enemy = state.scenario.enemy(side)
    if posture == "attack":
        places = {o.hex for o in state.scenario.objectives}
        guards = [replace(u, hex=UNSEEN) for u in state.side_units(side) if u.hex in places]
        known = _shut(picture(state.with_units(guards), enemy))
    else:
        known = picture(state, enemy)
    out: dict[int, int] = {}
    for age, units in gone.items():
        for hex_, turns in turns_to(state, units, known, ALARM + age).items():
            out[hex_] = min(out.get(hex_, 9), max(1, turns - age))
    return out


def _hidden(state: GameState, unseen: Mapping[int, int], objective: Objective) -> int:
    """Turns until enemies out of sight could be in an objective, or beside it, if somebody bars the way."""
    return min(unseen.get(h, ALARM + 1) for h in state.scenario.board.within(objective.hex, 1))


def _raiders(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> list[Unit]:
    """Enemies who may come to a place in a side's back: those that are known, where they are or were last seen. While
    nobody has been seen at all, riders may come from wherever the enemy is told to stand: from what he holds."""
    enemy = state.scenario.enemy(side)
    about = [u for u in state.known_enemies(side) if u.is_combat]
    about += [unit for unit, _ghost in last_seen(state, ghosts)]
    if about:
        return about
    held = zip(state.scenario.objectives, state.holdings, strict=True)
    places = [o.hex for o, holding in held if holding.side == enemy]
    riders = (u for u in state.units if u.spec.side == enemy and u.is_combat)
    fast = max(riders, key=lambda u: (u.spec.type.mp, -u.spec.index), default=None)
    return [] if fast is None else [replace(fast, hex=hex_) for hex_ in places]


def _raided(state: GameState, side: str, hex_: int, raiders: Iterable[Unit]) -> bool:
    """Whether raiders who are worth a garrison could be near a place in time, past all zones of control of the side: a
    front lets nobody through. Whoever stands in the place keeps them out of it only; he does not leave it again for an
    hour's quiet."""
    board = state.scenario.board
    shut = _shut(picture(state, state.scenario.enemy(side)))
    garrison = any(u.is_combat for u in state.side_units(side) if u.hex == hex_)
    time = min(LINGER if garrison else WATCH, turns_left(state) + 1)
    near = frozenset(board.within(hex_, SLIP))
    able = (u for u in raiders if board.distance(u.hex, hex_) <= time * u.spec.type.mp // 2 + SLIP)
    come = sum(u.steps * u.spec.type.soft for u in able if not near.isdisjoint(turns_to(state, [u], shut, time)))
    own = sum(u.effective * u.spec.type.soft for u in state.side_units(side) if u.is_combat)
    return come * STRAGGLERS >= own and come > 0


def _shut(known: Picture) -> Picture:
    """The same where no zone of control lets anybody in either."""
    return replace(known, enemies=known.enemies | known.zones)


def last_crossings(state: GameState, side: str, net: SupplyNet) -> tuple[int, ...]:
    """River crossings of a side over which supplies go, when it is the last or feeds a third of the steps across; the
    one that feeds most first."""
    carried: dict[int, int] = {}
    for index, route in net.routes.items():
        for hexside in route.crossings:
            if state.scenario.board.kind(hexside) is HexsideKind.RIVER:
                carried[hexside] = carried.get(hexside, 0) + state.units[index].steps
    whole = sum(carried.values())
    rules = state.scenario.rules
    own = [
        h for h in carried if state.crossings[h].owner in ("", side) and crossings.standing(state.crossings[h], rules)
    ]
    own.sort(key=lambda h: (-carried[h], h))
    return tuple(h for h in own if len(own) == 1 or 3 * carried[h] >= whole)
