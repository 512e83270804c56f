"""What a puzzle asks for, as sentences: each condition of its goal, its turns and its enemy, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.play.puzzles.progress import Result
from khalkhin.play.puzzles.puzzle import STANDING, Puzzle
from khalkhin.play.puzzles.solver import Finding, Found
from khalkhin.text import amounts, kinds
from khalkhin.translation import N_, _, ngettext

#: What the supply states of the rules are called in a sentence; one of another name is called by that.
STATES: Mapping[str, str] = {
    "supplied": N_("supplied"),
    "short": N_("short of supplies"),
    "unsupplied": N_("unsupplied"),
    "isolated": N_("isolated"),
}

#: Who answers for the enemy, by the name of the computer player.
PLAYERS: Mapping[str, str] = {
    STANDING: N_("The enemy stands where he is."),
    "idle": N_("The enemy stands where he is."),
    "staff": N_("The game’s staff answers for the enemy."),
    "staff-easy": N_("The game’s staff answers for the enemy, and looks at little."),
    "staff-hard": N_("The game’s staff answers for the enemy, and looks at much."),
    "random": N_("The enemy does anything that comes to his mind."),
    "flee": N_("The enemy runs away from you."),
    "greedy": N_("The enemy takes what he can reach and attacks what he can beat."),
    "cutter": N_("The enemy goes for what feeds you."),
}


def goal_lines(puzzle: Puzzle) -> list[str]:
    """What is to hold, a line for each condition."""
    return [_sentence(puzzle.scenario, part) for part in puzzle.goal]


def terms(puzzle: Puzzle) -> str:
    """In how many turns, and who answers."""
    if puzzle.hold:
        text = ngettext("when {n} turn of yours is over", "when {n} turns of yours are over", puzzle.turns)
    else:
        text = ngettext("within {n} turn of yours", "within {n} turns of yours", puzzle.turns)
    enemy = _(PLAYERS[puzzle.enemy])
    return _("This is to hold {when}, the enemy’s answer to the last included. {enemy}").format(
        when=text.format(n=puzzle.turns), enemy=enemy
    )


def briefing(puzzle: Puzzle) -> str:
    """All that the player is told of a puzzle, in paragraphs."""
    parts = [puzzle.text] if puzzle.text else []
    return "\n\n".join([*parts, *(f"•  {line}" for line in goal_lines(puzzle)), terms(puzzle)])


def result_text(result: Result) -> str:
    """What came of the player's attempts."""
    if result.solved:
        orders = ngettext("{n} order", "{n} orders", result.orders).format(n=result.orders)
        best = _("Solved: in {turns}, with {orders}.")
        return best.format(turns=amounts.turns(result.turns), orders=orders)
    if result.tries:
        return ngettext("Not solved yet: {n} attempt.", "Not solved yet: {n} attempts.", result.tries).format(
            n=result.tries
        )
    return _("Not tried yet.")


def found_text(found: Found) -> str:
    """What a search has found out, as a sentence."""
    match found.finding:
        case Finding.CAN:
            told = ngettext(
                "It can be done: found after {n} position.",
                "It can be done: found after {n} positions.",
                found.positions,
            )
        case Finding.CANNOT:
            told = ngettext(
                "It cannot be done: all that follows was looked at, {n} position.",
                "It cannot be done: all that follows was looked at, {n} positions.",
                found.positions,
            )
        case Finding.UNKNOWN:
            told = ngettext("Not known after {n} position.", "Not known after {n} positions.", found.positions)
        case _:
            assert_never(found.finding)
    return told.format(n=f"{found.positions:,}")


def goal_text(scenario: Scenario, goal: Iterable[c.Condition]) -> str:
    """A goal in one line."""
    return " ".join(_sentence(scenario, part) for part in goal)


def _sentence(scenario: Scenario, part: c.Condition) -> str:
    text = _words(scenario, part)
    return _("{sentence}.").format(sentence=text[:1].upper() + text[1:])


def _words(scenario: Scenario, part: c.Condition) -> str:
    match part:
        case c.Entered(side=side, hexes=hexes, units=count):
            units = ngettext("{n} fighting unit", "{n} fighting units", count).format(n=count)
            told = _("{units} of {side} or more stand at {place}")
            return told.format(units=units, side=_side(scenario, side), place=_place(scenario, hexes))
        case c.Held(side=side):
            return _("{side} hold {place}").format(side=_side(scenario, side), place=_held(scenario, part))
        case c.Destroyed(units=names):
            return _("destroyed: {units}").format(units=_units(scenario, names))
        case c.OnMap(units=names, count=count):
            return _("at least {n} on the map of: {units}").format(n=count, units=_units(scenario, names))
        case c.Lost(steps=steps, side=side, units=names):
            who = _side(scenario, side) if side else _units(scenario, names)
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
            return told.format(where=scenario.shown(store) or _side(scenario, side), bounds=_bounds(least, most))
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
            return _("supplied, every one of them: {units}").format(units=_units(scenario, names))
        case c.Not(condition=c.Destroyed(units=names)):
            return _("not all destroyed: {units}").format(units=_units(scenario, names))
        case c.Not(condition=inner):
            return _("it is not so that: {what}").format(what=_words(scenario, inner))
        case _:
            assert_never(part)


def _supply(scenario: Scenario, names: tuple[str, ...], worst: int, count: int) -> str:
    states = scenario.rules.supply.states
    state = _(STATES.get(states[worst], states[worst]))
    if worst and worst + 1 < len(states):
        state = _("{state} or worse").format(state=state)
    if 0 < count < len(names):
        told = _("{state}, at least {n} of: {units}")
        return told.format(state=state, n=count, units=_units(scenario, names))
    return _("{state}: {units}").format(state=state, units=_units(scenario, names))


def _bounds(least: int, most: int) -> str:
    if most < 0:
        return _("{n} or more").format(n=least)
    return _("{n} or fewer").format(n=most) if least <= 0 else _("{least} to {most}").format(least=least, most=most)


def _side(scenario: Scenario, side: str) -> str:
    return scenario.side(side).name


def _units(scenario: Scenario, names: Iterable[str]) -> str:
    known = {spec.id: spec.name for spec in scenario.order_of_battle}
    return amounts.listed([known.get(name) or name for name in names])


def _crossing(scenario: Scenario, hexside: int) -> str:
    found = scenario.crossings.get(hexside)
    return scenario.shown(found.name) if found is not None and found.name else _("the crossing")


def _held(scenario: Scenario, held: c.Held) -> str:
    if held.crossing >= 0:
        return _crossing(scenario, held.crossing)
    return scenario.shown(held.objective or held.store) or _place(scenario, held.hexes)


def _place(scenario: Scenario, hexes: frozenset[int]) -> str:
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
