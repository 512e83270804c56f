"""The assault: odds, named shifts, the exact distribution of outcomes, retreat paths; and the barrage.

What the player is shown before an attack and what is resolved come from the same :func:`forecast`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from khalkhin.core.air import air_superiority
from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import ammunition
from khalkhin.core.command import handicap
from khalkhin.core.command.command import commander
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog.contacts import phantom
from khalkhin.core.model.rules import CombatOutcome, HexsideKind
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import Picture, is_swim, picture, step_cost
from khalkhin.core.orders.orders import Assault, Barrage
from khalkhin.core.supply.supply import rear
from khalkhin.core.timeline import restrictions


@dataclass(frozen=True, slots=True)
class Shift:
    """A named modifier: `columns` to the right (for the attacker) or left, and the sentence that explains it."""

    name: str
    columns: int
    label: str


@dataclass(frozen=True, slots=True)
class Chance:
    """One outcome and the number of the 36 throws of two dice that give it."""

    outcome: CombatOutcome
    ways: int


@dataclass(frozen=True, slots=True)
class Retreat:
    """Where a unit would go when it must retreat so many hexes.

    `path` begins where it stands; `losses` are steps for entering zones of control, swimming, and hexes it cannot
    go; a path of one hex means that it cannot go at all and is destroyed.
    """

    unit: str
    path: tuple[int, ...]
    losses: int

    @property
    def blocked(self) -> bool:
        return len(self.path) == 1


@dataclass(frozen=True, slots=True)
class Forecast:
    """All there is to know about an assault before the dice fall.

    Strengths are in half steps times attack or defence. `support` is what guns and aircraft add to the attack, after
    its limit; `air` what aircraft bring before it, and `passage` how much of their strength gets through;
    `defence_support` is what guns that stood by (`standing`) add to the defence; `notes` say what the sums cannot.
    `base_column` and `column` index the odds ladder before and after the shifts; `chances` sum to 36 throws;
    `retreats[n]` tells the defenders' retreat of n hexes.
    """

    attack: int
    support: int
    defence: int
    base_column: int
    column: int
    shifts: tuple[Shift, ...]
    chances: tuple[Chance, ...]
    retreats: tuple[tuple[Retreat, ...], ...]
    odds: str
    defence_support: int = 0
    standing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    air: int = 0
    passage: air_superiority.Passage | None = None

    @property
    def shift(self) -> int:
        """Sum of the shifts as used, after the limit."""
        return self.column - self.base_column

    def expected(self, what: str) -> float:
        """Mean of a field of the outcome, such as ``"defender_loss"``."""
        return sum(int(getattr(c.outcome, what)) * c.ways for c in self.chances) / 36

    def probability(self, what: str) -> float:
        """Chance that a field of the outcome is above zero."""
        return sum(c.ways for c in self.chances if getattr(c.outcome, what)) / 36


def power(unit: Unit) -> int:
    """Strength in half steps: a suppressed step counts half."""
    return 2 * unit.steps - unit.suppressed


def defenders(state: GameState, side: str, target: int) -> tuple[Unit, ...]:
    """Enemies of `side` in a hex that it sees, or takes for seen; combat unit first."""
    levels = state.sightings[side].levels
    found = tuple(u for u in state.at_hex(target) if u.spec.side != side and levels[u.spec.index])
    false = phantom(state, side, target)
    return found if false is None else (false,)


def fighters(state: GameState, side: str, target: int) -> tuple[Unit, ...]:
    """The defenders that an assault meets, as `side` sees them. Known truck columns do not fight: where nothing else
    stands, a combat unit takes them by moving in."""
    levels = state.sightings[side].levels
    return tuple(u for u in defenders(state, side, target) if not u.is_column or levels[u.spec.index] == Level.CONTACT)


def forecast(state: GameState, order: Assault) -> Forecast:
    """Odds, shifts, outcomes and retreats of an assault that is otherwise legal (see
    :mod:`khalkhin.core.orders.legal`).

    The defenders are those the active side sees in the target hex, as it sees them.
    """
    board = state.scenario.board
    target = board.index(*order.target)
    assert target is not None
    attackers = tuple(u for u in map(state.unit, order.attackers) if u is not None)
    guns = tuple(u for u in map(state.unit, order.guns) if u is not None)
    found = fighters(state, state.active, target)
    return assess(state, attackers, guns, found, target, sorties=order.sorties, set_piece=order.set_piece)


def assess(
    state: GameState,
    attackers: Sequence[Unit],
    guns: Sequence[Unit],
    found: Sequence[Unit],
    target: int,
    standing: Sequence[Unit] | None = None,
    sorties: int = 0,
    set_piece: bool = False,
) -> Forecast:
    """:func:`forecast` for given units; the engine calls it with the defenders that are really there and the guns
    really `standing` by for them (otherwise those that the active side sees)."""
    rules = state.scenario.rules.combat
    hardness = _mean_hardness(found)
    attack = sum(power(u) * _against(u, hardness) for u in attackers)
    air = air_superiority.support(state, state.active, sorties)
    support = sum(power(u) * _against(u, hardness) for u in guns) + air
    support = min(support, attack * rules.max_support // 100)
    defence = sum(power(u) * u.spec.type.defence for u in found) * 100
    if standing is None:
        standing = _seen_standing_by(state, target)
    joined, help_ = _defensive_fire(standing, attackers, defence * rules.max_support // 100)
    defence = max(1, defence)
    base = 0
    for i, (a, d) in enumerate(rules.columns):
        if (attack + support) * d >= (defence + help_) * a:
            base = i
    dug = max((u.entrenchment for u in found), default=0)
    spots = [a.hex for a in attackers]
    known = {side: picture(state, side, omniscient=True) for side in {u.spec.side for u in found}}
    retreats = tuple(
        tuple(retreat(state, u, n, spots, known[u.spec.side]) for u in found) if n else () for n in range(4)
    )
    surrounded = bool(found) and all(r.blocked for r in retreats[1])
    dry = ammunition.short(state, (*guns, *attackers))
    shifts = _shifts(state, attackers, found, target, dug, surrounded, dry)
    if set_piece:
        shifts += (Shift("set_piece", rules.shifts["set_piece"], "Set-piece assault prepared by the staff"),)
    total = max(-rules.max_shift, min(rules.max_shift, sum(s.columns for s in shifts)))
    column = max(0, min(len(rules.columns) - 1, base + total))
    a, d = rules.columns[base]
    return Forecast(
        attack,
        support,
        defence,
        base,
        column,
        shifts,
        distribution(state, column, found, dug),
        retreats,
        f"{a}:{d}",
        help_,
        tuple(u.spec.id for u in joined),
        _notes(state, joined, help_),
        air,
        air_superiority.passage(state, state.active) if sorties else None,
    )


def standing_by(state: GameState, side: str, what: str, hex_: int) -> tuple[Unit, ...]:
    """Guns of a side that stand by and can fire at (or before) a hex now, in order-of-battle order."""
    if state.silence.get(side, 0) >= state.turn:
        return ()
    board = state.scenario.board
    return ammunition.afford(
        state,
        (
            u
            for u in state.units
            if u.standby == what
            and u.spec.side == side
            and u.hex >= 0
            and u.effective > 0
            and u.supply_state < 2
            and board.distance(u.hex, hex_) <= u.spec.type.range
        ),
    )


def _seen_standing_by(state: GameState, target: int) -> tuple[Unit, ...]:
    """Enemy guns that the active side has identified and that stand by for the defence of a hex."""
    levels = state.sightings[state.active].levels
    guns = standing_by(state, state.scenario.enemy(state.active), "defence", target)
    return tuple(u for u in guns if levels[u.spec.index] >= Level.IDENTIFIED)


def _defensive_fire(standing: Sequence[Unit], attackers: Sequence[Unit], limit: int) -> tuple[tuple[Unit, ...], int]:
    """The guns that join a defence, one after another until they add all they may, and what they add."""
    hardness = _mean_hardness(attackers)
    joined: list[Unit] = []
    added = 0
    for gun in standing:
        if added >= limit:
            break
        joined.append(gun)
        added += power(gun) * _against(gun, hardness)
    return tuple(joined), min(added, limit)


def _notes(state: GameState, joined: Sequence[Unit], added: int) -> tuple[str, ...]:
    notes = []
    if joined:
        names = ", ".join(u.spec.name for u in joined)
        notes.append(f"Guns that stood by help the defence ({names}): {added // 200} more")
    if state.fog:
        notes.append("Enemy guns that nobody has identified may add to the defence")
    return tuple(notes)


def _against(unit: Unit, hardness: int) -> int:
    """Attack per step, times 100, against a target of a given hardness."""
    t = unit.spec.type
    return t.soft * (100 - hardness) + t.hard * hardness


def _mean_hardness(units: Sequence[Unit]) -> int:
    steps = sum(u.steps for u in units)
    return sum(u.steps * u.spec.type.hardness for u in units) // steps if steps else 0


def rung(state: GameState, column: int, dice: int) -> int:
    """The rung of the ladder of outcomes for a column and a throw."""
    rules = state.scenario.rules.combat
    return max(0, min(len(rules.outcomes) - 1, column + rules.base + rules.luck[dice]))


def outcome_of(state: GameState, column: int, dice: int, found: Sequence[Unit], dug: int) -> CombatOutcome:
    """The outcome of a throw; fortified defenders retreat one hex less, fragile ones one more."""
    rules = state.scenario.rules.combat
    outcome = rules.outcomes[rung(state, column, dice)]
    hexes = outcome.retreat
    if hexes and dug >= rules.fortified_level:
        hexes -= 1
    elif hexes and any(u.has("fragile") for u in found):
        hexes = min(3, hexes + 1)
    if hexes == outcome.retreat:
        return outcome
    return CombatOutcome(
        outcome.attacker_loss, outcome.attacker_suppressed, outcome.defender_loss, outcome.defender_suppressed, hexes
    )


def distribution(state: GameState, column: int, found: Sequence[Unit], dug: int) -> tuple[Chance, ...]:
    """The exact distribution of outcomes on a column, worst for the attacker first."""
    ways: dict[CombatOutcome, int] = {}
    throws = sorted((x + y for x, y in product(range(1, 7), repeat=2)), key=lambda t: rung(state, column, t))
    for throw in throws:
        outcome = outcome_of(state, column, throw, found, dug)
        ways[outcome] = ways.get(outcome, 0) + 1
    return tuple(Chance(o, n) for o, n in ways.items())


def _shifts(
    state: GameState,
    attackers: Sequence[Unit],
    found: Sequence[Unit],
    target: int,
    dug: int,
    surrounded: bool,
    dry: frozenset[int],
) -> tuple[Shift, ...]:
    board = state.scenario.board
    worth = state.scenario.rules.combat.shifts
    side = state.active
    weight = {u.spec.index: power(u) * max(u.spec.type.soft, u.spec.type.hard) for u in attackers}
    half = sum(weight.values())
    out: list[Shift] = []

    def add(name: str, label: str, times: int = 1) -> None:
        columns = worth[name] * times
        if columns:
            out.append(Shift(name, columns, label))

    def share(test: Sequence[bool]) -> bool:
        """Whether half or more of the attacking strength answers to a test."""
        return 2 * sum(weight[u.spec.index] for u, t in zip(attackers, test, strict=True) if t) >= half > 0

    ground = board.terrain[target]
    if ground.shift:
        out.append(Shift("terrain", -ground.shift, f"{ground.name} helps the defender"))
    edges = [board.hexside(u.hex, target) for u in attackers]
    kinds = [HexsideKind.OPEN if e is None else board.kind(e) for e in edges]
    swims = [is_swim(state, u, u.hex, target) for u in attackers]
    wet = [k is HexsideKind.RIVER for k in kinds]
    if share(swims):
        add("river", "Half or more of the attack swims the river")
    elif share(wet):
        add("crossing", "Half or more of the attack comes over a crossing")
    elif share([k is HexsideKind.STREAM for k in kinds]):
        add("stream", "Half or more of the attack wades a stream")
    elif share([k is HexsideKind.ESCARPMENT for k in kinds]):
        add("escarpment", "Half or more of the attack climbs an escarpment")
    flame = any(u.has("flame") for u in attackers)
    levels = max(0, dug - (1 if flame else 0))
    if levels:
        burnt = ", one level burnt out by flame tanks" if flame else ""
        add("entrenchment", f"Defender entrenched, level {dug}{burnt}", levels)
    armour = [u.has("armour") for u in attackers]
    infantry = any(u.has("infantry") for u in attackers)
    stopped = any(u.has("anti-tank") for u in found)
    if any(armour) and infantry:
        add("combined_arms", "Infantry and armour attack together")
    if all(armour) and dug and any(u.has("infantry") for u in found):
        add("unsupported_armour", "Armour alone against entrenched infantry")
    if share(armour) and stopped:
        add("anti_tank", "Anti-tank guns face the armour")
    if (
        share(armour)
        and not stopped
        and not state.night
        and dug < 2
        and ground.shift == 0
        and not any(u.has("armour") for u in found)
    ):
        add("overrun", "Armour by day in the open, and nothing there to stop it")
    if state.night:
        add("night", "Darkness hampers the attack")
        if share([u.has("close-assault") for u in attackers]):
            add("close_assault", "Troops trained for night assault")
    if share([u.supply_state >= 1 for u in attackers]):
        add("attacker_unsupplied", "The attackers are short of supplies")
    elif share([u.supply_state >= 1 or u.spec.index in dry for u in attackers]):
        add("ammunition", "The attackers' stores have no ammunition left for them")
    worst = max((u.supply_state for u in found), default=0)
    if worst >= 3:
        add("defender_isolated", "The defender is isolated")
    elif worst == 2:
        add("defender_unsupplied", "The defender is out of supply")
    grade = _quality(attackers) - _quality(found)
    if grade and found:
        step = max(-2, min(2, round(grade / 100)))
        if step:
            add("quality", "Better troops attack" if step > 0 else "Better troops defend", step)
    if name := _leader(state, attackers, side):
        add("leader", f"{name} leads the attack")
    if name := _leader(state, found, state.scenario.enemy(side)):
        add("leader", f"{name} leads the defence", -1)
    if len(attackers) > 1 and (hq := commander(state, attackers)) is not None:
        add("coordination", f"{hq.spec.name} coordinates the attack")
    directions = {board.direction(target, u.hex) for u in attackers}
    if surrounded:
        add("surrounded", "The defender has no way to retreat")
    elif len(directions) >= 3 or any(d is not None and (d + 3) % 6 in directions for d in directions):
        add("flanked", "Attacked from several sides")
    if state.surprise.get(side, 0) >= state.turn:
        add("surprise", "Surprise")
    for whose, sign in ((side, 1), (state.scenario.enemy(side), -1)):
        if columns := handicap.columns(state, whose):
            out.append(Shift("handicap", sign * columns, handicap.title(state, whose)))
    return tuple(out)


def _quality(units: Sequence[Unit]) -> int:
    """Mean quality by strength, times 100."""
    total = sum(power(u) for u in units)
    return 100 * sum(int(u.spec.quality) * power(u) for u in units) // total if total else 0


def _leader(state: GameState, units: Sequence[Unit], side: str) -> str:
    """The leader of a side whose headquarters (or own unit) is near enough to any of the units."""
    board, limit = state.scenario.board, state.scenario.rules.combat.leader_range
    for unit in units:
        if unit.spec.leader and not unit.has("hq"):
            return unit.spec.leader
    for hq in state.side_units(side):
        if (
            hq.spec.leader
            and hq.has("hq")
            and hq.effective > 0
            and any(board.distance(hq.hex, u.hex) <= limit for u in units)
        ):
            return hq.spec.leader
    return ""


def retreat(
    state: GameState, unit: Unit, hexes: int, attackers: Sequence[int], known: Picture | None = None
) -> Retreat:
    """The fixed way of a retreat of so many hexes.

    Away from where the unit stands, over ground it can use, never into an enemy hex; first the way that costs fewest
    steps, then towards its side's supply sources, then away from the attackers. Each hex in an enemy zone of control
    where no friend stands costs a step, so does swimming a river; each hex it cannot go costs a step, and if it
    cannot go at all it is destroyed. `known` is the unit's side's picture, if it is at hand.
    """
    side = unit.spec.side
    known = known or picture(state, side, omniscient=True)
    home = rear(state, side)
    board = state.scenario.board
    origin = unit.hex
    unit_type = unit.spec.type
    table = board.steps[unit_type.mobility]
    level: list[tuple[tuple[int, ...], int]] = [((origin,), 0)]
    best: tuple[tuple[int, ...], int] | None = None
    for n in range(1, hexes + 1):
        following = []
        for path, cost in level:
            for step in table[path[-1]]:
                if step.to in known.enemies or board.distance(origin, step.to) != n:
                    continue
                price = step_cost(state, step, unit_type)
                if price < 0 and price != SWIM:
                    continue
                toll = int(price == SWIM) + int(step.to in known.zones and step.to not in known.combat)
                following.append(((*path, step.to), cost + toll))
        ends = [(p, c) for p, c in following if _room(known, unit, p[-1])]
        if ends:
            best = min(
                ends, key=lambda e: (e[1], home[e[0][-1]], -sum(board.distance(e[0][-1], a) for a in attackers), e[0])
            )
        level = following
    if best is None:
        return Retreat(unit.spec.id, (origin,), unit.steps)
    path, cost = best
    return Retreat(unit.spec.id, path, cost + hexes - (len(path) - 1))


def _room(known: Picture, unit: Unit, hex_: int) -> bool:
    return unit.is_column or hex_ not in (known.combat if unit.is_combat else known.support)


# ------------------------------------------------------------------ who can take part


def can_assault(unit: Unit) -> bool:
    """Whether a unit's kind fights in the assault itself (guns and headquarters do not)."""
    return unit.spec.type.range == 0 and not unit.has("hq") and unit.spec.type.soft > 0


