"""Objectives with what they are worth now, what else gives points, and both sides' points as the viewer knows them."""

from __future__ import annotations

from khalkhin.core import victory
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Grade, Objective, Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.conditions import all_hold
from khalkhin.core.timeline.stakes import is_open, stakes
from khalkhin.core.victory import Merit
from khalkhin.text import handicap, kinds
from khalkhin.text.names import side_name
from khalkhin.text.score import merit
from khalkhin.text.stakes.stakes import how_far, signed, what_for, when
from khalkhin.translation import _
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Columns, Gap, Heading, Line, Row


def rows(view: View) -> list[Row]:
    """The page of aims: objectives to take and to hold, the score, what the grades need."""
    state, viewer = view.state, view.side
    scenario = state.scenario
    enemy = scenario.enemy(viewer)
    out: list[Row] = [Line(handicap.handicap_name(state, side), tone="dim", style="small") for side in state.handicaps]
    groups: tuple[tuple[str, list[int]], ...] = (
        (_("To take"), [i for i, h in enumerate(state.holdings) if h.side == enemy]),
        (_("Held"), [i for i, h in enumerate(state.holdings) if h.side == viewer]),
    )
    for title, found in groups:
        if not found:
            continue
        out.append(Heading(title))
        for i in found:
            out += _objective(state, i, viewer)
        out.append(Gap(6))
    out += stake_rows(state, viewer)
    out += _score(state, viewer)
    out.append(Gap(6))
    out += _score(state, enemy)
    margin = victory.margin(state, viewer)
    out += [Gap(6), Line(_("Margin, as far as known"), f"{margin:+d}", style="bold", tone="gold")]
    limits = (None, *scenario.side(viewer).grades)
    reached = sum(margin >= g for g in scenario.side(viewer).grades)
    out += [
        Line(
            kinds.grade(i),
            _("below") if limit is None else _("from {points}").format(points=f"{limit:+d}"),
            indent=1,
            tone="normal" if i == reached else "dim",
        )
        for i, limit in zip(Grade, limits, strict=True)
    ]
    return [*out, *handicap_rows(state, viewer)]


def _objective(state: GameState, index: int, viewer: str) -> list[Row]:
    """An objective: what it counts for the viewer, held or taken now, and beneath what it counts for the enemy so."""
    objective, holding = state.scenario.objectives[index], state.holdings[index]
    held, taken = victory.objective_points(state, index), victory.prize(state, index)
    if holding.side == viewer:
        said = _("counts {points}, since turn {turn}") if holding.since else _("counts {points}")
        value, tone = said.format(points=held, turn=holding.since), "good"
        theirs = _("{points} for the enemy if he takes it now").format(points=taken)
    else:
        if objective.holder == viewer:
            value, tone = _("lost; {points} if retaken").format(points=taken), "bad"
        else:
            last = objective.final_worth
            value, tone = _("{now} now, {last} on the last turn").format(now=taken, last=last), "normal"
        theirs = _("counts {points} for the enemy").format(points=held)
    return [
        Line(state.scenario.shown(objective.name), value, value_tone=tone, action=LookAt(objective.hex)),
        Line(theirs, tone="dim", style="small", indent=1),
    ]


def stake_rows(state: GameState, viewer: str) -> list[Row]:
    """Points that are still to be had beside objectives: for the enemy's steps and for crossings, and by what the
    timeline asks for, with how far that has come as the viewer knows it."""
    out: list[Row] = [Heading(_("What else counts")), *rate_rows(state.scenario, viewer, state)]
    for stake in stakes(state.scenario, viewer):
        if not is_open(state, stake):
            continue
        own, entry = stake.side == viewer, stake.entry
        value = _counted(stake.points, own=own)
        offered = entry.id in state.pending
        reached = bool(entry.conditions) and stake.answer is None and all_hold(state, entry.conditions)
        good = own == (stake.points > 0)
        out.append(
            Line(
                what_for(state.scenario, stake, offered=offered),
                value,
                tone="normal" if reached or offered else "dim",
                value_tone="good" if good else "bad",
            )
        )
        far = how_far(state, entry) if stake.answer is None else ""
        times = "" if offered else when(entry.when)
        told = " · ".join(part for part in (times, far) if part)
        if told:
            out.append(Line(told, tone="dim", style="small", indent=1))
    return [*out, Gap(6)]


def _counted(points: int, *, own: bool) -> str:
    """Points as they count for the viewer or for the enemy."""
    return signed(points) if own else _("enemy {points}").format(points=signed(points))


