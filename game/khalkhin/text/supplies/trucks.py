"""What the staff says of its plan for the trucks, and of the dangers that it keeps them from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from khalkhin.core.model.state import GameState
from khalkhin.core.supply.perils import Danger, Peril
from khalkhin.core.supply.staffplan import Fear, Need, StaffPlan
from khalkhin.text.amounts import movement, supply
from khalkhin.text.names import place_text, store_name
from khalkhin.translation import N_, _, ngettext

#: What a way leads past or into, to go on with after "leads".
DANGERS: Mapping[Peril, str] = {
    Peril.KNOWN: N_("past an enemy at {where}"),
    Peril.REMEMBERED: N_("past an enemy last seen at {where} on turn {turn}"),
    Peril.FLAGGED: N_("past {name}, which is the enemy's"),
    Peril.BEYOND: N_("beyond your own line, at {where}"),
}


def fear(state: GameState, found: Fear) -> str:
    """Why a depot is not driven to, or by a longer way."""
    if found.detour is None:
        text = _("Nothing is sent from {origin} to {depot}: the short way leads {danger}.")
    else:
        text = _("Trucks from {origin} to {depot} go {detour} round: the short way leads {danger}.")
    return text.format(
        origin=store_name(state.scenario, state.stores[found.origin].name),
        depot=store_name(state.scenario, state.stores[found.depot].name),
        danger=danger(state, found.danger),
        detour="" if found.detour is None else movement(found.detour),
    )


def danger(state: GameState, found: Danger) -> str:
    """What a way leads past or into, to go on with after "leads"."""
    where = place_text(state, found.source)
    return _(DANGERS[found.peril]).format(where=where, name=state.scenario.shown(found.name) or where, turn=found.turn)


def told(state: GameState, found: Danger) -> str:
    """What is said of a way that a player has a column driven, though the staff would not."""
    return _("The way leads {danger}: the staff would send nobody there.").format(danger=danger(state, found))


def reasons(state: GameState, plan: StaffPlan) -> tuple[str, ...]:
    """What the staff sends to each depot, and why."""
    return tuple(reason(state, plan, need) for need in plan.needs if not state.stores[need.store].is_source)


def reason(state: GameState, plan: StaffPlan, need: Need) -> str:
    """What the staff sends to a depot, and why: "3 columns from Tamsag road to Sumber depot: it feeds 9 units that need
    14 supply points a turn and has 20; 9 supply points a turn come in."
    """
    names = {"who": _columns(state, plan, need), "depot": store_name(state.scenario, state.stores[need.store].name)}
    if not need.units:
        text = _("{who} to {depot}: it feeds nobody and has {stock}.")
        if need.wanted:
            text = _("{who} to {depot}: it feeds nobody and has {stock} of {wanted} to be laid in.")
        return text.format(**names, stock=supply(need.stock), wanted=need.wanted)
    more = _("{stock} of {wanted} to be laid in") if need.wanted > need.stock else "{stock}"
    fact = ngettext(
        "{who} to {depot}: it feeds {n} unit that needs {rate} a turn and has {held}",
        "{who} to {depot}: it feeds {n} units that need {rate} a turn and has {held}",
        need.units,
    ).format(**names, n=need.units, rate=supply(need.rate), held=more.format(stock=need.stock, wanted=need.wanted))
    if not need.priority:
        return _("{fact}; it has been given no priority.").format(fact=fact)
    if planned := plan.planned.get(need.store):
        return _("{fact}; {supplies} a turn come in.").format(fact=fact, supplies=supply(f"{planned / 100:.0f}"))
    return _("{fact}.").format(fact=fact)


def _columns(state: GameState, plan: StaffPlan, need: Need) -> str:
    """The columns that the staff sends to a depot, by the stores they come from."""
    parts = [
        ngettext("{n} column from {store}", "{n} columns from {store}", n).format(
            n=n, store=store_name(state.scenario, state.stores[origin].name)
        )
        for origin, n in plan.columns_to(need.store).items()
    ]
    return (
        reduce(lambda some, more: _("{some} and {more}").format(some=some, more=more), parts) if parts else _("Nothing")
    )