def barred(state: GameState, unit: Unit, target: int) -> str:
    """Why a unit cannot take part in an assault on a hex now; empty if it can. A sentence for the player."""
    rules = state.scenario.rules
    board = state.scenario.board
    name = unit.spec.name
    if unit.hex < 0:
        return f"{name} is not on the map."
    if state.is_held(unit):
        return restrictions.held_reason(state, unit)
    if not can_assault(unit):
        return f"{name} does not fight in assaults; guns support them from a distance."
    if unit.fought:
        return f"{name} has already fought this turn."
    if board.direction(unit.hex, target) is None:
        return f"{name} is not next to the target."
    if ban := restrictions.closing(state, unit, target):
        return restrictions.forbidden_reason(state, ban)
    if unit.mp < rules.combat.assault_mp:
        return f"{name} has {unit.mp} MP left; an assault takes {rules.combat.assault_mp}."
    if unit.effective <= 0:
        return f"All of {name} is suppressed; it must rest first."
    step = board.step(unit.hex, target, unit.spec.type.mobility)
    cost = -1 if step is None else step_cost(state, step, unit.spec.type)
    if cost < 0 and cost != SWIM and not _bridged(state, unit, target):
        return f"{name} cannot get across to the target there; it needs ground or a crossing that carries it."
    if unit.supply_state >= 2:
        home = rear(state, unit.spec.side)
        if home[target] >= home[unit.hex]:
            return f"{name} is out of supply and may only assault to break out, towards its own supply."
    return ""


