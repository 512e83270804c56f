"""The modifiers of the assault: a row each in :data:`MODIFIERS`, which odds, panel, rulebook and tests go by.

A row has the modifier's figure in the rules tables, the columns it is worth in a fight, and the code of what the player
reads; the sentences are in :mod:`khalkhin.text.modifiers`. A new modifier is a new row (with its figure and its text).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from khalkhin.core.combat.strength import power
from khalkhin.core.command import handicap
from khalkhin.core.command.command import commander
from khalkhin.core.model.rules import CombatRules, HexsideKind, Terrain
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import ISOLATED, SHORT, UNSUPPLIED, Unit
from khalkhin.core.movement.movement import is_swim

#: Names and numbers that a text has places for.
Params = tuple[tuple[str, str | int], ...]
#: Modifiers whose figure is a column of ``combat.shifts``.
TABLE = "combat.shifts."


class Section(StrEnum):
    """The part of the rulebook that says more of a modifier."""

    GROUND = "ground"
    RIVERS = "rivers"
    ASSAULT = "assault"
    SUPPLY = "supply"
    HQ = "hq"
    NIGHT = "night"
    BATTLE = "battle"
    LEVELS = "levels"


@dataclass(frozen=True, slots=True)
class Shift:
    """A modifier at work: `columns` to the right (for the attacker) or left, and the code of the text that explains
    it, with what belongs into its places."""

    name: str
    columns: int
    text: str
    params: Params = ()


@dataclass(slots=True)
class Fight:
    """An assault as the modifiers look at it: the units of the active side against those `found` in the `target`.

    `dry` are attackers (by index) for whom there is no ammunition; `surrounded` says that no defender can retreat,
    `set_piece` that the staff has prepared the assault. `over` is the modifier for the hexsides that half or more of
    the attack comes over, empty for open ground; `dug` the defenders' deepest entrenchment.
    """

    state: GameState
    attackers: Sequence[Unit]
    found: Sequence[Unit]
    target: int
    surrounded: bool = False
    set_piece: bool = False
    dry: frozenset[int] = frozenset()
    over: str = field(init=False)
    dug: int = field(init=False)
    ground: Terrain = field(init=False)
    _weights: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._weights = tuple(power(u) * max(u.spec.type.soft, u.spec.type.hard) for u in self.attackers)
        self.over = self._crossed()
        self.dug = max((u.entrenchment for u in self.found), default=0)
        self.ground = self.state.scenario.board.terrain[self.target]

    @property
    def rules(self) -> CombatRules:
        return self.state.scenario.rules.combat

    @property
    def side(self) -> str:
        return self.state.active

    @property
    def enemy(self) -> str:
        return self.state.scenario.enemy(self.state.active)

    @property
    def flame(self) -> bool:
        return any(u.has("flame") for u in self.attackers)

    @property
    def armour(self) -> bool:
        """Whether half or more of the attack is armour."""
        return self.half(u.has("armour") for u in self.attackers)

    @property
    def stopped(self) -> bool:
        """Whether there are anti-tank guns among the defenders."""
        return any(u.has("anti-tank") for u in self.found)

    @property
    def hunger(self) -> int:
        """The worst supply state among the defenders; of combat units, where there are any."""
        fighting = [u for u in self.found if u.is_combat] or self.found
        return max((u.supply_state for u in fighting), default=0)

    @property
    def shaken(self) -> bool:
        """Whether half or more of the defenders' steps are suppressed."""
        return 2 * sum(u.suppressed for u in self.found) >= sum(u.steps for u in self.found)

    def half(self, tests: Iterable[bool]) -> bool:
        """Whether half or more of the attacking strength answers to a test, one for each attacker."""
        met = sum(weight for weight, test in zip(self._weights, tests, strict=True) if test)
        return 2 * met >= sum(self._weights) > 0

    def _crossed(self) -> str:
        board = self.state.scenario.board
        if self.half(is_swim(self.state, u, u.hex, self.target) for u in self.attackers):
            return "river"
        edges = [board.hexside(u.hex, self.target) for u in self.attackers]
        kinds = [HexsideKind.OPEN if e is None else board.kind(e) for e in edges]
        return next((name for kind, name in _OVER.items() if self.half(k is kind for k in kinds)), "")


