"""The assault: odds, named shifts, the exact distribution of outcomes, retreat paths; and the barrage.

What the player is shown before an attack and what is resolved come from the same :func:`assess`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from khalkhin.core.air import air_superiority
from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import ammunition
from khalkhin.core.combat.modifiers import Fight, Shift, shifts
from khalkhin.core.combat.remarks import CombatRemark, RemarkCode
from khalkhin.core.combat.strength import attack, defence, hardness, power, shares
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog.contacts import phantom
from khalkhin.core.model.rules import CombatOutcome
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import UNSUPPLIED, Level, Unit
from khalkhin.core.movement.movement import Picture, picture, step_cost
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.supply.supply import rear
from khalkhin.core.timeline import restrictions


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
class Help:
    """What a gun (by its unit's id) or the aircraft (an empty id) bring to an attack, and what of it counts: together
    they add no more than a share of the attackers' own strength, those named first before the others."""

    unit: str
    brings: int
    adds: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What an outcome comes to for those who are there: steps lost on each side, on the retreat too; steps suppressed
    by it of those who are left in the end; hexes that those fall back, 0 where nobody is left; and whether the hex
    `falls`: no defender stays in it, since they retreat or are destroyed."""

    attacker_loss: int
    attacker_suppressed: int
    defender_loss: int
    defender_suppressed: int
    retreat: int
    falls: bool

    @property
    def destroyed(self) -> bool:
        """Whether no defender is left, where he stood or on the way back."""
        return self.falls and not self.retreat


@dataclass(frozen=True, slots=True)
class Forecast:
    """All there is to know about an assault before the dice fall.

    Strengths are in half steps times attack or defence. `helpers` are the guns and aircraft, which add at most `limit`
    to the attack; `passage` is how much of the aircraft's strength gets through;
    `defence_support` is what guns that stood by (`standing`) add to the defence; `notes` say what the sums cannot.
    `base_column` and `column` index the odds ladder before and after the shifts; `chances` sum to 36 throws;
    `retreats[n]` tells the defenders' retreat of n hexes.
    """

    attack: int
    helpers: tuple[Help, ...]
    limit: int
    defence: int
    base_column: int
    column: int
    shifts: tuple[Shift, ...]
    chances: tuple[Chance, ...]
    retreats: tuple[tuple[Retreat, ...], ...]
    odds: str
    defence_support: int = 0
    standing: tuple[str, ...] = ()
    notes: tuple[CombatRemark, ...] = ()
    passage: air_superiority.Passage | None = None
    attackers: tuple[Unit, ...] = ()
    defenders: tuple[Unit, ...] = ()

    @property
    def shift(self) -> int:
        """Sum of the shifts as used, after the limit."""
        return self.column - self.base_column

    @property
    def support(self) -> int:
        """What guns and aircraft add to the attack."""
        return sum(h.adds for h in self.helpers)

    @property
    def wasted(self) -> tuple[Help, ...]:
        """The guns and aircraft that add nothing, because the others have reached the limit."""
        return tuple(h for h in self.helpers if h.brings and not h.adds)

    def fate(self, outcome: CombatOutcome) -> Fate:
        """What an outcome would do to those who are there."""
        mine = shares([u.steps for u in self.attackers], outcome.attacker_loss)
        theirs = shares([u.steps for u in self.defenders], outcome.defender_loss)
        shaken = shares(_unshaken(self.defenders, theirs), outcome.defender_suppressed)
        tolls = [way.losses for way in self.retreats[outcome.retreat]] if outcome.retreat else [0] * len(theirs)
        lost = suppressed = left = 0
        for unit, loss, new, toll in zip(self.defenders, theirs, shaken, tolls, strict=True):
            stays = max(0, unit.steps - loss - toll)
            lost += unit.steps - stays
            left += stays
            # Steps that are suppressed are the first to be lost on the way, too.
            suppressed += min(new, stays, max(0, max(0, unit.suppressed - loss) + new - toll))
        return Fate(
            sum(mine),
            min(outcome.attacker_suppressed, sum(_unshaken(self.attackers, mine))),
            lost,
            suppressed,
            outcome.retreat if left else 0,
            bool(self.defenders) and (outcome.retreat > 0 or not left),
        )

    @property
    def fates(self) -> dict[Fate, int]:
        """What may happen, worst for the attacker first, each with the number of the 36 throws that bring it."""
        out: dict[Fate, int] = {}
        for chance in self.chances:
            fate = self.fate(chance.outcome)
            out[fate] = out.get(fate, 0) + chance.ways
        return out

    @property
    def falls(self) -> float:
        """Chance that the hex falls."""
        return sum(ways for fate, ways in self.fates.items() if fate.falls) / 36

    @property
    def losses(self) -> tuple[float, float]:
        """Steps that attackers and defenders lose on average."""
        fates = self.fates.items()
        return sum(f.attacker_loss * n for f, n in fates) / 36, sum(f.defender_loss * n for f, n in fates) / 36


def _unshaken(units: Sequence[Unit], losses: Sequence[int]) -> list[int]:
    """Steps of each unit that can still be suppressed after losses, of which suppressed ones are the first to go."""
    return [min(u.steps - loss, u.steps - u.suppressed) for u, loss in zip(units, losses, strict=True)]


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
    """Odds, shifts, outcomes and retreats of an assault by the active side. To resolve one, `found` are the defenders
    that are really there and `standing` the guns that really stand by for them (otherwise those that it sees)."""
    rules = state.scenario.rules.combat
    armour = hardness(found)
    strength = sum(attack(u, armour) for u in attackers)
    limit = strength * rules.max_support // 100
    helpers = _helpers(state, guns, sorties, armour, limit)
    support = sum(h.adds for h in helpers)
    against = sum(map(defence, found))
    if standing is None:
        standing = _seen_standing_by(state, target)
    joined, help_ = _defensive_fire(standing, attackers, against * rules.max_support // 100)
    against = max(1, against)
    base = 0
    for i, (a, d) in enumerate(rules.columns):
        if (strength + support) * d >= (against + help_) * a:
            base = i
    dug = max((u.entrenchment for u in found), default=0)
    spots = [a.hex for a in attackers]
    known = {side: picture(state, side, omniscient=True) for side in {u.spec.side for u in found}}
    each = [retreats(state, u, rules.max_retreat, spots, known[u.spec.side]) for u in found]
    ways = ((), *(tuple(r[n] for r in each) for n in range(rules.max_retreat)))
    surrounded = bool(found) and all(r.blocked for r in ways[1])
    dry = ammunition.short(state, (*guns, *attackers))
    at_work = shifts(Fight(state, attackers, found, target, surrounded, set_piece, dry))
    total = max(-rules.max_shift, min(rules.max_shift, sum(s.columns for s in at_work)))
    column = max(0, min(len(rules.columns) - 1, base + total))
    a, d = rules.columns[base]
    return Forecast(
        strength,
        helpers,
        limit,
        against,
        base,
        column,
        at_work,
        distribution(state, column, found, dug),
        ways,
        f"{a}:{d}",
        help_,
        tuple(u.spec.id for u in joined),
        _notes(state, joined, help_),
        air_superiority.passage(state, state.active) if sorties else None,
        tuple(attackers),
        tuple(found),
    )


def _helpers(state: GameState, guns: Sequence[Unit], sorties: int, armour: int, limit: int) -> tuple[Help, ...]:
    """The guns and then the aircraft that support an attack, each with what of its strength is within the limit."""
    brought = [(gun.spec.id, attack(gun, armour)) for gun in guns]
    if sorties:
        brought.append(("", air_superiority.support(state, state.active, sorties)))
    out = []
    for unit, brings in brought:
        adds = min(brings, limit)
        limit -= adds
        out.append(Help(unit, brings, adds))
    return tuple(out)


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
            and u.supply_state < UNSUPPLIED
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
    armour = hardness(attackers)
    joined: list[Unit] = []
    added = 0
    for gun in standing:
        if added >= limit:
            break
        joined.append(gun)
        added += attack(gun, armour)
    return tuple(joined), min(added, limit)


def _notes(state: GameState, joined: Sequence[Unit], added: int) -> tuple[CombatRemark, ...]:
    notes = []
    if joined:
        notes.append(CombatRemark(RemarkCode.STOOD_BY, added // 200, tuple(u.spec.name for u in joined)))
    if state.fog:
        notes.append(CombatRemark(RemarkCode.UNKNOWN_GUNS))
    return tuple(notes)


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
        hexes = min(rules.max_retreat, hexes + 1)
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


def retreats(
    state: GameState, unit: Unit, longest: int, attackers: Sequence[int], known: Picture
) -> tuple[Retreat, ...]:
    """The fixed ways of a unit's retreats of one, two, ... up to `longest` hexes; `known` is its side's picture.

    Away from where the unit stands, over ground it can use, never into an enemy hex; first the way that costs fewest
    steps, then towards its side's supply sources, then away from the attackers. Each hex in an enemy zone of control
    where no friend stands costs a step, so does swimming a river; each hex it cannot go costs a step, and if it
    cannot go at all it is destroyed.
    """
    home = rear(state, unit.spec.side)
    board = state.scenario.board
    origin = unit.hex
    unit_type = unit.spec.type
    table = board.steps[unit_type.mobility]
    level: list[tuple[tuple[int, ...], int]] = [((origin,), 0)]
    best: tuple[tuple[int, ...], int] | None = None
    out = []
    for n in range(1, longest + 1):
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
        path, cost = best or ((origin,), 0)
        out.append(Retreat(unit.spec.id, path, cost + n - (len(path) - 1) if best else unit.steps))
    return tuple(out)


def _room(known: Picture, unit: Unit, hex_: int) -> bool:
    return unit.is_column or hex_ not in (known.combat if unit.is_combat else known.support)


# ------------------------------------------------------------------ who can take part


def can_assault(unit: Unit) -> bool:
    """Whether a unit's kind fights in the assault itself (guns and headquarters do not)."""
    return unit.spec.type.range == 0 and not unit.has("hq") and unit.spec.type.soft > 0


def barred(state: GameState, unit: Unit, target: int) -> Refusal | None:
    """Why a unit cannot take part in an assault on a hex now, or None if it can."""
    rules = state.scenario.rules
    board = state.scenario.board
    if unit.hex < 0:
        return Refusal(RefusalCode.OFF_MAP, unit.id)
    if held := restrictions.held(state, unit):
        return held
    if not can_assault(unit):
        return Refusal(RefusalCode.NO_ASSAULT_UNIT, unit.id)
    if unit.fought:
        return Refusal(RefusalCode.ASSAULT_FOUGHT, unit.id)
    if board.direction(unit.hex, target) is None:
        return Refusal(RefusalCode.NOT_ADJACENT, unit.id)
    if closed := restrictions.closed(state, unit, target):
        return closed
    if unit.mp < rules.combat.assault_mp:
        return Refusal(RefusalCode.ASSAULT_MP, unit.id, have=unit.mp, need=rules.combat.assault_mp)
    if unit.effective <= 0:
        return Refusal(RefusalCode.SUPPRESSED, unit.id)
    step = board.step(unit.hex, target, unit.spec.type.mobility)
    cost = -1 if step is None else step_cost(state, step, unit.spec.type)
    if cost < 0 and cost != SWIM and not _bridged(state, unit, target):
        return Refusal(RefusalCode.NO_WAY_ACROSS, unit.id)
    if unit.supply_state >= UNSUPPLIED:
        home = rear(state, unit.spec.side)
        if home[target] >= home[unit.hex]:
            return Refusal(RefusalCode.ONLY_BREAKOUT, unit.id)
    return None


def _bridged(state: GameState, unit: Unit, target: int) -> bool:
    """A crossing whose traffic is used up for the turn still carries an assault."""
    side = state.scenario.board.hexside(unit.hex, target)
    link = None if side is None else state.crossings.get(side)
    step = state.scenario.board.step(unit.hex, target, unit.spec.type.mobility)
    return link is not None and step is not None and crossings.bears(link, unit.spec.type, state.scenario.rules)


def gun_idle(state: GameState, unit: Unit) -> Refusal | None:
    """Why a gun unit cannot fire at all now, or None if it can."""
    if unit.hex < 0:
        return Refusal(RefusalCode.OFF_MAP, unit.id)
    if held := restrictions.held(state, unit):
        return held
    if unit.spec.type.range <= 0:
        return Refusal(RefusalCode.NO_GUNS, unit.id)
    if unit.standby:
        return Refusal(RefusalCode.STANDS_BY, unit.id)
    if unit.fought:
        return Refusal(RefusalCode.GUNS_FIRED, unit.id)
    if unit.moved and not unit.has("mobile-guns"):
        return Refusal(RefusalCode.GUNS_MOVED, unit.id)
    if unit.effective <= 0:
        return Refusal(RefusalCode.SUPPRESSED, unit.id)
    if unit.supply_state >= UNSUPPLIED:
        return Refusal(RefusalCode.GUNS_UNSUPPLIED, unit.id)
    if state.silence.get(unit.spec.side, 0) >= state.turn:
        return Refusal(RefusalCode.SILENCED, unit.id)
    return ammunition.lack(state, unit)


def gun_barred(state: GameState, unit: Unit, target: int) -> Refusal | None:
    """Why a gun unit cannot fire at a hex now, or None if it can."""
    if idle := gun_idle(state, unit):
        return idle
    distance, reach = state.scenario.board.distance(unit.hex, target), unit.spec.type.range
    return Refusal(RefusalCode.RANGE, unit.id, have=reach, need=distance) if distance > reach else None


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


# ------------------------------------------------------------------ barrage


@dataclass(frozen=True, slots=True)
class BarrageForecast:
    """What a barrage may do: `chances[k]` of six faces hit k steps of those `found` in the hex; `share` percent of them
    (rounded up) are lost for good where the target is cut off and cannot get out of the fire."""

    strength: int
    column: int
    chances: tuple[int, ...]
    found: tuple[Unit, ...]
    share: int
    notes: tuple[CombatRemark, ...] = ()

    def killed(self, hits: int) -> int:
        """Of so many steps hit, those that are lost for good."""
        return -(-hits * self.share // 100)

    def effect(self, hits: int) -> tuple[int, int]:
        """What so many hits do to those who are there: steps lost and steps suppressed."""
        lost = shares([u.steps for u in self.found], self.killed(hits))
        return sum(lost), min(hits - self.killed(hits), sum(_unshaken(self.found, lost)))

    @property
    def effects(self) -> dict[tuple[int, int], int]:
        """What may happen (steps lost and suppressed), each with the number of the six faces that bring it."""
        out: dict[tuple[int, int], int] = {}
        for hits, faces in enumerate(self.chances):
            if faces:
                out[self.effect(hits)] = out.get(self.effect(hits), 0) + faces
        return out


def barrage_odds(state: GameState, gun: Unit, found: Sequence[Unit], target: int) -> BarrageForecast:
    """The exact distribution of a barrage by guns on units in a hex."""
    rules = state.scenario.rules.combat.barrage
    strength = attack(gun, hardness(found)) // 200
    column = 0
    for i, need in enumerate(rules.columns):
        if strength >= need:
            column = i
    notes = []
    if any(u.entrenchment >= rules.trench_level for u in found):
        column -= rules.trench_columns
        notes.append(CombatRemark(RemarkCode.TRENCHES, rules.trench_columns))
    levels = state.sightings[gun.spec.side].levels
    # A false contact has no place among the levels: it is seen as badly as can be.
    if found and all(u.spec.index >= len(levels) or levels[u.spec.index] == Level.CONTACT for u in found):
        column -= rules.unseen_columns
        notes.append(CombatRemark(RemarkCode.HARDLY_SEEN, rules.unseen_columns))
    column = max(0, column)
    row = rules.results[column]
    chances = tuple(row.count(k) for k in range(max(row) + 1))
    share = rules.killed if any(u.supply_state >= UNSUPPLIED for u in found) else 0
    if share:
        notes.append(CombatRemark(RemarkCode.CUT_OFF, share))
    return BarrageForecast(strength, column, chances, tuple(found), share, tuple(notes))
