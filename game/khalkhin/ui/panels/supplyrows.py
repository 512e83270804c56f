"""The tables of the supply screen: stores, truck columns, the staff's plan, what is to come. From one side's view."""

from __future__ import annotations

import re

from khalkhin.core.command import handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving, Unit
from khalkhin.text import amounts, kinds
from khalkhin.text.handicap import handicap_name
from khalkhin.text.names import place_text, store_kind, store_name
from khalkhin.text.reasons import shortage_text
from khalkhin.text.supplies import trucks
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.panels.describe import STATE_TONES
from khalkhin.ui.planning.actions import LookAt, SelectUnit, SetPriority
from khalkhin.ui.widgets.rows import Bar, Cells, Gap, Heading, Line, Row, RowAction

STORE_STOPS = (0.0, 0.39, 0.48, 0.565, 0.65, 0.8)
COLUMN_STOPS = (0.0, 0.28, 0.37, 0.49)
#: Priorities as the table shows them.
PRIORITY = (N_("none"), N_("usual"), N_("more"), N_("first"))


def stores(view: View, may_order: bool) -> list[Row]:
    """Every store of the side: stock, what comes in and goes out a turn, how long it lasts, its priority."""
    state, side = view.state, view.side
    plan = view.analysis.of(side).plan
    needs = {n.store: n for n in plan.needs}
    found = state.handicaps.get(side)
    out: list[Row] = [
        Heading(_("Stores")),
        Cells(("", _("stock"), _("in"), _("out"), _("lasts"), _("priority")), STORE_STOPS, ("dim",) * 6, "small"),
    ]
    for i, store in enumerate(state.stores):
        if store.side != side:
            continue
        need = needs.get(i)
        rate = need.rate if need is not None else 0
        coming = income(state, i) if store.is_source else round(plan.planned.get(i, 0) / 100)
        left = _turns_left(store.stock, rate, coming)
        soon = "bad" if left is not None and left < 2 else "normal"
        priority = "" if store.is_source else _(PRIORITY[store.priority])
        actions: tuple[RowAction | None, ...] = ()
        if priority and may_order:
            priority = f"‹ {priority} ›"
            actions = (None,) * 5 + (SetPriority(i, (store.priority + 1) % len(PRIORITY)),)
        out.append(
            Cells(
                (
                    _store_name(state, i),
                    str(store.stock),
                    f"+{coming}" if coming else "0",
                    f"−{rate}" if rate else "0",
                    lasts(store.stock, rate, coming),
                    priority,
                ),
                STORE_STOPS,
                (
                    "normal",
                    "normal" if store.stock else "bad",
                    "good" if coming else "dim",
                    "warn" if rate else "dim",
                    soon,
                    "gold",
                ),
                action=LookAt(store.hex),
                actions=actions,
            )
        )
    if found is not None and found.supply:
        text = _("{handicap}: {n} % more comes in; trucks drive as much further")
        text = text.format(handicap=handicap_name(state, side), n=found.supply)
        out.append(Line(text, tone="good", style="small"))
    return out


def _store_name(state: GameState, index: int) -> str:
    store = state.stores[index]
    if store.is_source:
        return _("{name} (source)").format(name=store_name(state.scenario, store.name))
    return store_name(state.scenario, store.name) or store_kind(state, index)


def income(state: GameState, index: int) -> int:
    """SP that come into a source next turn."""
    store = state.stores[index]
    found = (s for s in state.scenario.sources if s.side == store.side and s.name == store.name)
    return next((handicap.income(state, s, state.turn + 1) for s in found), 0)


def lasts(stock: int, out: int, coming: int) -> str:
    """How long a stock lasts at what goes out and comes in a turn."""
    left = _turns_left(stock, out, coming)
    if left is None:
        return _("holds") if out else "–"
    return amounts.turns(left)


def _turns_left(stock: int, out: int, coming: int) -> int | None:
    """Whole turns that a stock lasts; None where it does not shrink."""
    return None if out <= coming else stock // (out - coming)


