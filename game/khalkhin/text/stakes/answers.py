"""What comes of an answer to a choice, in words: all that its effects do to the side that is asked, and in the open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline import effect_kinds as k
from khalkhin.core.timeline.timeline import Answer
from khalkhin.text import amounts, kinds
from khalkhin.text.names import store_name
from khalkhin.text.stakes.conditions import area_text, units_text
from khalkhin.translation import _


def consequences(scenario: Scenario, answer: Answer, side: str) -> list[str]:
    """A sentence for each thing that an answer of `side` brings about, points left aside, which stand on its button.
    What is the enemy's own affair is not told; nor are flags, which players do not see."""
    told = (_sentence(scenario, effect, side) for effect in answer.effects)
    return [text for text in told if text]


def _sentence(scenario: Scenario, effect: k.Effect, side: str) -> str:
    match effect:
        case k.Reinforce(units=units) | k.Withdraw(units=units) | k.Hold(units=units) | k.Release(units=units):
            sides = {spec.id: spec.side for spec in scenario.order_of_battle}
            own = [name for name in units if sides[name] == side]
            return _of_units(scenario, effect, own) if own else ""
        case k.ChangeWeather(weather=weather, turns=turns):
            told = _("The weather: {weather}, {turns}.")
            return told.format(weather=kinds.weather(weather), turns=amounts.turns(turns))
        case k.WreckField(airfield=field, turns=turns):
            told = _("Nothing flies from {field}: {turns}.")
            return told.format(field=scenario.shown(field), turns=amounts.turns(turns))
        case k.ChangeSorties(airfield=name, fighters=fighters, bombers=bombers):
            if not any(field.name == name and field.side == side for field in scenario.airfields):
                return ""
            told = _("{field}: {fighters:+d} fighter and {bombers:+d} bomber sorties a day.")
            return told.format(field=scenario.shown(name), fighters=fighters, bombers=bombers)
        case k.ChangeStock(store=store, points=points):
            if store not in {s.name for s in scenario.sources if s.side == side}.union(
                d.name for d in scenario.depots if d.side == side
            ):
                return ""
            return _("{store}: supplies {points:+d}.").format(store=store_name(scenario, store), points=points)
        case k.ChangeHqPoints(side=whose, points=points):
            return _("Headquarters: {points:+d} HQ points a turn.").format(points=points) if whose == side else ""
        case k.Suppress(side=whose, steps=steps, hexes=hexes):
            told = _("Yours: {what}.") if whose == side else _("The enemy: {what}.")
            return told.format(what=_suppressed(scenario, steps, hexes))
        case k.Surprise() | k.Silence():
            return _of_a_spell(effect, side)
        case k.ForbidArea() | k.ForbidMission() | k.AllowArea() | k.AllowMission():
            return _of_a_ban(scenario, effect) if effect.side == side else ""
        case k.End():
            return _("The battle ends.")
        case k.Message() | k.ChangePoints() | k.SetFlag():
            return ""
        case _:
            assert_never(effect)


def _of_units(scenario: Scenario, effect: k.Reinforce | k.Withdraw | k.Hold | k.Release, own: Iterable[str]) -> str:
    units = units_text(scenario, own)
    match effect:
        case k.Reinforce():
            return _("These units come: {units}.").format(units=units)
        case k.Withdraw():
            return _("These units leave the battle: {units}.").format(units=units)
        case k.Hold(until=until):
            return _("These units take no orders {until}: {units}.").format(units=units, until=_until(until))
        case k.Release():
            return _("These units take orders again: {units}.").format(units=units)
        case _:
            assert_never(effect)


def _suppressed(scenario: Scenario, steps: int, hexes: frozenset[int] | None) -> str:
    counted = amounts.steps(steps)
    if hexes is None:
        return _("{steps} of each unit suppressed").format(steps=counted)
    place = area_text(scenario, hexes)
    return _("{steps} of each unit suppressed in this area: {place}").format(steps=counted, place=place)


def _of_a_spell(effect: k.Surprise | k.Silence, side: str) -> str:
    turns = amounts.turns(effect.turns)
    match effect:
        case k.Surprise():
            told = (
                _("Your attacks surprise the enemy: {turns}.")
                if effect.side == side
                else _("The enemy's attacks surprise you: {turns}.")
            )
        case k.Silence():
            told = (
                _("Your guns do not fire: {turns}.")
                if effect.side == side
                else _("The enemy's guns do not fire: {turns}.")
            )
        case _:
            assert_never(effect)
    return told.format(turns=turns)


def _of_a_ban(scenario: Scenario, effect: k.ForbidArea | k.ForbidMission | k.AllowArea | k.AllowMission) -> str:
    match effect:
        case k.ForbidArea(area=area, until=until):
            told = _("Nobody of yours may move into this area or assault it {until}: {area}. Who is there may stay.")
            return told.format(area=scenario.shown(area), until=_until(until))
        case k.ForbidMission(mission=mission, until=until):
            return _("Not allowed {until}: {mission}.").format(mission=_(kinds.MISSIONS[mission]), until=_until(until))
        case k.AllowArea(area=area):
            return _("Open to you again: {area}.").format(area=scenario.shown(area))
        case k.AllowMission(mission=mission):
            return _("Allowed again: {mission}.").format(mission=_(kinds.MISSIONS[mission]))
        case _:
            assert_never(effect)


def _until(turn: int) -> str:
    return _("up to and with turn {turn}").format(turn=turn) if turn else _("until headquarters allows it")
