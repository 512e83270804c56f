"""What a side's enemy could do to it in his next turn, as far as the side knows: where each known enemy could come to,
what he could assault and shell from there, at what odds.

Everything is asked of the rules, over the position as it would be if the turn ended now: known enemies fed, rested and
with all their MP, no other of them in the way. One enemy at a time is moved; what others could clear for him, a forced
march, reinforcements, bridges finished meanwhile and whoever is not seen are left out. A zone of control of the side
counts only where the known enemies are sure to see who has it: from whom they do not see they do not keep away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from khalkhin.core.board.board import SightMasks
from khalkhin.core.combat import combat
from khalkhin.core.combat.combat import Forecast
from khalkhin.core.combat.gunnery import no_shelling
from khalkhin.core.combat.strength import power
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog import sight
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import ISOLATED, Level, Unit, supply_after
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Picture
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.turns import dig_in

#: The level of an enemy who has gone out of sight, in place of one of sight's.
LOST = 0


@dataclass(frozen=True, slots=True)
class Foe:
    """A known enemy as he would begin his turn. `level` is how well he is seen, LOST for one who has gone out of sight
    and is counted from where he was last seen, on turn `seen`. `left` gives the MP he would have left in each hex that
    he could go to, his own among them."""

    unit: Unit
    level: int
    seen: int
    left: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Threat:
    """Who could come into a hex, assault what is in it, and shell it."""

    reach: tuple[Foe, ...] = ()
    assault: tuple[Foe, ...] = ()
    fire: tuple[Foe, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reach or self.assault or self.fire)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A crossing of the side's own in danger: `bare` where none of its units stands at it and one of `comers` could
    come to it; `fire` are guns that could shell it."""

    hexside: int
    bare: bool
    comers: tuple[Foe, ...]
    fire: tuple[Foe, ...]


