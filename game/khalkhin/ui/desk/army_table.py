"""The army as a table: a row a unit with what decides whether it needs an order, and the same of the enemy as known.

No pygame; all is read from the side's view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from khalkhin.core.command import handicap
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.threats import Bridge, Threats
from khalkhin.text import amounts, kinds
from khalkhin.text.names import unit_title
from khalkhin.text.narrator.marches import intention_text
from khalkhin.text.whereabouts import near_text
from khalkhin.translation import N_, _
from khalkhin.ui.desk.army_look import ArmyLook, Only, SortBy, TablePage
from khalkhin.ui.panels.assaultrows import percent
from khalkhin.ui.panels.describe import DRIVERS, JOBS, STATE_TONES, job_text
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Cells, Row

#: Titles of the columns of each page, and where they begin, in parts of the width.
TITLES = {
    TablePage.OWN: (
        N_("Unit"),
        N_("Kind"),
        N_("Formation"),
        N_("Steps"),
        N_("Supply"),
        N_("Moves left"),
        N_("Where"),
        N_("Doing"),
    ),
    TablePage.ENEMY: (N_("Unit"), N_("Kind"), N_("Formation"), N_("Steps"), N_("Known"), N_("Where")),
    TablePage.DANGER: (
        N_("What"),
        N_("Kind"),
        N_("Where"),
        N_("Assaulted by"),
        N_("At best"),
        N_("Falls"),
        N_("Shelled by"),
    ),
}
STOPS = {
    TablePage.OWN: (0.0, 0.2, 0.33, 0.47, 0.535, 0.62, 0.69, 0.84),
    TablePage.ENEMY: (0.0, 0.24, 0.4, 0.58, 0.66, 0.8),
    TablePage.DANGER: (0.0, 0.24, 0.42, 0.62, 0.74, 0.82, 0.89),
}
#: A number in a name, or what stands between two.
_PARTS = re.compile(r"\d+|\D+")
#: A unit is weak when fewer of its steps are ready than this part of its full strength.
WEAK = 0.5


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its name, its texts with their tones, what it is sorted by in each column, and where a click leads."""

    key: str
    cells: tuple[str, ...]
    tones: tuple[str, ...]
    order: tuple[tuple[object, ...], ...]
    action: SelectUnit | LookAt
    formation: str = ""
    kind: str = ""
    so: frozenset[Only] = frozenset()


@dataclass(frozen=True, slots=True)
class TableView:
    """A page as it is looked at: its rows in their order, how many there are in all, the formations and kinds there
    are to choose from."""

    entries: tuple[TableRow, ...]
    total: int
    formations: tuple[str, ...]
    kinds: tuple[str, ...]


def table(planner: Planner, look: ArmyLook) -> TableView:
    """A page of the table."""
    entries = PAGES[look.page](planner)
    kept = [entry for entry in entries if look.page is not TablePage.OWN or _wanted(entry, look)]
    kept.sort(key=lambda entry: entry.order[look.column], reverse=look.page in look.down)
    return TableView(
        tuple(kept),
        len(entries),
        tuple(sorted({entry.formation for entry in entries} - {""})),
        tuple(sorted({entry.kind for entry in entries} - {""})),
    )


def _wanted(entry: TableRow, look: ArmyLook) -> bool:
    """Whether an own unit is among those that the table is narrowed to."""
    return look.formation in ("", entry.formation) and look.kind in ("", entry.kind) and look.only <= entry.so


def head(look: ArmyLook) -> Cells:
    """The row of titles, which sort by a click."""
    arrow = "↓" if look.page in look.down else "↑"
    titles = [_(title) for title in TITLES[look.page]]
    titles[look.column] += f" {arrow}"
    tones = tuple("gold" if i == look.column else "dim" for i in range(len(titles)))
    sorts = tuple(SortBy(i) for i in range(len(titles)))
    return _cells(look.page, tuple(titles), tones, style="bold", actions=sorts)


def rows(found: TableView, page: TablePage) -> list[Row]:
    """The rows beneath it."""
    return [_cells(page, entry.cells, entry.tones, action=entry.action) for entry in found.entries]


def _cells(
    page: TablePage,
    texts: tuple[str, ...],
    tones: tuple[str, ...],
    *,
    style: str = "normal",
    action: SelectUnit | LookAt | None = None,
    actions: tuple[SortBy, ...] = (),
) -> Cells:
    return Cells(texts, STOPS[page], tones, style, action, actions, left=True)


# -- the own units ---------------------------------------------------------------------------------------------


