"""What the conditions of the timeline ask for, as sentences: for goals of puzzles and for points that can be won."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.text import amounts, kinds
from khalkhin.text.names import in_sentence, store_name
from khalkhin.translation import _, ngettext


def sentence(scenario: Scenario, part: c.Condition) -> str:
    """A condition as a sentence."""
    text = _words(scenario, part)
    return _("{sentence}.").format(sentence=text[:1].upper() + text[1:])


def _words(scenario: Scenario, part: c.Condition) -> str:
    match part:
        case c.Entered(side=side, hexes=hexes, units=count):
            units = ngettext("{n} fighting unit", "{n} fighting units", count).format(n=count)
            told = _("{units} of {side} or more stand at {place}")
            return told.format(units=units, side=_side(scenario, side), place=area_text(scenario, hexes))
        case c.Held(side=side):
            return _("{side} hold {place}").format(side=_side(scenario, side), place=_held(scenario, part))
        case c.Destroyed(units=names):
            return _("destroyed: {units}").format(units=units_text(scenario, names))
        case c.OnMap(units=names, count=count):
            return _("at least {n} on the map of: {units}").format(n=count, units=units_text(scenario, names))
        case c.Lost(steps=steps, side=side, units=names):
            who = _side(scenario, side) if side else units_text(scenario, names)
            return _("{who} lost {steps} or more since the battle began").format(who=who, steps=amounts.steps(steps))
        case c.SupplyIs(units=names, state=worst, count=count):
            return _supply(scenario, names, worst, count)
        case c.CrossingStands(hexside=hexside):
            return _("{crossing} can be crossed").format(crossing=_crossing(scenario, hexside))
        case c.Sorties(side=side, least=least, most=most):
            return _("sorties of {side} in a day: {bounds}").format(
                side=_side(scenario, side), bounds=_bounds(least, most)
            )
        case c.Stock(store=store, side=side, least=least, most=most):
            told = _("supplies in {where}: {bounds}")
            where = store_name(scenario, store) if store else _side(scenario, side)
            return told.format(where=where, bounds=_bounds(least, most))
        case c.Weather(weather=weather):
            return _("the weather is: {weather}").format(weather=kinds.weather(weather))
        case c.Flag(name=name):
            return _("it has come to “{name}”").format(name=name)
        case c.Chosen(entry=entry, answer=answer):
            return _("“{entry}” was answered with “{answer}”").format(entry=entry, answer=answer)
        case c.Happened(entry=entry):
            titles = {e.id: e.title for e in scenario.timeline}
            return _("it has happened: {entry}").format(entry=titles.get(entry, entry))
        case c.AllOf(conditions=parts):
            return _("; and ").join(_words(scenario, each) for each in parts)
        case c.AnyOf(conditions=parts):
            return _("; or ").join(_words(scenario, each) for each in parts)
        case c.Not(condition=c.SupplyIs(units=names, state=worst, count=1)) if worst == 1:
            return _("supplied, every one of them: {units}").format(units=units_text(scenario, names))
        case c.Not(condition=c.Destroyed(units=names)):
            return _("not all destroyed: {units}").format(units=units_text(scenario, names))
        case c.Not(condition=inner):
            return _("it is not so that: {what}").format(what=_words(scenario, inner))
        case _:
            assert_never(part)


def _supply(scenario: Scenario, names: tuple[str, ...], worst: int, count: int) -> str:
    states = scenario.rules.supply.states
    state = kinds.supply_state(states[worst])
    if worst and worst + 1 < len(states):
        state = _("{state} or worse").format(state=state)
    if 0 < count < len(names):
        told = _("{state}, at least {n} of: {units}")
        return told.format(state=state, n=count, units=units_text(scenario, names))
    return _("{state}: {units}").format(state=state, units=units_text(scenario, names))


def _bounds(least: int, most: int) -> str:
    if most < 0:
        return _("{n} or more").format(n=least)
    return _("{n} or fewer").format(n=most) if least <= 0 else _("{least} to {most}").format(least=least, most=most)


def _side(scenario: Scenario, side: str) -> str:
    return scenario.side(side).name


def units_text(scenario: Scenario, names: Iterable[str]) -> str:
    """Units by name; a whole formation of several by its own."""
    known = {spec.id: in_sentence(spec.name) for spec in scenario.order_of_battle}
    wanted = dict.fromkeys(names)
    formations: dict[str, list[str]] = {}
    for spec in scenario.order_of_battle:
        if spec.formation:
            formations.setdefault(spec.formation, []).append(spec.id)
    whole = {f: ids for f, ids in formations.items() if len(ids) > 1 and wanted.keys() >= set(ids)}
    within = {id_ for ids in whole.values() for id_ in ids}
    singly = [known.get(name) or name for name in wanted if name not in within]
    return amounts.listed([*map(scenario.shown, whole), *singly])


def _crossing(scenario: Scenario, hexside: int) -> str:
    found = scenario.crossings.get(hexside)
    return scenario.shown(found.name) if found is not None and found.name else _("the crossing")


def _held(scenario: Scenario, held: c.Held) -> str:
    if held.crossing >= 0:
        return _crossing(scenario, held.crossing)
    return scenario.shown(held.objective or held.store) or area_text(scenario, held.hexes)


def area_text(scenario: Scenario, hexes: frozenset[int]) -> str:
    """The name of some hexes: that of the area or place they are, or where they lie."""
    area = next((name for name, found in scenario.areas.items() if found == hexes), "")
    if area or not hexes:
        return scenario.shown(area) or "?"
    where = sorted(hexes)[len(hexes) // 2]
    named = (
        *((scenario.shown(o.name), o.hex) for o in scenario.objectives),
        *((label.text, label.hex) for label in scenario.labels),
    )
    name = next((name for name, hex_ in named if hex_ == where), "")
    col, row = scenario.board.place(where)
    if len(hexes) > 1:
        return _("{place} and around it").format(place=name or f"({col}, {row})")
    return f"{name} ({col}, {row})" if name else f"({col}, {row})"
