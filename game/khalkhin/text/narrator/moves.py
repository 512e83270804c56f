"""Units on their way, fed and rested, in words."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.core.model.units import supply_after
from khalkhin.text import amounts, kinds
from khalkhin.text.narrator.notice import Notice, Telling, number_of
from khalkhin.text.reasons import stop_text
from khalkhin.translation import _, ngettext

MoveEvent = (
    ev.Arrived
    | ev.Moved
    | ev.Sighted
    | ev.Advanced
    | ev.Exited
    | ev.SupplyChanged
    | ev.SupplyDrawn
    | ev.Recovered
    | ev.Entrenched
    | ev.Drafted
)


def tell(to: Telling, event: MoveEvent) -> Notice | None:
    """One of these events in words, or None if it needs none."""
    match event:
        case ev.Arrived(unit, hex_):
            name = to.name(unit)
            text = ngettext("{unit} arrives at {place}", "{unit} arrive at {place}", number_of(name))
            return Notice(text.format(unit=name, place=to.place(hex_)), "good" if to.own(unit) else "warn", hex_, 2)
        case ev.Moved(unit, path, _cost, stopped):
            if not path:
                return None
            moved = _("{unit} moves to {place}").format(unit=to.name(unit), place=to.place(path[-1]))
            return Notice(f"{moved}; {stop_text(stopped)}" if stopped else moved, "normal", path[-1], 0)
        case ev.Sighted(side, unit, hex_):
            if side != to.viewer:
                return None
            text = _("{unit} is sighted at {place}").format(unit=to.name(unit), place=to.place(hex_))
            return Notice(text, "warn", hex_, 0)
        case ev.Advanced(unit, path):
            if not path:
                return None
            text = _("{unit} advances to {place}").format(unit=to.name(unit), place=to.place(path[-1]))
            return Notice(text, "normal", path[-1], 0)
        case ev.Exited(unit, hex_):
            return Notice(_("{unit} leaves the map").format(unit=to.name(unit)), "dim", hex_, 2)
        case ev.SupplyChanged():
            return _supply(to, event)
        case ev.Drafted(unit, hex_, steps):
            text = _("{unit} gets drafts: {steps} made good").format(unit=to.name(unit), steps=amounts.steps(steps))
            return Notice(text, "good", hex_, 1)
        case ev.SupplyDrawn() | ev.Recovered() | ev.Entrenched():
            return None  # The small change of a turn, or told in its totals.
        case _:
            assert_never(event)


def _supply(to: Telling, event: ev.SupplyChanged) -> Notice | None:
    """A unit that is fed worse or better than it was, to its own side."""
    states, unit = to.after.scenario.rules.supply.states, to.after.unit(event.unit)
    if unit is None or not to.hears_of(event.unit):
        return None
    old, new = (states[supply_after(unit.spec.type, turns)] for turns in (event.before, event.after))
    if old == new:
        return None
    worse = event.after > event.before
    text = _("{unit} is now {state}").format(unit=to.name(event.unit), state=kinds.supply_state(new))
    return Notice(text, "bad" if worse else "good", unit.hex, 2 if worse else 1)