_OVER = {HexsideKind.RIVER: "crossing", HexsideKind.STREAM: "stream", HexsideKind.ESCARPMENT: "escarpment"}

Columns = Callable[[Fight], int]
Facts = Callable[[Fight], tuple[str, Params]]


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier: the `section` of the rulebook that speaks of it, the path of its `figure` in :class:`Rules` (`*`
    stands for the entry that applies), its `columns` in a fight (0: it does not apply) and the `sign` that they count
    with, -1 where they are the defender's; the codes of its `texts`, of which `facts` picks one and fills it."""

    id: str
    section: Section
    figure: str
    columns: Columns
    texts: tuple[str, ...]
    facts: Facts
    sign: int = 1

    def at_work(self, fight: Fight) -> Shift | None:
        """What it does in a fight, or None."""
        columns = self.sign * self.columns(fight)
        return Shift(self.id, columns, *self.facts(fight)) if columns else None


def shifts(fight: Fight) -> tuple[Shift, ...]:
    """Every modifier that applies, in the order of the registry."""
    return tuple(shift for m in MODIFIERS if (shift := m.at_work(fight)) is not None)


# ------------------------------------------------------------------ when, and how often, a figure counts


def _combined(fight: Fight) -> bool:
    return any(u.has("armour") for u in fight.attackers) and any(u.has("infantry") for u in fight.attackers)


def _unsupported(fight: Fight) -> bool:
    alone = all(u.has("armour") for u in fight.attackers)
    return alone and fight.dug > 0 and any(u.has("infantry") for u in fight.found)


def _overrun(fight: Fight) -> bool:
    in_the_open = fight.ground.shift == 0 and fight.dug < fight.rules.overrun_trench and not fight.state.night
    return fight.armour and in_the_open and not fight.stopped and not any(u.has("armour") for u in fight.found)


def _close(fight: Fight) -> bool:
    return fight.state.night and fight.half(u.has("close-assault") for u in fight.attackers)


def _hungry(fight: Fight) -> bool:
    return fight.half(u.supply_state >= SHORT for u in fight.attackers)


def _dry(fight: Fight) -> bool:
    return not _hungry(fight) and fight.half(
        u.supply_state >= SHORT or u.spec.index in fight.dry for u in fight.attackers
    )


def _grades(fight: Fight) -> int:
    grade, most = _quality(fight.attackers) - _quality(fight.found), fight.rules.max_quality
    return max(-most, min(most, round(grade / 100))) if fight.found else 0


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


def _leads(fight: Fight) -> str:
    return _leader(fight.state, fight.attackers, fight.state.active)


def _leads_defence(fight: Fight) -> str:
    return _leader(fight.state, fight.found, fight.enemy)


def _coordinator(fight: Fight) -> str:
    """The name of the headquarters that coordinates the attack, if one does."""
    hq = commander(fight.state, fight.attackers) if len(fight.attackers) > 1 else None
    return "" if hq is None else hq.spec.name


def _flanked(fight: Fight) -> bool:
    board = fight.state.scenario.board
    ways = {board.direction(fight.target, u.hex) for u in fight.attackers}
    opposite = any(d is not None and (d + 3) % 6 in ways for d in ways)
    return not fight.surrounded and (opposite or len(ways) >= fight.rules.flank_sides)


def _strongpoint(fight: Fight) -> bool:
    """Infantry in good works, enough for them, that neither fire nor hunger has loosened. Field works face the front;
    prepared ones all round."""
    if fight.dug < fight.rules.fortified_level or fight.shaken or fight.hunger >= UNSUPPLIED:
        return False
    all_round = fight.dug > fight.rules.max_field_entrenchment
    if not all_round and (fight.surrounded or _flanked(fight)):
        return False
    return sum(u.steps for u in fight.found if u.has("infantry")) >= fight.rules.strongpoint_steps


def _level(fight: Fight) -> tuple[str, Params]:
    return "entrenchment.burnt" if fight.flame else "entrenchment", (("level", fight.dug),)


def _better(fight: Fight) -> tuple[str, Params]:
    return "quality.attack" if _grades(fight) > 0 else "quality.defence", ()


