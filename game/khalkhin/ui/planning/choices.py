"""What may be ordered now, as short lists to pick from: of a unit, of a depot, of the whole army.

A choice is offered where its giver could do such a thing in principle. Whether it can now, and why not, is asked of
the rules, order by order; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from khalkhin.core.model.rules import HexsideKind
from khalkhin.core.model.state import GameState, Store
from khalkhin.core.model.units import Driving, Unit
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.named import edge_at
from khalkhin.core.orders.orders import (
    Barrage,
    Demolish,
    EmergencySupply,
    Exit,
    ForcedMarch,
    Haul,
    Load,
    Order,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
    edge,
)
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.text import amounts, kinds
from khalkhin.text.names import PRIORITIES, place_beside, place_text, store_name, unit_title
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import N_, _


@dataclass(frozen=True, slots=True)
class Target:
    """Something to point at for an order: the hexes that mean it, its hexside if it is one, what it is called, and a
    figure to choose by.

    `order` is None where pointing is only the first half of an order (where a column loads).
    """

    text: str
    hexes: tuple[int, ...]
    order: Order | None
    hexside: int = -1
    value: str = ""


@dataclass(frozen=True, slots=True)
class OrderDial:
    """A number the player sets in an order: the field's name and words, and its limits."""

    name: str
    text: str
    low: int
    high: int
    start: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """An order that can be picked, as a kind: `targets` are what it may be given for now, `reason` and `code` why for
    nothing.

    `at` makes the order for a hex that is pointed at (or says None), of `anywhere` on the map; `on` marks what is so
    already; `at_once` is given when picked, since it only changes what is ticked.
    """

    id: str
    text: str
    value: str = ""
    targets: tuple[Target, ...] = ()
    reason: str = ""
    code: RefusalCode | None = None
    dials: tuple[OrderDial, ...] = ()
    on: bool = False
    at_once: bool = False
    anywhere: bool = False
    sample: Order | None = None
    at: Callable[[int], Order | None] = field(default=lambda _: None, compare=False)

    @property
    def able(self) -> bool:
        return bool(self.targets) or (self.anywhere and not self.reason)


def judged(state: GameState, choice: Choice, candidates: Iterable[Target]) -> Choice:
    """A choice with those of its candidates that may be given; with the first refusal if there are none."""
    able: list[Target] = []
    reason, code, sample = "", None, None
    for target in candidates:
        if target.order is None:
            able.append(target)
            continue
        sample = sample or target.order
        refused = why_illegal(state, target.order)
        if refused is None:
            able.append(target)
        elif not reason:
            reason, code = refusal_text(refused, state), refused.code
    sample = choice.sample or sample
    if able:
        return replace(choice, targets=tuple(able), reason="", code=None, sample=sample)
    return replace(choice, targets=(), reason=reason, code=code, sample=sample)


#: What the choices of a unit are called, by id.
NAMES = {
    "barrage": N_("Barrage"),
    "shell": N_("Shell a crossing"),
    "standby-defence": N_("Stand by: help a defence"),
    "standby-counter": N_("Stand by: answer enemy guns"),
    "work-ford": N_("Level a ford"),
    "work-pontoon": N_("Build a pontoon bridge"),
    "work-repair": N_("Repair a crossing"),
    "work-dismantle": N_("Take up a pontoon"),
    "work-mine": N_("Lay charges"),
    "stop": N_("Stop the work"),
    "blow": N_("Blow up a crossing"),
    "haul": N_("Haul between two stores"),
    "staff": N_("Let the staff drive it"),
    "load": N_("Load here"),
    "unload": N_("Unload here"),
    "hurry": N_("Forced march"),
    "feed": N_("Emergency supply"),
    "exit": N_("Leave the map"),
}
#: Works at a crossing, in the order in which they are offered.
WORKS = ("ford", "pontoon", "repair", "dismantle", "mine")


# -- of a unit ---------------------------------------------------------------------------------------------------


def of_unit(state: GameState, unit: Unit, options: Iterable[Order] = ()) -> tuple[Choice, ...]:
    """What a unit of the active side can be told besides moving and assaulting, in the order it is listed. `options`
    are legal orders, which spare judging every haul there could be."""
    out: list[Choice] = []
    if unit.spec.type.range:
        out += _guns(state, unit)
    if unit.has("engineer"):
        out += _engineers(state, unit)
    elif not unit.is_column:
        out += [c for c in (_demolition(state, unit),) if c.able]
    if unit.is_column:
        out += _column(state, unit, options)
    out += _staff_help(state, unit)
    if any(s.hex == unit.hex and s.side == unit.side for s in state.scenario.sources):
        out.append(_plain(state, _named("exit"), Exit(unit.id)))
    return tuple(out)