def columns(view: View) -> list[Row]:
    """Every truck column: where it hauls, its load, who drives it."""
    state, side = view.state, view.side
    mine = [u for u in state.side_units(side) if u.is_column]
    if not mine:
        none = _("This army has no truck columns in this battle.")
        return [Heading(_("Truck columns")), Line(none, tone="dim")]
    loaded = _("{n} of {total} supply points loaded")
    loaded = loaded.format(n=sum(u.cargo for u in mine), total=sum(u.capacity for u in mine))
    out: list[Row] = [
        Heading(_("Truck columns"), loaded),
        Cells(("", _("load"), _("driven by"), _("haul")), COLUMN_STOPS, ("dim",) * 4, "small"),
    ]
    return out + [_column(view, u) for u in sorted(mine, key=_numbered)]


def _numbered(unit: Unit) -> tuple[int, str]:
    """Columns in the order of the numbers in their names: the 2nd before the 10th."""
    number = re.search(r"\d+", unit.spec.name)
    return int(number[0]) if number else 0, unit.spec.name


def _column(view: View, unit: Unit) -> Row:
    state = view.state
    part = view.analysis.of(unit.side).plan.of(unit.id)
    haul = "–"
    if unit.driving is Driving.STAFF and part is not None:
        if part.depot < 0:
            haul = _("waits")
        else:
            haul = _way(*(store_name(state.scenario, state.stores[i].name) for i in (part.origin, part.depot)))
    elif unit.haul is not None:
        haul = _way(*(_at(state, unit.side, h) for h in unit.haul))
    elif unit.driving is Driving.HAND:
        haul = place_text(state, unit.hex)
    who = {Driving.STAFF: _("the staff"), Driving.HAUL: _("your haul"), Driving.HAND: _("you")}[unit.driving]
    waits = unit.driving is Driving.STAFF and part is not None and part.depot < 0
    tone = "dim" if unit.driving is Driving.STAFF else "gold"
    return Cells(
        (unit.spec.name, f"{unit.cargo}/{unit.capacity}", who, haul),
        COLUMN_STOPS,
        ("normal", "normal" if unit.cargo else "dim", tone, "dim" if waits else "normal"),
        "small",
        action=SelectUnit(unit.id),
    )


def _way(origin: str, goal: str) -> str:
    return _("{origin} to {goal}").format(origin=origin, goal=goal)


def _at(state: GameState, side: str, hex_: int) -> str:
    """A store by its name, or its place."""
    return next(
        (store_name(state.scenario, s.name) for s in state.stores if s.side == side and s.hex == hex_),
        place_text(state, hex_),
    )


def reasons(view: View) -> list[Row]:
    """The staff's plan in words, a sentence for each depot, and the dangers that it keeps its trucks from."""
    plan = view.analysis.of(view.side).plan
    out: list[Row] = [Heading(_("The staff's plan"))]
    told = trucks.reasons(view.state, plan)
    out += [Line(text, style="small") for text in told]
    if not told:
        out.append(Line(_("There are no depots to fill: units live on the sources."), tone="dim"))
    for found in view.analysis.of(view.side).fears:
        out.append(Line(trucks.fear(view.state, found), tone="warn", style="small", action=LookAt(found.danger.hex)))
    idle = sum(a.depot < 0 for a in plan.assignments)
    if idle and (lost := _unreached(view)):
        waiting = ngettext(
            "{n} column waits: no safe road leads to {depots}.",
            "{n} columns wait: no safe road leads to {depots}.",
            idle,
        )
        out.append(Line(waiting.format(n=idle, depots=amounts.listed(lost)), tone="warn"))
    elif idle:
        unneeded = ngettext("{n} column not needed now.", "{n} columns not needed now.", idle)
        out.append(Line(unneeded.format(n=idle), tone="dim"))
    return out


def _unreached(view: View) -> list[str]:
    """Depots that are in want and that no safe road leads to, by name: columns that could fill them have to wait."""
    state, found = view.state, view.analysis.of(view.side)
    feared = {fear.depot for fear in found.fears if fear.detour is None}
    return [
        _store_name(state, need.store)
        for need in found.plan.needs
        if (need.store in feared or need.store not in found.feeds)
        and not state.stores[need.store].is_source
        and need.priority
        and max(need.rate, need.wanted) > need.stock
    ]


