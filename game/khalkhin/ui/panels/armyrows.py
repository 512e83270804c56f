"""The page of the whole army: aircraft and fields, HQ points, work in hand, guns that stand by."""

from __future__ import annotations

from khalkhin.core.command import handicap
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import Airfield, GameState
from khalkhin.text import kinds
from khalkhin.text.handicap import handicap_name
from khalkhin.text.names import place_text, side_name
from khalkhin.translation import _, ngettext
from khalkhin.ui.planning import armychoices, choices
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


def summary(state: GameState, side: str) -> str:
    """The army's means in a few words, for the top bar; empty where it has none."""
    parts = []
    left = state.sorties.get(side)
    if armychoices.has_aircraft(state, side):
        bombers, fighters = (left.bombers, left.fighters) if left else (0, 0)
        parts.append(_aircraft(bombers, fighters))
    if choices.has_staff(state, side):
        parts.append(_points(state.hq_points.get(side, 0)))
    return "  ·  ".join(parts)


def widest() -> str:
    """As broad as the summary gets."""
    return "  ·  ".join((_aircraft(88, 88), _points(8)))


def _aircraft(bombers: int, fighters: int) -> str:
    return _("Bombers {bombers}  ·  Fighters {fighters}").format(bombers=bombers, fighters=fighters)


def _points(points: int) -> str:
    return _("HQ {points}").format(points=points)


def rows(view: View) -> list[Row]:
    """The page, from what its side knows."""
    state, side = view.state, view.side
    out: list[Row] = []
    if armychoices.has_aircraft(state, side):
        out += [*_air(state, side), Gap(6)]
    if choices.has_staff(state, side):
        points = state.hq_points.get(side, 0)
        out += [Heading(_("Staff")), Line(_("HQ points left this turn"), str(points))]
        if given := handicap.hq_points(state, side):
            out.append(Line(handicap_name(state, side), _("+{n} a turn").format(n=given), value_tone="good", indent=1))
        for hex_, last in sorted(state.sightings[state.scenario.enemy(side)].decoys.items()):
            shown = _("Contact shown to the enemy at {place}").format(place=place_text(state, hex_))
            out.append(Line(shown, _("to turn {turn}").format(turn=last), indent=1))
        out.append(Gap(6))
    out += _works(state, side)
    out += _standing_by(state, side)
    return out or [Line(_("This army has no aircraft and no staff of its own in this battle."), tone="dim")]


def _air(state: GameState, side: str) -> list[Row]:
    left = state.sorties.get(side)
    bombers, fighters = (left.bombers, left.fighters) if left else (0, 0)
    out: list[Row] = [Heading(_("Aircraft"))]
    if state.night:
        out.append(Line(_("Nothing flies at night."), tone="dim"))
    elif not state.superiority:
        out.append(Line(_("Nobody rules the air this turn"), tone="warn"))
    else:
        mine = state.superiority == side
        out.append(Line(_("Rules the air"), side_name(state, state.superiority), value_tone="good" if mine else "bad"))
    out.append(Line(_("Sorties left"), _planes(bombers, fighters)))
    for whose, title in ((True, _("Fields")), (False, _("The enemy's fields"))):
        fields = [f for f in state.airfields if (f.side == side) is whose]
        if fields:
            out.append(Line(title, tone="dim", style="small"))
        out += [_field(state, field, known=whose) for field in fields]
    return out


def _planes(bombers: int, fighters: int) -> str:
    some = ngettext("{n} bomber", "{n} bombers", bombers).format(n=bombers)
    others = ngettext("{n} fighter", "{n} fighters", fighters).format(n=fighters)
    return f"{some}, {others}"


def _field(state: GameState, field: Airfield, *, known: bool) -> Line:
    where = LookAt(field.hex) if field.hex >= 0 else None
    if field.wrecked >= state.turn:
        out = _("wrecked to turn {turn}").format(turn=field.wrecked)
        return Line(state.scenario.shown(field.name), out, indent=1, value_tone="bad", action=where)
    value = _planes(field.bombers, field.fighters) if known else ""
    return Line(state.scenario.shown(field.name), value, indent=1, action=where)


def _works(state: GameState, side: str) -> list[Row]:
    out: list[Row] = []
    for unit in state.side_units(side):
        if unit.job is not None:
            points = getattr(state.scenario.rules.engineering, unit.job.task.value)
            done = kinds.work(unit.job.task)
            if points > 1:
                done = _("{work} {done} of {points}").format(work=done, done=unit.job.done, points=points)
            out.append(Line(unit.spec.name, done, indent=1, action=SelectUnit(unit.id)))
    return [Heading(_("Work in hand")), *out, Gap(6)] if out else []


def _standing_by(state: GameState, side: str) -> list[Row]:
    words = {"defence": _("for a defence"), "counter": _("for enemy guns")}
    out = [
        Line(u.spec.name, words.get(u.standby, u.standby), indent=1, action=SelectUnit(u.id))
        for u in state.side_units(side)
        if u.standby
    ]
    return [Heading(_("Guns that stand by")), *out, Gap(6)] if out else []