def _named(id_: str) -> Choice:
    """A choice by its id, as it is called."""
    return Choice(id_, _(NAMES[id_]))


def _plain(state: GameState, choice: Choice, order: Order) -> Choice:
    """A choice of one order that needs no target."""
    return judged(state, choice, (Target("", (), order),))


def _guns(state: GameState, unit: Unit) -> list[Choice]:
    place = state.scenario.board.place

    def barrage(hex_: int) -> Order:
        return Barrage(unit.id, place(hex_))

    known = dict.fromkeys(u.hex for u in state.known_enemies(unit.side))
    near = sorted(known, key=lambda h: (state.scenario.board.distance(unit.hex, h), h))
    fire = judged(
        state,
        replace(_named("barrage"), at=barrage),
        (Target(_enemy_text(state, h), (h,), barrage(h)) for h in near),
    )
    if not near:
        reason = refusal_text(Refusal(RefusalCode.NO_AIM), state)
        fire = replace(fire, reason=reason, code=RefusalCode.NO_AIM)
    out = [fire]
    if state.crossings:
        out.append(
            judged(
                state,
                _named("shell"),
                crossing_targets(state, unit.hex, lambda at: Shell(unit.id, at)),
            )
        )
    for what in ("defence", "counter"):
        chosen = unit.standby == what
        choice = replace(_named(f"standby-{what}"), on=chosen, at_once=True)
        out.append(_plain(state, choice, Standby(unit.id, "" if chosen else what)))
    return out


def _engineers(state: GameState, unit: Unit) -> list[Choice]:
    board = state.scenario.board
    out: list[Choice] = []
    if unit.job is not None:
        out.append(_plain(state, replace(_named("stop"), at_once=True), Stop(unit.id)))
    rules = state.scenario.rules.engineering
    for task in WORKS:
        points = getattr(rules, task)

        def work(hex_: int, task: str = task) -> Order | None:
            if board.distance(unit.hex, hex_) != 1:
                return None
            return Work(unit.id, task, edge(board.place(unit.hex), board.place(hex_)))

        value = amounts.points(points)
        if task == "repair":
            value = _("{points} a hit").format(points=value)
        bare = task in ("ford", "pontoon")
        out.append(
            judged(state, replace(_named(f"work-{task}"), value=value, at=work), _beside(state, unit, work, bare=bare))
        )
    out.append(_demolition(state, unit))
    if not any(c.able for c in out):  # far from water one grey line says enough
        return [Choice("works", _("Works at crossings"), reason=out[0].reason, code=out[0].code)]
    return out


def _demolition(state: GameState, unit: Unit) -> Choice:
    board = state.scenario.board

    def blow(hex_: int) -> Order | None:
        if board.distance(unit.hex, hex_) != 1:
            return None
        return Demolish(unit.id, edge(board.place(unit.hex), board.place(hex_)))

    return judged(state, replace(_named("blow"), at=blow), _beside(state, unit, blow, bare=False))


def _beside(state: GameState, unit: Unit, make: Callable[[int], Order | None], *, bare: bool) -> list[Target]:
    """The six hexsides of a unit's hex, the likeliest first: water without a crossing (`bare`), or crossings."""
    board = state.scenario.board

    def unlikely(hex_: int) -> int:
        side = board.hexside(unit.hex, hex_)
        assert side is not None
        water = board.kind(side) in (HexsideKind.RIVER, HexsideKind.STREAM)
        crossed = side in state.crossings
        return (not water) * 2 + (crossed if bare else not crossed)

    around = [n for n in board.neighbours[unit.hex] if n >= 0]
    out = []
    for hex_ in sorted(around, key=lambda n: (unlikely(n), n)):
        side = board.hexside(unit.hex, hex_)
        order = make(hex_)
        if side is not None and order is not None:
            out.append(Target(side_text(state, side, hex_), (hex_,), order, side))
    return out


def side_text(state: GameState, side: int, towards: int) -> str:
    """A hexside in words: its crossing's name, or the hex beyond it."""
    crossing = state.crossings.get(side)
    where = place_text(state, towards)
    if crossing is None:
        return _("towards {place}").format(place=where)
    return _("{crossing}, towards {place}").format(crossing=kinds.crossing_name(state.scenario, crossing), place=where)


