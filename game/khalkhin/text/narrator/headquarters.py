"""What the timeline and higher headquarters do, in words."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.text import fact_words, kinds
from khalkhin.text.narrator.notice import Notice, Telling
from khalkhin.translation import _

HeadquartersEvent = (
    ev.TimelineFired
    | ev.Told
    | ev.ChoiceOffered
    | ev.ChoiceMade
    | ev.FlagChanged
    | ev.WeatherChanged
    | ev.FieldWrecked
    | ev.SortiesChanged
    | ev.StockChanged
    | ev.HqPointsChanged
    | ev.PointsGiven
    | ev.SpellBegan
    | ev.Forbidden
    | ev.Allowed
    | ev.UnitHeld
    | ev.UnitReleased
    | ev.Withdrawn
)


def tell(to: Telling, event: HeadquartersEvent) -> Notice | None:
    """One of these events in words, or None if it needs none."""
    match event:
        case ev.TimelineFired(entry):
            found = to.entry(entry)
            if found is None:
                return None
            compared = fact_words.compared(found)
            text = f"{found.title}. {compared}" if compared else found.title
            return Notice(text, "blue", -1, 2, found.source)
        case ev.Told(entry, title=title):
            found = to.entry(entry)
            return Notice(title, "blue", -1, 2, found.source if found is not None else "")
        case ev.ChoiceMade(entry, _side, answer):
            found = to.entry(entry)
            given = None if found is None else found.answer(answer)
            return None if found is None or given is None else Notice(f"{found.title}: {given.text}", "blue", -1, 2)
        case ev.ChoiceOffered() | ev.FlagChanged():
            return None  # A letter asks; flags are the timeline's own.
        case (
            ev.WeatherChanged()
            | ev.FieldWrecked()
            | ev.SortiesChanged()
            | ev.StockChanged()
            | ev.HqPointsChanged()
            | ev.PointsGiven()
        ):
            return _changed(to, event)
        case ev.SpellBegan(_side, what, until):
            if what == "surprise":
                return Notice(_("The enemy is surprised up to turn {turn}").format(turn=until), "good", -1, 2)
            return Notice(_("Your guns are silenced up to turn {turn}").format(turn=until), "bad", -1, 2)
        case ev.Forbidden(_side, what, until):
            banned = _banned(to.shown(what))
            text = (
                _("Headquarters forbids {what} up to turn {turn}").format(what=banned, turn=until)
                if until
                else _("Headquarters forbids {what}").format(what=banned)
            )
            return Notice(text, "warn", -1, 2)
        case ev.Allowed(_side, what):
            return Notice(_("Headquarters allows {what} again").format(what=_banned(to.shown(what))), "good", -1, 2)
        case ev.UnitHeld(unit, until):
            text = (
                _("{unit} is held back by higher headquarters up to turn {turn}").format(unit=to.name(unit), turn=until)
                if until
                else _("{unit} is held back by higher headquarters").format(unit=to.name(unit))
            )
            return Notice(text, "warn", -1, 2)
        case ev.UnitReleased(unit):
            return Notice(_("{unit} is released").format(unit=to.name(unit)), "good", -1, 2)
        case ev.Withdrawn(unit, hex_, gone):
            text = _("{unit} is withdrawn from the battle") if gone else _("{unit} is to be withdrawn but is cut off")
            return Notice(text.format(unit=to.name(unit)), "warn", hex_, 2)
        case _:
            assert_never(event)


#: What the timeline changes about weather, stocks, airfields, headquarters and the score.
_Change = (
    ev.WeatherChanged | ev.FieldWrecked | ev.SortiesChanged | ev.StockChanged | ev.HqPointsChanged | ev.PointsGiven
)


def _changed(to: Telling, event: _Change) -> Notice:
    match event:
        case ev.WeatherChanged(weather):
            return Notice(_("The weather changes: {weather}").format(weather=weather), "blue", -1, 2)
        case ev.FieldWrecked(field, side, until):
            text = _("The airfield {field} is wrecked up to turn {turn}").format(field=to.shown(field), turn=until)
            return Notice(text, "bad" if side == to.viewer else "good", -1, 2)
        case ev.SortiesChanged(field, _side, fighters, bombers):
            text = _("{field}: {fighters:+d} fighter and {bombers:+d} bomber sorties a day")
            return Notice(text.format(field=to.shown(field), fighters=fighters, bombers=bombers), "blue", -1, 2)
        case ev.StockChanged(store, _side, hex_, points):
            text = _("{store}: supplies {points:+d}").format(store=to.store(store), points=points)
            return Notice(text, "good" if points > 0 else "bad", hex_, 2)
        case ev.HqPointsChanged(_side, points):
            text = _("Headquarters: {points:+d} points a turn").format(points=points)
            return Notice(text, "good" if points > 0 else "bad", -1, 2)
        case ev.PointsGiven(_entry, side, points):
            text = _("{side}: {points:+d} victory points").format(side=to.side(side), points=points)
            return Notice(text, "good" if (points > 0) == (side == to.viewer) else "bad", -1, 2)
        case _:
            assert_never(event)


def _banned(what: str) -> str:
    """What headquarters forbids or allows: a kind of flight, or an area by name."""
    return _(kinds.MISSIONS[what]) if what in kinds.MISSIONS else _("entering {area}").format(area=what)