def rate_rows(scenario: Scenario, viewer: str, state: GameState | None = None) -> list[Row]:
    """What is counted all the time, for whatever side: steps destroyed and shut in, crossings, steps that get away;
    with what that has come to for either side as the viewer knows it, once there is a `state`."""
    rates = scenario.victory
    counted = (
        (Merit.STEPS, rates.step, _("Each enemy step destroyed")),
        (Merit.POCKETS, rates.pocketed_step, _("… without supplies or a way out, besides")),
        (Merit.CROSSINGS, rates.crossing, _("Each crossing held at the end")),
    )
    out: list[Row] = []
    for what, rate, told in counted:
        if rate:
            out.append(Line(told, signed(rate)))
            if what is Merit.STEPS and rates.exited_loss:
                left = _("of a unit that leaves the map, {share} % of its steps count so")
                out.append(Line(left.format(share=rates.exited_loss), tone="dim", style="small", indent=1))
            if state is not None:
                far = _("so far {own} for you, {theirs} for the enemy, as far as known")
                own, theirs = (_sum(state, side, what) // rate for side in (viewer, scenario.enemy(viewer)))
                out.append(Line(far.format(own=own, theirs=theirs), tone="dim", style="small", indent=1))
    return out + saved_rows(scenario, viewer, state)


def _sum(state: GameState, side: str, what: Merit) -> int:
    """The points that a side has for what is counted so."""
    return sum(line.points for line in victory.score(state, side).lines if line.merit is what)


def saved_rows(scenario: Scenario, viewer: str, state: GameState | None = None) -> list[Row]:
    """What each step that a side gets off the map counts, for either side, and how many have so far."""
    out: list[Row] = []
    for info in (s for s in scenario.sides if s.saved_step):
        own = info.id == viewer
        value = _counted(info.saved_step, own=own)
        told = _("Each step of yours that leaves by your roads") if own else _("Each step of his that gets away")
        out.append(Line(told, value, value_tone="good" if own else "bad"))
        far = _("of those there at the start, no trucks")
        if state is not None:
            far += " · " + _("so far {n}").format(n=victory.steps_saved(state, info.id))
        out.append(Line(far, tone="dim", style="small", indent=1))
    return out


def handicap_rows(state: GameState, viewer: str) -> list[Row]:
    """The handicaps of the battle, as the rules have them; none if nobody has one."""
    out: list[Row] = []
    for side in state.handicaps:
        out += [Gap(6), Line(handicap.told(state, side), tone="good" if side == viewer else "warn")]
    return out


def _score(state: GameState, side: str) -> list[Row]:
    score = victory.score(state, side)
    out: list[Row] = [Heading(side_name(state, side), str(score.total))]
    out += [Line(merit(line, state.scenario), str(line.points), indent=1) for line in score.lines if line.points]
    return out


def held_rows(state: GameState, side: str) -> list[Row]:
    """A side's points item by item, for the end."""
    score = victory.score(state, side)
    out: list[Row] = [Line(_("Points"), str(score.total), style="bold")]
    out += [Line(merit(line, state.scenario), str(line.points), indent=1) for line in score.lines if line.points]
    return out


def letter(number: int) -> str:
    """The letter by which an arrow of a plan goes, from 0 on."""
    return chr(ord("A") + number)


def plan_rows(scenario: Scenario, side: str) -> list[Row]:
    """What the arrows on the map of a side's briefing stand for, two in a row."""
    named = [f"{letter(n)}:  {arrow.name}" for n, arrow in enumerate(scenario.side(side).plan)]
    return [Columns((*named[at : at + 2], "")[:2], (0.0, 0.5)) for at in range(0, len(named), 2)]


def _falling(objective: Objective) -> str:
    """What an objective counts for who takes it from its first owner, on the first and the last turn."""
    first, last = objective.worth, objective.final_worth
    return f"{first} … {last}" if first != last else f"{first}"


def briefing_rows(scenario: Scenario, side: str) -> list[Row]:
    """What a side's commander is told before the battle, and the places that count."""
    info = scenario.side(side)
    out: list[Row] = [Heading(info.name, ", ".join(map(scenario.shown, info.nations)))]
    for part in info.briefing.strip().split("\n\n"):
        out += [Line(" ".join(part.split())), Gap(6)]
    if info.first_steps:
        out.append(Line(_("First steps worth thinking of"), style="bold"))
        out += [Line(f"{n}. {step}", indent=1) for n, step in enumerate(info.first_steps, 1)]
        out.append(Gap(6))
    take = [o for o in scenario.objectives if o.holder != side]
    hold = [o for o in scenario.objectives if o.holder == side]
    if take:
        out.append(Line(_("To take, with its worth on the first and the last turn"), style="bold"))
        out += [Line(scenario.shown(o.name), _falling(o), indent=1) for o in take]
    if hold:
        out.append(Line(_("To hold to the end: its worth to you, and to the enemy if he takes it"), style="bold"))
        both = _("{held}; enemy {taken}")
        out += [
            Line(scenario.shown(o.name), both.format(held=o.final_worth, taken=_falling(o)), indent=1) for o in hold
        ]
    asked = [s for s in stakes(scenario, side) if s.answer is None]
    rates = rate_rows(scenario, side)
    if asked or rates:
        out.append(Line(_("What else counts"), style="bold"))
        out += rates
        for stake in asked:
            value = _counted(stake.points, own=stake.side == side)
            told = what_for(scenario, stake, offered=False)
            out.append(Line(_("{what} ({when})").format(what=told, when=when(stake.entry.when)), value, indent=1))
    return out
