"""The assault panel's lines: who takes part, the odds with every modifier, all outcomes with their chances."""

from __future__ import annotations

from khalkhin.core.combat.combat import Fate, Forecast, Help, Retreat
from khalkhin.core.combat.modifiers import section_of
from khalkhin.core.leaving import left_behind
from khalkhin.core.model.rules import CombatRules
from khalkhin.core.model.units import Level, Unit
from khalkhin.text import amounts, modifiers, rulebook
from khalkhin.text.air import passage_text
from khalkhin.text.leaving import places_text
from khalkhin.text.names import in_sentence, place_text, unit_title
from khalkhin.text.narrator.notice import capital
from khalkhin.text.refusals import refusal_text
from khalkhin.text.remarks import remark_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToRules
from khalkhin.ui.planning import choices
from khalkhin.ui.planning.actions import PanelAction, Toggle, ToggleAdvance, ToggleSetPiece, TurnSorties
from khalkhin.ui.planning.planner import AssaultDraft, Planner
from khalkhin.ui.widgets.rows import Bar, Check, Dial, Gap, Heading, Line, Row, Rule


def actions(planner: Planner) -> list[PanelAction]:
    """What the ticks of the panel do, from top to bottom: the keyboard walks along them."""
    plan = planner.plan
    if plan is None:
        return []
    out: list[PanelAction] = [Toggle(u.id) for u in (*plan.attackers, *plan.guns)]
    if planner.bombers:
        out.append(TurnSorties(1))
    if choices.has_staff(planner.state, planner.side):
        out.append(ToggleSetPiece())
    return [*out, ToggleAdvance()]


def people(planner: Planner, mark: int) -> list[Row]:
    """The target and everybody who could take part, each with a tick."""
    plan = planner.plan
    if plan is None:
        return []
    state = planner.state
    marked = actions(planner)[mark]
    rows: list[Row] = [Heading(_("Assault on {place}").format(place=place_text(state, plan.hex)))]
    for unit in planner.enemies(plan.hex):
        rows.append(Line(*_defender(planner, unit), tone="bad"))
    if not planner.enemies(plan.hex):
        rows.append(Line(_("Nobody is seen there"), tone="dim"))
    rows.append(Line(_("Attackers; the first leads and advances"), tone="dim", style="small"))
    for unit in plan.attackers:
        rows.append(
            Check(
                unit.spec.name,
                unit.id in plan.order.attackers,
                _strength(unit),
                Toggle(unit.id),
                marked == Toggle(unit.id),
                "gold" if plan.order.attackers[:1] == (unit.id,) else "normal",
            )
        )
    rows += _helpers(planner, plan, marked)
    if choices.has_staff(state, planner.side):
        cost = choices.points_text(state.scenario.rules.command.set_piece)
        have = state.hq_points.get(planner.side, 0)
        rows.append(
            Check(
                _("Set-piece assault"),
                plan.order.set_piece,
                _("{n} of {total}").format(n=cost, total=have),
                ToggleSetPiece(),
                marked == ToggleSetPiece(),
            )
        )
    return rows


def advance(planner: Planner, mark: int) -> list[Row]:
    """Whether the first attacker advances, who that is, and what he would leave empty."""
    plan = planner.plan
    if plan is None:
        return []
    state, order = planner.state, plan.order
    marked = actions(planner)[mark] == ToggleAdvance()
    rows: list[Row] = [Check(_("Advance into the hex if it falls"), order.advance, "", ToggleAdvance(), marked)]
    leader = state.unit(order.attackers[0]) if order.attackers else None
    if leader is None:
        return rows
    told = _("The first attacker advances: {unit}").format(unit=unit_title(leader))
    rows.append(Line(told, tone="dim", style="small", indent=1))
    if left := left_behind(state, (leader.id,)):
        places = places_text(state, left)
        told = _("That leaves nobody in {places}.") if order.advance else _("That would leave nobody in {places}.")
        rows.append(Line(told.format(places=places), tone="warn", style="small", indent=1))
    return rows


def _helpers(planner: Planner, plan: AssaultDraft, marked: PanelAction) -> list[Row]:
    """Guns and bombers, each with what it adds; what adds nothing, because the others fill the limit, is grey."""
    rows: list[Row] = []
    forecast = planner.forecast()
    helpers = {h.unit: h for h in forecast.helpers} if forecast is not None else {}
    full = forecast is not None and forecast.support >= forecast.limit
    if plan.guns:
        rows.append(Line(_("Guns in range"), tone="dim", style="small"))
    for unit in plan.guns:
        help_ = helpers.get(unit.id)
        idle = full and (help_ is None or not help_.adds)
        adds = _strength(unit) if help_ is None else _("adds {steps}").format(steps=_figure(help_.adds))
        rows.append(
            Check(
                unit.spec.name,
                unit.id in plan.order.guns,
                _("adds nothing") if idle else adds,
                Toggle(unit.id),
                marked == Toggle(unit.id),
                "dim" if idle else "normal",
            )
        )
    if planner.bombers:
        value = _("{n} of {total}").format(n=plan.order.sorties, total=planner.bombers)
        rows.append(
            Dial(_("Bombers in support"), value, "", isinstance(marked, TurnSorties), TurnSorties(-1), TurnSorties(1))
        )
        rows.append(Line(_flown(helpers.get(""), plan.order.sorties), tone="dim", style="small"))
    if plan.guns or planner.bombers:
        limit = "–"
        if forecast is not None:
            added, most = _figure(forecast.support), _figure(forecast.limit)
            limit = _("{n} of {total} at most").format(n=added, total=most)
        rows.append(Line(_("Guns and aircraft add"), limit, tone="dim", style="small"))
    return rows