class Threats:
    """See the module. `side` is the one that is threatened; `state` is what it knows, as a view has it."""

    def __init__(self, state: GameState, side: str) -> None:
        self.side = side
        self.enemy = state.scenario.enemy(side)
        self._now = state
        self._at: dict[int, Threat] = {}
        self._forecasts: dict[int, Forecast | None] = {}
        self._crossable: dict[tuple[str, int, int], bool] = {}

    @cached_property
    def eve(self) -> GameState:
        """The position at the beginning of the enemy's turn, if the side's ended now."""
        state, enemy = self._now, self.enemy
        if state.active == self.side:
            last = self.side != state.scenario.sides[0].id and state.turn < len(state.scenario.calendar)
            state = crossings.reopen(replace(dig_in(state)[0], active=enemy, turn=state.turn + last))
        rest = state.scenario.rules.supply.recover_at_rest
        fresh = [
            replace(
                unit,
                mp=movement.full_mp(state, replace(unit, unsupplied=0)),
                suppressed=max(0, unit.suppressed - rest),
                moved=False,
                fought=False,
                standby="",
                unsupplied=0,
                store=-1,
            )
            for unit in state.known_enemies(self.side)
        ]
        return state.with_units(fresh)

    @property
    def over(self) -> bool:
        """Whether the enemy has no turn any more."""
        state = self._now
        last = state.turn == len(state.scenario.calendar) and self.side != state.scenario.sides[0].id
        return state.over or (last and state.active == self.side)

    # ------------------------------------------------------------------ who could come where

    @cached_property
    def foes(self) -> tuple[Foe, ...]:
        """The known enemies, those out of sight last: one search for each."""
        if self.over:
            return ()
        state, known = self.eve, self._picture
        out = []
        for unit in state.known_enemies(self.side):
            level = state.sightings[self.side].levels[unit.spec.index]
            out.append(self._foe(unit, level, state.turn, known))
        for index, ghost in self._now.sightings[self.side].ghosts.items():
            gone = state.units[index]
            if ghost.level >= Level.IDENTIFIED and not gone.on_map:
                there = replace(gone, hex=ghost.hex)
                there = replace(there, mp=movement.full_mp(state, there))
                out.append(self._foe(there, LOST, ghost.turn, known))
        return tuple(out)

    def _foe(self, unit: Unit, level: int, seen: int, known: Picture) -> Foe:
        reach = movement.reach(self.eve, unit, known)
        return Foe(unit, level, seen, {unit.hex: unit.mp} | {hex_: unit.mp - cost for hex_, cost in reach.cost.items()})

    @cached_property
    def _picture(self) -> Picture:
        """Where things stand for the enemy's movers. Truck columns of the side's may be gone before they come."""
        state = self.eve
        own = [unit for unit in state.side_units(self.side) if not unit.is_column]
        certain = [unit for unit in own if self._surely_seen(unit)]
        return Picture(
            frozenset(unit.hex for unit in own), frozenset(movement.zones(state, certain)), frozenset(), frozenset()
        )

    def _surely_seen(self, unit: Unit) -> bool:
        """Whether a known enemy sees a unit of the side's from where he stands."""
        if not self.eve.fog:
            return True
        return any(sight.level(masks, unit, self.eve.night) for masks in self._eyes)

    @cached_property
    def _eyes(self) -> tuple[SightMasks, ...]:
        """What the enemies cover whose kind is known, and whom hunger cannot take before they move."""
        state = self.eve
        levels = state.sightings[self.side].levels
        known = (u for u in state.known_enemies(self.side) if levels[u.spec.index] >= Level.IDENTIFIED)
        return tuple(sight.unit_masks(state, unit) for unit in known if not self._may_starve(unit))

    def _may_starve(self, unit: Unit) -> bool:
        """Whether an enemy who gets no supplies when his turn begins would lose steps by it."""
        unsupplied = self._now.units[unit.spec.index].unsupplied
        return supply_after(unit.spec.type, unsupplied + 1) >= ISOLATED

    # ------------------------------------------------------------------ what could be done to a hex

    def at(self, hex_: int) -> Threat:
        """Who could come into a hex, assault it and shell it."""
        found = self._at.get(hex_)
        if found is None:
            board = self.eve.scenario.board
            found = self._at[hex_] = Threat(
                tuple(foe for foe in self.foes if hex_ in foe.left and foe.unit.hex != hex_),
                tuple(foe for foe in self.foes if any(self._strikes(foe, n, hex_) for n in board.neighbours[hex_])),
                tuple(foe for foe in self.foes if self._shells(foe, hex_)),
            )
        return found

    def _strikes(self, foe: Foe, start: int, target: int) -> bool:
        """Whether an enemy could take part in an assault on a hex from one beside it."""
        left = foe.left.get(start, -1)
        if left < self.eve.scenario.rules.combat.assault_mp or foe.unit.effective <= 0:
            return False
        kind = foe.unit.spec.type
        key = kind.id, start, target
        if key not in self._crossable:
            ready = replace(foe.unit, hex=start, mp=kind.mp + left, suppressed=0)
            self._crossable[key] = combat.barred(self.eve, ready, target) is None
        return self._crossable[key]

    def _shells(self, foe: Foe, target: int) -> bool:
        """Whether guns of the enemy's could fire at a hex: from where they stand, or where they may drive up to."""
        distance, range_ = self.eve.scenario.board.distance, foe.unit.spec.type.range
        return any(distance(hex_, target) <= range_ for hex_ in self._stands(foe))

    def _stands(self, foe: Foe) -> Collection[int]:
        """Hexes from which an enemy's guns could fire; none where they cannot, or are no guns."""
        unit = foe.unit
        if not unit.spec.type.range or combat.gun_idle(self.eve, unit) is not None:
            return ()
        return foe.left if unit.has("mobile-guns") else (unit.hex,)

    @cached_property
    def assaulted(self) -> frozenset[int]:
        """All hexes that a known enemy could assault."""
        neighbours = self.eve.scenario.board.neighbours
        need = self.eve.scenario.rules.combat.assault_mp
        out: set[int] = set()
        for foe in self.foes:
            if not combat.can_assault(foe.unit):
                continue
            for start, left in foe.left.items():
                if left >= need:
                    out.update(n for n in neighbours[start] if n >= 0 and n not in out and self._strikes(foe, start, n))
        return frozenset(out)

    @cached_property
    def shelled(self) -> frozenset[int]:
        """All hexes that known enemy guns could fire at."""
        board = self.eve.scenario.board
        out: set[int] = set()
        for foe in self.foes:
            out.update(*(board.around(hex_, foe.unit.spec.type.range) for hex_ in self._stands(foe)))
        return frozenset(out)

    @cached_property
    def vulnerable(self) -> tuple[Unit, ...]:
        """Units of the side's that do not fight for themselves (staffs, guns, engineers, trucks) and that a known enemy
        could assault, or take by driving up to them."""
        own = (u for u in self.eve.side_units(self.side) if not u.is_combat)
        return tuple(u for u in own if self._alone(u) and (self.at(u.hex).assault or self.at(u.hex).reach))

    def _alone(self, unit: Unit) -> bool:
        """Whether no fighting unit stands with it."""
        return not any(u.is_combat and u.side == self.side for u in self.eve.at_hex(unit.hex))

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """Crossings of the side's own that a known enemy could come to unopposed, or shell."""
        return tuple(bridge for bridge in self._bridges() if bridge.bare or bridge.fire)

    def _bridges(self) -> Iterator[Bridge]:
        state, board = self.eve, self.eve.scenario.board
        for hexside, link in state.crossings.items():
            if link.owner != self.side or not crossings.standing(link, state.scenario.rules):
                continue
            ends = [hex_ for hex_ in board.hexside_hexes(hexside) if hex_ >= 0]
            held = any(u.side == self.side and not u.is_column for hex_ in ends for u in state.at_hex(hex_))
            comers = tuple(foe for foe in self.foes if any(hex_ in foe.left for hex_ in ends))
            fire = tuple(foe for foe in self.foes if self._shells_crossing(foe, hexside))
            yield Bridge(hexside, bool(comers) and not held, comers, fire)

    def _shells_crossing(self, foe: Foe, hexside: int) -> bool:
        stands = self._stands(foe)
        return any(no_shelling(self.eve, replace(foe.unit, hex=hex_), hexside) is None for hex_ in stands)

    # ------------------------------------------------------------------ at what odds

    def forecast(self, hex_: int) -> Forecast | None:
        """The best assault on a hex by those enemies that are seen and identified, with the guns that reach: what the
        rules forecast, with each of them where he could come to. None where there is none."""
        if hex_ not in self._forecasts:
            self._forecasts[hex_] = self._forecast(hex_)
        return self._forecasts[hex_]

    def _forecast(self, target: int) -> Forecast | None:
        state = self.eve
        placed = self._placed(target)
        if not placed or not combat.fighters(state, self.enemy, target):
            return None
        moved = [replace(foe.unit, hex=start, mp=foe.left[start]) for start, foe in placed.items()]
        state = state.with_units(moved)
        order = best_assault(state, target)
        return None if order is None else assault_forecast(state, order)

    def _placed(self, target: int) -> dict[int, Foe]:
        """Fighting units of the enemy's in hexes beside one, one in each, as many as can be, the strongest first."""
        foes = [f for f in self.at(target).assault if f.level >= Level.IDENTIFIED and f.unit.is_combat]
        foes.sort(key=lambda foe: (-power(foe.unit) * foe.unit.spec.type.soft, foe.unit.spec.index))
        around = [n for n in self.eve.scenario.board.neighbours[target] if n >= 0]
        held: dict[int, Foe] = {}

        def settle(foe: Foe, tried: set[int]) -> bool:
            for start in sorted(around, key=lambda n: n != foe.unit.hex):
                if start in tried or not self._strikes(foe, start, target):
                    continue
                tried.add(start)
                if start not in held or settle(held[start], tried):
                    held[start] = foe
                    return True
            return False

        for foe in foes:
            settle(foe, set())
        return held