def flows(view: View) -> list[Row]:
    """What goes over each crossing for supplies, and how much more it could carry."""
    state, side = view.state, view.side
    net, rules = view.analysis.of(side).net, state.scenario.rules
    over: dict[int, list[str]] = {}
    for depot, route in view.analysis.of(side).feeds.items():
        for hexside in route.crossings:
            over.setdefault(hexside, []).append(store_name(state.scenario, state.stores[depot].name))
    out: list[Row] = []
    for hexside in sorted({*over, *(h for h, sp in net.load.items() if sp)}):
        link = state.crossings[hexside]
        most = crossings.supply_capacity(link, rules)
        used = link.supply_used
        tone = "bad" if most and used >= most else "gold"
        share, text = used / most if most else 1.0, _("{n} of {total}").format(n=used, total=most)
        out.append(Bar(kinds.crossing_name(state.scenario, link), share, text, tone, LookAt(hexside // 6)))
        if hexside in over:
            way = _("on the way to {depots}").format(depots=", ".join(sorted(over[hexside])))
            out.append(Line(way, tone="dim", style="small", indent=1))
    return [Heading(_("Over the crossings this turn")), *out] if out else []


def forecast(view: View) -> list[Row]:
    """What the next turns bring with everybody standing still: stocks, and who runs short, when and why."""
    state, side = view.state, view.side
    outlook = view.analysis.of(side).forecast
    if not outlook.turns:
        return [Heading(_("To come")), Line(_("The battle ends with this turn."), tone="dim")]
    stops = tuple(0.4 + 0.6 * i / (len(outlook.turns) + 1) for i in range(len(outlook.turns) + 1))
    head = ("", _("now"), *(_("turn {turn}").format(turn=t.turn) for t in outlook.turns))
    out: list[Row] = [Heading(_("To come, if nobody moves")), Cells(head, (0.0, *stops), ("dim",) * len(head), "small")]
    for i, store in enumerate(state.stores):
        if store.side == side:
            stocks = [store.stock, *(t.stocks[i] for t in outlook.turns)]
            tones = ["normal", *("normal" if n else "bad" for n in stocks)]
            texts = (_store_name(state, i), *map(str, stocks))
            out.append(Cells(texts, (0.0, *stops), tuple(tones), action=LookAt(store.hex)))
    out.append(Gap(4))
    found = sorted(outlook.first().values(), key=lambda s: (s.turn, s.unit))
    for turn in dict.fromkeys(s.turn for s in found):
        short = [s for s in found if s.turn == turn]
        goes = ngettext("Turn {turn}: {n} unit goes short", "Turn {turn}: {n} units go short", len(short))
        out.append(Line(goes.format(turn=turn, n=len(short)), tone="bad", style="bold"))
        out += [
            Line(shortage_text(state, s), tone="normal", style="small", indent=1, action=SelectUnit(s.unit))
            for s in short
        ]
    doubtful = _unfed_unawares(view)
    out += [
        Line(_(MAYBE_BARRED).format(unit=u.spec.name), tone="bad", style="small", action=SelectUnit(u.id))
        for u in doubtful
    ]
    if not found and not doubtful:
        out.append(Line(_("Nobody goes short."), tone="good"))
    return out


#: Of a unit that went unfed although nothing that its side can see explains it.
MAYBE_BARRED = N_(
    "{unit} was not fed last time, though its way is open for all that can be seen. Unless that was another way, an "
    "enemy out of sight bars it: look along it, or take another."
)


def _unfed_unawares(view: View) -> list[Unit]:
    """Units that went unfed and would be fed next turn, for all that their side sees."""
    found = view.analysis.of(view.side)
    short = found.forecast.first()
    return [
        u
        for u in view.state.side_units(view.side)
        if view.state.fog and u.unsupplied and not u.is_column and found.net.serves(u) and u.id not in short
    ]


def hungry(view: View) -> list[Row]:
    """Units without supply now."""
    state = view.state
    names = state.scenario.rules.supply.states
    out: list[Row] = [
        Line(u.spec.name, names[u.supply_state], value_tone=STATE_TONES[u.supply_state], action=SelectUnit(u.id))
        for u in sorted(state.side_units(view.side), key=lambda u: -u.unsupplied)
        if u.unsupplied and not u.is_column
    ]
    return [Heading(_("Without supply now")), *out, Gap(6)] if out else []