def _flown(aircraft: Help | None, sorties: int) -> str:
    """What the sorties are good for: a line that is always there, or the ticks beneath it would move as it came."""
    if not sorties:
        return _("None flies.")
    if spare := _spare(aircraft, sorties):
        vain = ngettext("{n} of {total} sortie adds nothing", "{n} of {total} sorties add nothing", sorties)
        return vain.format(n=spare, total=sorties)
    return _("Each sortie adds something.")


def _spare(aircraft: Help | None, sorties: int) -> int:
    """Sorties that could stay at home without the attack being any weaker."""
    if aircraft is None or not aircraft.brings:
        return sorties
    return (aircraft.brings - aircraft.adds) * sorties // aircraft.brings


def _defender(planner: Planner, unit: Unit) -> tuple[str, str]:
    level = Level(planner.state.sightings[planner.side].levels[unit.spec.index])
    if level is Level.CONTACT:
        return _("An enemy that is only a contact"), "?"
    if level is Level.IDENTIFIED:
        return unit.spec.name, _("about {steps}").format(steps=amounts.steps(unit.steps))
    strength = f"{unit.effective}/{unit.steps}"
    if unit.entrenchment:
        strength = _("{strength}, dug in {level}").format(strength=strength, level=unit.entrenchment)
    return unit.spec.name, strength


def _strength(unit: Unit) -> str:
    return _("{strength} steps").format(strength=f"{unit.effective}/{unit.steps}")


def odds(planner: Planner) -> list[Row]:
    """Whether the hex is likely to fall; odds, shifts one by one, the ladder's column; the chance of every outcome."""
    rows: list[Row] = []
    refusal = planner.refusal()
    if refusal is not None:
        rows += [Line(refusal_text(refusal, planner.state), tone="warn"), Gap(4)]
    forecast = planner.forecast()
    if forecast is None:
        return rows or [Line(_("Tick who shall attack."), tone="dim")]
    rows += [*_prospect(forecast), Rule()]
    rows += [*account_of_odds(forecast, planner.state.scenario.rules.combat), Rule()]
    rows += _outcomes(forecast)
    rows += _retreats(planner, forecast)
    return rows


def account_of_odds(forecast: Forecast, combat: CombatRules) -> list[Row]:
    """How the odds come about: strengths, helpers, every modifier, the ladder's column."""
    rows: list[Row] = [Line(_("Attack against defence"), f"{_figure(forecast.attack)} : {_figure(forecast.defence)}")]
    if forecast.support or forecast.defence_support:
        attack, defence = forecast.attack + forecast.support, forecast.defence + forecast.defence_support
        helpers = _("with guns and aircraft") if forecast.passage else _("with the guns")
        rows.append(Line(helpers, f"{_figure(attack)} : {_figure(defence)}"))
        brought = sum(h.brings for h in forecast.helpers)
        if brought > forecast.support:
            rows.append(
                Line(
                    _("They bring {steps}; at most {limit} % of the attackers' own counts").format(
                        steps=_figure(brought), limit=combat.max_support
                    ),
                    f"+{_figure(forecast.support)}",
                    tone="dim",
                    indent=1,
                )
            )
    if forecast.passage is not None:
        through = f"{forecast.passage.percent} %"
        told = _("Bombers get through. {why}").format(why=passage_text(forecast.passage))
        rows.append(Line(told, through, tone="dim", indent=1))
    rows.append(Line(_("Odds"), forecast.odds, style="bold"))
    for shift in forecast.shifts:
        rows.append(
            Line(
                modifiers.line(shift),
                f"{shift.columns:+d}".replace("-", "−"),
                indent=1,
                value_tone="good" if shift.columns > 0 else "bad",
                action=ToRules(rulebook.SECTIONS[section_of(shift)]),
            )
        )
    total = sum(s.columns for s in forecast.shifts)
    if total != forecast.shift:
        counted = f"{forecast.shift:+d}".replace("-", "−") if forecast.shift else "0"
        rows.append(Line(_("counted, as far as the ladder goes"), counted, tone="dim", indent=1))
    rows += [Line(remark_text(note), tone="dim", indent=1) for note in forecast.notes]
    a, d = combat.columns[forecast.column]
    rows.append(Line(_("Column used"), f"{a}:{d}", style="bold", tone="gold"))
    return rows