def _enemy_text(state: GameState, hex_: int) -> str:
    """Who is known to stand in a hex, and where it is."""
    known = (u for u in state.known_enemies(state.active) if u.hex == hex_)
    name = next((unit_title(u) for u in sorted(known, key=lambda u: not u.is_combat)), "")
    return f"{name}, {place_text(state, hex_)}" if name else place_text(state, hex_)


def crossing_targets(
    state: GameState, near: int, make: Callable[[tuple[tuple[int, int], tuple[int, int]]], Order]
) -> list[Target]:
    """All crossings, the nearest to a hex first; either of their hexes means them."""
    board = state.scenario.board
    out = []
    for side, crossing in state.crossings.items():
        a, b = board.hexside_hexes(side)
        name = kinds.crossing_name(state.scenario, crossing)
        text = f"{name} {place_beside(state, side, a)}".rstrip()
        out.append(Target(text, (a, b), make(edge_at(state, side)), side))
    if near >= 0:
        out.sort(key=lambda t: (min(board.distance(near, h) for h in t.hexes), t.hexside))
    return out


# -- of a truck column -------------------------------------------------------------------------------------------


def _column(state: GameState, unit: Unit, options: Iterable[Order]) -> list[Choice]:
    staff = unit.driving is Driving.STAFF
    own = own_stores(state, unit.side)
    from_ = tuple(_store(state, s, None) for s in own)
    haul = replace(_named("haul"), targets=from_, on=unit.driving is Driving.HAUL)
    if not any(isinstance(o, Haul) and o.unit == unit.id and o.way for o in options):
        reason = haul_ends(state, unit, own[0].hex).reason if own else ""
        haul = replace(haul, targets=(), reason=reason or _("It takes two stores to haul between."))
    out = [
        haul,
        _plain(state, replace(_named("staff"), on=staff, at_once=True), Haul(unit.id)),
    ]
    for id_, make, most in (("load", Load, unit.capacity - unit.cargo), ("unload", Unload, unit.cargo)):
        here = next((s.stock for s in own if s.hex == unit.hex), 0)
        high = max(1, min(most, here) if id_ == "load" else most)
        dial = OrderDial("points", _("Supply points"), 1, high, high, max(1, high // 10))
        out.append(_plain(state, replace(_named(id_), dials=(dial,)), make(unit.id, high)))
    return out


def own_stores(state: GameState, side: str) -> list[Store]:
    """A side's sources, depots and dumps, each hex once."""
    return list({s.hex: s for s in reversed(state.stores) if s.side == side}.values())[::-1]


def _store(state: GameState, store: Store, order: Order | None) -> Target:
    name = store_name(state.scenario, store.name) or place_text(state, store.hex)
    return Target(name, (store.hex,), order, value=amounts.supply(store.stock))


def haul_ends(state: GameState, unit: Unit, start: int) -> Choice:
    """Where a column that loads at a hex may unload."""
    place = state.scenario.board.place
    ends = (
        _store(state, s, Haul(unit.id, (place(start), place(s.hex))))
        for s in own_stores(state, unit.side)
        if s.hex != start
    )
    return judged(state, _named("haul"), ends)


# -- of a depot --------------------------------------------------------------------------------------------------


def of_store(state: GameState, hex_: int) -> tuple[Choice, ...]:
    """How much the staff shall mind a depot."""
    side = state.active
    store = next((s for s in own_stores(state, side) if s.hex == hex_), None)
    if store is None or store.is_source:
        return ()
    place = state.scenario.board.place(hex_)
    out = []
    for level, text in enumerate(PRIORITIES):
        on = store.priority == level
        fill = _("Fill it {how}").format(how=_(text)) if level else _("Do not fill it")
        choice = Choice(f"priority-{level}", fill, on=on, at_once=True)
        out.append(_plain(state, choice, Prioritise(place, level)))
    return tuple(out)


# -- HQ points ---------------------------------------------------------------------------------------------------


def points_text(points: int) -> str:
    return amounts.hq_points(points)


def has_staff(state: GameState, side: str) -> bool:
    """Whether the scenario gives a side HQ points at all."""
    return bool(state.scenario.side(side).hq_points or state.hq_points.get(side, 0))


def _staff_help(state: GameState, unit: Unit) -> list[Choice]:
    if not has_staff(state, unit.side):
        return []
    rules = state.scenario.rules.command
    out = []
    if not unit.is_column:
        march = replace(_named("hurry"), value=points_text(rules.forced_march))
        out.append(_plain(state, march, ForcedMarch(unit.id)))
    if unit.unsupplied:
        feed = replace(_named("feed"), value=points_text(rules.emergency))
        out.append(_plain(state, feed, EmergencySupply(unit.id)))
    return out