def own(planner: Planner) -> tuple[TableRow, ...]:
    """The units of the side that are on the map, in the order of battle."""
    waiting = set(planner.waiting())
    found = planner.view.analysis.of(planner.side)
    starving = {unit for unit, short in found.forecast.first().items() if short.turn <= planner.state.turn + 1}

    def so(unit: Unit) -> frozenset[Only]:
        tests: dict[Only, Callable[[], bool]] = {
            Only.IDLE: lambda: unit.id in waiting,
            Only.HUNGRY: lambda: bool(unit.supply_state) or unit.id in starving,
            Only.WEAK: lambda: unit.effective < WEAK * unit.spec.steps,
            Only.CONTACT: lambda: unit.hex in found.picture.zones,
            Only.CUT_OFF: lambda: not unit.is_column and not found.net.serves(unit),
        }
        return frozenset(only for only, test in tests.items() if test())

    return tuple(_own(planner, unit, so(unit)) for unit in planner.state.side_units(planner.side))


def _own(planner: Planner, unit: Unit, so: frozenset[Only]) -> TableRow:
    state, spec = planner.state, unit.spec
    supply = "–" if unit.is_column else state.scenario.rules.supply.states[unit.supply_state]
    most = handicap.march(state, unit)
    where, doing = near_text(state, unit.hex), _doing(planner, unit)
    formation = state.scenario.shown(spec.formation)
    steps_tone = "bad" if Only.WEAK in so else "normal"
    supply_tone = STATE_TONES[unit.supply_state] if unit.supply_state else "warn" if Only.HUNGRY in so else "normal"
    return TableRow(
        unit.id,
        (
            spec.name,
            spec.type.name,
            formation,
            f"{unit.effective}/{spec.steps}",
            supply,
            f"{unit.mp}/{most}",
            where,
            doing,
        ),
        ("normal", "dim", "dim", steps_tone, supply_tone, "normal", "normal", "gold" if Only.IDLE in so else "dim"),
        _orders(
            (_counted(spec.name),),
            (spec.type.name.casefold(),),
            (formation.casefold(),),
            (unit.effective,),
            (unit.supply_state, Only.HUNGRY in so, unit.unsupplied),
            (unit.mp,),
            (where.lstrip("0123456789 ").casefold(),),
            (doing.casefold(),),
            index=spec.index,
        ),
        SelectUnit(unit.id),
        formation,
        spec.type.name,
        so,
    )