def _bridged(state: GameState, unit: Unit, target: int) -> bool:
    """A crossing whose traffic is used up for the turn still carries an assault."""
    side = state.scenario.board.hexside(unit.hex, target)
    link = None if side is None else state.crossings.get(side)
    step = state.scenario.board.step(unit.hex, target, unit.spec.type.mobility)
    return link is not None and step is not None and crossings.bears(link, unit.spec.type, state.scenario.rules)


def gun_idle(state: GameState, unit: Unit) -> str:
    """Why a gun unit cannot fire at all now; empty if it can. A sentence for the player."""
    name = unit.spec.name
    if unit.hex < 0:
        return f"{name} is not on the map."
    if state.is_held(unit):
        return restrictions.held_reason(state, unit)
    if unit.spec.type.range <= 0:
        return f"{name} has no guns that fire at a distance."
    if unit.standby:
        return f"{name} stands by for the enemy's turn; take that back before it fires now."
    if unit.fought:
        return f"{name} has already fired this turn."
    if unit.moved and not unit.has("mobile-guns"):
        return f"{name} has moved this turn; towed guns fire from where they began."
    if unit.effective <= 0:
        return f"All of {name} is suppressed; it must rest first."
    if unit.supply_state >= 2:
        return f"{name} is out of supply; its guns have no ammunition."
    if state.silence.get(unit.spec.side, 0) >= state.turn:
        return f"{name} is silenced: surprise has cut its lines and knocked out its observers."
    return ammunition.lack(state, unit)


