"""A replay told in lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.play.session.journal import Played
from khalkhin.text.reasons import cause_text, end_text, hit_text, stop_text


def tell(played: Played) -> Iterator[str]:
    """Lines for one step of a replay: turns, orders and what came of them."""
    state = played.state
    board = state.scenario.board
    names = {u.spec.id: u.spec.name for u in state.units}

    def at(hex_: int) -> str:
        return "{},{}".format(*board.place(hex_)) if hex_ >= 0 else "off the map"

    if played.entry.undo:
        yield "  (taken back)"
    for event in played.events:
        match event:
            case ev.TurnBegan(turn=turn, side=side):
                info = state.scenario.calendar[turn - 1]
                yield f"-- turn {turn}, {info.date} {info.clock} ({info.light.value}), {state.scenario.side(side).name}"
            case ev.TimelineFired(entry=entry):
                title = next((e.title for e in state.scenario.timeline if e.id == entry), entry)
                yield f"  * {title}"
            case ev.Told(title=title):
                yield f"  * {title}"
            case ev.ChoiceMade(entry=entry, side=side, answer=answer):
                yield f"  * {state.scenario.side(side).name} answer {entry}: {answer}"
            case ev.Withdrawn(unit=unit, gone=gone):
                yield f"  {names[unit]} {'is withdrawn' if gone else 'cannot be withdrawn: it is cut off'}"
            case ev.Moved(unit=unit, path=path, stopped=stopped):
                yield f"  {names[unit]} {at(path[0])} > {at(path[-1])}{': ' + stop_text(stopped) if stopped else ''}"
            case ev.Assaulted(target=target, attackers=team, guns=guns, defenders=found, dice=dice, outcome=o):
                support = f" with {', '.join(names[g] for g in guns)}" if guns else ""
                yield (
                    f"  assault on {at(target)}: {', '.join(names[t] for t in team)}{support} against "
                    f"{', '.join(names[d] for d in found)}; dice {dice[0]}+{dice[1]}; attacker -{o.attacker_loss}, "
                    f"defender -{o.defender_loss}, retreat {o.retreat}"
                )
            case ev.Barraged(gun=gun, target=target, suppressed=hits):
                yield f"  {names[gun]} shells {at(target)}: {hits} suppressed"
            case ev.StoodBy(gun=gun, what=what, hex=hex_):
                yield f"  {names[gun]}, standing by ({what}), fires at {at(hex_)}"
            case ev.WorkDone(unit=unit, task=task, hex=hex_, finished=True):
                yield f"  {names[unit]} at {at(hex_)}: {task} done"
            case ev.AirfieldLost(field=field, side=side):
                yield f"  {state.scenario.side(side).name} overrun the airfield {field}"
            case ev.CrossingHit(crossing=crossing, hex=hex_, hits=hits, cause=cause):
                yield f"  {crossing or 'the crossing'} at {at(hex_)}: {hits} hits ({hit_text(cause)})"
            case ev.Captured(unit=unit, by=by, hex=hex_, points=points):
                yield f"  {names[by]} captures {names[unit]} at {at(hex_)} with {points} SP"
            case ev.StoreTaken(store=store, side=side, hex=hex_, points=points):
                yield f"  {state.scenario.side(side).name} capture {store} at {at(hex_)} with {points} SP"
            case ev.Hauled(unit=unit, path=path, stopped=stopped, crossing=crossing) if stopped:
                yield f"  {names[unit]} is stopped at {at(path[-1])}: {stop_text(stopped, crossing)}"
            case ev.AirSettled(superior=superior, die=die):
                yield f"  air: {state.scenario.side(superior).name if superior else 'nobody'} superior (die {die})"
            case ev.Flown(
                side=side, mission=mission, hex=hex_, sorties=sent, arrived=arrived, hits=hits, target=target
            ):
                name = state.scenario.side(side).name
                yield f"  {name} fly {mission} to {target or at(hex_)}: {arrived} of {sent} arrive, {hits} hits"
            case ev.HqPointsSpent(side=side, what=what, points=points):
                yield f"  {state.scenario.side(side).name} spend {points} HQ points: {what}"
            case ev.DecoyExposed(side=side, hex=hex_):
                yield f"  {state.scenario.side(side).name} see through a false contact at {at(hex_)}"
            case ev.Retreated(unit=unit, path=path):
                yield f"    {names[unit]} falls back to {at(path[-1])}"
            case ev.Drafted(unit=unit, steps=steps):
                yield f"  {names[unit]} gets drafts: {steps} back"
            case ev.StepsLost(unit=unit, steps=steps, cause=cause):
                yield f"    {names[unit]} loses {steps} ({cause_text(cause)})"
            case ev.Destroyed(unit=unit, cause=cause):
                yield f"    {names[unit]} is destroyed ({cause_text(cause)})"
            case ev.Arrived(unit=unit, hex=hex_):
                yield f"  {names[unit]} arrives at {at(hex_)}"
            case ev.ObjectiveTaken(objective=objective, side=side, points=points):
                yield f"  {objective} taken by {state.scenario.side(side).name} for {points}"
            case ev.PocketClosed(side=side, units=units, steps=steps):
                yield f"  a pocket closes on {len(units)} units ({steps} steps) of {state.scenario.side(side).name}"
            case ev.SupplyChanged(unit=unit, before=before, after=after) if max(before, after) >= 2:
                yield f"  {names[unit]}: {'supplied again' if after == 0 else f'{after} turns without supply'}"
            case ev.GameEnded(reason=reason, winner=winner):
                won = state.scenario.side(winner).name if winner else "nobody"
                yield f"== {end_text(reason, state.scenario)} Won by {won}."
            case (
                ev.ChoiceOffered()
                | ev.FlagChanged()
                | ev.WeatherChanged()
                | ev.FieldWrecked()
                | ev.SortiesChanged()
                | ev.StockChanged()
                | ev.HqPointsChanged()
                | ev.PointsGiven()
                | ev.SpellBegan()
                | ev.Forbidden()
                | ev.Allowed()
                | ev.UnitHeld()
                | ev.UnitReleased()
            ):
                pass  # The entry of the timeline that did it has been told.
            case (
                ev.SupplyChanged()
                | ev.Recovered()
                | ev.Sighted()
                | ev.Suppressed()
                | ev.Advanced()
                | ev.Entrenched()
                | ev.CrossingTaken()
                | ev.SupplyDrawn()
                | ev.Hauled()
                | ev.WorkBegun()
                | ev.WorkDone()
                | ev.Posted()
                | ev.Exited()
            ):
                pass  # The small change of a turn.
            case _:
                assert_never(event)