# ------------------------------------------------------------------ the registry


def _row(
    id_: str,
    section: Section,
    times: Callable[[Fight], int],
    facts: Facts | None = None,
    *,
    figure: str = "",
    texts: tuple[str, ...] = (),
    sign: int = 1,
) -> Modifier:
    """A modifier whose figure (in ``combat.shifts``, under its own id unless told) counts so many times."""
    name = figure or id_

    def columns(fight: Fight) -> int:
        count = times(fight)
        return fight.rules.shifts[name] * count if count else 0

    return Modifier(id_, section, TABLE + name, columns, texts or (id_,), facts or (lambda fight: (id_, ())), sign)


MODIFIERS: tuple[Modifier, ...] = (
    Modifier(
        "terrain",
        Section.GROUND,
        "terrain.*.shift",
        lambda f: f.ground.shift,
        ("terrain",),
        lambda f: ("terrain", (("ground", f.ground.name),)),
        sign=-1,
    ),
    _row("river", Section.RIVERS, lambda f: f.over == "river"),
    _row("crossing", Section.RIVERS, lambda f: f.over == "crossing"),
    _row("stream", Section.RIVERS, lambda f: f.over == "stream"),
    _row("escarpment", Section.GROUND, lambda f: f.over == "escarpment"),
    # Flame tanks burn one level out.
    _row(
        "entrenchment",
        Section.ASSAULT,
        lambda f: max(0, f.dug - f.flame),
        _level,
        texts=("entrenchment", "entrenchment.burnt"),
    ),
    _row("strongpoint", Section.ASSAULT, _strongpoint),
    _row("combined_arms", Section.ASSAULT, _combined),
    _row("unsupported_armour", Section.ASSAULT, _unsupported),
    _row("anti_tank", Section.ASSAULT, lambda f: f.armour and f.stopped),
    _row("overrun", Section.ASSAULT, _overrun),
    _row("night", Section.NIGHT, lambda f: f.state.night),
    _row("close_assault", Section.NIGHT, _close),
    _row("attacker_unsupplied", Section.SUPPLY, _hungry),
    _row("ammunition", Section.SUPPLY, _dry),
    _row("defender_isolated", Section.SUPPLY, lambda f: f.hunger >= ISOLATED),
    _row("defender_unsupplied", Section.SUPPLY, lambda f: f.hunger == UNSUPPLIED),
    _row("quality", Section.ASSAULT, _grades, _better, texts=("quality.attack", "quality.defence")),
    _row("leader", Section.HQ, lambda f: bool(_leads(f)), lambda f: ("leader", (("leader", _leads(f)),))),
    _row(
        "leader_defends",
        Section.HQ,
        lambda f: bool(_leads_defence(f)),
        lambda f: ("leader_defends", (("leader", _leads_defence(f)),)),
        figure="leader",
        sign=-1,
    ),
    _row(
        "coordination",
        Section.HQ,
        lambda f: bool(_coordinator(f)),
        lambda f: ("coordination", (("hq", _coordinator(f)),)),
    ),
    _row("surrounded", Section.ASSAULT, lambda f: f.surrounded),
    _row("flanked", Section.ASSAULT, _flanked),
    _row("surprise", Section.BATTLE, lambda f: f.state.surprise.get(f.side, 0) >= f.state.turn),
    Modifier(
        "handicap",
        Section.LEVELS,
        "handicap.columns",
        lambda f: handicap.columns(f.state, f.side),
        ("handicap",),
        lambda f: ("handicap", (("side", f.state.scenario.side(f.side).name),)),
    ),
    Modifier(
        "handicap_defends",
        Section.LEVELS,
        "handicap.columns",
        lambda f: handicap.columns(f.state, f.enemy),
        ("handicap",),
        lambda f: ("handicap", (("side", f.state.scenario.side(f.enemy).name),)),
        sign=-1,
    ),
    _row("set_piece", Section.HQ, lambda f: f.set_piece),
)

_SECTIONS: Mapping[str, Section] = {modifier.id: modifier.section for modifier in MODIFIERS}


def section_of(shift: Shift) -> Section:
    """The part of the rulebook that says more of a modifier at work."""
    return _SECTIONS[shift.name]
