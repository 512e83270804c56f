"""Fights and what they bring, in words."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.text import amounts
from khalkhin.text.narrator.notice import Notice, Telling, number_of
from khalkhin.text.reasons import cause_text
from khalkhin.translation import _, ngettext

FightEvent = (
    ev.Assaulted
    | ev.Barraged
    | ev.StoodBy
    | ev.StepsLost
    | ev.Suppressed
    | ev.Retreated
    | ev.Destroyed
    | ev.ObjectiveTaken
    | ev.CrossingTaken
    | ev.AirfieldLost
    | ev.PocketClosed
)


def tell(to: Telling, event: FightEvent) -> Notice | None:
    """One of these events in words, or None if it needs none."""
    match event:
        case ev.Assaulted():
            return _assault(to, event)
        case ev.Barraged(gun, target, _die, suppressed):
            text = (
                _("{gun} shells {place}: {steps} suppressed") if suppressed else _("{gun} shells {place}: no effect")
            ).format(gun=to.name(gun), place=to.place(target), steps=amounts.steps(suppressed))
            return Notice(text, "normal", target, 0)
        case ev.StoodBy(gun, what, hex_):
            text = (
                _("{gun}, standing by, answers enemy guns at {place}")
                if what == "counter"
                else _("{gun}, standing by, fires in defence at {place}")
            ).format(gun=to.name(gun), place=to.place(hex_))
            return Notice(text, "good" if to.own(gun) else "warn", hex_, 1)
        case ev.StepsLost(unit, hex_, steps, cause):
            text = _("{unit} loses {steps} ({cause})").format(
                unit=to.name(unit), steps=amounts.steps(steps), cause=cause_text(cause)
            )
            return Notice(text, to.loss(unit), hex_, 1, harm=True)
        case ev.Suppressed(unit, hex_, steps):
            text = _("{unit} has {steps} suppressed").format(unit=to.name(unit), steps=amounts.steps(steps))
            return Notice(text, to.loss(unit), hex_, 0, harm=True)
        case ev.Retreated(unit, path):
            if not path:
                return None
            text = _("{unit} falls back to {place}").format(unit=to.name(unit), place=to.place(path[-1]))
            return Notice(text, to.loss(unit), path[-1], 1)
        case ev.Destroyed(unit, hex_, cause):
            text = _("{unit} is destroyed ({cause})").format(unit=to.name(unit), cause=cause_text(cause))
            return Notice(text, to.loss(unit), hex_, 3, harm=True)
        case ev.ObjectiveTaken() | ev.CrossingTaken() | ev.AirfieldLost() | ev.PocketClosed():
            return _taken(to, event)
        case _:
            assert_never(event)


def _assault(to: Telling, event: ev.Assaulted) -> Notice:
    one, other = event.dice
    values = {
        "place": to.place(event.target),
        "attackers": ", ".join(map(to.unit, event.attackers)),
        "defenders": ", ".join(map(to.unit, event.defenders)) or _("the hex"),
        "dice": f"{one}+{other}",
    }
    guns = len(event.guns)
    if guns:
        text = ngettext(
            "Assault on {place}: {attackers} against {defenders}, {guns} gun; dice {dice}",
            "Assault on {place}: {attackers} against {defenders}, {guns} guns; dice {dice}",
            guns,
        )
    else:
        text = _("Assault on {place}: {attackers} against {defenders}; dice {dice}")
    return Notice(text.format(guns=guns, **values), "gold", event.target, 1)


def _taken(to: Telling, event: ev.ObjectiveTaken | ev.CrossingTaken | ev.AirfieldLost | ev.PocketClosed) -> Notice:
    side = to.side(event.side)
    many = number_of(side)
    match event:
        case ev.ObjectiveTaken(objective, hex_, _side, points):
            text = ngettext("{side} takes {objective}: {points}", "{side} take {objective}: {points}", many)
            text = text.format(side=side, objective=to.shown(objective), points=amounts.points(points))
            return Notice(text, to.gain(event.side), hex_, 3)
        case ev.CrossingTaken(crossing):
            text = ngettext("{side} takes the crossing {crossing}", "{side} take the crossing {crossing}", many)
            return Notice(text.format(side=side, crossing=to.shown(crossing)), to.gain(event.side), -1, 2)
        case ev.AirfieldLost(field, hex_):
            text = ngettext("{side} overruns the airfield {field}", "{side} overrun the airfield {field}", many)
            return Notice(text.format(side=side, field=to.shown(field)), to.gain(event.side), hex_, 2)
        case ev.PocketClosed(_side, units, steps):
            text = _("A pocket is closed: {units}, {steps} of the {side}").format(
                units=amounts.units(len(units)), steps=amounts.steps(steps), side=side
            )
            return Notice(text, "bad" if event.side == to.viewer else "good", -1, 3)
        case _:
            assert_never(event)