def _figure(strength: int) -> str:
    """Strengths are counted in half steps times a hundred; the panel shows steps times attack."""
    return f"{strength / 200:.1f}".rstrip("0").rstrip(".")


def _outcomes(forecast: Forecast) -> list[Row]:
    rows: list[Row] = []
    for fate, ways in reversed(forecast.fates.items()):
        rows += [Line(fate_text(fate), percent(ways / 36), style="small"), Bar("", ways / 36, "", _tone(fate))]
    return rows


def _prospect(forecast: Forecast) -> list[Row]:
    """What it comes to: the chance that the hex falls, and what it costs."""
    mine, theirs = forecast.losses
    return [
        Line(_("The hex falls"), percent(forecast.falls), style="bold", tone="gold"),
        Line(_("Steps lost on average"), _losses(mine, theirs), tone="dim", style="small"),
    ]


def _losses(mine: float, theirs: float) -> str:
    return _("{mine} of yours, {theirs} of theirs").format(mine=f"{mine:.1f}", theirs=f"{theirs:.1f}")


def percent(share: float) -> str:
    """A chance as a player reads it."""
    return f"{share:.0%}".replace("%", " %")


def fate_text(fate: Fate) -> str:
    """What may happen: You lose 1 step; they lose 1 step and have 1 suppressed; they fall back 2 hexes."""
    parts = []
    if fate.attacker_loss or fate.attacker_suppressed:
        parts.append(_yours(fate.attacker_loss, fate.attacker_suppressed))
    if fate.destroyed:
        parts.append(_("they lose {lost} and are destroyed").format(lost=amounts.steps(fate.defender_loss)))
    elif fate.defender_loss or fate.defender_suppressed:
        parts.append(_theirs(fate.defender_loss, fate.defender_suppressed))
    if fate.retreat:
        parts.append(_("they fall back {hexes}").format(hexes=amounts.hexes(fate.retreat)))
    return capital("; ".join(parts) or _("nothing happens"))


def _yours(lost: int, suppressed: int) -> str:
    if not suppressed:
        return _("you lose {lost}").format(lost=amounts.steps(lost))
    if not lost:
        return _("you have {suppressed} suppressed").format(suppressed=amounts.steps(suppressed))
    said = _("you lose {lost} and have {suppressed} suppressed")
    return said.format(lost=amounts.steps(lost), suppressed=suppressed)


def _theirs(lost: int, suppressed: int) -> str:
    if not suppressed:
        return _("they lose {lost}").format(lost=amounts.steps(lost))
    if not lost:
        return _("they have {suppressed} suppressed").format(suppressed=amounts.steps(suppressed))
    said = _("they lose {lost} and have {suppressed} suppressed")
    return said.format(lost=amounts.steps(lost), suppressed=suppressed)


def _tone(fate: Fate) -> str:
    mine = 2 * fate.attacker_loss + fate.attacker_suppressed
    theirs = 2 * fate.defender_loss + fate.defender_suppressed + 2 * max(fate.retreat, fate.falls)
    return "good" if theirs > mine else "bad" if mine > theirs else "warn"


def _retreats(planner: Planner, forecast: Forecast) -> list[Row]:
    """Where those go who may fall back, the longest way that they survive; and who is lost if he must."""
    rows: list[Row] = []
    for retreat in _ways_back(forecast):
        unit = planner.state.unit(retreat.unit)
        name = in_sentence(unit_title(unit)) if unit is not None else _("The defender")
        steps = next(u.steps for u in forecast.defenders if u.id == retreat.unit)
        if retreat.blocked:
            told = _("{unit} cannot retreat: it is destroyed").format(unit=name)
            rows.append(Line(told, tone="good"))
        elif retreat.losses >= steps:
            told = _("{unit} is destroyed if it must fall back").format(unit=name)
            rows.append(Line(told, tone="good"))
        elif retreat.losses:
            place = place_text(planner.state, retreat.path[-1])
            told = _("{unit} falls back to {place}").format(unit=name, place=place)
            rows.append(Line(told, f"−{retreat.losses}", tone="dim", style="small"))
    if rows:
        rows.insert(0, Gap(4))
    return rows


def _ways_back(forecast: Forecast) -> tuple[Retreat, ...]:
    """The ways of the longest retreat after which somebody is left, or of the longest one if nobody ever is."""
    longest = max((fate.retreat for fate in forecast.fates), default=0)
    longest = longest or max((c.outcome.retreat for c in forecast.chances), default=0)
    return forecast.retreats[longest] if longest else ()


def retreat_paths(forecast: Forecast | None) -> tuple[tuple[int, ...], ...]:
    """The ways back to draw on the map: those of the longest retreat that somebody survives."""
    if forecast is None or not any(fate.retreat for fate in forecast.fates):
        return ()
    return tuple(r.path for r in _ways_back(forecast) if len(r.path) > 1)