def gun_barred(state: GameState, unit: Unit, target: int) -> str:
    """Why a gun unit cannot fire at a hex now; empty if it can. A sentence for the player."""
    if reason := gun_idle(state, unit):
        return reason
    distance = state.scenario.board.distance(unit.hex, target)
    if distance > unit.spec.type.range:
        return f"{unit.spec.name} reaches {unit.spec.type.range} hexes; the target is {distance} away."
    return ""


def possible_attackers(state: GameState, target: int) -> tuple[Unit, ...]:
    """Units of the active side that can take part in an assault on a hex now, the strongest first."""
    found = [u for u in _around(state, target) if not barred(state, u, target)]
    return tuple(sorted(found, key=lambda u: (not u.is_combat, -power(u) * u.spec.type.soft, u.spec.index)))


def _around(state: GameState, target: int) -> list[Unit]:
    near = state.scenario.board.neighbours[target]
    return [
        state.units[i] for n in near if n >= 0 for i in state.at.get(n, ()) if state.units[i].spec.side == state.active
    ]


def possible_guns(state: GameState, target: int) -> tuple[Unit, ...]:
    """Gun units of the active side that can fire at a hex now, in order-of-battle order."""
    return tuple(u for u in state.side_units(state.active) if u.spec.type.range and not gun_barred(state, u, target))