def _counted(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A name as it is sorted: by its words, whatever their capitals, and by how high its numbers are."""
    parts = _PARTS.findall(name.casefold())
    return tuple((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts)


def _orders(*keys: tuple[object, ...], index: int) -> tuple[tuple[object, ...], ...]:
    """What a row is sorted by in each column; of equal ones the first of the order of battle comes first."""
    return tuple((*key, index) for key in keys)


def _doing(planner: Planner, unit: Unit) -> str:
    """What a unit is about, the most binding first."""
    state = planner.state
    told = []
    if state.is_held(unit):
        told.append(_("held back"))
    if (meant := planner.intentions.get(unit.id)) is not None:
        told.append(intention_text(state, meant))
    if unit.job is not None:
        told.append(f"{_(JOBS[unit.job.task])} {job_text(state, unit.job)}")
    if unit.standby:
        told.append(_("stands by: answers guns") if unit.standby == "counter" else _("stands by: helps a defence"))
    if unit.is_column:
        load = _("{n} of {total} loaded").format(n=unit.cargo, total=unit.capacity)
        told += [load, _(DRIVERS[unit.driving])]
    if unit.id in planner.holding:
        told.append(_("holds"))
    told += [text for flag, text in ((unit.moved, _("moved")), (unit.fought, _("fought"))) if flag and not unit.standby]
    if unit.entrenchment:
        told.append(_("dug in {level}").format(level=unit.entrenchment))
    return ", ".join(told) or _("nothing yet")


# -- what is in danger -----------------------------------------------------------------------------------------


def endangered(planner: Planner) -> tuple[TableRow, ...]:
    """Own units that known enemies could assault, take or shell next turn, and crossings that they could come to or
    shell: those that would fall most likely first, then those that cannot fight."""
    state, found = planner.state, planner.view.analysis.of(planner.side).threats
    alone = {unit.id for unit in found.vulnerable}
    entries = [_endangered(state, found, unit, unit.id in alone) for unit in state.side_units(planner.side)]
    out = [entry for entry in entries if entry is not None]
    out += [_bridge(state, bridge) for bridge in found.bridges]
    return tuple(sorted(out, key=lambda entry: entry.order[0]))


def _endangered(state: GameState, found: Threats, unit: Unit, alone: bool) -> TableRow | None:
    threat = found.at(unit.hex)
    by, fire = len(threat.assault) or len(threat.reach), len(threat.fire)
    if not (threat.assault or fire or alone):
        return None
    odds = found.forecast(unit.hex)
    best, falls = "–", 0.0
    if odds is not None:
        best, falls = "{}:{}".format(*state.scenario.rules.combat.columns[odds.column]), odds.falls
    taken = alone and unit.is_column
    kind, where = unit.spec.type.name, near_text(state, unit.hex)
    lost = _("taken") if taken else percent(falls) if odds is not None else "–"
    cells = (unit.spec.name, kind, where, str(by or "–"), best, lost, str(fire or "–"))
    weight = 2.0 if taken else falls
    column = -1 if odds is None else odds.column
    orders = _orders(
        (-weight, not alone),
        (kind.casefold(),),
        (where.lstrip("0123456789 ").casefold(),),
        (by,),
        (column,),
        (weight,),
        (fire,),
        index=unit.spec.index,
    )
    tone = "bad" if weight >= WEAK else "warn" if weight or alone else "normal"
    return TableRow(
        unit.id, cells, ("normal", "dim", "normal", "normal", "normal", tone, "normal"), orders, SelectUnit(unit.id)
    )


def _bridge(state: GameState, bridge: Bridge) -> TableRow:
    link, first = state.crossings[bridge.hexside], state.scenario.board.hexside_hexes(bridge.hexside)[0]
    by, fire = len(bridge.comers) if bridge.bare else 0, len(bridge.fire)
    kind, where = kinds.crossing_kind(link.kind), near_text(state, first)
    lost = _("no guard") if bridge.bare else "–"
    cells = (kinds.crossing_name(state.scenario, link), kind, where, str(by or "–"), "–", lost, str(fire or "–"))
    orders = _orders(
        (-1.5 if bridge.bare else 0.0, False),
        (kind.casefold(),),
        (where.lstrip("0123456789 ").casefold(),),
        (by,),
        (-1,),
        (1.5 if bridge.bare else 0.0,),
        (fire,),
        index=bridge.hexside,
    )
    tones = ("normal", "dim", "normal", "normal", "normal", "warn" if bridge.bare else "normal", "normal")
    return TableRow(f"@{bridge.hexside}", cells, tones, orders, LookAt(first))


# -- the enemy -------------------------------------------------------------------------------------------------


def enemies(planner: Planner) -> tuple[TableRow, ...]:
    """Enemies that the side sees now, and those that have gone out of sight where it saw them last."""
    state = planner.state
    seen = sorted(state.known_enemies(planner.side), key=lambda unit: unit.spec.index)
    gone = (_gone(state, index, ghost.hex, ghost.turn, ghost.level) for index, ghost in planner.view.ghosts.items())
    return (*(_seen(planner, unit) for unit in seen), *gone)


def _seen(planner: Planner, unit: Unit) -> TableRow:
    level = planner.view.level(unit)
    known = {
        Level.CONTACT: N_("a contact"),
        Level.IDENTIFIED: N_("who it is"),
        Level.EXACT: N_("exactly"),
    }[level]
    steps = f"{unit.effective}/{unit.spec.steps}"
    if level is not Level.EXACT:
        steps = "?" if level is Level.CONTACT else _("about {n}").format(n=unit.steps)
    strength = 0 if level is Level.CONTACT else unit.effective
    return _enemy(planner.state, unit, unit.hex, level, steps, strength, (_(known), (0, -level)))


def _gone(state: GameState, index: int, hex_: int, turn: int, level: Level) -> TableRow:
    unit = state.units[index]
    known = level > Level.CONTACT
    steps = _("about {n}").format(n=unit.steps) if known else "?"
    ago = state.turn - turn
    seen = _("{turns} ago").format(turns=amounts.turns(ago)) if ago > 0 else _("this turn, gone since")
    return _enemy(state, unit, hex_, level, steps, unit.steps if known else 0, (seen, (1, ago)))


def _enemy(
    state: GameState,
    unit: Unit,
    hex_: int,
    level: Level,
    steps: str,
    strength: int,
    known: tuple[str, tuple[int, int]],
) -> TableRow:
    """A row of the enemy; of one who is only a contact nothing is told but that he is there."""
    named = level > Level.CONTACT
    spec = unit.spec
    name = unit_title(unit) if named else _("Unidentified unit")
    kind, formation = (spec.type.name, state.scenario.shown(spec.formation)) if named else (_("unknown"), "")
    where = near_text(state, hex_)
    cells = (name, kind, formation, steps, known[0], where)
    orders = _orders(
        (not named, _counted(name)),
        (kind.casefold(),),
        (formation.casefold(),),
        (strength,),
        known[1],
        (where.lstrip("0123456789 ").casefold(),),
        index=spec.index if named else hex_,
    )
    tones = ("normal", "dim", "dim", "normal", "dim", "normal")
    return TableRow(f"{spec.id if named else ''}@{hex_}", cells, tones, orders, LookAt(hex_), formation, kind)


def told(entry: TableRow, page: TablePage) -> str:
    """All of a row in one line, for where its columns have not room for it."""
    parts: Iterable[tuple[str, str]] = zip(TITLES[page][1:], entry.cells[1:], strict=True)
    more = (_("{title}: {text}").format(title=_(title), text=text) for title, text in parts if text)
    return "  ·  ".join((entry.cells[0], *more))


#: What makes each page.
PAGES: dict[TablePage, Callable[[Planner], tuple[TableRow, ...]]] = {
    TablePage.OWN: own,
    TablePage.ENEMY: enemies,
    TablePage.DANGER: endangered,
}