def best_assault(state: GameState, target: int) -> Assault | None:
    """A good combination against a hex: everyone who can, led by the strongest combat unit, with as few guns as still
    reach the best column; None if nobody can attack or nothing is seen there."""
    place = state.scenario.board.place(target)
    side = state.active
    if not fighters(state, side, target):
        return None
    units = possible_attackers(state, target)
    if not units or not units[0].is_combat:
        return None
    best: tuple[tuple[float, int], Assault] | None = None
    lead = units[0].spec.id
    names = tuple(u.spec.id for u in units[1:])
    guns = tuple(u.spec.id for u in ammunition.afford(state, possible_guns(state, target)))
    options = [(lead, *names)]
    dry = tuple(u.spec.id for u in units if not is_swim(state, u, u.hex, target))
    if dry and len(dry) < len(units) and (first := state.unit(dry[0])) is not None and first.is_combat:
        options.append(dry)
    for team in options:
        for n in range(len(guns) + 1):
            order = Assault(place, team, guns[:n])
            odds = forecast(state, order)
            value = (odds.column, -n)
            if best is None or value > best[0]:
                best = value, order
    return None if best is None else best[1]


# ------------------------------------------------------------------ barrage


@dataclass(frozen=True, slots=True)
class BarrageForecast:
    """What a barrage may do: `chances[k]` of six faces suppress k steps; `kills` says that half of them (rounded up)
    are lost for good because the target is cut off and cannot get out of the fire."""

    strength: int
    column: int
    chances: tuple[int, ...]
    kills: bool
    notes: tuple[str, ...] = ()


def barrage_forecast(state: GameState, order: Barrage) -> BarrageForecast:
    """The exact distribution of a barrage on the enemies seen in a hex."""
    board = state.scenario.board
    target = board.index(*order.target)
    gun = state.unit(order.gun)
    assert target is not None and gun is not None
    return barrage_odds(state, gun, defenders(state, state.active, target), target)


def barrage_odds(state: GameState, gun: Unit, found: Sequence[Unit], target: int) -> BarrageForecast:
    """:func:`barrage_forecast` for given units."""
    rules = state.scenario.rules.combat
    strength = power(gun) * _against(gun, _mean_hardness(found)) // 200
    column = 0
    for i, need in enumerate(rules.barrage_columns):
        if strength >= need:
            column = i
    notes = []
    if any(u.entrenchment >= 2 for u in found):
        column -= 1
        notes.append("Deep trenches shelter the target: one column less")
    levels = state.sightings[gun.spec.side].levels
    # A false contact has no place among the levels: it is seen as badly as can be.
    if found and all(u.spec.index >= len(levels) or levels[u.spec.index] == Level.CONTACT for u in found):
        column -= 1
        notes.append("The target is hardly seen: one column less")
    column = max(0, column)
    row = rules.barrage_results[column]
    chances = tuple(row.count(k) for k in range(max(row) + 1))
    kills = any(u.supply_state >= 2 for u in found)
    if kills:
        notes.append("The target is cut off and cannot leave the fire: half of the steps hit are lost")
    return BarrageForecast(strength, column, chances, kills, tuple(notes))
